#include <algorithm>

#include "base/result.hpp"
#include "base/text.hpp"
#include "engine/sheet/grid.hpp"
#include "engine/sheet/sheet.hpp"
#include "engine/sheet/xlsx_book.hpp"

namespace leye::sheet {
namespace {

constexpr uint32_t line_color = 0xB8C4D0, muted_color = 0x808080;
constexpr size_t name_units_max = 31;  // UTF-16
constexpr uint8_t paper_a4 = 9;

lxw_format* format_of(lxw_workbook* book, const Look& look) {
    lxw_format* out = workbook_add_format(book);
    format_set_num_format(out, "@");
    format_set_border(out, LXW_BORDER_THIN);
    format_set_border_color(out, line_color);
    format_set_align(out, LXW_ALIGN_VERTICAL_TOP);
    if (look.fill != 0xFFFFFF) format_set_bg_color(out, look.fill);
    if (look.bold) format_set_bold(out);
    if (look.muted) format_set_font_color(out, muted_color);
    if (look.wrapped) format_set_text_wrap(out);
    return out;
}

}  // namespace

std::string write_xlsx(const Grid& grid) {
    expect(grid.columns.size() <= static_cast<size_t>(columns_max) &&
               grid.rows.size() <= static_cast<size_t>(rows_max),
           "a grid fits a sheet");
    XlsxBook book;
    lxw_worksheet* sheet = workbook_add_worksheet(book.get(), grid.name.c_str());
    expect(sheet != nullptr, "a sheet has a name that Excel allows");
    std::vector<lxw_format*> formats;
    for (const auto& look : grid.looks) formats.push_back(format_of(book.get(), look));
    for (size_t c = 0; c < grid.columns.size(); ++c) {
        const auto column = static_cast<lxw_col_t>(c);
        must(worksheet_set_column(sheet, column, column, grid.columns[c].width,
                                  formats.at(grid.columns[c].look)),
             "a column's width");
    }
    worksheet_freeze_panes(sheet, static_cast<lxw_row_t>(grid.fixed_rows),
                           static_cast<lxw_col_t>(grid.fixed_columns));
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, paper_a4);
    worksheet_fit_to_pages(sheet, 1, 0);
    if (grid.fixed_rows > 0) worksheet_repeat_rows(sheet, 0, static_cast<lxw_row_t>(grid.fixed_rows - 1));
    for (size_t r = 0; r < grid.rows.size(); ++r) {
        const auto& row = grid.rows[r];
        if (row.hidden) {
            lxw_row_col_options options{};
            options.hidden = 1;
            must(worksheet_set_row_opt(sheet, static_cast<lxw_row_t>(r), LXW_DEF_ROW_HEIGHT, nullptr,
                                       &options),
                 "a hidden row");
        }
        for (size_t c = 0; c < row.cells.size(); ++c) {
            lxw_format* format = formats.at(row.cells[c].look);
            if (row.cells[c].text.empty())
                must(worksheet_write_blank(sheet, static_cast<lxw_row_t>(r), static_cast<lxw_col_t>(c),
                                           format),
                     "an empty cell");
            else
                write_text(sheet, r, c, row.cells[c].text, format);
        }
    }
    for (const auto& choice : grid.choices)
        add_rule(sheet, choice.row, choice.row, choice.column,
                 {choice.values, {}, choice.title, choice.hint});
    return book.finish();
}

std::string sheet_name(std::string_view text, std::string_view otherwise) {
    std::u32string kept;
    size_t units = 0;
    for (const char32_t c : text::code_points(text::trim(text))) {
        units += c > 0xFFFF ? 2 : 1;
        if (units > name_units_max) break;
        kept += c < 0x20 || std::u32string_view(U"[]:*?/\\'").find(c) != std::u32string_view::npos ? U' ' : c;
    }
    const std::string out(text::trim(text::of_code_points(kept)));
    return out.empty() || text::upper(out) == "HISTORY" ? std::string(otherwise) : out;
}

}  // namespace leye::sheet
