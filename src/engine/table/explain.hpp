#pragma once
#include <optional>
#include <set>

#include "engine/feel/decide.hpp"
#include "engine/table/values.hpp"

namespace leye::table {

/// One text in Chinese and English.
struct Sentence {
    std::string zh, en;
};

/// A cell's tests in words: «[16..60)» is «16 以上、60 以下（不含）» and «at least 16 and under 60»; a test that cannot be put
/// in words is quoted as it is written.
Sentence words_of(const feel::Node& tests, std::string_view source);
/// A value in words: true is «是», null «未知», days and durations as people write them.
Sentence words_of(const feel::Value& value);

/// How a table came to its answer, in sentences: which row held, each input it asked with the value and the test in words, what
/// comes out, and on what ground (the row's annotation). Where no row holds: the rows that came nearest, and what failed there.
/// in: `outcome` is decide()'s for this table, with cells kept. `basis` names the annotation that is the ground.
std::vector<Sentence> explain(const feel::DecisionTable& table, const feel::Outcome& outcome, std::string_view basis = "clause");

/// One input that would have to be another.
struct Step {
    int input = 0;  ///< from 1
    feel::Value from, to;
};
/// The facts that would give another answer.
struct Turn {
    std::vector<Step> steps;
    int rule = 0;           ///< the hit then, from 1; 0 where none holds
    feel::Context outputs;  ///< of that hit; empty where none holds
    Sentence words;         ///< «若“月数”为 6（现为 5），结果为 …»
};

/// Finds the nearest cases with another answer: fewest inputs changed first, then the smallest change within ordered inputs. Each
/// one is asked of `decide` before it is given. Inputs that are not plain names of facts are left as they are, and so are those in
/// `fixed` (names of facts, such as a day of birth). A test «op other fact ± constant» is solved for this case; other opaque tests
/// are tried with the values at hand only.
/// out: at most `most`, nearest first, each with other outputs. Cost: at most `most` × 100 decisions.
std::vector<Turn> turns(const feel::DecisionTable& table, const feel::Context& facts, Instant now, const std::set<std::string, std::less<>>& fixed = {},
                        size_t most = 3);

}  // namespace leye::table
