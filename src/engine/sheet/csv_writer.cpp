#include "engine/sheet/guard.hpp"
#include "engine/sheet/table.hpp"

namespace leye::sheet {
namespace {

void append_cell(std::string_view text, std::string& out) {
    const std::string cell = guard(text);
    // Blanks at the ends would be lost to programs that trim cells without quotes.
    const bool quoted =
        cell.find_first_of(",;\t\"\r\n") != cell.npos || cell.starts_with(' ') || cell.ends_with(' ');
    if (!quoted) {
        out += cell;
        return;
    }
    out += '"';
    for (const char c : cell) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

}  // namespace

std::string write_csv(const Table& table) {
    std::string out = "\xef\xbb\xbf";
    for (size_t i = 0; i < table.columns.size(); ++i) {
        if (i) out += ',';
        append_cell(table.columns[i].title, out);
    }
    out += "\r\n";
    for (const auto& row : table.rows) {
        for (size_t i = 0; i < table.columns.size(); ++i) {
            if (i) out += ',';
            if (i < row.size()) append_cell(row[i], out);
        }
        out += "\r\n";
    }
    return out;
}

}  // namespace leye::sheet
