#pragma once
#include <string>
#include <string_view>
#include <vector>

/// Tables to give to people: downloads, and templates to fill in and send back.
namespace leye::sheet {

enum class Kind {
    text,    ///< stays as it is: Excel keeps all 18 digits and leading zeros
    number,  ///< right-aligned amounts and counts
    date,    ///< "YYYY-MM-DD"
};

struct Column {
    std::string title;
    Kind kind = Kind::text;
    std::string hint = {};                  ///< shown beside the cell while it is filled in
    std::vector<std::string> choices = {};  ///< the only values Excel accepts; empty for any
};

struct Table {
    std::string name;  ///< of the sheet: at most 31 characters, without [ ] : * ? / and backslash
    std::vector<Column> columns;
    std::vector<std::vector<std::string>> rows;  ///< cells may be missing at the end
    std::vector<std::string> notes = {};  ///< paragraphs of a second sheet «填写说明»; none without
};

/// The table as .xlsx: bold frozen header, widths by content, choices as lists. A number or date that is none
/// of its kind is written as text. in: well-formed UTF-8, cells within `cell_length_max`. Fails: Bug, Fault
/// (disk). Cost: memory of the file made; 100,000 rows of 10 columns in about 1 s.
std::string write_xlsx(const Table& table);

/// The table as CSV that Chinese Excel opens: UTF-8 with a mark, CRLF, and an apostrophe before what would
/// run as a formula (`open` takes it away again).
std::string write_csv(const Table& table);

}  // namespace leye::sheet
