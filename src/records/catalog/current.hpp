#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "records/catalog/catalog.hpp"

namespace leye::catalog {

/// The catalogue that holds now, which a publication replaces while the program runs. Safe for many threads.
/// Invariant: what any catalogue of it gave stays valid as long as this lives.
class Current {
  public:
    /// in: what the folder says.
    explicit Current(Catalog folder);

    const Catalog& operator*() const { return *newest_.load(std::memory_order_acquire); }
    const Catalog* operator->() const { return newest_.load(std::memory_order_acquire); }
    /// Without what was published.
    const Catalog& folder() const { return *all_.front(); }

    /// One version, in force or not. Another server may have published it a moment ago: then what was given to
    /// `on_unknown` is called once. Fails: Fault where the version is still unknown.
    const Item& get_item(std::string_view code, int version) const;
    /// in: fetches what is published and calls `replace`.
    void on_unknown(std::function<void()> fetch) { fetch_ = std::move(fetch); }
    /// From now on this one holds.
    void replace(Catalog next);

  private:
    std::mutex mutex_;
    std::vector<std::unique_ptr<const Catalog>> all_;
    std::atomic<const Catalog*> newest_;
    std::function<void()> fetch_;
};

}  // namespace leye::catalog
