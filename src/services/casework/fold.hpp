#pragma once
#include "services/casework/case.hpp"

namespace leye::casework {

/// What the actions of a case add up to. In: at least the submission, in order. Cost: linear.
Case fold(Origin origin, std::vector<Action> actions);

/// Adds one action and what it changes. The only place where a case changes.
void apply(Case& c, Action action);

}  // namespace leye::casework
