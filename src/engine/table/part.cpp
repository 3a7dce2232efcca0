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
        const auto offer = [&](int32_t at) {
            const auto left = static_cast<double>(before + static_cast<size_t>(std::ranges::upper_bound(begins_, at) - begins_.begin()));
            const auto right = static_cast<double>(rules.size() - static_cast<size_t>(std::ranges::upper_bound(ends_, at) - ends_.begin()));
            const double cost = left * left + right * right;
            if (!out || cost < out->cost) out = Cut{axis, at, cost};
        };
        // A cut in between two of them is no better than either.
        for (size_t i = 0; i < begins_.size(); ++i)
            if (i == 0 || begins_[i] != begins_[i - 1]) offer(begins_[i] - 1);
        for (size_t i = 0; i < ends_.size(); ++i)
            if (i == 0 || ends_[i] != ends_[i - 1]) offer(ends_[i]);
        for (const int32_t at : inner_) offer(at);
    }

    const Grid& grid_;
    std::vector<int32_t> begins_, ends_, inner_;
};

}  // namespace

bool part(const Grid& grid, std::vector<uint32_t> rules, Budget& budget, const std::function<Fate(Brick&, std::vector<uint32_t>&)>& look) {
    struct Open {
        Brick brick;
        std::vector<uint32_t> rules;
    };
    std::vector<Open> open;
    std::erase_if(rules, [&](uint32_t r) { return !grid.meets(r, grid.whole()); });
    open.push_back({grid.whole(), std::move(rules)});
    Cutter cutter(grid);
    while (!open.empty()) {
        Open here = std::move(open.back());
        open.pop_back();
        if (!budget.spend(static_cast<int64_t>((here.rules.size() + 1) * (grid.axes() + 1)))) return false;
        const Fate fate = look(here.brick, here.rules);
        if (fate == Fate::stop) return false;
        if (fate == Fate::done) continue;
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

Uncovered find_uncovered(const Grid& grid, const std::vector<uint32_t>& rules, bool loosely, size_t most, Budget& budget) {
    Uncovered out;
    std::vector<bool> used(grid.rules());
    const size_t axes = loosely ? grid.value_axes() : grid.axes();
    const auto look = [&](Brick& brick, std::vector<uint32_t>& here) {
        for (bool shrunk = false, again = true; again;) {
            again = false;
            size_t kept = 0;
            for (const uint32_t r : here) {
                if (shrunk && !grid.meets(r, brick)) continue;
                // The one axis on which it leaves something over.
                size_t open = 0, axis = 0;
                for (size_t a = 0; a < axes && open < 2; ++a)
                    if (!grid.contains(r, a, brick[a])) ++open, axis = a;
                if (open == 0) {
                    used[r] = true;
                    return Fate::done;
                }
                const int32_t low = grid.low(r, axis), high = grid.high(r, axis);
                if (open == 1 && grid.runs(r, axis).empty() && (low <= brick[axis].low || high >= brick[axis].high)) {
                    // It covers one end of the brick from side to side: go on with the rest.
                    low <= brick[axis].low ? brick[axis].low = high + 1 : brick[axis].high = low - 1;
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
        for (const Run& side : brick) region.push_back({side});
        out.regions.push_back(std::move(region));
        return Fate::done;
    };
    out.more = !part(grid, rules, budget, look);
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
