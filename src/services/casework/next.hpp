#pragma once
#include <vector>

#include "records/party/actor.hpp"
#include "services/casework/case.hpp"

namespace leye::casework {

/// How the actor stands to the case.
enum class Role { stranger, applicant, staff, system };
Role role_of(const party::Actor& actor, const Case& c);

/// The acts the actor may do next: one table of state, act and role, narrowed by duty and by what happened before.
/// `answered`: the item is a question that an adviser answers.
std::vector<Act> list_next(const party::Actor& actor, const Case& c, bool answered);

/// Fails: act_not_now (details: act, state), act_not_yours, sign_in_needed, duty_missing.
Result<void> may_act(const party::Actor& actor, const Case& c, Act act, bool answered);

}  // namespace leye::casework
