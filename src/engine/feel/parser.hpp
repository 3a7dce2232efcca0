#pragma once
#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "engine/feel/ast.hpp"

namespace leye::feel {

/// Names that stand for something where an expression is read; names of several words are read by longest match.
using Scope = std::set<std::string, std::less<>>;

class Names;

/// How to read names beyond the scope.
struct Reading {
    const Names* known = nullptr;    ///< names in scope that many expressions share, made ready once; see names.hpp
    const Names* members = nullptr;  ///< names behind a dot or inside a filter that may hold spaces and operators
    bool strict = true;              ///< an unknown name is refused; otherwise it is null when evaluated
    std::function<TypeRef(const std::string&)> type;  ///< of a named type; nothing: there are only the standard's own
};

/// Parses an expression. Fails: feel_syntax, feel_unknown_name, feel_too_deep (more than 200 levels, a tree
/// higher than 1,500 or a text longer than 1 MB), each with details at (the character, from 1), sentence and zh.
Result<Tree> parse_expression(std::string_view source, const Scope& scope, const Reading& reading = {});
/// Parses the unary tests of a cell: «-», «< 16», «[16..60)», «"A", "B"», «not(null)».
Result<Tree> parse_tests(std::string_view source, const Scope& scope, const Reading& reading = {});
/// Reads the name of a type as an expression writes it: «number», «list<string>», «context<a: number>».
Result<TypeRef> parse_type(std::string_view source, const Reading& reading = {});

}  // namespace leye::feel
