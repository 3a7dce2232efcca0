#include "engine/table/answering.hpp"

#include <algorithm>

#include "engine/feel/function.hpp"
#include "engine/table/expression.hpp"
#include "engine/table/priority.hpp"

namespace leye::table {

using feel::HitPolicy;

bool is_ordered(HitPolicy p) { return p != HitPolicy::unique && p != HitPolicy::any && p != HitPolicy::collect; }

Answering::Answering(const feel::DecisionTable& table, const std::vector<std::string>& outputs) : table_(table) {
    std::vector<size_t> places;
    for (const auto& name : outputs) places.push_back(static_cast<size_t>(std::ranges::find(table.outputs, name) - table.outputs.begin()));
    for (const auto& rule : table.rules) {
        auto& row = rows_.emplace_back();
        for (const size_t o : places) row.push_back(source_of(*rule.outputs[o]));
        numbers_.push_back(places.size() == 1 ? constant_of(*rule.outputs[places[0]]) : std::nullopt);
    }
    if (std::ranges::any_of(table.columns, [](const auto& c) { return c.fallback != nullptr; })) {
        fallback_.emplace();
        for (const size_t o : places) fallback_->push_back(o < table.columns.size() && table.columns[o].fallback ? source_of(*table.columns[o].fallback) : "null");
    }
    if (table.hit_policy == HitPolicy::priority || table.hit_policy == HitPolicy::output_order) ranks_ = ranks_of(table);
}

Answer Answering::of(const std::vector<uint32_t>& rules) const {
    Answer out{.what = Answer::What::outputs, .rules = {}, .outputs = {}};
    for (const uint32_t r : rules) out.rules.push_back(static_cast<int>(r) + 1);
    const HitPolicy policy = table_.hit_policy;
    if (table_.aggregation == feel::Aggregation::count) {
        out.outputs = {std::to_string(rules.size())};
        return out;
    }
    if (rules.empty()) {
        out.what = fallback_ ? Answer::What::fallback : Answer::What::none;
        if (fallback_) out.outputs = *fallback_;
        return out;
    }
    if (policy == HitPolicy::unique || policy == HitPolicy::any || policy == HitPolicy::first) {
        const bool agree = std::ranges::all_of(rules, [&](uint32_t r) { return rows_[r] == rows_[rules[0]]; });
        if (rules.size() > 1 && (policy == HitPolicy::unique || (policy == HitPolicy::any && !agree)))
            out.what = Answer::What::contradiction;
        else
            out.outputs = rows_[rules[0]];
        return out;
    }
    std::vector<uint32_t> order = rules;
    if (ranks_) std::ranges::stable_sort(order, {}, [&](uint32_t r) { return (*ranks_)[r]; });
    if (policy == HitPolicy::collect) std::ranges::stable_sort(order, {}, [&](uint32_t r) { return rows_[r]; });
    if (policy == HitPolicy::priority && ranks_) order.resize(1);
    if (table_.aggregation != feel::Aggregation::none && std::ranges::all_of(order, [&](uint32_t r) { return numbers_[r].has_value(); })) {
        static constexpr std::string_view names[] = {"", "sum", "count", "min", "max"};
        feel::List all;
        for (const uint32_t r : order) all.push_back(*numbers_[r]);
        feel::Run run{Instant::of_ms(0)};
        out.outputs = {source_of(feel::call_builtin(names[static_cast<int>(table_.aggregation)], {feel::Value::list(std::move(all))}, {}, run))};
        return out;
    }
    for (size_t o = 0; o < rows_[order[0]].size(); ++o) {
        std::string list;
        for (const uint32_t r : order) list += (list.empty() ? "" : ", ") + rows_[r][o];
        out.outputs.push_back(policy == HitPolicy::priority && order.size() == 1 ? list : "[" + list + "]");
    }
    return out;
}

}  // namespace leye::table
