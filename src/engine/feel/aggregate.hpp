#pragma once
#include "engine/feel/decide.hpp"

namespace leye::feel {

/// One hit's outputs as a value: a single output by itself, several as a context.
Value composed(const DecisionTable& table, const Context& outputs);
/// What hits come to under the table's aggregation: their number, sum, least or greatest; null where one of them is null or none
/// fits. No hit: 0 for the number, else the fallback, else null. in: `all` has a value of each hit.
Value aggregated(const DecisionTable& table, List all, const FrameRef& frame, Run& run);

}  // namespace leye::feel
