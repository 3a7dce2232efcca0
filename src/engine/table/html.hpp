#pragma once
#include "engine/table/table_sheet.hpp"
#include "engine/table/words.hpp"

namespace leye::table {

/// What a page says beside the table itself.
struct Page {
    Language language = Language::zh;
    std::string title = {};                 ///< empty: the decision's name
    std::vector<std::string> verdict = {};  ///< sentences on what was proved of the table; plain text
    std::string footer = {};                ///< on the last line: version, day, who; plain text
};

/// The table as one HTML page of its own, to be read on a screen and printed on A4 across: header cells with
/// their scope, the head on top of each printed page, no rule cut in two. It loads nothing and runs nothing;
/// every text is escaped.
std::string to_html(const TableSheet& sheet, const Page& page = {});

}  // namespace leye::table
