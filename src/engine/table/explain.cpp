#include "engine/table/explain.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace leye::table {
namespace {

using feel::DecisionTable;

bool asks(const feel::Rule& rule, size_t input) { return rule.cells[input]->kind != feel::NodeKind::test_any; }

Sentence test_of(const DecisionTable& table, size_t rule, size_t input, const Labels& labels) {
    const auto& in = table.inputs[input];
    const feel::Rule& r = table.rules[rule];
    return words_of(*r.cells[input], input < r.cell_sources.size() ? r.cell_sources[input] : "…", in.type ? in.type->kind : Kind::any, labels);
}

Sentence outputs_of(const DecisionTable& table, const std::vector<feel::Context>& rows) {
    Sentence out;
    for (const auto& row : rows)
        for (const auto& name : table.outputs) {
            const auto it = row.find(name);
            const Sentence value = words_of(it == row.end() ? feel::Value() : it->second);
            out.zh += (out.zh.empty() ? "" : "，") + name + " 为 " + value.zh;
            out.en += (out.en.empty() ? "" : ", ") + name + " " + value.en;
        }
    return out;
}

// What the row asked and got, then that it holds.
void tell_hit(const DecisionTable& table, const feel::Outcome& outcome, size_t rule, std::string_view basis, const Labels& labels, std::vector<Sentence>& out) {
    const feel::Rule& r = table.rules[rule];
    for (size_t i = 0; i < table.inputs.size(); ++i) {
        if (!asks(r, i)) continue;
        const Sentence value = words_of(outcome.trace.inputs[i]), test = test_of(table, rule, i, labels);
        const Sentence& label = labels.at(table.inputs[i].source);
        out.push_back({fmt::format("{} {}，满足第 {} 行“{}”", label.zh, value.zh, rule + 1, test.zh), fmt::format("{} {} passes row {}, “{}”", label.en, value.en, rule + 1, test.en)});
    }
    const auto ground = r.annotations.find(std::string(basis));
    const bool grounded = ground != r.annotations.end() && !ground->second.empty();
    out.push_back({fmt::format("第 {} 行成立{}", rule + 1, grounded ? "，依据 " + ground->second : ""), fmt::format("Row {} holds{}", rule + 1, grounded ? ", on the ground of " + ground->second : "")});
}

// The rows that passed most of their cells before the one that failed.
void tell_nearest(const DecisionTable& table, const feel::Trace& trace, const Labels& labels, std::vector<Sentence>& out) {
    out.push_back({"没有一行成立", "No row holds"});
    std::vector<size_t> order;
    for (size_t r = 0; r < trace.rules.size() && r < table.rules.size(); ++r)
        if (!trace.rules[r].empty()) order.push_back(r);
    std::ranges::stable_sort(order, std::greater(), [&](size_t r) { return trace.rules[r].size(); });
    for (size_t k = 0; k < order.size() && k < 3; ++k) {
        const size_t r = order[k], i = trace.rules[r].size() - 1;
        const Sentence value = words_of(trace.inputs[i]), test = test_of(table, r, i, labels);
        const Sentence& label = labels.at(table.inputs[i].source);
        out.push_back({fmt::format("第 {} 行不成立：{} {}，不满足“{}”", r + 1, label.zh, value.zh, test.zh), fmt::format("Row {} does not hold: {} {} does not pass “{}”", r + 1, label.en, value.en, test.en)});
    }
}

}  // namespace

std::vector<Sentence> explain(const DecisionTable& table, const feel::Outcome& outcome, std::string_view basis, const Labels& known) {
    const Labels labels = labels_of(table, known);
    std::vector<Sentence> out;
    for (const int hit : outcome.trace.hits) tell_hit(table, outcome, static_cast<size_t>(hit) - 1, basis, labels, out);
    if (outcome.trace.hits.empty()) tell_nearest(table, outcome.trace, labels, out);
    if (!outcome.outputs.empty()) {
        const Sentence result = outputs_of(table, outcome.outputs);
        out.push_back({"结果：" + result.zh, "Result: " + result.en});
    }
    return out;
}

}  // namespace leye::table
