#include "engine/table/values.hpp"

#include <algorithm>

namespace leye::table {
namespace {

using feel::Value;

bool is_discrete(Kind kind) { return kind == Kind::date || kind == Kind::months || kind == Kind::boolean; }

std::optional<Value> next(const Value& v, int64_t step) {
    if (const auto* d = v.as<feel::Day>()) return Value(feel::Day{d->days + step});
    if (const auto* m = v.as<feel::MonthsDuration>()) return Value(feel::MonthsDuration{m->months + step});
    if (const auto* b = v.as<bool>()) return *b == (step > 0) ? std::nullopt : std::optional(Value(step > 0));
    return std::nullopt;
}

// The interval with closed ends where its kind has a next value; nothing where no value is in it.
std::optional<Interval> normal(Kind kind, Interval i) {
    if (is_discrete(kind)) {
        if (i.low && !i.low_closed) {
            i.low = next(*i.low, 1);
            if (!i.low) return std::nullopt;
            i.low_closed = true;
        }
        if (i.high && !i.high_closed) {
            i.high = next(*i.high, -1);
            if (!i.high) return std::nullopt;
            i.high_closed = true;
        }
    }
    if (kind == Kind::boolean) {
        if (i.low && !*i.low->as<bool>()) i.low.reset(), i.low_closed = false;
        if (i.high && *i.high->as<bool>()) i.high.reset(), i.high_closed = false;
    }
    if (i.low && i.high) {
        const int o = order(*i.low, *i.high);
        if (o > 0 || (o == 0 && !(i.low_closed && i.high_closed))) return std::nullopt;
    }
    return i;
}

// Whether a begins before b.
bool begins_before(const Interval& a, const Interval& b) {
    if (!a.low || !b.low) return !a.low && b.low;
    const int o = order(*a.low, *b.low);
    return o < 0 || (o == 0 && a.low_closed && !b.low_closed);
}
bool ends_before(const Interval& a, const Interval& b) {
    if (!a.high || !b.high) return a.high && !b.high;
    const int o = order(*a.high, *b.high);
    return o < 0 || (o == 0 && !a.high_closed && b.high_closed);
}

// Whether nothing of the kind lies between the end of a and the beginning of b, a beginning first.
bool touches(Kind kind, const Interval& a, const Interval& b) {
    if (!a.high || !b.low) return true;
    const int o = order(*a.high, *b.low);
    if (o > 0) return true;
    if (o == 0) return a.high_closed || b.low_closed;
    if (!is_discrete(kind)) return false;
    const auto after = next(*a.high, 1);
    return after && order(*after, *b.low) >= 0;
}

}  // namespace

bool Interval::is_point() const { return low && high && low_closed && high_closed && order(*low, *high) == 0; }

bool is_ordered(Kind kind) {
    return kind == Kind::boolean || kind == Kind::number || kind == Kind::string || kind == Kind::date || kind == Kind::months || kind == Kind::days;
}

int order(const Value& a, const Value& b) {
    if (const auto* x = a.as<bool>()) return static_cast<int>(*x) - static_cast<int>(*b.as<bool>());
    const auto o = feel::compare(a, b);
    expect(o.has_value(), "values of one ordered kind can be ordered");
    return *o;
}

Values Values::of(Kind kind, Interval one) {
    Values out;
    if (auto i = normal(kind, std::move(one))) out.in.push_back(std::move(*i));
    return out;
}

bool Values::contains(const Value& v) const {
    if (v.is_null()) return null;
    // The first interval that does not end before v.
    const auto it = std::ranges::partition_point(in, [&](const Interval& i) {
        if (!i.high) return false;
        const int o = order(*i.high, v);
        return o < 0 || (o == 0 && !i.high_closed);
    });
    if (it == in.end()) return false;
    if (!it->low) return true;
    const int o = order(*it->low, v);
    return o < 0 || (o == 0 && it->low_closed);
}

bool operator==(const Values& a, const Values& b) {
    if (a.null != b.null || a.in.size() != b.in.size()) return false;
    for (size_t i = 0; i < a.in.size(); ++i)
        if (begins_before(a.in[i], b.in[i]) || begins_before(b.in[i], a.in[i]) || ends_before(a.in[i], b.in[i]) || ends_before(b.in[i], a.in[i])) return false;
    return true;
}

Values unite(Kind kind, const Values& a, const Values& b) {
    std::vector<Interval> sorted(a.in);
    sorted.insert(sorted.end(), b.in.begin(), b.in.end());
    std::ranges::sort(sorted, begins_before);
    Values out{{}, a.null || b.null};
    for (auto& i : sorted) {
        if (!out.in.empty() && touches(kind, out.in.back(), i)) {
            if (ends_before(out.in.back(), i)) out.in.back().high = i.high, out.in.back().high_closed = i.high_closed;
        } else {
            out.in.push_back(std::move(i));
        }
    }
    return out;
}

Values intersect(Kind kind, const Values& a, const Values& b) {
    Values out{{}, a.null && b.null};
    for (size_t i = 0, j = 0; i < a.in.size() && j < b.in.size();) {
        const Interval &x = a.in[i], &y = b.in[j];
        const Interval &from = begins_before(x, y) ? y : x, &until = ends_before(x, y) ? x : y;
        if (auto both = normal(kind, {from.low, until.high, from.low_closed, until.high_closed})) out.in.push_back(std::move(*both));
        ends_before(x, y) ? ++i : ++j;
    }
    return out;
}

Values complement(Kind kind, const Values& a) {
    Values out{{}, !a.null};
    Interval gap;
    for (const auto& i : a.in) {
        if (i.low) {
            gap.high = i.low, gap.high_closed = !i.low_closed;
            if (auto g = normal(kind, gap)) out.in.push_back(std::move(*g));
        }
        if (!i.high) return out;
        gap = {i.high, std::nullopt, !i.high_closed, false};
    }
    if (auto g = normal(kind, gap)) out.in.push_back(std::move(*g));
    return out;
}

Value some_value(Kind kind, const Interval& i) {
    if (i.low && i.low_closed) return *i.low;
    if (i.high && i.high_closed) return *i.high;
    using feel::Number;
    switch (kind) {
        case Kind::boolean: return Value(false);
        case Kind::number: {
            if (!i.low && !i.high) return Value(0);
            if (!i.high) return Value::of(add(i.low->as<Number>()->floor(), Number(1)));
            if (!i.low) return Value::of(subtract(*i.high->as<Number>(), Number(1)));
            // The roundest number between: whole, else with as many digits as it takes.
            const Number low = *i.low->as<Number>(), high = *i.high->as<Number>();
            const auto middle = divide(*add(low, high), Number(2));
            for (int scale = 0; scale < 30; ++scale) {
                const auto round = middle->rounded(scale, Number::Rounding::half_even);
                if (round && low < *round && *round < high) return Value(*round);
            }
            return Value::of(middle);
        }
        case Kind::string: {
            if (!i.low && !i.high) return Value(std::string("?"));
            if (!i.low) return Value(std::string());  // the least string; an open end at "" leaves nothing
            for (const char* more : {"…", "!", "\x01"}) {
                Value v(*i.low->as<std::string>() + more);
                if (!i.high || order(v, *i.high) < 0) return v;
            }
            return Value(*i.low->as<std::string>() + std::string(1, '\0'));
        }
        case Kind::date: return Value(feel::Day{0});
        case Kind::months: return Value(feel::MonthsDuration{0});
        default: {
            if (!i.low && !i.high) return Value(feel::DaysDuration{});
            const auto nanos = i.low ? i.low->as<feel::DaysDuration>()->total_nanos() + 1 : i.high->as<feel::DaysDuration>()->total_nanos() - 1;
            return Value(feel::DaysDuration::of_nanos(nanos));
        }
    }
}

namespace {
std::string literal(Kind kind, const Value& v) {
    const std::string text = feel::literal_of(v);
    return kind == Kind::date || kind == Kind::months || kind == Kind::days ? "@\"" + text + "\"" : text;
}
std::string text_of(Kind kind, const Interval& i) {
    if (i.is_point()) return literal(kind, *i.low);
    if (!i.low && !i.high) return "not(null)";
    if (kind == Kind::boolean) return i.low ? "true" : "false";
    if (!i.low) return (i.high_closed ? "<= " : "< ") + literal(kind, *i.high);
    if (!i.high) return (i.low_closed ? ">= " : "> ") + literal(kind, *i.low);
    return (i.low_closed ? "[" : "(") + literal(kind, *i.low) + ".." + literal(kind, *i.high) + (i.high_closed ? "]" : ")");
}
}  // namespace

std::string text_of(Kind kind, const Values& v) {
    if (v.in.size() == 1 && !v.in[0].low && !v.in[0].high) return v.null ? "-" : "not(null)";
    // «everything but»: shorter where the gaps are points.
    const Values rest = complement(kind, v);
    if (v.null && !rest.in.empty() && std::ranges::all_of(rest.in, &Interval::is_point) && kind != Kind::boolean) return "not(" + text_of(kind, rest) + ")";
    std::string out;
    for (const auto& i : v.in) out += (out.empty() ? "" : ", ") + text_of(kind, i);
    if (v.null) out += out.empty() ? "null" : ", null";
    return out;
}

}  // namespace leye::table
