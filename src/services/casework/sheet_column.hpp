#pragma once
#include "base/json.hpp"
#include "records/catalog/item.hpp"
#include "services/casework/sheet.hpp"

/// What the columns and cells of people's spreadsheets mean.
namespace leye::casework {

/// The item's field that a column title names: by code, label in either language, or a usual other word («入职日期»).
/// Blanks, letter case, full width, stars and remarks in brackets do not matter. Empty where it names none.
std::string field_of_title(const catalog::Item& item, std::string_view title);
/// Titles that results add to a sheet; they are left out where the sheet comes back.
inline constexpr std::string_view number_title = "行号", result_title = "结果", case_title = "办件编号", problem_title = "问题", next_title = "怎么办";
bool is_own_title(std::string_view title);

/// Whether a file must have the column: the field is required of everybody and has no usual value.
bool needs_column(const catalog::Field& field);

/// The values of one row as a form would send them: labels as codes, dates as YYYY-MM-DD; what is not understood stays
/// as it is, for the check to name. Without a kind of document it is a resident's identity card.
json::Object draft_values(const catalog::Item& item, const std::vector<SheetColumn>& columns, const std::vector<std::string>& cells);

/// Under which two rows are about the same person: kind and number of the document; empty without a number.
std::string document_key(const json::Object& values);

}  // namespace leye::casework
