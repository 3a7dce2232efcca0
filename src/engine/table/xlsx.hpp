#pragma once
#include "engine/table/table_sheet.hpp"
#include "engine/table/words.hpp"

/// A decision table as a workbook for people who know Excel and not DMN.
///
/// Column A names the rows, then come conditions, results and notes in colours of their own, and last the
/// rules' ids. Rows: name, hit policy, part, label, expression, type, allowed values, default, the columns'
/// ids (hidden), then one row a rule.
namespace leye::table {

/// Fails: as check, and sheet_cell_too_long (details: cell). Cost: 5,000 rules of 8 columns in about 0.3 s.
Result<std::string> to_xlsx(const TableSheet& sheet, Language language = Language::zh);

/// Reads such a workbook, in either language; a row or column without an id is a new one. Fails: what
/// sheet::open and Reader::next refuse, table_sheet_kind, table_sheet_header, table_sheet_part,
/// table_sheet_hit_policy, table_sheet_stray, table_sheet_id_twice, table_too_many_rules, table_no_output,
/// table_character; details: cell, with the sheet before it («借书证!B3»).
Result<TableSheet> of_xlsx(std::string_view bytes, const std::string& file_name);

}  // namespace leye::table
