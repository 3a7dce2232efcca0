#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "engine/feel/decide.hpp"
#include "records/catalog/catalog.hpp"
#include "records/catalog/ruled.hpp"

namespace leye::catalog {

/// What is wrong with a decision table, or where it and what decides by it do not agree.
struct TableFault {
    int rule = 0;        ///< from 1; 0: the table as a whole
    std::string column;  ///< the input's expression, or the name of the output or annotation; empty: the whole row
    Words sentence;
    int line = 1;  ///< of the DMN text
};

/// One of the officers' examples: what is the case, and what must come out.
struct Example {
    std::string name;
    json::Object facts;  ///< besides the usual ones
    std::string outcome, reason, field;
};
BOOST_DESCRIBE_STRUCT(Example, (), (name, facts, outcome, reason, field))

/// The examples of one table, as NAME.cases.yaml holds them.
struct Examples {
    json::Object usual;  ///< facts of every example that does not say otherwise
    std::vector<Example> cases;
};
BOOST_DESCRIBE_STRUCT(Examples, (), (usual, cases))

/// Steps of FEEL (feel::Allowance) that one case may take, and one example: what stands in force has room for longer texts and
/// lists than its examples have. A table of 1,000 rules takes some 10,000.
inline constexpr int64_t case_steps_max = 1'000'000, example_steps_max = 100'000;

/// An example that came out otherwise, took too long or was not tried, or a rule that none reaches.
struct ExampleFailure {
    std::string name;   ///< of the example; empty for a rule without one
    std::string place;  ///< file and line
    int rule = 0;       ///< that none reaches
    Words sentence;
};

/// A decision table as its item or determination decides by it. Invariant: `table` has the decision as id and only names it knows.
struct Rules {
    std::string dmn, cases;  ///< as they are written: DMN, and YAML or JSON
    std::string file, cases_file;  ///< where they stand, for sentences about faults
    feel::DecisionTable table;
    std::string hash;  ///< first digits of the DMN text's hash
    std::vector<std::string_view> types;  ///< of the names the table looks at, in their order
    /// What a decision is kept with, by the code of its reason: the table's names, and those its sentences name, so that they
    /// can be read again later.
    std::map<std::string, std::vector<std::string>, std::less<>> inputs;
};

/// The names that the rules may use: facts, fields of the item's form, settings.
std::vector<std::string> names_in_rules(const Ruled& ruled);
/// Reads a DMN text as the rules of the item or determination. out: every fault in `faults`, where the reader can go on; with faults the rules are
/// not to be decided by.
std::shared_ptr<Rules> read_rules(const Ruled& ruled, std::string dmn, std::string cases, std::vector<TableFault>& faults);
/// Asks the rules. Fails: rule_undecided where no row holds, table_costly.
Result<Decided> decide_by(const Ruled& ruled, const Rules& rules, const json::Object& facts, Instant now);
/// As read_rules, of NAME.dmn and NAME.cases.yaml in the folder, and proved. out: faults as sentences with file and line.
std::shared_ptr<const Rules> load_rules(const std::string& dir, const Ruled& ruled, std::vector<std::string>& faults);
/// Reads examples from YAML or JSON. out: what is wrong with them as sentences with file and line, in `faults`; the place of each
/// example in `places`.
Examples read_examples(std::string_view text, const std::string& file, std::vector<std::string>& faults, std::vector<std::string>* places = nullptr);
/// Asks the rules every example. out: what came out otherwise or cost more than example_steps_max, and the rules that no example
/// reaches; `ran` counts on. Where the thread's allowance comes to its end, one failure says how many were not tried.
/// in: `places` beside the examples, or nothing.
std::vector<ExampleFailure> try_examples(const Ruled& ruled, const Rules& rules, const Examples& examples, Instant now, int& ran,
                                         const std::vector<std::string>* places = nullptr);

}  // namespace leye::catalog
