#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/date.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "engine/sheet/sheet.hpp"
#include "engine/sheet/table.hpp"
#include "engine/sheet/xlsx_book.hpp"

namespace leye::sheet {
namespace {

constexpr size_t list_length_max = 255;  // longer lists of choices must stand in cells
constexpr size_t rows_measured = 200;    // for the widths of columns
constexpr double width_min = 10, width_max = 48;

double column_width(const Table& table, size_t column) {
    double width = width_of(table.columns[column].title);
    for (size_t r = 0; r < table.rows.size() && r < rows_measured; ++r)
        if (column < table.rows[r].size()) width = std::max(width, width_of(table.rows[r][column]));
    for (const auto& choice : table.columns[column].choices) width = std::max(width, width_of(choice));
    return std::clamp(width + 2, width_min, width_max);
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
    explicit Writer(const Table& table) : table_(table) {}

    std::string write() {
        const Formats formats(book_.get());
        const std::string name = table_.name.empty() ? "数据" : table_.name;
        lxw_worksheet* sheet = workbook_add_worksheet(book_.get(), name.c_str());
        expect(sheet != nullptr, "a sheet has a name that Excel allows");
        write_rows(sheet, formats);
        write_notes(formats);
        add_choices(sheet);
        return book_.finish();
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
        write_text(sheet, row, column, cell, formats.text);
    }

    void write_notes(const Formats& formats) {
        if (table_.notes.empty()) return;
        lxw_worksheet* sheet = workbook_add_worksheet(book_.get(), "填写说明");
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
                if (!column.hint.empty()) rule(sheet, c, {}, {});
                continue;
            }
            size_t length = 0;
            bool has_comma = false;
            for (const auto& choice : column.choices) {
                length += text::length(choice) + 1;
                has_comma |= choice.find(',') != choice.npos;
            }
            if (length <= list_length_max && !has_comma)
                rule(sheet, c, column.choices, {});
            else
                long_ones.push_back(c);
        }
        if (long_ones.empty()) return;
        lists = workbook_add_worksheet(book_.get(), "选项");
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
            rule(sheet, long_ones[i], {},
                     "=选项!$" + letter + "$1:$" + letter + "$" + std::to_string(count));
        }
    }

    void rule(lxw_worksheet* sheet, size_t c, std::vector<std::string> choices, std::string formula) {
        const auto& column = table_.columns[c];
        add_rule(sheet, 1, rows_max - 1, c, {std::move(choices), std::move(formula), column.title, column.hint});
    }

    const Table& table_;
    XlsxBook book_;
};

}  // namespace

std::string write_xlsx(const Table& table) {
    return Writer(table).write();
}

}  // namespace leye::sheet
