#pragma once
#include "engine/table/compiled.hpp"

namespace leye::table {

/// Asks the table for one case: what feel::decide answers, its trace included; sooner where many rules are looked at. in: the facts that differ by row; where one
/// is also known of the run, the known one counts. Fails: table_overlap, as feel::decide does. Cost: one search for each column,
/// then a bit for each cell looked at.
Result<feel::Outcome> decide(const Compiled& compiled, feel::Context facts);

}  // namespace leye::table
