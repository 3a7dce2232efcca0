#pragma once
#include "records/catalog/published.hpp"
#include "services/policy/draft.hpp"
#include "services/policy/version.hpp"

namespace leye::policy {

/// out: false where the item has an open draft that came in at the same instant. Fails: store::ConflictFault where the
/// transaction cannot see that draft; it runs again then.
bool insert_draft(store::Transaction& tx, const Draft& draft);
/// Writes everything that may change, and the next revision. Invariant: `draft.revision` is the one that was read.
void update_draft(store::Transaction& tx, Draft& draft);

void insert_changes(store::Transaction& tx, DraftId id, const std::vector<Change>& changes);
int64_t last_change(store::Connection& c, DraftId id);
/// Gives the reason to every change of the rule that has none yet.
void set_why(store::Transaction& tx, DraftId id, std::string_view rule_id, std::string_view why);
bool has_changed(store::Connection& c, DraftId id, party::StaffId staff);

void insert_version(store::Transaction& tx, const Version& version);
void update_withdrawal(store::Transaction& tx, const Version& version);
/// The highest number that any version of the item ever had in the database; 0 where there is none.
int last_version(store::Connection& c, std::string_view item);
/// Whether the database has the module's tables yet.
bool has_tables(store::Connection& c);
std::vector<catalog::PublishedVersion> load_published(store::Connection& c);

}  // namespace leye::policy
