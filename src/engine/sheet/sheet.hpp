#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

/// Spreadsheets as people send them: rows of text read one after another from .xlsx or CSV.
namespace leye::sheet {

enum class Format { xlsx, csv };
/// Whether cells that are more than what they show are read as what they show, or refused: a formula, a day, a truth value.
enum class Content { shown, plain };
enum class Encoding { utf8, utf16le, gb18030 };

/// One row. Invariant: at least one cell is not empty, and the last cell is not.
struct Row {
    int number = 0;                  ///< as the spreadsheet program shows it, from 1; blank rows leave gaps
    std::vector<std::string> cells;  ///< UTF-8, trimmed of blanks at both ends

    /// The cell, from 0; empty behind the last.
    std::string_view cell(size_t column) const {
        return column < cells.size() ? std::string_view(cells[column]) : std::string_view();
    }
};

inline constexpr int rows_max = 1'048'576;
inline constexpr int columns_max = 200;
inline constexpr size_t cell_length_max = 32'767;       ///< characters
inline constexpr size_t file_bytes_max = 64 << 20;      ///< as sent
inline constexpr size_t unpacked_bytes_max = 1u << 30;  ///< of one part of an .xlsx
inline constexpr size_t shared_bytes_max = 256u << 20;  ///< of all shared texts of an .xlsx

/// Reads the rows of one sheet in order. Memory: one row and, for .xlsx, the shared texts. Not thread-safe.
class Reader {
  public:
    /// What a format implements.
    class Source {
      public:
        virtual ~Source() = default;
        virtual Result<std::optional<Row>> next() = 0;
    };
    Reader(Format format, Encoding encoding, std::unique_ptr<Source> source, std::string sheet_name = {})
        : format_(format), encoding_(encoding), source_(std::move(source)), sheet_name_(std::move(sheet_name)) {}

    Format format() const { return format_; }
    Encoding encoding() const { return encoding_; }
    /// Of the sheet being read; empty for CSV.
    const std::string& sheet_name() const { return sheet_name_; }

    /// The next row that is not blank; nothing behind the last. Dates come as "2026-11-23" (with " 08:30:00"
    /// where there is a time of day), numbers without grouping, booleans as TRUE and FALSE. Fails for one
    /// cell, after which the next call goes on with the next row: sheet_digits_lost, sheet_cell_error,
    /// sheet_date_invalid, sheet_cell_too_long, and with Content::plain sheet_formula, sheet_cell_not_plain (details: sheet of
    /// .xlsx, cell, row, column). Fails for good, and then each
    /// call gives the same again: sheet_bad_quote, sheet_bad_bytes, sheet_too_many_rows,
    /// sheet_too_many_columns, sheet_damaged.
    Result<std::optional<Row>> next();
    /// True once no call of `next` will give another row.
    bool ended() const { return ended_; }

  private:
    Format format_;
    Encoding encoding_;
    std::unique_ptr<Source> source_;
    std::string sheet_name_;
    bool ended_ = false;
    std::optional<Refusal> final_;
};

/// Opens a spreadsheet by its content; `file_name` only helps to name what is wrong. in: `bytes` stay where
/// they are while the reader lives. An .xlsx is checked from end to end before its first row is given. Fails:
/// sheet_empty, sheet_kind_unknown, sheet_old_excel, sheet_encrypted, sheet_damaged, sheet_too_large,
/// sheet_no_visible_sheet, sheet_merged_cell (details: sheet, cell), sheet_bad_bytes (details: row, column).
Result<Reader> open(std::string_view bytes, const std::string& file_name, Content content = Content::shown);

/// "A1" for 0 and 1, "AB12" for column 27 (from 0) and row 12.
std::string cell_name(int column, int row);

}  // namespace leye::sheet
