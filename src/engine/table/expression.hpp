#pragma once
#include <optional>
#include <string>

#include "base/date.hpp"
#include "engine/feel/ast.hpp"

namespace leye::table {

/// The value of an expression; nothing where it costs more than there is left to spend.
std::optional<feel::Value> evaluated(const feel::Node& expression, const feel::Context& facts, Instant now);
/// The value of an expression that names no fact and does not ask the time; nothing for any other, or where it costs too much.
std::optional<feel::Value> constant_of(const feel::Node& expression);
/// Whether two expressions are written alike, spaces aside, or are equal constants (null equals null).
bool is_same(const feel::Node& a, const feel::Node& b);
/// As FEEL writes it, dates and durations as @"…"; parts that are rarely an output's begin with «…» and are no FEEL. The same text
/// only for what is written alike.
std::string source_of(const feel::Node& expression);
std::string source_of(const feel::Value& value);

}  // namespace leye::table
