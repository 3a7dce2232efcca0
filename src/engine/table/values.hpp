#pragma once
#include <optional>
#include <vector>

#include "engine/feel/ast.hpp"

namespace leye::table {

using Kind = feel::Type::Kind;

/// A stretch of an ordered kind from `low` to `high`; an absent end is unbounded.
struct Interval {
    std::optional<feel::Value> low, high;
    bool low_closed = false, high_closed = false;

    static Interval point(feel::Value v) { return {v, v, true, true}; }
    bool is_point() const;
};

/// Whether cells of a column of this kind can be written as values: booleans, numbers, strings, days and both durations can.
bool is_ordered(Kind kind);
/// Negative, 0 or positive; both values are of one ordered kind. false < true, strings by their bytes.
int order(const feel::Value& a, const feel::Value& b);

/// A set of values of one ordered kind, and whether null is in it.
/// Invariant: intervals are not empty, in order, and neither meet nor touch; those of days, months and booleans are closed, so
/// that equal sets are written alike.
struct Values {
    std::vector<Interval> in;
    bool null = false;

    static Values none() { return {}; }
    static Values all(bool null) { return {{Interval{}}, null}; }
    static Values of(Kind kind, Interval one);
    bool empty() const { return in.empty() && !null; }
    bool contains(const feel::Value& v) const;
};
bool operator==(const Values& a, const Values& b);

Values unite(Kind kind, const Values& a, const Values& b);
Values intersect(Kind kind, const Values& a, const Values& b);
/// Everything of the kind, null included, that is not in `a`.
Values complement(Kind kind, const Values& a);

/// A plain value of the interval, the same each time: an end that belongs to it, else one near an end.
feel::Value some_value(Kind kind, const Interval& interval);
/// As a cell of a table writes it: «[16..60)», «"A", "B"», «not(null)», «null»; «-» where everything is in it.
std::string text_of(Kind kind, const Values& values);

}  // namespace leye::table
