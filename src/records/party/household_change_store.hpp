#pragma once
#include "records/party/household_change.hpp"

namespace leye::party {

void insert_change(store::Transaction& tx, const HouseholdChange& change);
std::optional<HouseholdChange> find_change(store::Connection& c, HouseholdChangeId id);
void mark_undone(store::Transaction& tx, HouseholdChangeId id, Instant at, std::string_view by, std::string_view reason);
/// Whether the membership has a change after this one that holds.
bool has_later_change(store::Connection& c, const HouseholdChange& change);
std::vector<HouseholdChange> list_changes_of_household(store::Connection& c, HouseholdId id);
std::vector<HouseholdChange> list_changes_of_person(store::Connection& c, PersonId id);

}  // namespace leye::party
