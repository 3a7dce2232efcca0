#pragma once
#include <string_view>
#include <vector>

#include "records/party/context.hpp"
#include "services/casework/case.hpp"
#include "services/casework/subject.hpp"

namespace leye::casework {

/// Makes the records say what the settled case says. Done again with other values it changes what differs and nothing
/// else, so that a correction stands beside what was believed before. Items name an effect; adding an item needs no new one
/// unless it changes the records in a way no other item does.
/// in: `reason` of a change, in words. Fails: whatever the records refuse, with the field of the item at fault.
Result<void> run_effect(party::Context& at, std::string_view effect, const Case& c, Subject& subject, std::string_view reason);

/// Takes back all that the case made the records say: what it opened never was, what it ended goes on, and what others said
/// since stays.
Result<void> undo_effect(party::Context& at, std::string_view effect, const Case& c, Subject& subject, std::string_view reason);

/// Names an item may use.
std::vector<std::string_view> effect_names();

}  // namespace leye::casework
