#pragma once
#include <span>
#include <string>
#include <string_view>

#include "engine/rotation/rotation.hpp"

namespace leye::session {

/// What the envelopes of an account's phone and of a kept answer are bound to. in: the account's id as its 16 bytes.
std::string phone_binding(std::string_view account);
std::string answer_binding(std::string_view actor_index, std::string_view request_key);

/// The columns under a seal.
std::span<const rotation::Column> sealed_columns();

}  // namespace leye::session
