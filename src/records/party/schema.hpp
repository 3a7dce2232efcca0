#pragma once
#include <span>

#include "engine/store/store.hpp"

namespace leye::party {

/// The module's tables.
std::span<const store::Migration> schema();

}  // namespace leye::party
