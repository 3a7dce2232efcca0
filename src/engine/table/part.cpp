#include <algorithm>
#include <optional>

#include "engine/table/grid.hpp"

namespace leye::table {
namespace {

/// Between two neighbours of one axis: `at` and the value behind it.
struct Cut {
    size_t axis = 0;
    int32_t at = 0;
    double cost = 0;
};

class Cutter {
  public:
    explicit Cutter(const Grid& grid) : grid_(grid) {}

    // The plane that leaves the fewest rules on both sides; answers of tests only where no value tells the rules apart.
    Cut best(const Brick& brick, const std::vector<uint32_t>& rules) {
        std::optional<Cut> out;
        for (size_t a = 0; a < grid_.axes(); ++a) {
            if (a >= grid_.value_axes() && out) break;
            if (brick[a].low < brick[a].high) look(a, brick[a], rules, out);
        }
        return *out;
    }

  private:
    void look(size_t axis, Run side, const std::vector<uint32_t>& rules, std::optional<Cut>& out) {
        begins_.clear(), ends_.clear(), inner_.clear();
        size_t before = 0;
        for (const uint32_t r : rules) {
            const int32_t low = grid_.low(r, axis), high = grid_.high(r, axis);
            const auto several = grid_.runs(r, axis);
            if (several.empty()) {
                low > side.low ? begins_.push_back(low) : void(++before);
                if (high < side.high) ends_.push_back(high);
                continue;
            }
            int32_t first = side.high + 1, last = side.low - 1;
            for (const Run& run : several) {
                if (run.high < side.low || run.low > side.high) continue;
                first = std::min(first, std::max(run.low, side.low));
                last = std::max(last, std::min(run.high, side.high));
                if (run.low > side.low) inner_.push_back(run.low - 1);
                if (run.high < side.high) inner_.push_back(run.high);
            }
            first > side.low ? begins_.push_back(first) : void(++before);
            if (last < side.high) ends_.push_back(last);
        }
        if (begins_.empty() && ends_.empty() && inner_.empty()) return;
        std::ranges::sort(begins_);
        std::ranges::sort(ends_);
        std::ranges::sort(inner_);
        // Only where a run begins or ends: a cut in between two such places is no better than either.
        size_t begun = 0, ended = 0, passed = 0;
        while (begun < begins_.size() || ended < ends_.size() || passed < inner_.size()) {
            int32_t at = begun < begins_.size() ? begins_[begun] - 1 : side.high;
            if (ended < ends_.size()) at = std::min(at, ends_[ended]);
            if (passed < inner_.size()) at = std::min(at, inner_[passed]);
            while (ended < ends_.size() && ends_[ended] == at) ++ended;
            while (passed < inner_.size() && inner_[passed] == at) ++passed;
            const auto left = static_cast<double>(before + begun), right = static_cast<double>(rules.size() - ended);
            const double cost = left * left + right * right;
            if (!out || cost < out->cost) out = Cut{axis, at, cost};
            while (begun < begins_.size() && begins_[begun] - 1 == at) ++begun;
        }
    }

    const Grid& grid_;
    std::vector<int32_t> begins_, ends_, inner_;
};

}  // namespace

bool part(const Grid& grid, Brick brick, std::vector<uint32_t> rules, Budget& budget, const std::function<Fate(Brick&, std::vector<uint32_t>&)>& look) {
    struct Open {
        Brick brick;
        std::vector<uint32_t> rules;
    };
    std::vector<Open> open;
    std::erase_if(rules, [&](uint32_t r) { return !grid.meets(r, brick); });
    open.push_back({std::move(brick), std::move(rules)});
    Cutter cutter(grid);
    while (!open.empty()) {
        Open here = std::move(open.back());
        open.pop_back();
        if (!budget.spend(static_cast<int64_t>((here.rules.size() + 1) * (grid.axes() + 1)))) return false;
        const Fate fate = look(here.brick, here.rules);
        if (fate == Fate::stop) return false;
        if (fate == Fate::done) continue;
        if (!budget.spend(static_cast<int64_t>(here.rules.size() * grid.axes() * 6))) return false;
        const Cut cut = cutter.best(here.brick, here.rules);
        Open upper{here.brick, {}};
        upper.brick[cut.axis].low = cut.at + 1;
        here.brick[cut.axis].high = cut.at;
        for (const uint32_t r : here.rules)
            if (grid.meets(r, cut.axis, upper.brick[cut.axis])) upper.rules.push_back(r);
        std::erase_if(here.rules, [&](uint32_t r) { return !grid.meets(r, cut.axis, here.brick[cut.axis]); });
        open.push_back(std::move(upper));
        open.push_back(std::move(here));
    }
    return true;
}

Uncovered find_uncovered(const Grid& grid, const Brick& brick, const std::vector<uint32_t>& rules, bool loosely, size_t most, Budget& budget) {
    Uncovered out;
    std::vector<bool> used(grid.rules());
    const size_t axes = loosely ? grid.value_axes() : grid.axes();
    const auto look = [&](Brick& at, std::vector<uint32_t>& here) {
        for (bool shrunk = false, again = true; again;) {
            again = false;
            size_t kept = 0;
            for (const uint32_t r : here) {
                if (shrunk && !grid.meets(r, at)) continue;
                // The one axis on which it leaves something over.
                size_t open = 0, axis = 0;
                for (size_t a = 0; a < axes && open < 2; ++a)
                    if (!grid.contains(r, a, at[a])) ++open, axis = a;
                if (open == 0) {
                    used[r] = true;
                    return Fate::done;
                }
                const int32_t low = grid.low(r, axis), high = grid.high(r, axis);
                if (open == 1 && grid.runs(r, axis).empty() && (low <= at[axis].low || high >= at[axis].high)) {
                    // It covers one end of the brick from side to side: go on with the rest.
                    low <= at[axis].low ? at[axis].low = high + 1 : at[axis].high = low - 1;
                    used[r] = shrunk = again = true;
                    continue;
                }
                here[kept++] = r;
            }
            here.resize(kept);
            if (!budget.spend(static_cast<int64_t>(kept * axes))) return Fate::stop;
        }
        if (!here.empty()) return Fate::split;
        if (out.regions.size() == most) return Fate::stop;
        Region region;
        for (const Run& side : at) region.push_back({side});
        out.regions.push_back(std::move(region));
        return Fate::done;
    };
    out.more = !part(grid, brick, rules, budget, look);
    for (uint32_t r = 0; r < used.size(); ++r)
        if (used[r]) out.used.push_back(r);
    return out;
}

void join(std::vector<Region>& regions) {
    if (regions.empty()) return;
    const auto before = [](const Run& a, const Run& b) { return a.low != b.low ? a.low < b.low : a.high < b.high; };
    const auto compare = [&](const Region& a, const Region& b, size_t but) {
        for (size_t i = 0; i < a.size(); ++i) {
            if (i == but || a[i] == b[i]) continue;
            return std::ranges::lexicographical_compare(a[i], b[i], before) ? -1 : 1;
        }
        return 0;
    };
    for (bool again = true; again;) {
        again = false;
        for (size_t axis = 0; axis < regions[0].size(); ++axis) {
            std::ranges::stable_sort(regions, [&](const Region& a, const Region& b) { return compare(a, b, axis) < 0; });
            size_t kept = 0;
            for (size_t i = 1; i < regions.size(); ++i) {
                if (compare(regions[kept], regions[i], axis) == 0) {
                    regions[kept][axis] = unite(regions[kept][axis], regions[i][axis]);
                    again = true;
                } else if (++kept != i) {
                    regions[kept] = std::move(regions[i]);
                }
            }
            regions.resize(kept + 1);
        }
    }
    std::ranges::sort(regions, [&](const Region& a, const Region& b) { return compare(a, b, a.size()) < 0; });
}

}  // namespace leye::table
