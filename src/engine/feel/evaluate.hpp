#pragma once
#include "engine/feel/function.hpp"
#include "engine/feel/parser.hpp"

namespace leye::feel {

/// The value of an expression; a type error is null, never an exception. in: `now` is what today() answers.
Value evaluate(const Node& expression, const Context& context, Instant now);
/// Whether the unary tests of a cell hold for the input: true, false, or nothing where that cannot be told.
std::optional<bool> test(const Node& tests, const Value& input, const Context& context, Instant now);
/// Parses and evaluates in one step. Fails: feel_syntax, feel_unknown_name, feel_too_deep.
Result<Value> evaluate_text(std::string_view expression, const Context& context, Instant now);

}  // namespace leye::feel
