#include <algorithm>
#include <map>

#include "engine/table/difference.hpp"
#include "engine/table/expression.hpp"

namespace leye::table {
namespace {

using feel::DecisionTable;

constexpr size_t comparisons_max = 4'000'000;  // of cells

/// A rule as named texts: inputs, outputs and annotations; what is not there says «-», or nothing.
struct Text {
    std::map<std::string, std::string> inputs, outputs, annotations;
    bool operator<(const Text& o) const { return std::tie(inputs, outputs, annotations) < std::tie(o.inputs, o.outputs, o.annotations); }
};

Text text_of(const DecisionTable& table, size_t rule) {
    const feel::Rule& r = table.rules[rule];
    Text out;
    for (size_t i = 0; i < r.cell_sources.size(); ++i)
        if (!r.cell_sources[i].empty() && r.cell_sources[i] != "-") out.inputs[table.inputs[i].source] = r.cell_sources[i];
    for (size_t o = 0; o < r.outputs.size(); ++o) out.outputs[table.outputs[o]] = source_of(*r.outputs[o]);
    for (const auto& [name, said] : r.annotations)
        if (!said.empty()) out.annotations[name] = said;
    return out;
}

void differing(const std::map<std::string, std::string>& a, const std::map<std::string, std::string>& b, std::vector<std::string>& out) {
    for (const auto& [name, said] : a)
        if (const auto it = b.find(name); it == b.end() || it->second != said) out.push_back(name);
    for (const auto& [name, said] : b)
        if (!a.contains(name)) out.push_back(name);
}

size_t alike(const std::map<std::string, std::string>& a, const std::map<std::string, std::string>& b) {
    return static_cast<size_t>(std::ranges::count_if(a, [&](const auto& entry) {
        const auto it = b.find(entry.first);
        return it != b.end() && it->second == entry.second;
    }));
}

class Matcher {
  public:
    Matcher(const DecisionTable& before, const DecisionTable& after) : partner_(after.rules.size()), taken_(before.rules.size()) {
        for (size_t r = 0; r < before.rules.size(); ++r) before_.push_back(text_of(before, r));
        for (size_t r = 0; r < after.rules.size(); ++r) after_.push_back(text_of(after, r));
    }

    // The k-th of a key belongs to the k-th of the same key.
    template <class Key>
    void by(Key key) {
        std::map<decltype(key(before_, 0)), std::vector<size_t>> open;
        for (size_t r = before_.size(); r-- > 0;)
            if (!taken_[r]) open[key(before_, r)].push_back(r);
        for (size_t r = 0; r < after_.size(); ++r) {
            if (partner_[r]) continue;
            const auto it = open.find(key(after_, r));
            if (it == open.end() || it->second.empty()) continue;
            pair(it->second.back(), r);
            it->second.pop_back();
        }
    }

    void by_ids(const RuleIds& ids) {
        if (ids.before.size() != before_.size() || ids.after.size() != after_.size()) return;
        std::map<std::string, size_t> places;
        for (size_t r = 0; r < before_.size(); ++r)
            if (!ids.before[r].empty()) places.emplace(ids.before[r], r);
        for (size_t r = 0; r < after_.size(); ++r)
            if (const auto it = places.find(ids.after[r]); it != places.end() && !taken_[it->second]) pair(it->second, r);
    }

    // What is left: the most alike, where at least half of what either says is the same.
    void by_likeness() {
        std::vector<size_t> left;
        for (size_t r = 0; r < before_.size(); ++r)
            if (!taken_[r]) left.push_back(r);
        size_t spent = 0;
        for (size_t r = 0; r < after_.size() && spent < comparisons_max; ++r) {
            if (partner_[r]) continue;
            const Text& a = after_[r];
            size_t best = 0, place = 0;
            for (const size_t l : left) {
                if (spent > comparisons_max) break;
                ++spent;
                if (taken_[l]) continue;
                const Text& b = before_[l];
                spent += a.inputs.size() + a.outputs.size();
                const size_t same = 2 * (alike(a.inputs, b.inputs) + alike(a.outputs, b.outputs));
                if (same >= std::max(a.inputs.size() + a.outputs.size(), b.inputs.size() + b.outputs.size()) && same > best) best = same, place = l;
            }
            if (best > 0) pair(place, r);
        }
    }

    std::vector<RuleChange> changes() const {
        std::vector<RuleChange> out;
        const std::vector<bool> stays = in_place();
        for (size_t r = 0; r < after_.size(); ++r) {
            RuleChange change{.before = partner_[r] ? static_cast<int>(*partner_[r]) + 1 : 0, .after = static_cast<int>(r) + 1, .columns = {}};
            if (!partner_[r]) {
                change.what = RuleChange::What::added;
            } else {
                const Text& b = before_[*partner_[r]];
                differing(b.inputs, after_[r].inputs, change.columns);
                differing(b.outputs, after_[r].outputs, change.columns);
                differing(b.annotations, after_[r].annotations, change.columns);
                if (change.columns.empty() && stays[r]) continue;
                change.what = change.columns.empty() ? RuleChange::What::moved : RuleChange::What::changed;
            }
            out.push_back(std::move(change));
        }
        for (size_t r = 0; r < before_.size(); ++r)
            if (!taken_[r]) out.push_back({RuleChange::What::removed, static_cast<int>(r) + 1, 0, {}});
        return out;
    }

  private:
    void pair(size_t before, size_t after) { partner_[after] = before, taken_[before] = true; }

    // The longest run of pairs that are in the same order in both; the others have moved.
    std::vector<bool> in_place() const {
        std::vector<size_t> ends, previous(after_.size(), after_.size());
        for (size_t r = 0; r < after_.size(); ++r) {
            if (!partner_[r]) continue;
            const auto at = std::ranges::lower_bound(ends, *partner_[r], {}, [&](size_t e) { return *partner_[e]; });
            if (at != ends.begin()) previous[r] = *(at - 1);
            at == ends.end() ? ends.push_back(r) : void(*at = r);
        }
        std::vector<bool> out(after_.size());
        for (size_t r = ends.empty() ? after_.size() : ends.back(); r < after_.size(); r = previous[r]) out[r] = true;
        return out;
    }

    std::vector<Text> before_, after_;
    std::vector<std::optional<size_t>> partner_;  ///< of each later rule
    std::vector<bool> taken_;
};

}  // namespace

std::vector<RuleChange> match_rules(const DecisionTable& before, const DecisionTable& after, const RuleIds& ids) {
    Matcher matcher(before, after);
    matcher.by_ids(ids);
    matcher.by([](const std::vector<Text>& all, size_t r) { return all[r]; });
    matcher.by([](const std::vector<Text>& all, size_t r) { return all[r].inputs; });
    matcher.by_likeness();
    return matcher.changes();
}

}  // namespace leye::table
