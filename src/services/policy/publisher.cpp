#include "services/policy/publisher.hpp"

#include <fmt/format.h>

#include "records/catalog/published.hpp"
#include "records/catalog/rules.hpp"
#include "services/policy/policy_store.hpp"

namespace leye::policy {

catalog::Catalog with_published(const catalog::Catalog& folder, store::Database& db, std::vector<std::string>& faults) {
    return folder.with(db.read([](store::Connection& c) { return has_tables(c) ? load_published(c) : std::vector<catalog::PublishedVersion>(); }), faults);
}

void Publisher::refresh() {
    std::lock_guard lock(mutex_);
    // Counted before it is read: what is published in between is fetched again the next time.
    const int64_t now = db_.read([](store::Connection& c) { return generation(c); });
    if (now == seen_) return;
    std::vector<std::string> faults;
    auto next = with_published(current_.folder(), db_, faults);
    if (!faults.empty()) throw Fault(fmt::format("what is published in the database does not fit the catalogue's folder:\n{}", fmt::join(faults, "\n")));
    current_.replace(std::move(next));
    seen_ = now;
}

std::shared_ptr<const table::Proof> Proofs::of(const catalog::Rules& rules) {
    {
        std::lock_guard lock(mutex_);
        if (const auto known = by_hash_.find(rules.hash); known != by_hash_.end()) return known->second;
    }
    auto made = std::make_shared<const table::Proof>(table::prove(rules.table));
    std::lock_guard lock(mutex_);
    return by_hash_.emplace(rules.hash, std::move(made)).first->second;
}

}  // namespace leye::policy
