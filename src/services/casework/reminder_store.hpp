#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/store/store.hpp"
#include "services/casework/case.hpp"

namespace leye::casework {

/// A case somebody is to be reminded of.
struct Reminder {
    CaseId id;
    std::string number, item;
    std::optional<party::PersonId> person;
    Date due_on;  ///< of the check, or the promised day
};

/// Open commitments to check from `from` to before `until` that have not sent `letter`. Cost: an index range.
std::vector<Reminder> list_checks_untold(store::Connection& c, std::string_view letter, Date from, Date until, int limit);
/// Cases that wait for the applicant, promised for a day before `until`, that have not sent `letter`. Cost: an index range.
std::vector<Reminder> list_waiting_untold(store::Connection& c, std::string_view letter, Date until, int limit);
/// Notes that the case sends `letter`. out: false where it was noted before.
bool note_reminder(store::Transaction& tx, const CaseId& id, std::string_view letter, Instant now);

}  // namespace leye::casework
