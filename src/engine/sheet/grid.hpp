#pragma once
#include <cstdint>
#include <string>
#include <vector>

/// A sheet laid out for people to read, print and change, where rows differ in look and meaning.
namespace leye::sheet {

struct Look {
    uint32_t fill = 0xFFFFFF;  ///< behind the text, 0xRRGGBB
    bool bold = false, muted = false, wrapped = true;
};

/// Every cell is text: Excel keeps leading zeros and runs no formula.
struct Grid {
    struct Cell {
        std::string text;
        size_t look = 0;  ///< in `looks`
    };
    struct Row {
        std::vector<Cell> cells;
        bool hidden = false;
    };
    struct Column {
        double width = 12;
        size_t look = 0;  ///< of cells below the rows, so that what is typed there is text too
    };
    struct Choice {
        size_t row, column;  ///< from 0
        std::vector<std::string> values;
        std::string title, hint;
    };
    std::string name;  ///< of the sheet; see `sheet_name`
    std::vector<Look> looks;
    std::vector<Column> columns;
    std::vector<Row> rows;
    size_t fixed_rows = 0, fixed_columns = 0;  ///< stay in sight; the rows stand on top of each printed page
    std::vector<Choice> choices;
};

/// The grid as .xlsx, printed on A4 across, one page wide. in: well-formed UTF-8 within `cell_length_max`.
/// Fails: Bug, Fault (disk).
std::string write_xlsx(const Grid& grid);
/// `text` as Excel lets a sheet be named; «otherwise» where nothing is left.
std::string sheet_name(std::string_view text, std::string_view otherwise);

}  // namespace leye::sheet
