#include "engine/feel/decide.hpp"

#include "engine/feel/evaluate.hpp"

namespace leye::feel {

Result<Outcome> decide(const DecisionTable& table, const Context& facts, Instant now) {
    Outcome out;
    for (const auto& input : table.inputs) out.trace.inputs.push_back(evaluate(*input.expression, facts, now));
    for (size_t r = 0; r < table.rules.size(); ++r) {
        const Rule& rule = table.rules[r];
        std::vector<std::optional<bool>> cells;
        bool holds = true;
        for (size_t i = 0; i < rule.cells.size() && holds; ++i) {
            cells.push_back(test(*rule.cells[i], out.trace.inputs[i], facts, now));
            holds = cells.back() == true;
        }
        out.trace.rules.push_back(std::move(cells));
        if (!holds) continue;
        out.trace.hits.push_back(static_cast<int>(r) + 1);
        Context row;
        for (size_t o = 0; o < table.outputs.size(); ++o) row[table.outputs[o]] = evaluate(*rule.outputs[o], facts, now);
        const bool several = table.hit_policy == HitPolicy::collect || table.hit_policy == HitPolicy::rule_order;
        if (!several && !out.outputs.empty()) {
            const bool same = equal(Value::context(row), Value::context(out.outputs.front())) == true;
            if (table.hit_policy == HitPolicy::unique || !same)
                return refuse("table_overlap", "", {{"first", std::to_string(out.trace.hits[0])}, {"second", std::to_string(r + 1)}});
            continue;
        }
        out.outputs.push_back(std::move(row));
        if (!out.rule) out.rule = &rule;
        if (table.hit_policy == HitPolicy::first) break;
    }
    return out;
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
