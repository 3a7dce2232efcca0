#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/party/context.hpp"

namespace leye::party {

/// How a member stands to the head of the household (GB/T 4761, short form).
enum class Relation { head, spouse, child, grandchild, parent, grandparent, sibling, other };
std::string_view name_of(Relation relation);
std::optional<Relation> find_relation(std::string_view name);

/// One membership of one person. Half-open: a member on `from`, not on `until`.
struct HouseholdMember {
    HouseholdId household;
    PersonId person;
    Relation relation;
    Date from;
    std::optional<Date> until;
};

/// Opens a household with its head. Fails: person_unknown, household_member_already, area_unknown.
Result<HouseholdId> open_household(Context& ctx, PersonId head, std::string_view area, Date from);
/// Fails: household_unknown, person_unknown, household_member_already (in this or another household on that
/// day).
Result<void> add_member(Context& ctx, HouseholdId id, PersonId person, Relation relation, Date from);
/// Ends a membership on `until`. Fails: household_not_member, period_empty.
Result<void> end_member(Context& ctx, HouseholdId id, PersonId person, Date until);
std::optional<HouseholdId> find_household(store::Connection& c, PersonId person, Date on);
/// Members on that day, head first; at most 100.
std::vector<HouseholdMember> list_members(store::Connection& c, HouseholdId id, Date on);

}  // namespace leye::party
