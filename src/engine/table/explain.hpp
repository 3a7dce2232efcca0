#pragma once
#include <map>
#include <optional>
#include <set>

#include "engine/feel/decide.hpp"
#include "engine/table/values.hpp"

namespace leye::table {

/// One text in Chinese and English.
struct Sentence {
    std::string zh, en;
};

/// What facts are called, by their names in expressions.
using Labels = std::map<std::string, Sentence, std::less<>>;
/// Every input of the table under its expression, and what is known of other facts. The table's own label goes before the Chinese
/// one of `known`.
Labels labels_of(const feel::DecisionTable& table, Labels known = {});

/// A cell's tests in words: «[16..60)» is «16 以上、60 以下（不含）» and «at least 16 and under 60», «<= today - @"P30D"» is «不晚于
/// 今天 减 30 天»; a test that cannot be put in words is quoted as it is written, in: `source`, with the facts' labels. `kind` is the
/// input's, where days are «不早于» rather than «以上».
Sentence words_of(const feel::Node& tests, std::string_view source, Kind kind = Kind::any, const Labels& labels = {});
/// A value in words: true is «是», null «未知», days and durations as people write them.
Sentence words_of(const feel::Value& value);

/// How a table came to its answer, in sentences: which row held, each input it asked with the value and the test in words, what
/// comes out, and on what ground (the row's annotation). Where no row holds: the rows that came nearest, and what failed there.
/// in: `outcome` is decide()'s for this table, with cells kept. `basis` names the annotation that is the ground. `known` are labels
/// of facts, those the table has no input for as well.
std::vector<Sentence> explain(const feel::DecisionTable& table, const feel::Outcome& outcome, std::string_view basis = "clause", const Labels& known = {});

/// One input that would have to be another.
struct Step {
    int input = 0;  ///< from 1
    feel::Value from, to;
};
/// The facts that would give another answer.
struct Turn {
    std::vector<Step> steps;
    int rule = 0;           ///< the hit then, from 1
    feel::Context outputs;  ///< of that hit
    Sentence words;         ///< «若月数为 6（现为 5），则第 3 行成立，结果：…»
};

/// Finds the nearest cases with another answer: fewest inputs changed first, then the smallest change within ordered inputs, by
/// the width of what the column tells apart (a boolean or a text counts as one width). Each one is asked of `decide` before it is given. Only inputs that are plain names
/// of facts change, and those in `fixed` (names of facts, such as a day of birth) do not; none is made null. A test of other
/// facts is worked out for this case: «> today - duration("P30D")» is a bound like any other; one that cannot be (it speaks of
/// «?») is taken as it stands.
/// out: at most `most`, nearest first, each with other outputs; under policies that keep several hits, of the first of them.
/// Cost: at most 4,000 cases looked at in 10,000,000 cells, 200 decisions and 10,000,000 steps of FEEL.
std::vector<Turn> turns(const feel::DecisionTable& table, const feel::Context& facts, Instant now, const std::set<std::string, std::less<>>& fixed = {},
                        size_t most = 3, const Labels& known = {});

}  // namespace leye::table
