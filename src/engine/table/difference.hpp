#pragma once
#include <optional>

#include "engine/table/box.hpp"

namespace leye::table {

/// What a table answers throughout a box.
struct Answer {
    enum class What {
        outputs,       ///< those of `rules`
        fallback,      ///< the default output
        none,          ///< no rule holds, and there is no default
        contradiction  ///< rules that the hit policy does not allow together
    } what = What::none;
    std::vector<int> rules;            ///< from 1
    std::vector<std::string> outputs;  ///< by Difference::outputs, as FEEL; several hits as a list
};

/// Cases that get another answer.
struct Change {
    Box where;  ///< by Difference::inputs
    Answer from, to;
    std::vector<std::string> outputs;  ///< names of those that differ
};

/// One rule, in both versions or in one of them. Numbers from 1, 0 where it is not there.
struct RuleChange {
    enum class What { added, removed, changed, moved } what = What::changed;
    int before = 0, after = 0;
    std::vector<std::string> columns;  ///< of `changed`: inputs, outputs and annotations whose cell differs, by name
};

/// What sets two versions of a table apart.
struct Difference {
    std::vector<std::string> inputs;   ///< expressions: those of the later table, then those only the earlier one has
    std::vector<std::string> outputs;  ///< names that both have, in the order of the later table
    std::vector<Change> changes;       ///< none has a point in common with another
    bool more_changes = false;         ///< there are others, or the search ended before all was looked at
    std::vector<RuleChange> rules;     ///< of the text: also where no case gets another answer; in the order of the later table, removed ones last
    std::vector<std::string> inputs_added, inputs_removed, outputs_added, outputs_removed;
    std::optional<std::string> hit_policy;  ///< «FIRST → UNIQUE» where it changed
    bool empty() const { return changes.empty() && !more_changes; }
};

/// Ids of the rules in the order of the table, where the files have them; empty: rules are matched by what they say.
struct RuleIds {
    std::vector<std::string> before, after;
};

/// Finds every case that the two versions answer differently, exactly, as `prove` looks at cases. Outputs are compared where both
/// have them; annotations say nothing about an answer and appear in `rules` only. Outputs that are expressions are equal where
/// they are written alike or give equal constants. A column that only one version has admits everything in the other.
/// Cost: as `prove` for both tables together; regions where both have the same rules are left at once.
Difference compare(const feel::DecisionTable& before, const feel::DecisionTable& after, const Given& given = {}, const RuleIds& ids = {},
                   const Bounds& bounds = {});

/// The part of a difference that the texts alone tell: rules by `ids`, else by what they say. Cost: rules × columns; where many
/// are neither alike nor in place, the product of those.
std::vector<RuleChange> match_rules(const feel::DecisionTable& before, const feel::DecisionTable& after, const RuleIds& ids);

/// {"changes": [{where, from: {what, rules, outputs}, to, outputs}], "more_changes", "rules": [{what, before, after, columns}],
/// "inputs", "outputs", "inputs_added", "inputs_removed", "outputs_added", "outputs_removed", "hit_policy"}
json::Object to_json(const Difference& difference);

}  // namespace leye::table
