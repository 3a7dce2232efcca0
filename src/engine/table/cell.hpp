#pragma once
#include "base/date.hpp"
#include "engine/table/values.hpp"

namespace leye::table {

/// What a cell of a decision table admits, where that depends on the value of its column alone.
struct Cell {
    enum class Form {
        any,     ///< «-»: everything, null too
        values,  ///< what is in `admitted`
        opaque,  ///< speaks of other facts or of a kind without an order: asked row by row
    } form = Form::any;
    Values admitted;                   ///< of `values`: where the test is true
    Values denied;                     ///< of `values`: where it is false; for all others it is null
    const feel::Node* test = nullptr;  ///< of `opaque`; the table's
};

/// What is known of a run before its first row.
struct Known {
    feel::Context facts;         ///< the same for every row, so that «> today» can be written as values
    std::optional<Instant> now;  ///< what today() and now() answer; nothing where that is left open
};

/// The value of an expression that is the same for every row of a run; nothing where rows may differ, or where it costs too much.
std::optional<feel::Value> constant(const feel::Node& expression, const Known& known);

/// Writes the tests of a cell as values of the column's kind. Cost: linear in the tests.
/// A cell holds only where its test is true, as feel::test says, null included: «not("A")» admits null, «not(< 5)» does not.
Cell compile(const feel::Node& tests, Kind kind, const Known& known = {});

}  // namespace leye::table
