#pragma once
#include <span>
#include <string_view>

#include "base/date.hpp"
#include "engine/feel/value.hpp"

namespace leye::feel {

/// One built-in function: null where the arguments do not fit.
struct Builtin {
    std::string_view name;
    int least, most;  ///< how many arguments
    Value (*run)(std::span<const Value> arguments, Instant now);
};

/// The function of that name, nullptr where there is none.
const Builtin* find_builtin(std::string_view name);
std::span<const Builtin> builtins();

/// What @"…" stands for: a date or a duration; null for any other text.
Value of_at_literal(std::string_view text);

}  // namespace leye::feel
