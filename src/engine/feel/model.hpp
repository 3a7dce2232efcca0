#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "engine/feel/ast.hpp"

namespace leye::feel {

enum class HitPolicy { unique, first, collect, rule_order, any, priority, output_order };
enum class Aggregation { none, sum, count, min, max };

struct Input {
    std::string label, source;  ///< what it says in the file
    Tree expression;
    std::shared_ptr<const Node> allowed;  ///< tests that a value must pass, else it counts as null
    TypeRef type;                         ///< of the expression, else of the input data it names; nothing where the file says nothing
    std::optional<size_t> fact;           ///< its place among the table's names, where the expression is one of them and no more
};

/// What an output column says beyond its name.
struct OutputColumn {
    std::vector<Tree> priorities;  ///< allowed values, highest first
    Tree fallback;                 ///< the standard's explicit fallback; nothing where there is none
    TypeRef type;
};

/// One row. Cells are in the order of the inputs, outputs in that of the output names.
struct Rule {
    std::vector<Tree> cells;
    std::vector<size_t> asking;  ///< which of them are no «-», where the reader of the table said so; empty: ask all
    std::vector<std::string> cell_sources;
    std::vector<Tree> outputs;
    std::map<std::string, std::string> annotations;  ///< by the annotation's name
};

/// One decision that is a decision table.
struct DecisionTable {
    std::string id, name;
    HitPolicy hit_policy = HitPolicy::unique;
    std::vector<Input> inputs;
    Aggregation aggregation = Aggregation::none;
    std::vector<std::string> outputs;
    std::vector<OutputColumn> columns;  ///< beside `outputs`; empty where nothing more is said
    std::vector<Rule> rules;
    std::vector<std::string> names;  ///< of the facts its expressions look at, each once
    std::vector<size_t> looked_up;   ///< places of those that are looked at by more than such an input
};

/// A DMN file's decision tables. Invariant: every expression is parsed and knows its names.
struct Model {
    std::string hash;  ///< first 12 hexadecimal digits of the file's SHA-256
    std::map<std::string, DecisionTable, std::less<>> tables;  ///< by decision id
};

/// Reads DMN 1.3 to 1.5 XML strictly, any hit policy and aggregation. in: `facts` are the names that expressions may use. Fails: dmn_malformed, dmn_table (details: line,
/// sentence): what is wrong in a sentence and the line where it stands: also a name or type that nothing defines, and a cell that
/// is not of its column's type. Bounds: 10 MB, 20,000 rules, 200 columns.
Result<Model> load_model(std::string_view xml, const std::vector<std::string>& facts);

}  // namespace leye::feel
