#include "engine/table/proof.hpp"

#include <algorithm>
#include <numeric>

#include "engine/feel/allowance.hpp"
#include "engine/table/expression.hpp"
#include "engine/table/priority.hpp"
#include "engine/table/space.hpp"

namespace leye::table {
namespace {

using feel::HitPolicy;

class Prover {
  public:
    Prover(const feel::DecisionTable& table, const Given& given, const Bounds& bounds) : table_(table), bounds_(bounds), space_({&table}, given) {}

    Proof run() {
        out_.opaque = space_.opaque(0);
        for (size_t i = 0; i < table_.inputs.size(); ++i)
            if (space_.columns()[space_.column(0, i)].assumed) out_.assumed.push_back(static_cast<int>(i) + 1);
        out_.default_output = std::ranges::any_of(table_.columns, [](const auto& c) { return c.fallback != nullptr; });
        if (space_.is_too_wide()) {
            out_.gaps.more = out_.more_overlaps = out_.more_dead = true;
            return std::move(out_);
        }
        if (!table_.rules.empty() && space_.is_whole(0, table_.rules.size() - 1)) out_.catch_all = static_cast<int>(table_.rules.size());
        look_for_gaps();
        look_at_pairs();
        if (table_.hit_policy == HitPolicy::priority) look_for_outranked();
        return std::move(out_);
    }

  private:
    Box box(const Region& region) const {
        Box by_column = space_.box(region), out{.possible = by_column.possible};
        for (size_t i = 0; i < table_.inputs.size(); ++i) {
            out.sides.push_back(by_column.sides[space_.column(0, i)]);
            out.row.push_back(by_column.row[space_.column(0, i)]);
        }
        return out;
    }

    void look_for_gaps() {
        const bool fallback = out_.catch_all || out_.default_output;
        std::vector<uint32_t> rules(table_.rules.size() - (out_.catch_all ? 1 : 0));
        std::iota(rules.begin(), rules.end(), 0u);
        Boxes found;
        Budget budget{bounds_.steps_max / 2};
        const auto search = [&](bool loosely) {
            // Joined, many small ones are few.
            Uncovered uncovered = find_uncovered(space_.grid(), space_.grid().whole(), rules, loosely, bounds_.boxes_max * 20, budget);
            found.more |= uncovered.more;
            if (!loosely)
                std::erase_if(uncovered.regions, [&](const Region& r) {
                    for (size_t a = space_.grid().value_axes(); a < space_.grid().axes(); ++a)
                        if (r[a] != Runs{{0, space_.grid().size(a) - 1}}) return false;
                    return true;
                });
            join(uncovered.regions);
            for (const auto& region : uncovered.regions) {
                if (found.list.size() == bounds_.boxes_max) return void(found.more = true);
                found.list.push_back(box(region));
            }
        };
        search(true);
        const bool all_certain = !found.more;
        if (space_.grid().axes() > space_.grid().value_axes()) search(false);
        if (!found.list.empty())
            out_.verdict = fallback ? Verdict::complete_by_fallback : Verdict::incomplete;
        else if (!found.more)
            out_.verdict = Verdict::complete;
        else
            out_.verdict = fallback ? Verdict::complete_by_fallback : Verdict::unknown;
        out_.possible = !found.list.empty() && all_certain && std::ranges::all_of(found.list, &Box::possible);
        (fallback ? out_.fallen : out_.gaps) = std::move(found);
    }

    void look_at_pairs() {
        const bool first_wins = table_.hit_policy == HitPolicy::first;
        std::vector<Overlap> faults, informed;
        Budget budget{bounds_.steps_max / 2};
        for (uint32_t r = 0; r < table_.rules.size(); ++r) {
            if (const auto column = space_.empty_cell(0, r)) {
                out_.dead.push_back({DeadRule::Why::empty, static_cast<int>(r) + 1, static_cast<int>(*column) + 1, {}});
                continue;
            }
            const auto meeting = space_.grid().earlier(r, budget);
            const bool caught = first_wins && out_.catch_all == static_cast<int>(r) + 1;  // what it overlaps says nothing
            for (size_t k = 0; k < meeting.size() && !caught; ++k) note_overlap(meeting[k], r, faults, informed);
            if (first_wins) look_for_shadow(space_.grid(), r, meeting, budget, [](uint32_t s) { return s; });
            if (budget.is_spent()) {
                out_.more_overlaps = out_.more_dead = true;
                break;
            }
        }
        out_.overlaps = std::move(faults);
        std::ranges::move(informed, std::back_inserter(out_.overlaps));
        std::ranges::sort(out_.overlaps, {}, [](const Overlap& o) { return std::pair(o.first, o.second); });
    }

    void note_overlap(uint32_t s, uint32_t r, std::vector<Overlap>& faults, std::vector<Overlap>& informed) {
        bool fault = table_.hit_policy == HitPolicy::unique;
        if (table_.hit_policy == HitPolicy::any)
            for (size_t o = 0; o < table_.outputs.size(); ++o) fault |= !is_same(*table_.rules[s].outputs[o], *table_.rules[r].outputs[o]);
        auto& list = fault ? faults : informed;
        if (list.size() == bounds_.boxes_max) return void(out_.more_overlaps = true);
        Region both = space_.grid().region(s);
        const Region other = space_.grid().region(r);
        for (size_t a = 0; a < both.size(); ++a) both[a] = intersect(both[a], other[a]);
        list.push_back({static_cast<int>(s) + 1, static_cast<int>(r) + 1, box(both), fault});
    }

    // Whether the rules before it leave anything of rule r.
    template <class Number>
    void look_for_shadow(const Grid& grid, uint32_t r, const std::vector<uint32_t>& before, Budget& budget, Number number) {
        Uncovered left;
        if (const auto brick = grid.brick(r)) {
            left = find_uncovered(grid, *brick, before, false, 1, budget);
        } else {
            budget.spend(static_cast<int64_t>(before.size() * grid.axes() * 20));
            if (budget.is_spent()) return void(out_.more_dead = true);
            const Grid within = grid.within(r, before);
            std::vector<uint32_t> all(before.size());
            std::iota(all.begin(), all.end(), 0u);
            left = find_uncovered(within, within.whole(), all, false, 1, budget);
            for (uint32_t& u : left.used) u = before[u];
        }
        if (budget.is_spent()) return void(out_.more_dead = true);
        if (!left.regions.empty()) return;
        DeadRule dead{DeadRule::Why::shadowed, static_cast<int>(number(r)) + 1, 0, {}};
        for (const uint32_t u : left.used) dead.by.push_back(static_cast<int>(number(u)) + 1);
        out_.dead.push_back(std::move(dead));
    }

    // Under PRIORITY a rule is never the hit where rules of better outputs hold wherever it does.
    void look_for_outranked() {
        const auto ranked = ranks_of(table_);
        if (!ranked) return void(out_.more_dead = true);
        std::vector<uint32_t> order(table_.rules.size());
        std::iota(order.begin(), order.end(), 0u);
        std::ranges::stable_sort(order, {}, [&](uint32_t r) { return (*ranked)[r]; });
        std::vector<int32_t> sizes;
        for (size_t a = 0; a < space_.grid().axes(); ++a) sizes.push_back(space_.grid().size(a));
        Grid grid(std::move(sizes), space_.grid().value_axes());
        for (const uint32_t r : order) grid.add(space_.grid().region(r));
        Budget budget{bounds_.steps_max / 2};
        for (uint32_t k = 0; k < order.size() && !out_.more_dead; ++k)
            if (!space_.empty_cell(0, order[k])) look_for_shadow(grid, k, grid.earlier(k, budget), budget, [&](uint32_t s) { return order[s]; });
        std::ranges::sort(out_.dead, {}, &DeadRule::rule);
    }

    const feel::DecisionTable& table_;
    Bounds bounds_;
    Space space_;
    Proof out_;
};

}  // namespace

bool Proof::is_publishable() const {
    return (verdict == Verdict::complete || verdict == Verdict::complete_by_fallback) && dead.empty() && !more_dead &&
           !std::ranges::any_of(overlaps, &Overlap::fault);
}

Proof prove(const feel::DecisionTable& table, const Given& given, const Bounds& bounds) {
    const feel::Allowance allowance(bounds.evaluation_max);
    return Prover(table, given, bounds).run();
}

namespace {
json::Array to_json(const std::vector<Box>& boxes) {
    json::Array out;
    for (const Box& b : boxes) out.push_back(table::to_json(b));
    return out;
}
json::Array to_json(const std::vector<int>& numbers) { return json::Array(numbers.begin(), numbers.end()); }
}  // namespace

json::Object to_json(const Proof& proof) {
    static constexpr const char* verdicts[] = {"complete", "complete_by_fallback", "incomplete", "unknown"};
    json::Array overlaps, dead, opaque;
    for (const auto& o : proof.overlaps) overlaps.push_back(json::Object{{"first", o.first}, {"second", o.second}, {"fault", o.fault}, {"where", to_json(o.where)}});
    for (const auto& d : proof.dead)
        dead.push_back(json::Object{{"rule", d.rule}, {"why", d.why == DeadRule::Why::empty ? "empty" : "shadowed"}, {"column", d.column}, {"by", to_json(d.by)}});
    for (const auto& c : proof.opaque) opaque.push_back(json::Object{{"rule", c.rule}, {"column", c.column}, {"test", c.test}});
    return {{"verdict", verdicts[static_cast<int>(proof.verdict)]},
            {"possible", proof.possible},
            {"publishable", proof.is_publishable()},
            {"gaps", to_json(proof.gaps.list)},
            {"more_gaps", proof.gaps.more},
            {"fallen", to_json(proof.fallen.list)},
            {"more_fallen", proof.fallen.more},
            {"overlaps", std::move(overlaps)},
            {"more_overlaps", proof.more_overlaps},
            {"dead", std::move(dead)},
            {"more_dead", proof.more_dead},
            {"opaque", std::move(opaque)},
            {"assumed", to_json(proof.assumed)}};
}

}  // namespace leye::table
