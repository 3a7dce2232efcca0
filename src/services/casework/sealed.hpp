#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/rotation/rotation.hpp"

namespace leye::casework {

/// What the envelopes of an action's values, a draft and a row of a sheet are bound to. in: ids as their 16 bytes.
std::string action_binding(std::string_view case_id, int64_t seq);
std::string draft_binding(std::string_view person, std::string_view item);
std::string sheet_row_binding(std::string_view row_set, int64_t number);

/// The columns under a seal.
std::span<const rotation::Column> sealed_columns();

}  // namespace leye::casework
