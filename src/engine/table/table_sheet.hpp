#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"

namespace leye::table {

/// A decision table as plain text: what a person sees and changes, whatever file it stands in.
/// Invariant of one that was read: no text has blanks at its ends; every rule has as many cells, outputs and
/// notes as there are columns of the kind; «#3» stands for the id of a third thing that has none in its file.
struct TableSheet {
    struct Input {
        std::string id, label, expression, type;
        std::string allowed;  ///< the tests that a value must pass
        bool operator==(const Input&) const = default;
    };
    struct Output {
        std::string id, name, label, type;
        std::string values;    ///< allowed ones, the highest first
        std::string fallback;  ///< the answer where no rule holds
        bool operator==(const Output&) const = default;
    };
    struct Annotation {
        std::string id, name;
        bool operator==(const Annotation&) const = default;
    };
    struct Rule {
        std::string id;
        std::vector<std::string> cells, outputs, notes;
        bool operator==(const Rule&) const = default;
    };

    std::string decision, name;         ///< of the decision or knowledge model that holds the table
    std::string hit_policy = "UNIQUE";  ///< as DMN writes it
    std::string aggregation;            ///< of COLLECT: SUM, COUNT, MIN, MAX or nothing
    std::vector<Input> inputs;
    std::vector<Output> outputs;
    std::vector<Annotation> annotations;
    std::vector<Rule> rules;

    bool operator==(const TableSheet&) const = default;
};

/// Without blanks at the ends of any text; hit policy and aggregation as DMN writes them («rule  order» →
/// «RULE ORDER»).
TableSheet tidied(TableSheet sheet);

inline constexpr size_t rules_max = 20'000, table_columns_max = 190;

/// Refuses a sheet that no file can hold. Fails: table_hit_policy, table_aggregation, table_no_output,
/// table_too_many_rules, table_too_many_columns, table_ragged, table_character, table_rule_twice,
/// table_column_twice; `field` names the place («rules[3].cells[0]», from 0).
Result<void> check(const TableSheet& sheet);

}  // namespace leye::table
