#pragma once
#include <xlsxwriter.h>

#include <string>
#include <string_view>
#include <vector>

/// An .xlsx being written, row after row, to a temporary file.
namespace leye::sheet {

/// Invariant: the file is gone with this object, whether or not the workbook was finished.
class XlsxBook {
  public:
    /// Fails: Fault (disk).
    XlsxBook();
    XlsxBook(const XlsxBook&) = delete;
    ~XlsxBook();

    lxw_workbook* get() const { return book_; }
    /// Closes the workbook and gives its bytes. Fails: Bug, Fault (disk).
    std::string finish();

  private:
    std::string path_;
    lxw_workbook* book_ = nullptr;
};

/// Throws Fault where the disk or memory failed, Bug for any other error.
void must(lxw_error error, const char* what);
/// Writes a text so that it reads back the same. in: UTF-8 without zero bytes, at most `cell_length_max`
/// characters.
void write_text(lxw_worksheet* sheet, size_t row, size_t column, const std::string& text, lxw_format* format);
/// In Excel's units; a Chinese character is two columns wide.
double width_of(std::string_view utf8);
std::string first_characters(const std::string& utf8, size_t count);
/// What a cell may hold: only the choices where there are any, with a hint beside it.
struct CellRule {
    std::vector<std::string> choices;
    std::string formula;  ///< where the choices stand, instead of `choices`
    std::string title, hint;
};
void add_rule(lxw_worksheet* sheet, size_t first_row, size_t last_row, size_t column, CellRule rule);

}  // namespace leye::sheet
