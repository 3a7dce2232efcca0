#include "engine/feel/function.hpp"

namespace leye::feel {
namespace {

constexpr __int128 nanos_max = static_cast<__int128>(INT64_MAX) * 500'000'000;

Value days_of(__int128 nanos) { return nanos > nanos_max || nanos < -nanos_max ? Value() : Value(DaysDuration::of_nanos(nanos)); }

std::optional<Number> number_of(__int128 n) {
    const bool negative = n < 0;
    std::string digits;
    for (unsigned __int128 x = negative ? -static_cast<unsigned __int128>(n) : static_cast<unsigned __int128>(n); x; x /= 10) digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(x % 10)));
    return Number::parse((negative ? "-" : "") + (digits.empty() ? "0" : digits));
}
std::optional<Number> nanos_of(const DaysDuration& d) { return number_of(d.total_nanos()); }

std::optional<int64_t> truncated(const std::optional<Number>& n) {
    if (!n) return std::nullopt;
    const auto whole = n->rounded(0, Number::Rounding::down);
    return whole ? whole->integer() : std::nullopt;
}

Value days_of(const std::optional<Number>& nanos) {
    if (!nanos) return {};
    const auto s = divide(*nanos, Number(1'000'000'000));
    const auto whole = s ? s->floor().integer() : std::nullopt;
    if (!whole) return {};
    const auto rest = subtract(*nanos, *multiply(Number(*whole), Number(1'000'000'000)));
    return days_of(static_cast<__int128>(*whole) * 1'000'000'000 + truncated(rest).value_or(0));
}

Value moved(const Value& a, const Value& d, int sign) {
    if (const auto* m = d.as<MonthsDuration>()) {
        if (const auto* x = a.as<Day>()) return Value(x->plus_months(sign * m->months));
        if (const auto* x = a.as<DateTime>()) {
            const auto day = x->day.plus_months(sign * m->months);
            return day ? Value(DateTime{*day, x->time}) : Value();
        }
        return {};
    }
    const auto* s = d.as<DaysDuration>();
    if (!s) return {};
    const auto by = DaysDuration::of_nanos(sign * s->total_nanos());
    if (const auto* x = a.as<Day>()) {
        const Day out = plus(DateTime{*x, {}}, by).day;
        return std::abs(out.parts().year) <= 999'999'999 ? Value(out) : Value();
    }
    if (const auto* x = a.as<DateTime>()) {
        const DateTime out = plus(*x, by);
        return std::abs(out.day.parts().year) <= 999'999'999 ? Value(out) : Value();
    }
    if (const auto* x = a.as<Time>()) return plus(*x, by);
    return {};
}

bool is_duration(const Value& v) { return v.as<MonthsDuration>() || v.as<DaysDuration>(); }

Value difference(const Value& a, const Value& b) {
    if (const auto *x = a.as<Time>(), *y = b.as<Time>(); x && y) return comparable(x->zone, y->zone) ? days_of(instant_of(*x) - instant_of(*y)) : Value();
    const auto widen = [](const Value& v, bool zoned) -> std::optional<DateTime> {
        if (const auto* t = v.as<DateTime>()) return *t;
        if (const auto* d = v.as<Day>()) return DateTime{*d, {0, zoned ? Zone{Zone::Kind::offset, 0, {}} : Zone{}}};
        return std::nullopt;
    };
    const bool mixed = a.as<DateTime>() || b.as<DateTime>();
    const auto x = widen(a, mixed), y = widen(b, mixed);
    if (!x || !y || !comparable(x->time.zone, y->time.zone)) return {};
    return days_of(instant_of(*x) - instant_of(*y));
}

Value of_numbers(char op, const Number& a, const Number& b) {
    switch (op) {
        case '+': return Value::of(add(a, b));
        case '-': return Value::of(subtract(a, b));
        case '*': return Value::of(multiply(a, b));
        case '/': return Value::of(divide(a, b));
        default: return Value::of(power(a, b));
    }
}

Value scaled(char op, const Value& a, const Value& b) {
    const auto* n = b.as<Number>();
    if (op == '*' && !n) return a.as<Number>() ? scaled(op, b, a) : Value();
    if (const auto* m = a.as<MonthsDuration>()) {
        if (const auto* other = b.as<MonthsDuration>(); other && op == '/') return Value::of(divide(Number(m->months), Number(other->months)));
        if (!n) return {};
        const auto months = truncated(op == '*' ? multiply(Number(m->months), *n) : divide(Number(m->months), *n));
        return months ? Value(MonthsDuration{*months}) : Value();
    }
    if (const auto* d = a.as<DaysDuration>()) {
        const auto nanos = *nanos_of(*d);
        if (const auto* other = b.as<DaysDuration>(); other && op == '/') return Value::of(divide(nanos, *nanos_of(*other)));
        return n ? days_of(op == '*' ? multiply(nanos, *n) : divide(nanos, *n)) : Value();
    }
    return {};
}

}  // namespace

Value arithmetic(char op, const Value& a, const Value& b) {
    if (const auto *x = a.as<Number>(), *y = b.as<Number>(); x && y) return of_numbers(op, *x, *y);
    if (op == '*' || op == '/') return scaled(op, a, b);
    if (op != '+' && op != '-') return {};
    if (const auto *x = a.as<std::string>(), *y = b.as<std::string>(); x && y) return op == '+' && x->size() + y->size() < 10'000'000 ? Value(*x + *y) : Value();
    const int sign = op == '+' ? 1 : -1;
    if (const auto *x = a.as<MonthsDuration>(), *y = b.as<MonthsDuration>(); x && y) {
        int64_t total = 0;
        return __builtin_add_overflow(x->months, sign * y->months, &total) ? Value() : Value(MonthsDuration{total});
    }
    if (const auto *x = a.as<DaysDuration>(), *y = b.as<DaysDuration>(); x && y) return days_of(x->total_nanos() + sign * y->total_nanos());
    if (is_duration(b)) return moved(a, b, sign);
    if (is_duration(a)) return op == '+' ? moved(b, a, 1) : Value();
    return op == '-' ? difference(a, b) : Value();
}

Value property(const Value& v, std::string_view name) {
    const auto day_part = [&](const Day& d) -> Value {
        const auto p = d.parts();
        if (name == "year") return Number(p.year);
        if (name == "month") return Number(p.month);
        if (name == "day") return Number(p.day);
        if (name == "weekday") return Number(d.weekday());
        return {};
    };
    const auto time_part = [&](const Time& t, int64_t day) -> Value {
        const int64_t s = t.nanos / 1'000'000'000;
        if (name == "hour") return Number(s / 3600);
        if (name == "minute") return Number(s / 60 % 60);
        if (name == "second") return Value::of(add(Number(s % 60), *divide(Number(t.nanos % 1'000'000'000), Number(1'000'000'000))));
        if (name == "time offset") return t.zone.kind == Zone::Kind::none ? Value() : Value(DaysDuration{t.zone.offset_at(day * 86'400 + s)});
        if (name == "timezone") return t.zone.kind == Zone::Kind::region ? Value(t.zone.region) : Value();
        return {};
    };
    if (const auto* d = v.as<Day>()) {
        Value out = day_part(*d);
        return out;
    }
    if (const auto* t = v.as<Time>()) return time_part(*t, 0);
    if (const auto* t = v.as<DateTime>()) {
        Value out = day_part(t->day);
        return out.is_null() ? time_part(t->time, t->day.days) : out;
    }
    if (const auto* d = v.as<MonthsDuration>()) {
        if (name == "years") return Number(d->months / 12);
        if (name == "months") return Number(d->months % 12);
    }
    if (const auto* d = v.as<DaysDuration>()) {
        const __int128 total = d->total_nanos();
        const auto s = static_cast<int64_t>(total / 1'000'000'000);
        if (name == "days") return Number(s / 86'400);
        if (name == "hours") return Number(s / 3600 % 24);
        if (name == "minutes") return Number(s / 60 % 60);
        if (name == "seconds") return Value::of(add(Number(s % 60), *divide(Number(static_cast<int64_t>(total % 1'000'000'000)), Number(1'000'000'000))));
    }
    if (const auto* r = v.as_range()) {
        if (name == "start") return r->low && !r->differs ? *r->low : Value();
        if (name == "end") return r->high ? *r->high : Value();
        if (name == "start included") return r->low_closed;
        if (name == "end included") return r->high_closed;
    }
    return {};
}

}  // namespace leye::feel
