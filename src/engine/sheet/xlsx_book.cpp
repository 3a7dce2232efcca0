#include "engine/sheet/xlsx_book.hpp"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <utility>

#include "base/result.hpp"
#include "base/text.hpp"

namespace leye::sheet {
namespace {

// Readers take «_x000D_» for a character; its first underscore must be written as one.
std::string escape(const std::string& cell) {
    std::string out;
    for (size_t i = 0; i < cell.size(); ++i) {
        const bool escape = cell.compare(i, 2, "_x") == 0 && i + 6 < cell.size() && cell[i + 6] == '_' &&
                            text::of_hex(std::string_view(cell).substr(i + 2, 4)).has_value();
        if (escape)
            out += "_x005F_";
        else
            out += cell[i];
    }
    return out;
}

std::string new_path() {
    const char* folder = std::getenv("TMPDIR");
    std::string path = std::string(folder ? folder : "/tmp") + "/leye-sheet-" + std::string(6, 'X');  // what mkstemp fills in
    const int fd = ::mkstemp(path.data());
    if (fd < 0) throw Fault("no temporary file can be made in " + path);
    ::close(fd);
    return path;
}

}  // namespace

XlsxBook::XlsxBook() : path_(new_path()) {
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    book_ = workbook_new_opt(path_.c_str(), &options);
    if (book_) return;
    ::unlink(path_.c_str());
    throw Fault("no workbook can be begun");
}

// Closing is the only way of the library to free a workbook.
XlsxBook::~XlsxBook() {
    if (book_) workbook_close(book_);
    ::unlink(path_.c_str());
}

std::string XlsxBook::finish() {
    const lxw_error closed = workbook_close(std::exchange(book_, nullptr));
    must(closed, "closing a workbook");
    std::ifstream in(path_, std::ios::binary);
    std::string out{std::istreambuf_iterator<char>(in), {}};
    if (!in || out.empty()) throw Fault("a workbook just written cannot be read");
    return out;
}

void must(lxw_error error, const char* what) {
    if (error == LXW_NO_ERROR) return;
    const std::string said = std::string(what) + ": " + lxw_strerror(error);
    if (error == LXW_ERROR_CREATING_XLSX_FILE || error == LXW_ERROR_CREATING_TMPFILE ||
        error == LXW_ERROR_READING_TMPFILE || error == LXW_ERROR_MEMORY_MALLOC_FAILED)
        throw Fault(said);
    throw Bug(said);
}

void write_text(lxw_worksheet* sheet, size_t row, size_t column, const std::string& text,
                lxw_format* format) {
    expect(text.find('\0') == text.npos && text::is_utf8(text), "a cell is UTF-8 without zero bytes");
    must(worksheet_write_string(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                                escape(text).c_str(), format),
         "a cell");
}

double width_of(std::string_view utf8) {
    double width = 0;
    for (const char32_t c : text::code_points(utf8)) width += c < 0x2000 ? 1.1 : 2.1;
    return width;
}

std::string first_characters(const std::string& utf8, size_t count) {
    const auto points = text::code_points(utf8);
    return points.size() <= count ? utf8 : text::of_code_points(std::u32string_view(points).substr(0, count));
}

void add_rule(lxw_worksheet* sheet, size_t first_row, size_t last_row, size_t column, CellRule given) {
    lxw_data_validation rule{};
    std::vector<char*> texts;
    for (auto& choice : given.choices) texts.push_back(choice.data());
    texts.push_back(nullptr);
    rule.validate = !given.choices.empty()   ? LXW_VALIDATION_TYPE_LIST
                    : !given.formula.empty() ? LXW_VALIDATION_TYPE_LIST_FORMULA
                                             : LXW_VALIDATION_TYPE_ANY;
    rule.value_list = texts.data();
    rule.value_formula = given.formula.data();
    rule.ignore_blank = LXW_VALIDATION_ON;
    std::string title = first_characters(given.title, 32), hint = first_characters(given.hint, 255);
    std::string wrong = "请从下拉列表中选择";
    if (!hint.empty()) {
        rule.input_title = title.data();
        rule.input_message = hint.data();
    }
    if (rule.validate != LXW_VALIDATION_TYPE_ANY) rule.error_message = wrong.data();
    must(worksheet_data_validation_range(sheet, static_cast<lxw_row_t>(first_row),
                                         static_cast<lxw_col_t>(column), static_cast<lxw_row_t>(last_row),
                                         static_cast<lxw_col_t>(column), &rule),
         "a rule for cells");
}

}  // namespace leye::sheet
