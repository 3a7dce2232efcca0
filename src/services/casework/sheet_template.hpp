#pragma once
#include "engine/sheet/table.hpp"
#include "engine/seal/seal.hpp"
#include "services/casework/office.hpp"
#include "services/casework/sheet.hpp"

namespace leye::casework {

/// The table to fill in for an employer item: labels, hints, lists of choices, and an example among the notes, never
/// as a row. Fails: item_unknown, sheet_item_unfit.
Result<sheet::Table> template_table(const Office& office, std::string_view item, Date today);

/// The sheet's columns as sent, with row number, result, case number, problem and next step. With `failures_only` the
/// bad and failed rows: corrected, it can be sent again as it is. Cost: memory of the rows.
sheet::Table results_table(store::Connection& c, const seal::Seal& seal, const Office& office, const Sheet& sheet, bool failures_only);

/// A stored problem in words, from the catalogue's refusals and the item's reasons.
SaidProblem say_problem(const Office& office, std::string_view item, Date on, const RowProblem& problem);

}  // namespace leye::casework
