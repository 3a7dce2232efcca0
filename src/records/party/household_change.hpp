#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/party/household.hpp"

namespace leye::party {

/// Something staff entered about a household, with the reason; what is wrong can be taken back, the last first.
struct HouseholdChange {
    enum class Act { joined, left };

    HouseholdChangeId id;
    HouseholdId household;
    PersonId person;
    Act act;
    Relation relation;
    Date member_from;     ///< of the membership that changed
    Date on;              ///< since when the person is or is not a member
    bool opened = false;  ///< the household was opened for this
    std::string reason;
    std::string by;  ///< who, as cases show it
    Instant at;
    std::optional<Instant> undone_at;
    std::string undone_by, undo_reason;
};
std::string_view name_of(HouseholdChange::Act act);

/// `member` joins the household of `of`, which is opened with `of` as its head where there is none on that day. Fails:
/// duty_missing, household_reason_missing, person_unknown, household_same, household_head_already (the relation is head),
/// household_day_invalid (in the future, or before one of them was born), household_member_already, household_full.
Result<HouseholdChangeId> join_household(Context& ctx, PersonId of, PersonId member, Relation relation, Date from,
                                         std::string_view reason);
/// `person` is no member any more from `until` on. Fails: duty_missing, household_reason_missing, person_unknown,
/// household_not_member, household_day_invalid, period_empty, household_head_needed (others are still there).
Result<HouseholdChangeId> leave_household(Context& ctx, PersonId person, Date until, std::string_view reason);
/// As if the change had not been entered; the entry stays, with who took it back and why. Fails: duty_missing,
/// household_reason_missing, household_change_unknown, household_change_undone, household_change_later (the membership
/// changed again since), household_member_already (the person lives in another household by now), household_head_needed.
Result<void> undo_household_change(Context& ctx, HouseholdChangeId id, std::string_view reason);

/// Changes of the person's memberships and of the household the person is in on that day, newest first, at most 50.
std::vector<HouseholdChange> list_household_changes(store::Connection& c, PersonId person, Date on);

}  // namespace leye::party
