#pragma once
#include "base/text.hpp"
#include "engine/sheet/test/parts.hpp"
#include "tests/fuzz/plain.hpp"

namespace leye::fuzz {

/// Reads a spreadsheet to its end and holds the reader to what `Row` promises.
inline void read_sheet(const std::string& bytes, const char* name) {
    const auto all = sheet::test::read_all(bytes, name);
    int before = 0;
    for (const auto& row : all.rows) {
        must(row.number > before && row.number <= sheet::rows_max, "rows come in order");
        before = row.number;
        must(!row.cells.empty() && !row.cells.back().empty(), "the last cell is not empty");
        must(row.cells.size() <= static_cast<size_t>(sheet::columns_max), "a row has at most 200 cells");
        for (const auto& cell : row.cells)
            must(text::is_utf8(cell) && text::length(cell) <= sheet::cell_length_max,
                 "a cell is UTF-8 and not too long", cell);
    }
    for (const auto& refusal : all.refusals)
        must(refusal.code.starts_with("sheet_"), "a refusal has a code", refusal.code);
}

}  // namespace leye::fuzz
