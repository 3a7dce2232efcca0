#pragma once
#include <doctest/doctest.h>

#include <random>

#include "base/text.hpp"
#include "engine/feel/decide.hpp"
#include "engine/feel/evaluate.hpp"
#include "engine/feel/parser.hpp"
#include "engine/feel/type.hpp"
#include "engine/table/values.hpp"

namespace leye::table::test {

inline const Instant now = *Instant::parse("2026-11-23T04:00:00Z");

struct In {
    std::string name;
    std::optional<Kind> kind;
    std::string allowed;
};

/// A table from rows «cell | cell | output | output»; commas stand freely in cells. `facts` are names besides the inputs.
inline feel::DecisionTable table_of(const std::vector<In>& inputs, std::vector<std::string> outputs, feel::HitPolicy policy, const std::vector<std::string>& rows,
                                    const std::vector<std::string>& facts = {}) {
    feel::DecisionTable out{.id = "cards", .name = "cards", .hit_policy = policy};
    feel::Scope scope(facts.begin(), facts.end());
    for (const In& in : inputs) scope.insert(in.name), out.names.push_back(in.name);
    for (const In& in : inputs) {
        feel::Input input{.label = in.name, .source = in.name, .expression = *feel::parse_expression(in.name, scope)};
        if (in.kind) input.type = feel::simple_type(*in.kind);
        if (!in.allowed.empty()) input.allowed = *feel::parse_tests(in.allowed, scope);
        out.inputs.push_back(std::move(input));
    }
    out.outputs = std::move(outputs);
    for (const std::string& row : rows) {
        feel::Rule rule;
        size_t at = 0;
        for (size_t i = 0; i < inputs.size() + out.outputs.size(); ++i) {
            const size_t end = std::min(row.find('|', at), row.size());
            const std::string cell(text::trim(std::string_view(row).substr(at, end - at)));
            at = end + 1;
            CAPTURE(row);
            if (i < inputs.size()) {
                auto tests = feel::parse_tests(cell, scope);
                REQUIRE_MESSAGE(tests, cell);
                rule.cells.push_back(std::move(*tests));
                rule.cell_sources.push_back(cell);
            } else {
                auto expression = feel::parse_expression(cell, scope);
                REQUIRE_MESSAGE(expression, cell);
                rule.outputs.push_back(std::move(*expression));
            }
        }
        out.rules.push_back(std::move(rule));
    }
    return out;
}

/// The row of values as facts, and others beside it.
inline feel::Context facts_of(const feel::DecisionTable& table, const std::vector<feel::Value>& row, feel::Context others = {}) {
    for (size_t i = 0; i < row.size(); ++i) others[table.inputs[i].source] = row[i];
    return others;
}

/// Rules that hold, by number from 1, whatever the hit policy.
inline std::vector<int> holding(const feel::DecisionTable& table, const feel::Context& facts) {
    std::vector<int> out;
    for (size_t r = 0; r < table.rules.size(); ++r) {
        bool all = true;
        for (size_t i = 0; i < table.inputs.size() && all; ++i) all = feel::test(*table.rules[r].cells[i], facts.at(table.inputs[i].source), facts, now) == true;
        if (all) out.push_back(static_cast<int>(r) + 1);
    }
    return out;
}

/// Columns of a random table: cells to choose from, and a value of every elementary stretch between them.
struct Pool {
    Kind kind;
    std::vector<std::string> cells, values;
};
inline const std::vector<Pool>& pools() {
    static const std::vector<Pool> all = {
        {Kind::number,
         {"-", "-", "< 1", ">= 1", "[1..2)", "(1..2]", "2", "not(2)", "1, 3", "> 3", "null", "not(null)", "<= 2", "not(< 2)", "[1..3]", "5, null", "\"x\"", "[3..1]"},
         {"null", "0", "1", "1.5", "2", "2.5", "3", "4", "5", "6"}},
        {Kind::string,
         {"-", "-", "\"A\"", "\"B\"", "\"A\", \"B\"", "not(\"A\")", "not(\"A\", \"B\")", "null", "not(null)", "\"C\", null", "< \"B\""},
         {"null", "\"\"", "\"A\"", "\"AA\"", "\"B\"", "\"BB\"", "\"C\"", "\"D\""}},
        {Kind::boolean, {"-", "true", "false", "not(true)", "null", "true, false"}, {"null", "true", "false"}},
        {Kind::date,
         {"-", "< @\"2026-03-01\"", ">= @\"2026-03-01\"", "[@\"2026-03-01\"..@\"2026-03-02\")", "@\"2026-03-02\"", "> @\"2026-03-01\"", "null", "not(null)"},
         {"null", "@\"2026-02-28\"", "@\"2026-03-01\"", "@\"2026-03-02\"", "@\"2026-03-03\""}},
        {Kind::months, {"-", "< @\"P6M\"", ">= @\"P6M\"", "[@\"P6M\"..@\"P1Y\"]", "null"}, {"null", "@\"P5M\"", "@\"P6M\"", "@\"P7M\"", "@\"P1Y\"", "@\"P13M\""}},
    };
    return all;
}

inline feel::Value value_of(const std::string& text) { return *feel::evaluate_text(text, {}, now); }

/// Calls `visit` for every combination of values of the columns.
template <class F>
void each_row(const std::vector<const Pool*>& columns, F visit) {
    std::vector<size_t> at(columns.size());
    std::vector<feel::Value> row;
    for (;;) {
        row.clear();
        for (size_t i = 0; i < columns.size(); ++i) row.push_back(value_of(columns[i]->values[at[i]]));
        visit(row);
        size_t i = 0;
        while (i < at.size() && ++at[i] == columns[i]->values.size()) at[i++] = 0;
        if (i == at.size()) return;
    }
}

}  // namespace leye::table::test
