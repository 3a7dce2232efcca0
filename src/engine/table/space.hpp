#pragma once
#include <map>
#include <optional>
#include <string>

#include "engine/table/box.hpp"
#include "engine/table/grid.hpp"

namespace leye::table {

/// What an input can be.
struct Domain {
    std::string source;           ///< its expression
    std::optional<Kind> kind;     ///< where it has an order
    bool assumed = false;         ///< the file does not say the kind; it is that of the values its cells name
    Values domain;                ///< of the kind, as far as the lists of allowed values narrow it; everything where there is no kind
    std::string opaque_domain;    ///< a list of allowed values that says more than values can
};
Domain domain_of(const feel::DecisionTable& table, size_t input, const Given& given);

/// The coordinates in which one or two tables are looked at, and their rules as boxes over them. Inputs of the same expression
/// and kind are one column; the same opaque test of a column is one coordinate.
/// Invariant: elementary values that no rule tells apart are one, so that all strings no cell names are one value.
class Space {
  public:
    Space(std::vector<const feel::DecisionTable*> tables, const Given& given);

    /// More opaque tests than can be looked at together; the grid is without rules then.
    bool is_too_wide() const { return too_wide_; }
    const Grid& grid() const { return grid_; }
    /// The grid's number of a rule, both from 0.
    uint32_t number(size_t table, size_t rule) const { return static_cast<uint32_t>(tables_[table].first + rule); }
    const std::vector<Domain>& columns() const { return columns_; }
    size_t column(size_t table, size_t input) const { return tables_[table].columns[input]; }
    const std::vector<OpaqueCell>& opaque(size_t table) const { return tables_[table].opaque; }
    /// The first input, from 0, whose cell admits nothing that the input can be.
    std::optional<size_t> empty_cell(size_t table, size_t rule) const;
    /// Whether a rule admits every case.
    bool is_whole(size_t table, size_t rule) const;
    /// The region as a box with a side for each of `columns`.
    Box box(const Region& region) const;

  private:
    /// What a cell says, on the axes of its column.
    struct Meaning {
        Cell::Form form = Cell::Form::any;
        Values admitted;
        size_t test = 0;      ///< of an opaque one, among the column's
        bool turned = false;  ///< it is not(that test)
        Runs runs;            ///< on its one axis, by element
    };
    /// Elementary values of a column, or the three answers of one test (holds, fails, unknown).
    struct Axis {
        size_t column = 0;
        std::optional<size_t> test;
        int32_t size = 0;                       ///< elements
        std::vector<std::optional<Interval>> elements;  ///< of values; null is the one without interval
        std::vector<std::vector<int32_t>> members;      ///< elements of each class, as the grid counts
        bool kept = false;                      ///< in the grid: some rule depends on it
    };
    struct Read {
        const feel::DecisionTable* table;
        std::vector<size_t> columns;   ///< by input
        std::vector<uint32_t> cells;   ///< by rule and input: among the meanings of its column
        std::vector<OpaqueCell> opaque;
        size_t first = 0;
    };

    void read(const feel::DecisionTable& table, const Given& given);
    void cut(size_t column);
    void fill_grid();
    Runs side(const Read& table, size_t rule, const Axis& axis) const;

    std::vector<Read> tables_;
    std::vector<Domain> columns_;
    std::vector<std::vector<Meaning>> meanings_;   ///< by column
    std::vector<std::vector<std::string>> tests_;  ///< by column
    std::vector<Axis> axes_;                       ///< those of values first
    Grid grid_{{}, 0};
    bool too_wide_ = false;
};

}  // namespace leye::table
