#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <queue>

#include "engine/feel/evaluate.hpp"
#include "engine/feel/type.hpp"
#include "engine/table/explain.hpp"
#include "engine/table/space.hpp"

namespace leye::table {
namespace {

using feel::DecisionTable;
using feel::HitPolicy;
using feel::Value;

constexpr size_t looks_max = 4'000, decisions_max = 200, cells_max = 10'000'000;
constexpr int64_t evaluation_max = 10'000'000;

double place_of(const Value& v) {
    if (const auto* n = v.as<feel::Number>()) return n->approximate();
    if (const auto* d = v.as<feel::Day>()) return static_cast<double>(d->days);
    if (const auto* m = v.as<feel::MonthsDuration>()) return static_cast<double>(m->months);
    if (const auto* d = v.as<feel::DaysDuration>()) return static_cast<double>(d->seconds);
    return 0;
}

/// One unit beyond the bound, as people count: a whole number, a day.
std::optional<Value> beyond(const Value& bound, int step) {
    if (const auto* n = bound.as<feel::Number>()) {
        const auto whole = step > 0 ? n->floor() : n->negated().floor().negated();
        return Value::of(add(whole, feel::Number(step)));
    }
    if (const auto* d = bound.as<feel::DaysDuration>()) return Value(feel::DaysDuration{d->seconds + step * 86'400, d->nanos});
    return std::nullopt;
}

/// What of the interval lies nearest to `from`, which is not in it.
Value nearest(Kind kind, const Interval& i, const Value& from) {
    const bool below = i.low && (from.is_null() || order(from, *i.low) <= 0);
    const auto& end = below || !i.high ? i.low : i.high;
    if (!end) return some_value(kind, i);
    const bool is_low = &end == &i.low;
    if (is_low ? i.low_closed : i.high_closed) return *end;
    const auto next = beyond(*end, is_low ? 1 : -1);
    return next && Values{{i}, false}.contains(*next) ? *next : some_value(kind, i);
}

/// One fact that may change, or the tests of an input that stays.
struct Axis {
    std::string fact;
    std::vector<size_t> inputs;
    Kind kind = Kind::any;
    Value now;
    Values possible;             ///< what it may become
    std::vector<Value> named;    ///< values that cells name, for kinds of words
    double width = 1;            ///< of what the cells tell apart
};

/// What a case may still be, to hit one rule, and the nearest such case.
struct Search {
    size_t rule = 0;
    std::vector<Values> allowed;  ///< by axis
    std::vector<Value> point;
    size_t changed = 0;
    double distance = 0;
    bool operator<(const Search& o) const { return std::tie(o.changed, o.distance, o.rule) < std::tie(changed, distance, rule); }
};

class Turner {
  public:
    Turner(const DecisionTable& table, const feel::Context& facts, Instant now, const std::set<std::string, std::less<>>& fixed, size_t most, const Labels& known)
        : table_(table), facts_(facts), now_(now), most_(most), labels_(labels_of(table, known)) {
        for (size_t i = 0; i < table.inputs.size(); ++i) add_axis(i, fixed);
        for (auto& axis : axes_) measure(axis);
    }

    std::vector<Turn> run() {
        const auto base = feel::decide(table_, facts_, now_, feel::Cells::dropped);
        if (base) seen_.push_back(first_of(*base));
        for (size_t r = 0; r < table_.rules.size(); ++r) begin(r);
        for (size_t looks = 0; !queue_.empty() && out_.size() < most_ && looks < looks_max && decisions_ < decisions_max && cells_looked_at_ < cells_max; ++looks) {
            const Search here = queue_.top();
            queue_.pop();
            const auto blocker = first_blocker(here);
            blocker ? leave(here, *blocker) : verify(here);
        }
        return std::move(out_);
    }

  private:
    const Value* fact(const std::string& name) const {
        const auto it = facts_.find(name);
        return it == facts_.end() ? nullptr : &it->second;
    }

    void add_axis(size_t i, const std::set<std::string, std::less<>>& fixed) {
        const auto& in = table_.inputs[i];
        const bool plain = in.expression->kind == feel::NodeKind::name && !fixed.contains(in.expression->text);
        const Domain column = domain_of(table_, i, {.known = {facts_, now_}, .never_null = {in.source}});
        const auto same = plain ? std::ranges::find(axes_, in.expression->text, &Axis::fact) : axes_.end();
        if (same != axes_.end()) return same->inputs.push_back(i);
        Axis axis{.fact = plain && column.kind ? in.expression->text : "", .inputs = {i}, .kind = column.kind.value_or(Kind::any)};
        axis.possible = column.domain;
        axis.now = feel::evaluate(*in.expression, facts_, now_);
        if (in.allowed && !axis.now.is_null() && feel::test(*in.allowed, axis.now, facts_, now_) != true) axis.now = {};
        if (column.kind && !axis.now.is_null() && !feel::is_of(axis.now, {.kind = *column.kind})) axis.now = {};
        axes_.push_back(std::move(axis));
    }

    // The cells of the column for this case, and how far apart what they tell apart lies.
    void measure(Axis& axis) {
        double low = INFINITY, high = -INFINITY;
        const Known known{facts_, now_};
        for (const size_t i : axis.inputs)
            for (size_t r = 0; r < table_.rules.size(); ++r) {
                Cell cell = compile(*table_.rules[r].cells[i], axis.kind, known);
                for (const auto& stretch : cell.admitted.in)
                    for (const auto& end : {stretch.low, stretch.high}) {
                        if (!end) continue;
                        low = std::min(low, place_of(*end)), high = std::max(high, place_of(*end));
                        if (axis.kind == Kind::string && axis.named.size() < 100 && axis.possible.contains(*end)) axis.named.push_back(*end);
                    }
                cells_[{r, i}] = std::move(cell);
            }
        if (!axis.now.is_null() && high >= low) low = std::min(low, place_of(axis.now)), high = std::max(high, place_of(axis.now));
        if (high > low) axis.width = high - low;
    }

    // What a rule admits of the axis; nothing where it cannot be said as values and fails as things stand.
    std::optional<Values> admitted(size_t rule, const Axis& axis) const {
        Values out = Values::all(true);
        for (const size_t i : axis.inputs) {
            const Cell& cell = cells_.at({rule, i});
            if (cell.form == Cell::Form::values) out = intersect(axis.kind, out, cell.admitted);
            if (cell.form == Cell::Form::opaque && feel::test(*cell.test, axis.now, facts_, now_) != true) return std::nullopt;
        }
        return out;
    }

    void begin(size_t rule) {
        Search search{.rule = rule};
        for (const Axis& axis : axes_) {
            auto values = admitted(rule, axis);
            if (!values) return;
            search.allowed.push_back(std::move(*values));
        }
        settle(std::move(search));
    }

    // Puts the nearest case of the search in the queue, if there is one.
    void settle(Search search) {
        search.point.clear(), search.changed = 0, search.distance = 0;
        for (size_t a = 0; a < axes_.size(); ++a) {
            const Axis& axis = axes_[a];
            const bool stays = search.allowed[a].contains(axis.now);
            const auto value = stays ? std::optional(axis.now) : move_to(axis, search.allowed[a]);
            if (!value) return;
            search.point.push_back(*value);
            if (stays) continue;
            ++search.changed;
            const bool by_size = !axis.now.is_null() && axis.kind != Kind::boolean && axis.kind != Kind::string;
            search.distance += by_size ? std::abs(place_of(*value) - place_of(axis.now)) / axis.width : 1;
        }
        queue_.push(std::move(search));
    }

    std::optional<Value> move_to(const Axis& axis, const Values& allowed) const {
        if (axis.fact.empty()) return std::nullopt;
        const Values there = intersect(axis.kind, allowed, axis.possible);
        if (axis.kind == Kind::string) {
            const auto named = std::ranges::find_if(axis.named, [&](const Value& v) { return there.contains(v); });
            return named == axis.named.end() ? std::nullopt : std::optional(*named);
        }
        std::optional<Value> best;
        for (const auto& stretch : there.in) {
            Value v = nearest(axis.kind, stretch, axis.now);
            if (!best || (!axis.now.is_null() && std::abs(place_of(v) - place_of(axis.now)) < std::abs(place_of(*best) - place_of(axis.now)))) best = std::move(v);
        }
        return best;
    }

    // A rule that takes the case away from the one searched for.
    std::optional<size_t> first_blocker(const Search& s) {
        const size_t until = table_.hit_policy == HitPolicy::first ? s.rule : table_.hit_policy == HitPolicy::unique ? table_.rules.size() : 0;
        for (size_t r = 0; r < until; ++r) {
            if (r == s.rule) continue;
            bool holds = true;
            for (size_t a = 0; a < axes_.size() && holds; ++a) {
                ++cells_looked_at_;
                const auto values = admitted(r, axes_[a]);
                holds = values && values->contains(s.point[a]);
            }
            if (holds) return r;
        }
        return std::nullopt;
    }

    void leave(const Search& s, size_t blocker) {
        for (size_t a = 0; a < axes_.size(); ++a) {
            if (axes_[a].fact.empty()) continue;
            const auto taken = admitted(blocker, axes_[a]);
            if (!taken) continue;
            Search next{.rule = s.rule, .allowed = s.allowed};
            next.allowed[a] = intersect(axes_[a].kind, s.allowed[a], complement(axes_[a].kind, *taken));
            if (!next.allowed[a].empty()) settle(std::move(next));
        }
    }

    static feel::Context first_of(const feel::Outcome& outcome) { return outcome.outputs.empty() ? feel::Context{} : outcome.outputs.front(); }

    void verify(const Search& s) {
        if (s.changed == 0) return;
        feel::Context facts = facts_;
        Turn turn;
        for (size_t a = 0; a < axes_.size(); ++a) {
            if (axes_[a].fact.empty() || s.allowed[a].contains(axes_[a].now)) continue;
            facts[axes_[a].fact] = s.point[a];
            turn.steps.push_back({static_cast<int>(axes_[a].inputs[0]) + 1, axes_[a].now, s.point[a]});
        }
        ++decisions_;
        const auto outcome = feel::decide(table_, std::move(facts), now_, feel::Cells::dropped);
        if (!outcome || !outcome->rule) return;
        turn.outputs = first_of(*outcome);
        const auto is_seen = [&](const feel::Context& c) { return feel::equal(Value::context(c), Value::context(turn.outputs)) == true; };
        if (std::ranges::any_of(seen_, is_seen)) return;
        seen_.push_back(turn.outputs);
        turn.rule = static_cast<int>(outcome->rule - table_.rules.data()) + 1;
        turn.words = words(turn);
        out_.push_back(std::move(turn));
    }

    Sentence words(const Turn& turn) const {
        Sentence out;
        for (const Step& step : turn.steps) {
            const auto& in = table_.inputs[static_cast<size_t>(step.input) - 1];
            const Sentence& label = labels_.at(in.source);
            const Sentence from = words_of(step.from), to = words_of(step.to);
            out.zh += fmt::format("{}{}为 {}（现为 {}）", out.zh.empty() ? "若" : "，且", label.zh, to.zh, from.zh);
            out.en += fmt::format("{} {} were {} (now {})", out.en.empty() ? "If" : " and", label.en, to.en, from.en);
        }
        Sentence outputs;
        for (const auto& name : table_.outputs) {
            const Sentence value = words_of(turn.outputs.at(name));
            outputs.zh += (outputs.zh.empty() ? "" : "，") + name + " 为 " + value.zh;
            outputs.en += (outputs.en.empty() ? "" : ", ") + name + " " + value.en;
        }
        out.zh += fmt::format("，则第 {} 行成立，结果：{}", turn.rule, outputs.zh);
        out.en += fmt::format(", row {} would hold: {}", turn.rule, outputs.en);
        return out;
    }

    const DecisionTable& table_;
    const feel::Context& facts_;
    Instant now_;
    size_t most_, decisions_ = 0, cells_looked_at_ = 0;
    Labels labels_;
    std::vector<Axis> axes_;
    std::map<std::pair<size_t, size_t>, Cell> cells_;  ///< by rule and input
    std::priority_queue<Search> queue_;
    std::vector<feel::Context> seen_;
    std::vector<Turn> out_;
};

}  // namespace

std::vector<Turn> turns(const DecisionTable& table, const feel::Context& facts, Instant now, const std::set<std::string, std::less<>>& fixed, size_t most, const Labels& known) {
    const feel::Allowance allowance(evaluation_max);
    return Turner(table, facts, now, fixed, most, known).run();
}

}  // namespace leye::table
