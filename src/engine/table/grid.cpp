#include "engine/table/grid.hpp"

#include <algorithm>

namespace leye::table {

Runs unite(const Runs& a, const Runs& b) {
    Runs sorted;
    std::ranges::merge(a, b, std::back_inserter(sorted), {}, &Run::low, &Run::low);
    Runs out;
    for (const Run& r : sorted) {
        if (!out.empty() && r.low <= out.back().high + 1)
            out.back().high = std::max(out.back().high, r.high);
        else
            out.push_back(r);
    }
    return out;
}

Runs intersect(const Runs& a, const Runs& b) {
    Runs out;
    for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        const Run both{std::max(a[i].low, b[j].low), std::min(a[i].high, b[j].high)};
        if (both.low <= both.high) out.push_back(both);
        a[i].high < b[j].high ? ++i : ++j;
    }
    return out;
}

Grid::Grid(std::vector<int32_t> sizes, size_t value_axes)
    : sizes_(std::move(sizes)), value_axes_(value_axes), low_(sizes_.size()), high_(sizes_.size()), several_(sizes_.size()) {}

uint32_t Grid::add(const Region& sides) {
    const bool nowhere = std::ranges::any_of(sides, &Runs::empty);
    for (size_t a = 0; a < axes(); ++a) {
        low_[a].push_back(nowhere ? 1 : sides[a].front().low);
        high_[a].push_back(nowhere ? 0 : sides[a].back().high);
        several_[a].push_back(0);
        if (nowhere || sides[a].size() == 1) continue;
        pool_.push_back(sides[a]);
        several_[a].back() = static_cast<uint32_t>(pool_.size());
    }
    return axes() == 0 ? static_cast<uint32_t>(bare_++) : static_cast<uint32_t>(rules() - 1);
}

Brick Grid::whole() const {
    Brick out;
    for (const int32_t size : sizes_) out.push_back({0, size - 1});
    return out;
}

std::span<const Run> Grid::runs(uint32_t rule, size_t axis) const {
    const uint32_t place = several_[axis][rule];
    return place ? std::span<const Run>(pool_[place - 1]) : std::span<const Run>();
}

Region Grid::region(uint32_t rule) const {
    Region out;
    for (size_t a = 0; a < axes(); ++a) {
        const auto several = runs(rule, a);
        if (!several.empty())
            out.emplace_back(several.begin(), several.end());
        else if (low(rule, a) <= high(rule, a))
            out.push_back({{low(rule, a), high(rule, a)}});
        else
            out.emplace_back();
    }
    return out;
}

std::optional<Brick> Grid::brick(uint32_t rule) const {
    Brick out;
    for (size_t a = 0; a < axes(); ++a) {
        if (several_[a][rule] || low(rule, a) > high(rule, a)) return std::nullopt;
        out.push_back({low(rule, a), high(rule, a)});
    }
    return out;
}

bool Grid::meets(uint32_t rule, size_t axis, Run run) const {
    if (low(rule, axis) > run.high || high(rule, axis) < run.low) return false;
    const auto several = runs(rule, axis);
    return several.empty() ? low(rule, axis) <= high(rule, axis)
                           : std::ranges::any_of(several, [&](Run r) { return r.low <= run.high && r.high >= run.low; });
}

bool Grid::meets(uint32_t rule, const Brick& brick) const {
    for (size_t a = 0; a < axes(); ++a)
        if (!meets(rule, a, brick[a])) return false;
    return true;
}

bool Grid::contains(uint32_t rule, size_t axis, Run run) const {
    if (low(rule, axis) > run.low || high(rule, axis) < run.high) return false;
    const auto several = runs(rule, axis);
    return several.empty() || std::ranges::any_of(several, [&](Run r) { return r.low <= run.low && r.high >= run.high; });
}

std::vector<uint32_t> Grid::earlier(uint32_t rule, Budget& budget) const {
    constexpr uint32_t block = 256;
    std::vector<uint32_t> out;
    if (axes() > 0 && low(rule, 0) > high(rule, 0)) return out;
    budget.spend(static_cast<int64_t>(rule * axes() / 8 + 1));
    for (uint32_t from = 0; from < rule; from += block) {
        const uint32_t until = std::min(from + block, rule);
        uint8_t meeting[block];
        std::fill_n(meeting, block, uint8_t{1});
        for (size_t a = 0; a < axes(); ++a) {
            const int32_t low = low_[a][rule], high = high_[a][rule];
            const int32_t *lows = low_[a].data() + from, *highs = high_[a].data() + from;
            uint8_t any = 0;
            for (uint32_t i = 0; i < until - from; ++i) any |= meeting[i] &= static_cast<uint8_t>((lows[i] <= high) & (highs[i] >= low));
            if (!any) break;
            if (a + 1 < axes()) continue;
            for (uint32_t i = 0; i < until - from; ++i)
                if (meeting[i]) out.push_back(from + i);
        }
        if (axes() == 0)
            for (uint32_t s = from; s < until; ++s) out.push_back(s);
    }
    // The hulls meet; whether the rules do is asked where either has gaps in it.
    std::erase_if(out, [&](uint32_t s) {
        for (size_t a = 0; a < axes(); ++a) {
            if (several_[a][s] == 0 && several_[a][rule] == 0) {
                if (low(s, a) > high(s, a)) return true;
                continue;
            }
            const auto mine = runs(rule, a);
            const Run hull{low(rule, a), high(rule, a)};
            if (mine.empty() ? !meets(s, a, hull) : std::ranges::none_of(mine, [&](Run r) { return meets(s, a, r); })) return true;
        }
        return false;
    });
    return out;
}

Grid Grid::within(uint32_t rule, std::span<const uint32_t> rules) const {
    const Region sides = region(rule);
    std::vector<int32_t> sizes;
    for (const Runs& runs : sides) {
        int32_t size = 0;
        for (const Run& r : runs) size += r.high - r.low + 1;
        sizes.push_back(size);
    }
    Grid out(std::move(sizes), value_axes_);
    for (const uint32_t s : rules) {
        Region there;
        for (size_t a = 0; a < axes(); ++a) {
            Runs renumbered;
            int32_t base = 0;
            const auto several = runs(s, a);
            const Run hull{low(s, a), high(s, a)};
            const std::span<const Run> other = several.empty() ? std::span(&hull, 1) : several;
            for (const Run& mine : sides[a]) {
                for (const Run& r : other) {
                    const Run both{std::max(mine.low, r.low), std::min(mine.high, r.high)};
                    if (both.low > both.high) continue;
                    const Run moved{both.low - mine.low + base, both.high - mine.low + base};
                    if (!renumbered.empty() && renumbered.back().high + 1 == moved.low)
                        renumbered.back().high = moved.high;
                    else
                        renumbered.push_back(moved);
                }
                base += mine.high - mine.low + 1;
            }
            there.push_back(std::move(renumbered));
        }
        out.add(there);
    }
    return out;
}

}  // namespace leye::table
