#pragma once
#include <span>
#include <string>
#include <string_view>

#include "engine/rotation/rotation.hpp"

namespace leye::notify {

/// What the envelopes of a message's phone and text are bound to. in: the message's id as its 16 bytes.
std::string phone_binding(std::string_view message);
std::string text_binding(std::string_view message);

/// The columns under a seal.
std::span<const rotation::Column> sealed_columns();

}  // namespace leye::notify
