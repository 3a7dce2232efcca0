#include "engine/feel/decide.hpp"

#include <algorithm>

#include "engine/feel/aggregate.hpp"
#include "engine/feel/builtins.hpp"

namespace leye::feel {
namespace {

bool keeps_several(HitPolicy p) { return p == HitPolicy::collect || p == HitPolicy::rule_order || p == HitPolicy::output_order; }

// Place of each output among its column's priorities; an output not listed comes last.
std::vector<size_t> ranks(const DecisionTable& table, const Context& row, const FrameRef& f, Run& run) {
    std::vector<size_t> out;
    for (size_t o = 0; o < table.outputs.size() && o < table.columns.size(); ++o) {
        const auto& list = table.columns[o].priorities;
        size_t rank = 0;
        while (rank < list.size() && equal(evaluate(*list[rank], f, run), row.at(table.outputs[o])) != true) ++rank;
        out.push_back(rank);
    }
    return out;
}

void by_priority(const DecisionTable& table, Outcome& out, const FrameRef& f, Run& run) {
    std::vector<std::pair<std::vector<size_t>, size_t>> order;
    for (size_t i = 0; i < out.outputs.size(); ++i) order.emplace_back(ranks(table, out.outputs[i], f, run), i);
    std::ranges::sort(order);
    std::vector<Context> sorted;
    for (const auto& [_, i] : order) sorted.push_back(std::move(out.outputs[i]));
    if (!order.empty()) out.rule = &table.rules[static_cast<size_t>(out.trace.hits[order[0].second]) - 1];
    if (table.hit_policy == HitPolicy::priority && sorted.size() > 1) sorted.resize(1);
    out.outputs = std::move(sorted);
}

// Whether every cell of the rule holds; in the trace, the result of each cell up to the first that does not.
bool holds(const Rule& rule, const FrameRef& f, Run& run, Trace& trace, Cells kept) {
    const size_t asked = rule.asking.empty() ? rule.cells.size() : rule.asking.size();
    size_t last = rule.cells.size();
    std::optional<bool> result = true;
    for (size_t n = 0; n < asked && result == true; ++n) {
        const size_t i = rule.asking.empty() ? n : rule.asking[n];
        if (result = test(*rule.cells[i], trace.inputs[i], f, run); result != true) last = i;
    }
    if (kept == Cells::kept) {
        auto& cells = trace.rules.emplace_back(std::min(last + 1, rule.cells.size()), true);
        if (last < rule.cells.size()) cells[last] = result;
    }
    return result == true;
}

using Fact = std::function<Value(size_t)>;

// in: `fact` is null where all is in the frame.
Result<Outcome> decide(const DecisionTable& table, const FrameRef& f, const Fact* fact, Run& run, Cells cells) {
    Outcome out;
    out.trace.inputs.reserve(table.inputs.size());
    for (const auto& input : table.inputs) {
        Value v = fact && input.fact ? (*fact)(*input.fact) : evaluate(*input.expression, f, run);
        if (input.allowed && !v.is_null() && test(*input.allowed, v, f, run) != true) v = run.null("the value of " + input.source + " is not among those allowed");
        out.trace.inputs.push_back(std::move(v));
    }
    for (size_t r = 0; r < table.rules.size() && !run.spent(); ++r) {
        const Rule& rule = table.rules[r];
        if (!holds(rule, f, run, out.trace, cells)) continue;
        out.trace.hits.push_back(static_cast<int>(r) + 1);
        Context row;
        for (size_t o = 0; o < table.outputs.size(); ++o) row[table.outputs[o]] = evaluate(*rule.outputs[o], f, run);
        const bool one = table.hit_policy == HitPolicy::unique || table.hit_policy == HitPolicy::any;
        if (one && !out.outputs.empty()) {
            const bool same = equal(Value::context(row), Value::context(out.outputs.front())) == true;
            if (table.hit_policy == HitPolicy::unique || !same)
                return refuse("table_overlap", "", {{"first", std::to_string(out.trace.hits[0])}, {"second", std::to_string(r + 1)}});
            continue;
        }
        out.outputs.push_back(std::move(row));
        if (!out.rule) out.rule = &rule;
        if (table.hit_policy == HitPolicy::first) break;
    }
    if (table.hit_policy == HitPolicy::priority || table.hit_policy == HitPolicy::output_order) by_priority(table, out, f, run);
    // A cell that could not be worked out says nothing: what a later rule answers instead would be wrong.
    if (run.spent()) return refuse("table_costly", "", {{"table", table.id}});
    return out;
}

Value fallback(const DecisionTable& table, const FrameRef& f, Run& run) {
    Context row;
    bool any = false;
    for (size_t o = 0; o < table.outputs.size(); ++o) {
        const bool has = o < table.columns.size() && table.columns[o].fallback;
        any |= has;
        row[table.outputs[o]] = has ? evaluate(*table.columns[o].fallback, f, run) : Value();
    }
    return any ? composed(table, row) : Value();
}

}  // namespace

Value composed(const DecisionTable& table, const Context& outputs) {
    return table.outputs.size() == 1 ? outputs.begin()->second : Value::context(outputs);
}

Value aggregated(const DecisionTable& table, List all, const FrameRef& frame, Run& run) {
    static constexpr std::string_view names[] = {"", "sum", "count", "min", "max"};
    if (table.aggregation == Aggregation::count) return Number(static_cast<int64_t>(all.size()));
    if (all.empty()) return fallback(table, frame, run);
    return call_builtin(names[static_cast<int>(table.aggregation)], {Value::list(std::move(all))}, {}, run);
}

Result<Outcome> decide(const DecisionTable& table, Context facts, Instant now, Cells cells) {
    Run run{now};
    return decide(table, std::make_shared<const Frame>(Frame{nullptr, std::move(facts)}), nullptr, run, cells);
}

Result<Outcome> decide_asking(const DecisionTable& table, const Fact& fact, Instant now, Cells cells) {
    Context looked_up;
    for (const size_t i : table.looked_up) looked_up.emplace(table.names[i], fact(i));
    Run run{now};
    return decide(table, std::make_shared<const Frame>(Frame{nullptr, std::move(looked_up)}), &fact, run, cells);
}

Value evaluate_table(const DecisionTable& table, const FrameRef& f, Run& run) {
    auto out = decide(table, f, nullptr, run, Cells::kept);
    if (!out && out.error().code == "table_costly") return run.null("too many steps");
    if (!out) return run.null("rules " + out.error().details.at("first") + " and " + out.error().details.at("second") + " contradict each other");
    Value value;
    List all;
    for (const auto& row : out->outputs) all.push_back(composed(table, row));
    if (table.aggregation != Aggregation::none) {
        value = aggregated(table, std::move(all), f, run);
    } else if (out->outputs.empty()) {
        value = fallback(table, f, run);
        if (value.is_null() && keeps_several(table.hit_policy)) value = Value::list({});
    } else {
        value = keeps_several(table.hit_policy) ? Value::list(std::move(all)) : all.front();
    }
    if (run.tables.size() < 1000) run.tables.push_back({table.name, std::move(out->trace.inputs), std::move(out->trace.rules), std::move(out->trace.hits), value});
    return value;
}

json::Object to_json(const DecisionTable& table, const Trace& trace) {
    json::Array inputs, rules, hits;
    for (size_t i = 0; i < table.inputs.size(); ++i)
        inputs.push_back(json::Object{{"label", table.inputs[i].label}, {"expression", table.inputs[i].source}, {"value", to_json(trace.inputs[i])}});
    for (const auto& rule : trace.rules) {
        std::string cells;
        for (const auto& c : rule) cells += !c ? '?' : *c ? '1' : '0';
        rules.push_back(json::Value(cells));
    }
    for (int h : trace.hits) hits.push_back(h);
    return {{"table", table.id}, {"inputs", std::move(inputs)}, {"rules", std::move(rules)}, {"hits", std::move(hits)}};
}

}  // namespace leye::feel
