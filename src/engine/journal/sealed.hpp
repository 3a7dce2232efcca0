#pragma once
#include <span>

#include "engine/rotation/rotation.hpp"

namespace leye::journal {

/// The columns under a seal: the heads' and the closed segments'.
std::span<const rotation::Column> sealed_columns();

}  // namespace leye::journal
