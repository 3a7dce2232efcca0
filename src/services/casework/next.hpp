#pragma once
#include <vector>

#include "records/catalog/item.hpp"
#include "records/party/actor.hpp"
#include "services/casework/case.hpp"

namespace leye::casework {

/// How the actor stands to the case.
enum class Role { stranger, applicant, staff, system };
Role role_of(const party::Actor& actor, const Case& c);

/// The acts the actor may do next: one table of state, act and role, narrowed by duty and by what happened before.
/// in: the item of the case.
std::vector<Act> list_next(const party::Actor& actor, const Case& c, const catalog::Item& item);

/// Whether the sender may say that it came this way. People and employers come by the channels they can reach themselves,
/// officers record a window or a call; so what a case says of how each act came in is true (row 12.1).
/// Fails: channel_unknown, channel_not_yours.
Result<void> may_use_channel(const party::Actor& actor, std::string_view channel);

/// Fails: act_not_now (details: act, state), act_not_yours, sign_in_needed, duty_missing.
Result<void> may_act(const party::Actor& actor, const Case& c, Act act, const catalog::Item& item);

}  // namespace leye::casework
