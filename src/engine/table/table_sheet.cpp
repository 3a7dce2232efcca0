#include "engine/table/table_sheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/text.hpp"
#include "engine/table/xml_source.hpp"

namespace leye::table {
namespace {

constexpr std::array hit_policies{"UNIQUE",  "FIRST",      "PRIORITY",    "ANY",
                                  "COLLECT", "RULE ORDER", "OUTPUT ORDER"};
constexpr std::array aggregations{"", "SUM", "COUNT", "MIN", "MAX"};

void trim(std::string& text) {
    text = text::trim(text);
}

std::string words(const std::string& text) {
    std::string out;
    for (const char c : text::upper(text::trim(text)))
        if (!is_xml_blank(c) || (!out.empty() && out.back() != ' ')) out += is_xml_blank(c) ? ' ' : c;
    return out;
}

// Calls visit(text, place) for every text of the sheet.
template <class Sheet, class Visit>
void each_text(Sheet& sheet, Visit visit) {
    visit(sheet.decision, [] { return std::string("decision"); });
    visit(sheet.name, [] { return std::string("name"); });
    const auto list = [&](auto& columns, const char* name, auto... members) {
        for (size_t i = 0; i < columns.size(); ++i)
            (visit(columns[i].*members, [&] { return fmt::format("{}[{}]", name, i); }), ...);
    };
    using S = TableSheet;
    list(sheet.inputs, "inputs", &S::Input::id, &S::Input::label, &S::Input::expression, &S::Input::type,
         &S::Input::allowed);
    list(sheet.outputs, "outputs", &S::Output::id, &S::Output::name, &S::Output::label, &S::Output::type,
         &S::Output::values, &S::Output::fallback);
    list(sheet.annotations, "annotations", &S::Annotation::id, &S::Annotation::name);
    for (size_t r = 0; r < sheet.rules.size(); ++r) {
        visit(sheet.rules[r].id, [&] { return fmt::format("rules[{}].id", r); });
        const auto cells = [&](auto& texts, const char* name) {
            for (size_t c = 0; c < texts.size(); ++c)
                visit(texts[c], [&] { return fmt::format("rules[{}].{}[{}]", r, name, c); });
        };
        cells(sheet.rules[r].cells, "cells");
        cells(sheet.rules[r].outputs, "outputs");
        cells(sheet.rules[r].notes, "notes");
    }
}

Result<void> check_unique(const auto& things, const char* code, const char* name) {
    std::set<std::string_view> seen;
    for (size_t i = 0; i < things.size(); ++i)
        if (!things[i].id.empty() && !seen.insert(things[i].id).second)
            return refuse(code, fmt::format("{}[{}].id", name, i), {{"id", things[i].id}});
    return {};
}

}  // namespace

TableSheet tidied(TableSheet sheet) {
    each_text(sheet, [](std::string& text, auto) { trim(text); });
    sheet.hit_policy = words(sheet.hit_policy);
    sheet.aggregation = words(sheet.aggregation);
    return sheet;
}

Result<void> check(const TableSheet& sheet) {
    if (std::ranges::find(hit_policies, sheet.hit_policy) == hit_policies.end())
        return refuse("table_hit_policy", "hit_policy", {{"given", sheet.hit_policy}});
    if (std::ranges::find(aggregations, sheet.aggregation) == aggregations.end() ||
        (!sheet.aggregation.empty() && sheet.hit_policy != "COLLECT"))
        return refuse("table_aggregation", "aggregation", {{"given", sheet.aggregation}});
    if (sheet.outputs.empty()) return refuse("table_no_output", "outputs");
    if (sheet.rules.size() > rules_max)
        return refuse("table_too_many_rules", "rules", {{"limit", std::to_string(rules_max)}});
    if (sheet.inputs.size() + sheet.outputs.size() + sheet.annotations.size() > table_columns_max)
        return refuse("table_too_many_columns", "inputs", {{"limit", std::to_string(table_columns_max)}});
    for (size_t r = 0; r < sheet.rules.size(); ++r) {
        const auto& rule = sheet.rules[r];
        if (rule.cells.size() != sheet.inputs.size() || rule.outputs.size() != sheet.outputs.size() ||
            rule.notes.size() != sheet.annotations.size())
            return refuse("table_ragged", fmt::format("rules[{}]", r), {{"rule", std::to_string(r + 1)}});
    }
    Result<void> out;
    each_text(sheet, [&](const std::string& text, auto place) {
        if (out && !is_xml_text(text)) out = refuse("table_character", place());
    });
    if (out) out = check_unique(sheet.rules, "table_rule_twice", "rules");
    if (out) out = check_unique(sheet.inputs, "table_column_twice", "inputs");
    if (out) out = check_unique(sheet.outputs, "table_column_twice", "outputs");
    if (out) out = check_unique(sheet.annotations, "table_column_twice", "annotations");
    return out;
}

}  // namespace leye::table
