#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"

namespace leye::reference {

/// A comma-separated file of catalog/codes read whole: header names and rows of cells.
/// Invariant: every row has one cell per column.
struct CodeTable {
    struct Row {
        int line = 0;  ///< 1-based line in the file
        std::vector<std::string> cells;
    };
    std::string file;
    std::vector<std::string> columns;
    std::vector<Row> rows;

    /// Reads UTF-8 with quoted cells. Fails: reference_file where it cannot be read, has no rows, a row of
    /// another width, or columns other than `columns`.
    static Result<CodeTable> read(const std::string& file, const std::vector<std::string>& columns);
    /// The refusal reference_file for one line.
    tl::unexpected<Refusal> fault(int line, const std::string& sentence) const;
};

}  // namespace leye::reference
