#include "records/reference/code_table.hpp"

#include <fmt/format.h>

#include <fstream>

#include "base/text.hpp"

namespace leye::reference {
namespace {

std::vector<std::string> split_cells(std::string_view line) {
    std::vector<std::string> cells{""};
    bool quoted = false;
    for (size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
            cells.back() += c;
            ++i;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            cells.emplace_back();
        } else {
            cells.back() += c;
        }
    }
    return cells;
}

}  // namespace

tl::unexpected<Refusal> CodeTable::fault(int line, const std::string& sentence) const {
    return refuse("reference_file", {},
                  {{"file", file}, {"line", std::to_string(line)}, {"sentence", sentence}});
}

Result<CodeTable> CodeTable::read(const std::string& file, const std::vector<std::string>& columns) {
    CodeTable table{.file = file, .columns = columns, .rows = {}};
    std::ifstream in(file, std::ios::binary);
    if (!in) return table.fault(0, "the file cannot be read");
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (!text::is_utf8(line)) return table.fault(number, "not UTF-8");
        auto cells = split_cells(text::trim(line));
        if (number == 1) {
            if (cells != columns)
                return table.fault(1, fmt::format("the columns are not {}", fmt::join(columns, ",")));
            continue;
        }
        if (line.empty()) continue;
        if (cells.size() != columns.size())
            return table.fault(number, fmt::format("{} cells, wanted {}", cells.size(), columns.size()));
        table.rows.push_back({number, std::move(cells)});
    }
    if (table.rows.empty()) return table.fault(1, "no rows");
    return table;
}

}  // namespace leye::reference
