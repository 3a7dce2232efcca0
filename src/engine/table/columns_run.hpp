#pragma once
#include <functional>
#include <stop_token>

#include "engine/table/compiled.hpp"

namespace leye::table {

/// How a run over a population is watched and ended.
struct Steering {
    std::stop_token stop;                             ///< asked before each batch
    std::function<void(size_t rows_done)> progress;  ///< called after each batch, by one thread at a time
    int threads = 1;
};

/// A row for which UNIQUE has two hits or ANY unequal outputs; rules by number.
struct Conflict {
    size_t row;
    uint16_t first, second;
    bool operator==(const Conflict&) const = default;
};

/// What a table answers for many rows; the reasons of a row are had again by decide() on its facts.
struct Answers {
    static constexpr uint16_t no_rule = 0, conflict = 0xffff;
    static constexpr size_t conflicts_max = 1000;

    std::vector<uint16_t> rule;         ///< number of the rule that counts, from 1; of several the first listed
    std::vector<uint64_t> from;         ///< C, R and O: where the hits of each row begin, and the end; otherwise empty
    std::vector<uint16_t> hits;         ///< the rules' numbers in the order of the outputs
    std::vector<Conflict> conflicts;    ///< by row, the first conflicts_max
    size_t conflict_rows = 0;           ///< how many there are
    bool whole = true;                  ///< false where the run was stopped: rows not reached say no_rule
};

/// Asks the table for every row. in: the columns are of the kinds the table was made ready for (an invariant). Cost: linear in the
/// rows; with up to 64 rules a few operations for each cut of a column, with more, rules / 64 words for each column and row.
Answers answer(const Compiled& compiled, const Columns& columns, const Steering& steering = {});

/// What a collecting table with an aggregation (C+, C<, C>, C#) answers for a row, as feel::evaluate_table does. in: `answers` are
/// of these columns. Cost: linear in the row's hits; facts are looked up only where an output or the fallback asks for them.
feel::Value fold(const Compiled& compiled, const Columns& columns, const Answers& answers, size_t row);

/// A row's facts as one case has them, for feel::decide.
feel::Context facts_of(const Compiled& compiled, const Columns& columns, size_t row);

}  // namespace leye::table
