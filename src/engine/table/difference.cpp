#include "engine/table/difference.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>

#include "engine/feel/allowance.hpp"
#include "engine/table/answering.hpp"
#include "engine/table/space.hpp"

namespace leye::table {
namespace {

using feel::DecisionTable;
using feel::HitPolicy;

constexpr size_t later = 0, earlier = 1;  // of the space's two tables

std::string name_of(HitPolicy p) {
    static constexpr const char* names[] = {"UNIQUE", "FIRST", "COLLECT", "RULE ORDER", "ANY", "PRIORITY", "OUTPUT ORDER"};
    return names[static_cast<int>(p)];
}
std::string name_of(const DecisionTable& t) {
    static constexpr const char* names[] = {"", " SUM", " COUNT", " MIN", " MAX"};
    return name_of(t.hit_policy) + names[static_cast<int>(t.aggregation)];
}

std::vector<std::string> common(const std::vector<std::string>& a, const std::vector<std::string>& b, bool in_both) {
    std::vector<std::string> out;
    for (const auto& x : a)
        if ((std::ranges::find(b, x) != b.end()) == in_both) out.push_back(x);
    return out;
}

class Comparer {
  public:
    Comparer(const DecisionTable& before, const DecisionTable& after, const Given& given, const Bounds& bounds, Difference& out)
        : tables_{&after, &before}, bounds_(bounds), out_(out), space_({&after, &before}, given),
          answers_{Answering(after, out.outputs), Answering(before, out.outputs)} {}

    void run() {
        for (const Domain& c : space_.columns()) out_.inputs.push_back(c.source);
        for (size_t c = 0; c < space_.columns().size(); ++c) {
            const bool is_later = has_column(later, c), is_earlier = has_column(earlier, c);
            if (!is_earlier) out_.inputs_added.push_back(space_.columns()[c].source);
            if (!is_later) out_.inputs_removed.push_back(space_.columns()[c].source);
        }
        if (space_.is_too_wide()) return void(out_.more_changes = true);
        if (out_.outputs.empty()) return;
        number_contents();
        const Answer a = answers_[later].of({}), b = answers_[earlier].of({});
        same_fallback_ = a.what == b.what && a.outputs == b.outputs;
        std::vector<uint32_t> rules(space_.grid().rules());
        std::iota(rules.begin(), rules.end(), 0u);
        Budget budget{bounds_.steps_max};
        out_.more_changes = !part(space_.grid(), space_.grid().whole(), std::move(rules), budget, [&](Brick& brick, std::vector<uint32_t>& here) { return look(brick, here); });
        for (auto& [key, regions] : found_) {
            join(regions);
            Change change = change_of(key);
            for (const auto& region : regions) {
                if (out_.changes.size() == bounds_.boxes_max) return void(out_.more_changes = true);
                change.where = space_.box(region);
                out_.changes.push_back(change);
            }
        }
    }

  private:
    using Lists = std::array<std::vector<uint32_t>, 2>;  ///< rules by table, from 0

    bool has_column(size_t table, size_t column) const {
        for (size_t i = 0; i < tables_[table]->inputs.size(); ++i)
            if (space_.column(table, i) == column) return true;
        return false;
    }

    // Rules with the same sides and outputs get the same number.
    void number_contents() {
        std::map<std::pair<std::vector<int32_t>, std::vector<std::string>>, int32_t> known;
        for (const size_t t : {later, earlier})
            for (size_t r = 0; r < tables_[t]->rules.size(); ++r) {
                std::vector<int32_t> sides;
                for (const Runs& runs : space_.grid().region(space_.number(t, r))) {
                    for (const Run& run : runs) sides.push_back(run.low), sides.push_back(run.high);
                    sides.push_back(-1);
                }
                contents_.push_back(known.try_emplace({std::move(sides), answers_[t].row(static_cast<uint32_t>(r))}, static_cast<int32_t>(known.size())).first->second);
            }
    }

    bool covers(uint32_t rule, const Brick& brick) const {
        for (size_t a = 0; a < brick.size(); ++a)
            if (!space_.grid().contains(rule, a, brick[a])) return false;
        return true;
    }

    Fate look(Brick& brick, std::vector<uint32_t>& here) {
        const uint32_t border = space_.number(earlier, 0);
        Lists lists, contents;
        bool open = false;
        std::array<bool, 2> ended{};
        std::erase_if(here, [&](uint32_t r) {
            const size_t t = r < border ? later : earlier;
            if (ended[t]) return true;
            const bool whole = covers(r, brick);
            open |= !whole;
            ended[t] = whole && tables_[t]->hit_policy == HitPolicy::first;  // nothing behind it is ever asked
            lists[t].push_back(r - (t == earlier ? border : 0));
            contents[t].push_back(static_cast<uint32_t>(contents_[r]));
            return false;
        });
        if (out_.hit_policy == std::nullopt) {
            if (!is_ordered(tables_[later]->hit_policy))
                for (auto& c : contents) std::ranges::sort(c);
            if (contents[later] == contents[earlier] && same_fallback_) return Fate::done;
        }
        if (open) return Fate::split;
        const Answer from = answers_[earlier].of(lists[earlier]), to = answers_[later].of(lists[later]);
        if (from.what == to.what && from.outputs == to.outputs) return Fate::done;
        if (is_answered(from) && is_answered(to) && from.outputs == to.outputs) return Fate::done;
        Region region;
        for (const Run& side : brick) region.push_back({side});
        found_[lists].push_back(std::move(region));
        return ++count_ == bounds_.boxes_max * 20 ? Fate::stop : Fate::done;
    }

    static bool is_answered(const Answer& a) { return a.what == Answer::What::outputs || a.what == Answer::What::fallback; }

    Change change_of(const Lists& lists) const {
        Change out{.from = answers_[earlier].of(lists[earlier]), .to = answers_[later].of(lists[later])};
        for (size_t o = 0; o < out_.outputs.size(); ++o)
            if (!is_answered(out.from) || !is_answered(out.to) || out.from.outputs[o] != out.to.outputs[o]) out.outputs.push_back(out_.outputs[o]);
        return out;
    }

    std::array<const DecisionTable*, 2> tables_;
    Bounds bounds_;
    Difference& out_;
    Space space_;
    std::array<Answering, 2> answers_;
    std::vector<int32_t> contents_;  ///< by number in the grid
    std::map<Lists, std::vector<Region>> found_;
    size_t count_ = 0;
    bool same_fallback_ = false;
};

}  // namespace

Difference compare(const DecisionTable& before, const DecisionTable& after, const Given& given, const RuleIds& ids, const Bounds& bounds) {
    const feel::Allowance allowance(bounds.evaluation_max);
    Difference out;
    out.outputs = common(after.outputs, before.outputs, true);
    out.outputs_added = common(after.outputs, before.outputs, false);
    out.outputs_removed = common(before.outputs, after.outputs, false);
    if (name_of(before) != name_of(after)) out.hit_policy = name_of(before) + " → " + name_of(after);
    out.rules = match_rules(before, after, ids);
    Comparer(before, after, given, bounds, out).run();
    return out;
}

namespace {
json::Array to_json(const std::vector<std::string>& texts) {
    json::Array out;
    for (const auto& t : texts) out.emplace_back(t);
    return out;
}
json::Object to_json(const Answer& a) {
    static constexpr const char* names[] = {"outputs", "fallback", "none", "contradiction"};
    return {{"what", names[static_cast<int>(a.what)]}, {"rules", json::Array(a.rules.begin(), a.rules.end())}, {"outputs", to_json(a.outputs)}};
}
}  // namespace

json::Object to_json(const Difference& d) {
    static constexpr const char* names[] = {"added", "removed", "changed", "moved"};
    json::Array changes, rules;
    for (const auto& c : d.changes)
        changes.push_back(json::Object{{"where", to_json(c.where)}, {"from", to_json(c.from)}, {"to", to_json(c.to)}, {"outputs", to_json(c.outputs)}});
    for (const auto& r : d.rules)
        rules.push_back(json::Object{{"what", names[static_cast<int>(r.what)]}, {"before", r.before}, {"after", r.after}, {"columns", to_json(r.columns)}});
    return {{"inputs", to_json(d.inputs)},
            {"outputs", to_json(d.outputs)},
            {"changes", std::move(changes)},
            {"more_changes", d.more_changes},
            {"rules", std::move(rules)},
            {"inputs_added", to_json(d.inputs_added)},
            {"inputs_removed", to_json(d.inputs_removed)},
            {"outputs_added", to_json(d.outputs_added)},
            {"outputs_removed", to_json(d.outputs_removed)},
            {"hit_policy", d.hit_policy ? json::Value(*d.hit_policy) : json::Value(nullptr)}};
}

}  // namespace leye::table
