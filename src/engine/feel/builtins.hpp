#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "engine/feel/function.hpp"

namespace leye::feel {

/// One built-in function: null where the arguments do not fit. `parameters` are names divided by commas; one with «?» may be
/// left out, one with «*» takes a list or everything given. The same name may stand several times.
struct Builtin {
    std::string_view name, parameters;
    Value (*run)(std::vector<Value>& arguments, Run& run);
};

std::span<const Builtin> builtins();
/// The first of that name; nullptr where there is none.
const Builtin* find_builtin(std::string_view name);
/// How many parameters each built-in of that name takes, those that may be left out included.
std::vector<size_t> arities_of(std::string_view name);
std::span<const Builtin> number_builtins();
std::span<const Builtin> text_builtins();
std::span<const Builtin> list_builtins();
std::span<const Builtin> time_builtins();
std::span<const Builtin> context_builtins();
std::span<const Builtin> range_builtins();

/// What @"…" stands for: a date, a time or a duration; null for any other text.
Value of_at_literal(std::string_view text);

/// The argument of that place as a T, out of a list of one too; nullptr where it is none.
template <class T>
const T* argument(const std::vector<Value>& a, size_t i) {
    if (i >= a.size()) return nullptr;
    if (const auto* x = a[i].template as<T>()) return x;
    const auto* l = a[i].as_list();
    return l && l->size() == 1 ? l->front().template as<T>() : nullptr;
}
/// A list as it is, anything else but null as a list of one.
std::optional<List> list_argument(const std::vector<Value>& a, size_t i);
std::optional<int64_t> integer_argument(const std::vector<Value>& a, size_t i);

}  // namespace leye::feel
