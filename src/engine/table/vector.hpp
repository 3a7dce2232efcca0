#pragma once
#include "engine/table/cell.hpp"
#include "engine/table/columns.hpp"

namespace leye::table {

using Kinds = std::map<std::string, Kind, std::less<>>;

/// An expression or the tests of a cell as steps over whole batches; the last step is its value. The kind of each step is known:
/// every row is of that kind or null. Kind::any stands for what is null in every row.
struct Program {
    enum class Op {
        constant, column, input,
        add, subtract, multiply, divide, negate,
        equal, differs, less, at_most, greater, at_least, is_null,
        both, both_known, either, negation, choose,
        later_by_days, later_by_months, days_between, months_between, part,
    };
    struct Step {
        Op op;
        Kind kind = Kind::any;
        int a = -1, b = -1, c = -1;  ///< steps it reads
        feel::Value value;           ///< of a constant
        std::string text;            ///< name of a column or of a part
        int sign = 1;                ///< of later_by_…: −1 for earlier
    };
    std::vector<Step> steps;
    Kind kind() const { return steps.back().kind; }
};

/// Arithmetic, comparisons, and/or/not, date ± duration, differences of dates, years and months duration, if, between, in, parts
/// of dates and durations, constants, over columns of these kinds; nothing where the expression says more than that.
std::optional<Program> compile_expression(const feel::Node& expression, const Kinds& kinds, const Known& known);
/// The tests of a cell over an input of that kind: true, false or null as feel::test says.
std::optional<Program> compile_tests(const feel::Node& tests, Kind input, const Kinds& kinds, const Known& known);

/// Keys of one batch, all in 64 bits.
struct Lane {
    std::vector<int64_t> keys;
    Measure measure;
};

/// What a program reads in one batch.
struct Sight {
    const Columns& columns;
    size_t batch = 0, rows = 0;
    const Keys* input = nullptr;  ///< of Op::input, where it has keys
    Measure input_measure;
};

/// The program's values for a batch as keys. Nothing where they cannot be had exactly in 64 bits: division, products and sums
/// that would leave them, batches of wider keys; then exact() says them.
std::optional<Lane> in_keys(const Program& program, const Sight& sight);
/// The program's value for one row, in decimal128.
feel::Value exact(const Program& program, const Columns& columns, size_t row, const feel::Value& input = {});

}  // namespace leye::table
