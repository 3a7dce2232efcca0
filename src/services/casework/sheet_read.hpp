#pragma once
#include "records/catalog/catalog.hpp"
#include "services/casework/office.hpp"
#include "services/casework/sheet.hpp"

namespace leye::casework {

/// A file read and checked, not stored yet.
struct SheetFile {
    Sheet sheet;  ///< id, item, names, columns and counts; employer and account are set when it is kept
    std::vector<SheetRow> rows;
    std::vector<int> replaces;  ///< beside `rows`: the number a downloaded result gave the row, 0 where none
};

/// Reads a spreadsheet for an employer item, recognises its columns and checks every row, doubled rows included.
/// Runs outside of any transaction. Fails: sheet_too_big, sheet_item_unfit, sheet_no_rows, sheet_rows_too_many,
/// sheet_columns_missing (details: columns), sheet_columns_doubled (details: columns); what engine/sheet refuses.
/// Cost: 100,000 rows in about 1 s.
Result<SheetFile> read_sheet(const Office& office, const reference::Reference& reference, std::string_view bytes,
                             const std::string& file_name, std::string_view item, Instant now);

/// Whether the actor may work with the employer's sheets. Fails: sign_in_needed, case_not_yours, duty_missing.
Result<void> may_use_sheets(const party::Actor& actor, party::EmployerId employer);

}  // namespace leye::casework
