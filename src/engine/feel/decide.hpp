#pragma once
#include "engine/feel/function.hpp"
#include "engine/feel/model.hpp"

namespace leye::feel {

/// How a table came to its answer: the value of each input, and for each rule looked at the result of each cell.
struct Trace {
    std::vector<Value> inputs;
    std::vector<std::vector<std::optional<bool>>> rules;
    std::vector<int> hits;  ///< numbers of the rules that hold, from 1
};

/// What a table answers. `outputs` has a context for each hit that the policy keeps: one for U, F and A, several for C and R.
struct Outcome {
    std::vector<Context> outputs;
    Trace trace;
    const Rule* rule = nullptr;  ///< the hit of U, F and A; nullptr where no rule holds
};

/// Whether the result of each cell is kept in the trace; without, rules stop at their first cell that fails and say nothing.
enum class Cells { kept, dropped };
/// Asks one decision table. Fails: table_overlap where UNIQUE has two hits or ANY unequal outputs (details: first, second),
/// table_costly where it takes more steps than a Run or the thread's Allowance has (details: table).
/// Cost: linear in the rules looked at; FIRST stops at its hit.
Result<Outcome> decide(const DecisionTable& table, Context facts, Instant now, Cells cells = Cells::kept);
/// As above, of a table read with the names of facts, which asks for those it looks at. in: `fact` gives the value of
/// `table.names[i]`, null where it is not known.
Result<Outcome> decide_asking(const DecisionTable& table, const std::function<Value(size_t i)>& fact, Instant now, Cells cells = Cells::kept);

/// The table as one value, as the standard composes it: a single output by itself, several as a context, lists for C, R and O.
/// Null with a diagnostic where decide() would refuse. Leaves a TableTrace in the run.
Value evaluate_table(const DecisionTable& table, const FrameRef& frame, Run& run);

/// The trace as JSON: inputs with label and value, hits, cells of the rules looked at as "1", "0" and "?".
json::Object to_json(const DecisionTable& table, const Trace& trace);

}  // namespace leye::feel
