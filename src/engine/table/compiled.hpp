#pragma once
#include "engine/feel/decide.hpp"
#include "engine/table/vector.hpp"

namespace leye::table {

/// Which rules a value of one column leaves standing: a set of places for null and for each stretch between two cuts.
struct Index {
    std::vector<Cut> cuts;       ///< in order
    std::vector<uint64_t> sets;  ///< `words` for null, then for each of cuts.size() + 1 stretches

    /// 0 for null, else 1 and the number of cuts before the value.
    size_t stretch_of(const feel::Value& v) const;
};

/// One column of a table.
struct Question {
    /// Where its value comes from: the same for every row, a fact as it is, steps over facts, or FEEL asked row by row.
    enum class Form { constant, fact, steps, asked } form = Form::asked;
    Kind kind = Kind::unknown;  ///< of every row that is not null; of `asked` what the file says
    feel::Value value;          ///< of `constant`
    std::string fact;           ///< of `fact`
    std::optional<Program> steps;
    std::vector<Cell> cells;  ///< by rule; those of a column with allowed values already say so
    Index index;              ///< empty where no cell is written as values
};

/// A cell that values cannot say, asked only of rows that are still alive.
struct OpenTest {
    size_t question;
    const feel::Node* tests;
    std::optional<Program> steps;
};

/// A decision table made ready for many rows. Rules stand at places: in their order, or where the hit policy asks for priorities
/// and every output is a constant, the highest first. Invariant: immutable, safe to share among threads; the table outlives it.
struct Compiled {
    const feel::DecisionTable* table;
    Known known;  ///< `now` is set
    Kinds kinds;
    std::vector<Question> questions;
    std::vector<OpenTest> open;
    std::vector<std::vector<uint32_t>> open_of;   ///< by place: which of `open` must hold too
    std::vector<uint16_t> order, place;           ///< by place: the rule, from 0; by rule: its place
    size_t words = 1;                             ///< of a set of places: 1 up to 64 rules, 8 up to 512, else a multiple of 16
    std::vector<uint64_t> standing;               ///< places that the constant questions leave
    std::vector<std::vector<std::optional<feel::Value>>> outputs;  ///< by rule and output; nothing where it is an expression
    bool ranked = false;                          ///< places are by priority

    /// Whether nothing of rule `r` needs more than columns.
    bool all_constant(size_t r) const;
};

constexpr size_t index_bytes_max = 256'000'000;

/// Makes a table ready. in: `kinds` are the facts that differ by row; facts that are neither there nor known are null. `known`
/// pins the instant. Cost: cuts × rules / 64 for each column; a column whose index would be larger than index_bytes_max is asked
/// row by row.
Compiled compile(const feel::DecisionTable& table, Kinds kinds, Known known);

/// Which outputs come first by the lists of allowed values: places in them, compared as words are.
std::vector<size_t> ranks(const feel::DecisionTable& table, const std::vector<feel::Value>& outputs, const feel::FrameRef& facts, Instant now);

}  // namespace leye::table
