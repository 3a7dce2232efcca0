#pragma once
#include <string_view>
#include <vector>

#include "records/party/context.hpp"
#include "services/casework/case.hpp"
#include "services/casework/subject.hpp"

namespace leye::casework {

/// What a settled case does to the records. Items name an effect; adding an item needs no new one unless it changes
/// the records in a way no other item does.
Result<void> run_effect(party::Context& at, std::string_view effect, const Case& c, Subject& subject);

/// Names an item may use.
std::vector<std::string_view> effect_names();

}  // namespace leye::casework
