#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "engine/sheet/grid.hpp"
#include "engine/sheet/sheet.hpp"
#include "engine/table/xlsx.hpp"
#include "engine/table/xlsx_layout.hpp"

namespace leye::table {
namespace {

using namespace layout;

enum Colour : size_t {
    head,
    head_bold,
    input_head,
    input_cell,
    output_head,
    output_cell,
    note_head,
    note_cell,
    id_cell
};
const std::vector<sheet::Look> looks = {
    {.fill = 0xE8EEF4},
    {.fill = 0xE8EEF4, .bold = true},
    {.fill = 0xCFE2F3, .bold = true},
    {.fill = 0xF3F8FC},
    {.fill = 0xD9EAD3, .bold = true},
    {.fill = 0xF5FAF3},
    {.fill = 0xFFF2CC, .bold = true},
    {.fill = 0xFFFCF2},
    {.fill = 0xFFFFFF, .muted = true, .wrapped = false},
};

constexpr size_t measured_rows = 200;
constexpr double width_min = 9, width_max = 40, width_of_head = 12, width_of_id = 16;

class Layout {
  public:
    Layout(const TableSheet& sheet, Language language) : sheet_(sheet), language_(language) {}

    sheet::Grid grid() {
        grid_.name = sheet::sheet_name(sheet_.name.empty() ? sheet_.decision : sheet_.name,
                                       word::decision_table.in(language_));
        grid_.looks = looks;
        grid_.rows.resize(rules_row + sheet_.rules.size());
        grid_.rows[id_row].hidden = true;
        grid_.fixed_rows = rules_row;
        grid_.fixed_columns = 1;
        std::vector<std::string> first(heads.size());
        std::ranges::transform(heads, first.begin(),
                               [&](const Word& w) { return std::string(w.in(language_)); });
        add_column(std::move(first), head_bold, head, [](size_t r) { return std::to_string(r + 1); });
        const auto said = [&](const Word& w) { return std::string(w.in(language_)); };
        for (size_t c = 0; c < sheet_.inputs.size(); ++c) {
            const auto& in = sheet_.inputs[c];
            add_column({"", "", said(word::input), in.label, in.expression, in.type, in.allowed, "", in.id},
                       input_head, input_cell, [&](size_t r) { return sheet_.rules[r].cells[c]; });
        }
        for (size_t c = 0; c < sheet_.outputs.size(); ++c) {
            const auto& out = sheet_.outputs[c];
            add_column(
                {"", "", said(word::output), out.label, out.name, out.type, out.values, out.fallback, out.id},
                output_head, output_cell, [&](size_t r) { return sheet_.rules[r].outputs[c]; });
        }
        for (size_t c = 0; c < sheet_.annotations.size(); ++c) {
            const auto& note = sheet_.annotations[c];
            add_column({"", "", said(word::annotation), note.name, "", "", "", "", note.id}, note_head,
                       note_cell, [&](size_t r) { return sheet_.rules[r].notes[c]; });
        }
        add_column({"", "", said(word::rule_id), "", "", "", "", "", ""}, id_cell, id_cell,
                   [&](size_t r) { return sheet_.rules[r].id; });
        grid_.columns.front().width = width_of_head;
        grid_.columns.back().width = width_of_id;
        put_title();
        return std::move(grid_);
    }

  private:
    template <class Cell>
    void add_column(std::vector<std::string> above, size_t head_look, size_t cell_look, Cell cell) {
        double width = width_min;
        const auto put = [&](size_t row, std::string text, size_t look) {
            if (row >= part_row && row < rules_row + measured_rows)
                width = std::max(width, 2 + 1.1 * static_cast<double>(text::length(text)) + wide(text));
            grid_.rows[row].cells.push_back({std::move(text), look});
        };
        for (size_t i = 0; i < above.size(); ++i)
            put(i, std::move(above[i]), i < part_row ? size_t(head) : i <= label_row ? head_look : cell_look);
        for (size_t r = 0; r < sheet_.rules.size(); ++r) put(rules_row + r, cell(r), cell_look);
        grid_.columns.push_back({std::min(width, width_max), cell_look});
    }

    // What Chinese characters need beyond one column each.
    static double wide(std::string_view text) {
        return static_cast<double>(
            std::ranges::count_if(text::code_points(text), [](char32_t c) { return c >= 0x2000; }));
    }

    void put_title() {
        auto& title = grid_.rows[name_row].cells;
        title[1] = {sheet_.name, head_bold};
        title[2] = {sheet_.decision, head};
        grid_.rows[policy_row].cells[1] = {
            sheet_.hit_policy + (sheet_.aggregation.empty() ? "" : " " + sheet_.aggregation), head_bold};
        std::string hint;
        sheet::Grid::Choice choice{.row = policy_row,
                                   .column = 1,
                                   .values = {},
                                   .title = std::string(word::hit_policy.in(language_)),
                                   .hint = {}};
        for (const char* policy :
             {"UNIQUE", "FIRST", "PRIORITY", "ANY", "COLLECT", "RULE ORDER", "OUTPUT ORDER"}) {
            choice.values.emplace_back(policy);
            hint +=
                fmt::format("{}{}：{}", hint.empty() ? "" : "\n", policy, meaning_of(policy).in(language_));
            if (choice.values.back() == "COLLECT")
                for (const char* aggregation : {"SUM", "COUNT", "MIN", "MAX"})
                    choice.values.push_back(fmt::format("COLLECT {}", aggregation));
        }
        choice.hint = hint;
        grid_.choices.push_back(std::move(choice));
    }

    const TableSheet& sheet_;
    Language language_;
    sheet::Grid grid_;
};

size_t utf16_length(const std::string& text) {
    size_t out = 0;
    for (const char c : text) out += (c & 0xC0) != 0x80 ? 1 + ((c & 0xF8) == 0xF0) : 0;
    return out;
}

}  // namespace

Result<std::string> to_xlsx(const TableSheet& given, Language language) {
    const TableSheet sheet = tidied(given);
    if (auto ok = check(sheet); !ok) return tl::unexpected(std::move(ok.error()));
    const auto grid = Layout(sheet, language).grid();
    for (size_t r = 0; r < grid.rows.size(); ++r)
        for (size_t c = 0; c < grid.rows[r].cells.size(); ++c)
            if (const auto& text = grid.rows[r].cells[c].text;
                text.size() > sheet::cell_length_max && utf16_length(text) > sheet::cell_length_max)
                return refuse("sheet_cell_too_long", "file",
                              {{"cell", sheet::cell_name(static_cast<int>(c), static_cast<int>(r) + 1)},
                               {"limit", std::to_string(sheet::cell_length_max)}});
    return sheet::write_xlsx(grid);
}

}  // namespace leye::table
