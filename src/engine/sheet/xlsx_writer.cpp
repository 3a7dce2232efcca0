#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <utility>

#include "base/date.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "engine/sheet/sheet.hpp"
#include "engine/sheet/table.hpp"

namespace leye::sheet {
namespace {

constexpr size_t list_length_max = 255;  // longer lists of choices must stand in cells
constexpr size_t rows_measured = 200;    // for the widths of columns
constexpr double width_min = 10, width_max = 48;

// A file of our own in the folder for temporary files, gone with this object.
class TemporaryFile {
  public:
    TemporaryFile() {
        const char* folder = std::getenv("TMPDIR");
        path_ = std::string(folder ? folder : "/tmp") + "/leye-sheet-XXXXXX";
        const int fd = ::mkstemp(path_.data());
        if (fd < 0) throw Fault("no temporary file can be made in " + path_);
        ::close(fd);
    }
    TemporaryFile(const TemporaryFile&) = delete;
    ~TemporaryFile() { ::unlink(path_.c_str()); }
    const std::string& path() const { return path_; }

  private:
    std::string path_;
};

void must(lxw_error error, const char* what) {
    if (error == LXW_NO_ERROR) return;
    const std::string said = std::string(what) + ": " + lxw_strerror(error);
    if (error == LXW_ERROR_CREATING_XLSX_FILE || error == LXW_ERROR_CREATING_TMPFILE ||
        error == LXW_ERROR_READING_TMPFILE || error == LXW_ERROR_MEMORY_MALLOC_FAILED)
        throw Fault(said);
    throw Bug(said);
}

// Chinese characters are two columns wide.
double width_of(std::string_view utf8) {
    double width = 0;
    for (const char32_t c : text::code_points(utf8)) width += c < 0x2000 ? 1.1 : 2.1;
    return width;
}

double column_width(const Table& table, size_t column) {
    double width = width_of(table.columns[column].title);
    for (size_t r = 0; r < table.rows.size() && r < rows_measured; ++r)
        if (column < table.rows[r].size()) width = std::max(width, width_of(table.rows[r][column]));
    for (const auto& choice : table.columns[column].choices) width = std::max(width, width_of(choice));
    return std::clamp(width + 2, width_min, width_max);
}

std::string first_characters(const std::string& utf8, size_t count) {
    const auto points = text::code_points(utf8);
    return points.size() <= count ? utf8 : text::of_code_points(std::u32string_view(points).substr(0, count));
}

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

struct Formats {
    lxw_format *header, *text, *number, *date, *note;

    explicit Formats(lxw_workbook* book) {
        header = workbook_add_format(book);
        format_set_bold(header);
        format_set_bg_color(header, 0xE8EEF4);
        format_set_border(header, LXW_BORDER_THIN);
        format_set_border_color(header, 0xB8C4D0);
        format_set_align(header, LXW_ALIGN_VERTICAL_CENTER);
        text = workbook_add_format(book);
        format_set_num_format(text, "@");
        number = workbook_add_format(book);
        date = workbook_add_format(book);
        format_set_num_format(date, "yyyy-mm-dd");
        note = workbook_add_format(book);
        format_set_text_wrap(note);
        format_set_align(note, LXW_ALIGN_VERTICAL_TOP);
    }
    lxw_format* of(Kind kind) const { return kind == Kind::text ? text : kind == Kind::date ? date : number; }
};

class Writer {
  public:
    explicit Writer(const Table& table) : table_(table) {
        lxw_workbook_options options{};
        options.constant_memory = LXW_TRUE;
        book_ = workbook_new_opt(file_.path().c_str(), &options);
        if (!book_) throw Fault("no workbook can be begun");
    }
    Writer(const Writer&) = delete;
    // Closing is the only way of the library to free a workbook.
    ~Writer() {
        if (book_) workbook_close(book_);
    }

    std::string write() {
        const Formats formats(book_);
        const std::string name = table_.name.empty() ? "数据" : table_.name;
        lxw_worksheet* sheet = workbook_add_worksheet(book_, name.c_str());
        expect(sheet != nullptr, "a sheet has a name that Excel allows");
        write_rows(sheet, formats);
        write_notes(formats);
        add_choices(sheet);
        const lxw_error closed = workbook_close(std::exchange(book_, nullptr));
        must(closed, "closing a workbook");
        std::ifstream in(file_.path(), std::ios::binary);
        std::string out{std::istreambuf_iterator<char>(in), {}};
        if (!in || out.empty()) throw Fault("a workbook just written cannot be read");
        return out;
    }

  private:
    void write_rows(lxw_worksheet* sheet, const Formats& formats) {
        expect(table_.columns.size() <= static_cast<size_t>(columns_max), "a table has at most 200 columns");
        expect(table_.rows.size() < static_cast<size_t>(rows_max), "a table fits a sheet");
        for (size_t c = 0; c < table_.columns.size(); ++c) {
            const auto column = static_cast<lxw_col_t>(c);
            must(worksheet_set_column(sheet, column, column, column_width(table_, c),
                                      formats.of(table_.columns[c].kind)),
                 "a column's width");
        }
        worksheet_set_row(sheet, 0, 22, nullptr);
        for (size_t c = 0; c < table_.columns.size(); ++c)
            must(worksheet_write_string(sheet, 0, static_cast<lxw_col_t>(c), table_.columns[c].title.c_str(),
                                        formats.header),
                 "a title");
        worksheet_freeze_panes(sheet, 1, 0);
        for (size_t r = 0; r < table_.rows.size(); ++r) {
            const auto& row = table_.rows[r];
            for (size_t c = 0; c < row.size() && c < table_.columns.size(); ++c)
                if (!row[c].empty())
                    write_cell(sheet, static_cast<lxw_row_t>(r + 1), static_cast<lxw_col_t>(c), row[c],
                               table_.columns[c].kind, formats);
        }
    }

    static void write_cell(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const std::string& cell,
                           Kind kind, const Formats& formats) {
        expect(cell.find('\0') == cell.npos && text::is_utf8(cell), "a cell is UTF-8 without zero bytes");
        if (kind == Kind::number) {
            double value = 0;
            const auto [end, failed] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
            if (failed == std::errc{} && end == cell.data() + cell.size() && std::isfinite(value) &&
                cell.size() <= 15)
                return must(worksheet_write_number(sheet, row, column, value, formats.number), "a number");
        }
        if (kind == Kind::date) {
            const auto date = Date::parse(cell);
            // Before March 1900 Excel's days are off by one.
            if (date && *date >= *Date::of(1900, 3, 1))
                return must(
                    worksheet_write_number(sheet, row, column, *date - *Date::of(1899, 12, 30), formats.date),
                    "a date");
        }
        must(worksheet_write_string(sheet, row, column, escape(cell).c_str(), formats.text), "a cell");
    }

    void write_notes(const Formats& formats) {
        if (table_.notes.empty()) return;
        lxw_worksheet* sheet = workbook_add_worksheet(book_, "填写说明");
        expect(sheet != nullptr, "the table is not itself named 填写说明");
        worksheet_set_column(sheet, 0, 0, 90, formats.note);
        for (size_t i = 0; i < table_.notes.size(); ++i)
            must(worksheet_write_string(sheet, static_cast<lxw_row_t>(i), 0, table_.notes[i].c_str(),
                                        formats.note),
                 "a note");
    }

    void add_choices(lxw_worksheet* sheet) {
        lxw_worksheet* lists =
            nullptr;  // hidden; holds the lists that are too long to stand in the rule itself
        lxw_col_t lists_used = 0;
        std::vector<size_t> long_ones;
        for (size_t c = 0; c < table_.columns.size(); ++c) {
            const auto& column = table_.columns[c];
            if (column.choices.empty()) {
                if (!column.hint.empty()) add_rule(sheet, c, {}, {});
                continue;
            }
            size_t length = 0;
            bool has_comma = false;
            for (const auto& choice : column.choices) {
                length += text::length(choice) + 1;
                has_comma |= choice.find(',') != choice.npos;
            }
            if (length <= list_length_max && !has_comma)
                add_rule(sheet, c, column.choices, {});
            else
                long_ones.push_back(c);
        }
        if (long_ones.empty()) return;
        lists = workbook_add_worksheet(book_, "选项");
        expect(lists != nullptr, "the table is not itself named 选项");
        worksheet_hide(lists);
        // The library takes rows in order only, so all lists grow side by side.
        for (size_t r = 0, left = 1; left > 0; ++r) {
            left = 0;
            for (size_t i = 0; i < long_ones.size(); ++i) {
                const auto& choices = table_.columns[long_ones[i]].choices;
                if (r >= choices.size()) continue;
                left += r + 1 < choices.size();
                must(worksheet_write_string(lists, static_cast<lxw_row_t>(r),
                                            static_cast<lxw_col_t>(lists_used + i), choices[r].c_str(),
                                            nullptr),
                     "a choice");
            }
        }
        for (size_t i = 0; i < long_ones.size(); ++i) {
            const std::string letter =
                cell_name(static_cast<int>(i), 1).substr(0, cell_name(static_cast<int>(i), 1).size() - 1);
            const size_t count = table_.columns[long_ones[i]].choices.size();
            add_rule(sheet, long_ones[i], {},
                     "=选项!$" + letter + "$1:$" + letter + "$" + std::to_string(count));
        }
    }

    void add_rule(lxw_worksheet* sheet, size_t c, std::vector<std::string> list, std::string formula) {
        const auto& column = table_.columns[c];
        lxw_data_validation rule{};
        std::vector<char*> texts;
        for (auto& choice : list) texts.push_back(choice.data());
        texts.push_back(nullptr);
        rule.validate = !list.empty()      ? LXW_VALIDATION_TYPE_LIST
                        : !formula.empty() ? LXW_VALIDATION_TYPE_LIST_FORMULA
                                           : LXW_VALIDATION_TYPE_ANY;
        rule.value_list = texts.data();
        rule.value_formula = formula.data();
        rule.ignore_blank = LXW_VALIDATION_ON;
        std::string title = first_characters(column.title, 32), hint = first_characters(column.hint, 255);
        std::string wrong = "请从下拉列表中选择";
        if (!hint.empty()) {
            rule.input_title = title.data();
            rule.input_message = hint.data();
        }
        if (rule.validate != LXW_VALIDATION_TYPE_ANY) rule.error_message = wrong.data();
        must(worksheet_data_validation_range(sheet, 1, static_cast<lxw_col_t>(c), rows_max - 1,
                                             static_cast<lxw_col_t>(c), &rule),
             "a list of choices");
    }

    const Table& table_;
    TemporaryFile file_;
    lxw_workbook* book_ = nullptr;
};

}  // namespace

std::string write_xlsx(const Table& table) {
    return Writer(table).write();
}

}  // namespace leye::sheet
