#pragma once
#include <optional>
#include <vector>

#include "engine/feel/model.hpp"

namespace leye::table {

/// Place of each rule's outputs among the priorities of their columns, highest first, as PRIORITY and OUTPUT ORDER sort them; one
/// not listed comes last. out: nothing where an output is no constant.
std::optional<std::vector<std::vector<size_t>>> ranks_of(const feel::DecisionTable& table);

}  // namespace leye::table
