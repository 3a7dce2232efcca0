#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace leye::table {

/// Elementary values next to each other, both ends in it.
struct Run {
    int32_t low = 0, high = 0;
    bool operator==(const Run&) const = default;
};
/// In order, and neither meeting nor touching.
using Runs = std::vector<Run>;

Runs unite(const Runs& a, const Runs& b);
Runs intersect(const Runs& a, const Runs& b);

/// One stretch for each axis.
using Brick = std::vector<Run>;
/// Some elementary values of each axis.
using Region = std::vector<Runs>;

/// What a search may still spend; it ends where nothing is left.
struct Budget {
    int64_t left;
    bool spend(int64_t steps) { return (left -= steps) >= 0; }
    bool is_spent() const { return left < 0; }
};

/// Rules as boxes over elementary coordinates: the values of each axis are cut where a rule begins or ends, and numbered.
/// Invariant: every axis has at least one value; the first `value_axes` are values, the others are answers of opaque tests.
class Grid {
  public:
    Grid(std::vector<int32_t> sizes, size_t value_axes);

    /// Adds a rule, in: a side for each axis, of which one may be empty: such a rule meets nothing. out: its number, from 0.
    uint32_t add(const Region& sides);
    size_t axes() const { return sizes_.size(); }
    size_t value_axes() const { return value_axes_; }
    size_t rules() const { return axes() == 0 ? bare_ : low_[0].size(); }
    int32_t size(size_t axis) const { return sizes_[axis]; }
    Brick whole() const;

    int32_t low(uint32_t rule, size_t axis) const { return low_[axis][rule]; }
    int32_t high(uint32_t rule, size_t axis) const { return high_[axis][rule]; }
    std::span<const Run> runs(uint32_t rule, size_t axis) const;
    Region region(uint32_t rule) const;
    /// The rule's sides, where each is one run.
    std::optional<Brick> brick(uint32_t rule) const;
    bool meets(uint32_t rule, const Brick& brick) const;
    bool meets(uint32_t rule, size_t axis, Run run) const;
    bool contains(uint32_t rule, size_t axis, Run run) const;
    /// Rules before this one that have a point in common with it. Cost: one step for each eight of them and axis.
    std::vector<uint32_t> earlier(uint32_t rule, Budget& budget) const;
    /// The grid as seen from within a rule: its own values only, numbered anew, and of the given rules what lies there.
    Grid within(uint32_t rule, std::span<const uint32_t> rules) const;

  private:
    std::vector<int32_t> sizes_;
    size_t value_axes_;
    size_t bare_ = 0;                                ///< rules of a grid without axes
    std::vector<std::vector<int32_t>> low_, high_;   ///< by axis and rule; low > high where a side is empty
    std::vector<std::vector<uint32_t>> several_;     ///< by axis and rule: 1 + place among `pool_`, 0 where the side is one run
    std::vector<Runs> pool_;
};

/// What is to become of a brick and the rules that meet it.
enum class Fate { done, split, stop };
/// Splits a brick into smaller ones until `look` is done with each. `look` may shrink the brick and drop rules from the list; it
/// splits only what some rule meets and does not cover. Values are split before answers of tests.
/// out: false where `look` stopped or the budget ended.
/// Cost: rules × axes for each brick; near linear altogether where planes part the rules.
bool part(const Grid& grid, Brick brick, std::vector<uint32_t> rules, Budget& budget, const std::function<Fate(Brick&, std::vector<uint32_t>&)>& look);

/// Regions that no rule covers.
struct Uncovered {
    std::vector<Region> regions;  ///< without a point in common
    bool more = false;            ///< there are others, or the budget ended
    std::vector<uint32_t> used;   ///< rules that covered the rest, each once, where nothing is uncovered
};
/// Finds what of the brick none of the rules covers. `loosely`: opaque tests are taken to hold wherever a rule wants it, so that what is found
/// is uncovered whatever they say; sides of their axes are whole then.
Uncovered find_uncovered(const Grid& grid, const Brick& brick, const std::vector<uint32_t>& rules, bool loosely, size_t most, Budget& budget);

/// Joins regions that differ on one axis only, as long as there are any, and puts them in order.
void join(std::vector<Region>& regions);

}  // namespace leye::table
