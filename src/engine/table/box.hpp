#pragma once
#include <string>
#include <vector>

#include "base/json.hpp"
#include "engine/feel/model.hpp"
#include "engine/table/cell.hpp"

namespace leye::table {

/// In which answers of one opaque test a box lies. Invariant: in at least one and not in all three.
struct OpaqueTest {
    std::string test;  ///< as its cell writes it, without a not(…) around it
    bool holds = false, fails = false, unknown = false;
};

/// One input of a box.
struct Side {
    Values values;                   ///< of the input's kind; everything where the kind has no order
    std::vector<OpaqueTest> opaque;  ///< those of the column that the box depends on
    /// As a cell of a table: «-», «[16..60)», «not("A", null)», «>= 16 and > today». «not(> today)» says that the test does not
    /// hold; where the table tells false from unknown, the latter is «(> today) = null».
    std::string text;
};

/// A region of cases: what each input is, in the order of the table's inputs, and one case within.
struct Box {
    std::vector<Side> sides;
    std::vector<feel::Value> row;  ///< a value of each side; what an opaque test asks of it is left open
    /// Rests on opaque tests, of which nothing is known: perhaps no case ever stands there.
    bool possible = false;
};

/// A cell that says more than values can. The proof takes each such test of a column as true or false by itself.
struct OpaqueCell {
    int rule = 0, column = 0;  ///< from 1; rule 0 is the column's own list of allowed values
    std::string test;
};

/// What the reader of a proof vouches for beyond the table itself.
struct Given {
    Known known;                          ///< facts that are the same for every case, so that fewer cells are opaque
    std::vector<std::string> never_null;  ///< inputs, as the table writes them, that are never null
};

/// Where a search stops; what it then says is «more than».
struct Bounds {
    size_t boxes_max = 100;
    int64_t steps_max = 50'000'000;  ///< a rule looked at on one axis of a box, 3 to 8 ns each
    int64_t evaluation_max = 10'000'000;  ///< steps of FEEL to work cells out that name no fact; what is left is opaque
};

/// {"cells": [text …], "row": [literal …], "possible": bool}
json::Object to_json(const Box& box);

}  // namespace leye::table
