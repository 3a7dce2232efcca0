#include "engine/table/row_trace.hpp"

#include <algorithm>

namespace leye::table {
namespace {

using feel::HitPolicy;
using feel::Value;

constexpr int looks_worth = 4;

class Case {
  public:
    Case(const Compiled& c, feel::Context facts) : c_(c), table_(*c.table), run_{*c.known.now} {
        for (const auto& [name, value] : c.known.facts) facts.insert_or_assign(name, value);
        frame_ = std::make_shared<const feel::Frame>(feel::Frame{nullptr, std::move(facts)});
        sets_.resize(c.questions.size()), looks_.resize(c.questions.size());
    }

    Result<feel::Outcome> decide() {
        out_.trace.inputs.reserve(c_.questions.size());
        out_.trace.rules.reserve(table_.rules.size());
        for (size_t q = 0; q < c_.questions.size(); ++q) ask(q);
        for (size_t r = 0; r < table_.rules.size() && !run_.spent(); ++r) {
            if (!holds(r)) continue;
            out_.trace.hits.push_back(static_cast<int>(r) + 1);
            auto row = outputs(r);
            if (table_.hit_policy == HitPolicy::unique || table_.hit_policy == HitPolicy::any) {
                if (!out_.outputs.empty()) {
                    const bool same = table_.hit_policy == HitPolicy::any && feel::equal(Value::context(row), Value::context(out_.outputs.front())) == true;
                    if (!same) return refuse("table_overlap", "", {{"first", std::to_string(out_.trace.hits[0])}, {"second", std::to_string(r + 1)}});
                    continue;
                }
            }
            out_.outputs.push_back(std::move(row));
            if (!out_.rule) out_.rule = &table_.rules[r];
            if (table_.hit_policy == HitPolicy::first) break;
        }
        if (table_.hit_policy == HitPolicy::priority || table_.hit_policy == HitPolicy::output_order) by_priority();
        if (run_.spent()) return refuse("table_costly", "", {{"table", table_.id}});
        return std::move(out_);
    }

  private:
    void ask(size_t q) {
        const auto& input = table_.inputs[q];
        const Question& question = c_.questions[q];
        Value v = question.form == Question::Form::constant ? question.value : feel::evaluate(*input.expression, frame_, run_);
        if (input.allowed && !v.is_null() && feel::test(*input.allowed, v, frame_, run_) != true) v = {};
        out_.trace.inputs.push_back(std::move(v));
    }

    std::optional<bool> cell(size_t r, size_t q) {
        const Value& v = out_.trace.inputs[q];
        const auto& cells = c_.questions[q].cells;
        if (!cells.empty() && cells[r].form == Cell::Form::any) return true;
        if (cells.empty() || cells[r].form != Cell::Form::values || !found(q, v)) return feel::test(*table_.rules[r].cells[q], v, frame_, run_);
        const size_t place = c_.place[r];
        if (sets_[q][place / 64] >> place % 64 & 1) return true;
        return cells[r].denied.contains(v) ? std::optional(false) : std::nullopt;
    }

    // Looks the value up in the column's index once it has been asked often enough to be worth it.
    bool found(size_t q, const Value& v) {
        const Question& question = c_.questions[q];
        if (sets_[q]) return true;
        if (++looks_[q] <= looks_worth || (!v.is_null() && !is_of_kind(v, question.kind))) return false;
        sets_[q] = &question.index.sets[question.index.stretch_of(v) * c_.words];
        return true;
    }

    bool holds(size_t r) {
        auto& cells = out_.trace.rules.emplace_back();
        cells.reserve(c_.questions.size());
        for (size_t q = 0; q < c_.questions.size(); ++q) {
            cells.push_back(cell(r, q));
            if (cells.back() != true) return false;
        }
        return true;
    }

    feel::Context outputs(size_t r) {
        feel::Context out;
        for (size_t o = 0; o < table_.outputs.size(); ++o) {
            const auto& fixed = c_.outputs[r][o];
            out[table_.outputs[o]] = fixed ? *fixed : feel::evaluate(*table_.rules[r].outputs[o], frame_, run_);
        }
        return out;
    }

    void by_priority() {
        std::vector<std::pair<std::vector<size_t>, size_t>> order;
        for (size_t i = 0; i < out_.outputs.size(); ++i) {
            std::vector<Value> values;
            for (const auto& name : table_.outputs) values.push_back(out_.outputs[i].at(name));
            order.emplace_back(ranks(table_, values, frame_, run_.now), i);
        }
        std::ranges::sort(order);
        std::vector<feel::Context> sorted;
        for (const auto& [_, i] : order) sorted.push_back(std::move(out_.outputs[i]));
        if (!order.empty()) out_.rule = &table_.rules[static_cast<size_t>(out_.trace.hits[order[0].second]) - 1];
        if (table_.hit_policy == HitPolicy::priority && sorted.size() > 1) sorted.resize(1);
        out_.outputs = std::move(sorted);
    }

    const Compiled& c_;
    const feel::DecisionTable& table_;
    feel::Run run_;
    feel::FrameRef frame_;
    feel::Outcome out_;
    std::vector<const uint64_t*> sets_;  // by question: places its value leaves; nullptr where it is not looked up
    std::vector<int> looks_;
};

}  // namespace

Result<feel::Outcome> decide(const Compiled& compiled, feel::Context facts) { return Case(compiled, std::move(facts)).decide(); }

}  // namespace leye::table
