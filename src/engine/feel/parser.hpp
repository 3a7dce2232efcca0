#pragma once
#include <set>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "engine/feel/ast.hpp"

namespace leye::feel {

/// Names that stand for something where an expression is read; names of several words are read by longest match.
using Scope = std::set<std::string, std::less<>>;

/// Parses an expression. Fails: feel_syntax, feel_unknown_name, feel_too_deep (more than 200 levels), each with details
/// at and sentence.
Result<Tree> parse_expression(std::string_view source, const Scope& scope);
/// Parses the unary tests of a cell: «-», «< 16», «[16..60)», «"A", "B"», «not(null)».
Result<Tree> parse_tests(std::string_view source, const Scope& scope);

}  // namespace leye::feel
