#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/store/store.hpp"
#include "services/casework/case.hpp"

namespace leye::casework {

/// The number of the newest case of `item` that one of `persons` (the ids of a merged file) has handed in since `since` and
/// that stands: neither refused nor withdrawn. Row 18.5: what came of that which a settled case opened.
std::optional<std::string> find_opened(store::Connection& c, std::span<const party::PersonId> persons, std::string_view item, Instant since);

}  // namespace leye::casework
