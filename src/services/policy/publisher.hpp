#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "engine/store/store.hpp"
#include "engine/table/proof.hpp"
#include "records/catalog/current.hpp"

namespace leye::policy {

/// The module's tables.
std::span<const store::Migration> schema();

/// Keeps the catalogue in step with what is published in the database, by this program or by another. Safe for many threads.
class Publisher {
  public:
    Publisher(store::Database& db, catalog::Current& current) : db_(db), current_(current) {}

    /// Puts what is published over the folder where that changed since the last time. Fails: Fault with a sentence for each version
    /// that cannot stand over this folder; the catalogue stays as it was. Cost: one statement where nothing changed.
    void refresh();

  private:
    store::Database& db_;
    catalog::Current& current_;
    std::mutex mutex_;
    int64_t seen_ = 0;
};

/// The folder's catalogue with what a database holds, which may be older than this program. out: `faults` as catalog::Catalog::load gives them.
catalog::Catalog with_published(const catalog::Catalog& folder, store::Database& db, std::vector<std::string>& faults);

/// Proofs of tables by the hash of their text, so that each is made once. Safe for many threads.
class Proofs {
  public:
    std::shared_ptr<const table::Proof> of(const catalog::Rules& rules);

  private:
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<const table::Proof>, std::less<>> by_hash_;
};

}  // namespace leye::policy
