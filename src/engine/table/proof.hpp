#pragma once
#include <optional>

#include "engine/table/box.hpp"

namespace leye::table {

/// Regions found, with no point in two of them.
struct Boxes {
    std::vector<Box> list;  ///< at most Bounds::boxes_max
    bool more = false;      ///< there are others, or the search ended before all was looked at
};

/// Two rules that hold for the same cases. Rules count from 1, as the table numbers them.
struct Overlap {
    int first = 0, second = 0;
    Box where;           ///< everything that both admit
    bool fault = false;  ///< the hit policy forbids it: always for UNIQUE, unequal outputs for ANY; else it is information
};

/// A rule that never is the hit.
struct DeadRule {
    enum class Why {
        empty,    ///< a cell admits no value that its input can have
        shadowed  ///< rules that come first hold wherever it does
    } why = Why::empty;
    int rule = 0;
    int column = 0;       ///< of `empty`, from 1
    std::vector<int> by;  ///< of `shadowed`: rules that together hold wherever it does
};

enum class Verdict {
    complete,              ///< some rule holds for every case
    complete_by_fallback,  ///< the rules leave cases out, and the table says what they get
    incomplete,            ///< cases get no answer
    unknown                ///< the search ended before it could be told
};

/// What is known about a decision table without a single case.
struct Proof {
    Verdict verdict = Verdict::unknown;
    /// Every gap found rests on opaque tests: none of `gaps` is certain. False where there is no gap.
    bool possible = false;
    Boxes gaps;                       ///< of `incomplete`: cases without an answer
    Boxes fallen;                     ///< of `complete_by_fallback`: cases that get the fallback, and nothing else
    std::optional<int> catch_all;     ///< the last rule, where every cell of it admits everything
    bool default_output = false;      ///< the standard's own fallback is given
    std::vector<Overlap> overlaps;    ///< by first and second rule
    bool more_overlaps = false;
    std::vector<DeadRule> dead;       ///< by rule
    bool more_dead = false;           ///< the search ended before every rule was looked at
    std::vector<OpaqueCell> opaque;   ///< by rule and column; the verdict is never to be said without them
    std::vector<int> assumed;         ///< columns, from 1, whose kind the file does not say and was read off their cells
    bool is_publishable() const;      ///< complete in either way, no overlap that is a fault, no dead rule, nothing left open
};

/// Finds gaps, overlaps and dead rules of a table, each with a witness, exactly: over every value its inputs can have, null
/// included where nothing says otherwise (`allowed` narrows an input's values; «not(null)» there, or Given, takes null away).
/// Inputs of the same expression are one; all others are taken as independent of each other.
/// Cost: near linear in rules × columns where rules can be parted, bounded by `bounds` always.
/// Source: Calvanese et al., Semantics and Analysis of DMN Decision Tables, arXiv 1603.07466. Row 16.2.
Proof prove(const feel::DecisionTable& table, const Given& given = {}, const Bounds& bounds = {});

/// {"verdict", "possible", "publishable", "gaps": [box …], "more_gaps", "fallen": […], "more_fallen", "overlaps": [{first, second, fault, where}],
/// "more_overlaps", "dead": [{rule, why, column, by}], "more_dead", "opaque": [{rule, column, test}], "assumed": [column …]}
json::Object to_json(const Proof& proof);

}  // namespace leye::table
