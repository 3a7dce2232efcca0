#pragma once
#include "records/party/household.hpp"

namespace leye::party {

void insert_household(store::Transaction& tx, HouseholdId id, std::string_view area, Instant at);
bool has_household(store::Connection& c, HouseholdId id);
void insert_member(store::Transaction& tx, const HouseholdMember& member);
void set_member_until(store::Transaction& tx, const HouseholdMember& member);
/// Takes away a membership that was entered by mistake.
void delete_member(store::Transaction& tx, const HouseholdMember& member);
/// Takes away a household that nobody was ever in.
void delete_household(store::Transaction& tx, HouseholdId id);
/// Every membership of the household, also ended ones.
std::vector<HouseholdMember> load_members(store::Connection& c, HouseholdId id);
/// Every membership of the file and those merged into it.
std::vector<HouseholdMember> load_memberships(store::Connection& c, PersonId person);

}  // namespace leye::party
