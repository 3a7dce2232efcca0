#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "engine/feel/number.hpp"
#include "engine/feel/temporal.hpp"

namespace leye::feel {

struct Value;

using List = std::vector<Value>;
using Context = std::map<std::string, Value, std::less<>>;

/// From `low` to `high`; an absent end is unbounded, an end that is null is not known.
struct Range;
/// Built in, written in FEEL or a model's; see function.hpp.
struct Function;

/// Anything a FEEL expression can be; null where nothing is known or an operation does not apply.
struct Value {
    std::variant<std::monostate, bool, Number, std::string, Day, Time, DateTime, MonthsDuration, DaysDuration,
                 std::shared_ptr<const List>,
                 std::shared_ptr<const Context>, std::shared_ptr<const Range>, std::shared_ptr<const Function>>
        is;

    Value() = default;
    template <class T>
        requires(!std::is_same_v<std::remove_cvref_t<T>, Value> && !std::is_same_v<std::remove_cvref_t<T>, Date>)
    Value(T&& x) : is(std::forward<T>(x)) {}
    Value(Date d) : is(Day{d.days()}) {}
    Value(const char* text) : is(std::string(text)) {}
    Value(int n) : is(Number(n)) {}
    template <class T>
    Value(std::optional<T> x) {
        if (x) is = std::move(*x);
    }
    /// Values may nest as deep as a loop makes them: what holds others is taken apart without recursion.
    static Value list(List items);
    static Value context(Context c);
    static Value of(std::optional<Number> n) { return n ? Value(*n) : Value(); }

    bool is_null() const { return std::holds_alternative<std::monostate>(is); }
    bool is_true() const { return std::holds_alternative<bool>(is) && std::get<bool>(is); }
    template <class T>
    const T* as() const {
        return std::get_if<T>(&is);
    }
    const List* as_list() const;
    const Context* as_context() const;
    const Range* as_range() const;
    const Function* as_function() const;
};

struct Range {
    std::optional<Value> low, high;
    bool low_closed = true, high_closed = true;
    bool single = false;   ///< written «= low»
    bool differs = false;  ///< "!= low": everything but that value
};

/// Three-valued equality: null where the kinds differ and neither is null.
std::optional<bool> equal(const Value& a, const Value& b);
/// −1, 0 or 1; nothing where the two cannot be ordered.
std::optional<int> compare(const Value& a, const Value& b);
/// Texts end at 10 MB and 200 levels. As people write it: 12.5, "text" without quotes, 2026-11-23, [1, 2], null.
std::string text_of(const Value& v);

/// As FEEL writes it: strings in quotes inside lists and contexts.
std::string literal_of(const Value& v);
/// Whether the value lies in the range; nothing where the two cannot be compared.
std::optional<bool> contains(const Range& range, const Value& v);

/// JSON's null, booleans, numbers, strings, arrays and objects; dates stay strings.
Value of_json(const json::Value& v);
json::Value to_json(const Value& v);

}  // namespace leye::feel
