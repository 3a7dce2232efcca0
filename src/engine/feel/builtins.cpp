#include "engine/feel/builtins.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace leye::feel {
namespace {

using Arguments = std::span<const Value>;

// "P1Y2M", "-P30D", "PT36H": months or seconds, never both.
Value duration_of(std::string_view s) {
    const bool negative = s.starts_with('-');
    if (negative) s.remove_prefix(1);
    if (!s.starts_with('P') || s.size() < 3) return {};
    s.remove_prefix(1);
    int64_t months = 0, seconds = 0;
    bool months_seen = false, seconds_seen = false, time = false;
    while (!s.empty()) {
        if (s.front() == 'T' && !time) {
            time = true;
            s.remove_prefix(1);
            continue;
        }
        int64_t n = 0;
        const auto [end, failed] = std::from_chars(s.data(), s.data() + s.size(), n);
        if (failed != std::errc() || end == s.data() + s.size() || n < 0 || n > 1'000'000'000) return {};
        const char unit = *end;
        s.remove_prefix(static_cast<size_t>(end - s.data()) + 1);
        if (!time && (unit == 'Y' || unit == 'M')) months_seen = true, months += unit == 'Y' ? n * 12 : n;
        else if (!time && unit == 'D') seconds_seen = true, seconds += n * 86400;
        else if (time && (unit == 'H' || unit == 'M' || unit == 'S')) seconds_seen = true, seconds += n * (unit == 'H' ? 3600 : unit == 'M' ? 60 : 1);
        else return {};
    }
    if (months_seen == seconds_seen) return {};
    if (months_seen) return MonthsDuration{negative ? -months : months};
    return DaysDuration{negative ? -seconds : seconds};
}

const std::string* string_at(Arguments a, size_t i) { return i < a.size() ? a[i].as<std::string>() : nullptr; }
const Number* number_at(Arguments a, size_t i) { return i < a.size() ? a[i].as<Number>() : nullptr; }

// The numbers of min(1, 2) and of min([1, 2]).
List items_of(Arguments a) {
    if (a.size() == 1)
        if (const auto* list = a[0].as_list()) return *list;
    return List(a.begin(), a.end());
}

Value date(Arguments a, Instant) {
    if (a.size() == 3) {
        const Number *y = number_at(a, 0), *m = number_at(a, 1), *d = number_at(a, 2);
        if (!y || !m || !d || !y->integer() || !m->integer() || !d->integer()) return {};
        const auto in = [](int64_t n) { return static_cast<int>(std::clamp<int64_t>(n, -1, 100'000)); };
        const auto day = Date::of(in(*y->integer()), in(*m->integer()), in(*d->integer()));
        return day ? Value(*day) : Value();
    }
    if (a[0].as<Date>()) return a[0];
    const auto* s = string_at(a, 0);
    const auto day = s ? Date::parse(*s) : std::nullopt;
    return day ? Value(*day) : Value();
}

Value duration(Arguments a, Instant) {
    const auto* s = string_at(a, 0);
    return s ? duration_of(*s) : Value();
}

Value years_and_months(Arguments a, Instant) {
    const auto *from = a[0].as<Date>(), *to = a[1].as<Date>();
    if (!from || !to) return {};
    int64_t months = (to->year() - from->year()) * 12 + to->month() - from->month();
    if (months > 0 && to->day() < from->day()) --months;
    if (months < 0 && to->day() > from->day()) ++months;
    return MonthsDuration{months};
}

Value number(Arguments a, Instant) {
    const auto* s = string_at(a, 0);
    return s ? Value::of(Number::parse(*s)) : Value();
}

Value extreme(Arguments a, int sign) {
    const List items = items_of(a);
    if (items.empty()) return {};
    Value best = items[0];
    for (const auto& item : items) {
        const auto order = compare(item, best);
        if (!order) return {};
        if (*order * sign > 0) best = item;
    }
    return best;
}

Value sum(Arguments a, Instant) {
    const List items = items_of(a);
    if (items.empty()) return {};
    std::optional<Number> total = Number(0);
    for (const auto& item : items) {
        const auto* n = item.as<Number>();
        if (!n || !(total = add(*total, *n))) return {};
    }
    return *total;
}

const Builtin all[] = {
    {"date", 1, 3, date},
    {"duration", 1, 1, duration},
    {"years and months duration", 2, 2, years_and_months},
    {"today", 0, 0, [](Arguments, Instant now) -> Value { return now.date(); }},
    {"number", 1, 1, number},
    {"string", 1, 1, [](Arguments a, Instant) -> Value { return a[0].is_null() ? Value() : Value(text_of(a[0])); }},
    {"not", 1, 1, [](Arguments a, Instant) -> Value { const auto* b = a[0].as<bool>(); return b ? Value(!*b) : Value(); }},
    {"string length", 1, 1, [](Arguments a, Instant) -> Value {
         const auto* s = string_at(a, 0);
         return s ? Value(Number(static_cast<int64_t>(text::length(*s)))) : Value();
     }},
    {"contains", 2, 2, [](Arguments a, Instant) -> Value {
         const auto *s = string_at(a, 0), *part = string_at(a, 1);
         return s && part ? Value(s->find(*part) != s->npos) : Value();
     }},
    {"starts with", 2, 2, [](Arguments a, Instant) -> Value {
         const auto *s = string_at(a, 0), *part = string_at(a, 1);
         return s && part ? Value(s->starts_with(*part)) : Value();
     }},
    {"list contains", 2, 2, [](Arguments a, Instant) -> Value {
         const auto* list = a[0].as_list();
         if (!list) return {};
         return std::ranges::any_of(*list, [&](const Value& v) { return equal(v, a[1]) == true; });
     }},
    {"count", 1, 1, [](Arguments a, Instant) -> Value {
         const auto* list = a[0].as_list();
         return list ? Value(Number(static_cast<int64_t>(list->size()))) : Value();
     }},
    {"min", 1, 100, [](Arguments a, Instant) { return extreme(a, -1); }},
    {"max", 1, 100, [](Arguments a, Instant) { return extreme(a, 1); }},
    {"sum", 1, 100, sum},
    {"floor", 1, 1, [](Arguments a, Instant) -> Value { const auto* n = number_at(a, 0); return n ? Value(n->floor()) : Value(); }},
    {"abs", 1, 1, [](Arguments a, Instant) -> Value {
         const auto* n = number_at(a, 0);
         return n ? Value(*n < Number(0) ? n->negated() : *n) : Value();
     }},
};

}  // namespace

const Builtin* find_builtin(std::string_view name) {
    for (const auto& b : all)
        if (b.name == name) return &b;
    return nullptr;
}

std::span<const Builtin> builtins() { return all; }

Value of_at_literal(std::string_view text) {
    if (const auto day = Date::parse(text)) return *day;
    return duration_of(text);
}

}  // namespace leye::feel
