#include "engine/feel/value.hpp"

#include <fmt/format.h>

namespace leye::feel {

const List* Value::as_list() const {
    const auto* p = std::get_if<std::shared_ptr<const List>>(&is);
    return p ? p->get() : nullptr;
}
const Context* Value::as_context() const {
    const auto* p = std::get_if<std::shared_ptr<const Context>>(&is);
    return p ? p->get() : nullptr;
}
const Range* Value::as_range() const {
    const auto* p = std::get_if<std::shared_ptr<const Range>>(&is);
    return p ? p->get() : nullptr;
}

const Function* Value::as_function() const {
    const auto* p = std::get_if<std::shared_ptr<const Function>>(&is);
    return p ? p->get() : nullptr;
}

namespace {
constexpr int depth_max = 200;

int order(auto o) { return o < 0 ? -1 : o > 0 ? 1 : 0; }

// A day beside a day and time counts as midnight UTC.
std::optional<DateTime> widened(const Value& v) {
    if (const auto* t = v.as<DateTime>()) return *t;
    if (const auto* d = v.as<Day>()) return DateTime{*d, {0, {Zone::Kind::offset, 0, {}}}};
    return std::nullopt;
}

// Equality of times goes to the millisecond, their order to the nanosecond.
bool same_moment(__int128 a, __int128 b) {
    constexpr __int128 ms = 1'000'000;
    const auto whole = [](__int128 x) { return x / ms - (x % ms < 0); };
    return whole(a) == whole(b);
}

bool same_end(const std::optional<Value>& p, const std::optional<Value>& q) {
    return p.has_value() == q.has_value() && (!p || equal(*p, *q) == true);
}

std::optional<bool> equal_in(const Value& a, const Value& b, int depth);

std::optional<bool> equal_parts(const Value& a, const Value& b, int depth) {
    if (const auto* x = a.as_list()) {
        const auto* y = b.as_list();
        if (x->size() != y->size()) return false;
        for (size_t i = 0; i < x->size(); ++i)
            if (equal_in((*x)[i], (*y)[i], depth + 1) != true) return false;
        return true;
    }
    if (const auto* x = a.as_context()) {
        const auto* y = b.as_context();
        if (x->size() != y->size()) return false;
        for (const auto& [key, value] : *x) {
            const auto it = y->find(key);
            if (it == y->end() || equal_in(value, it->second, depth + 1) != true) return false;
        }
        return true;
    }
    const auto *x = a.as_range(), *y = b.as_range();
    if (x && y) return x->low_closed == y->low_closed && x->high_closed == y->high_closed && x->differs == y->differs && x->single == y->single && same_end(x->low, y->low) && same_end(x->high, y->high);
    return std::nullopt;
}

std::optional<bool> equal_in(const Value& a, const Value& b, int depth) {
    if (depth > depth_max) return std::nullopt;
    if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
    if (a.is.index() != b.is.index()) return std::nullopt;
    if (const auto* x = a.as<bool>()) return *x == *b.as<bool>();
    if (const auto* x = a.as<Time>())
        return comparable(x->zone, b.as<Time>()->zone) && same_moment(instant_of(*x), instant_of(*b.as<Time>()));
    if (const auto* x = a.as<DateTime>())
        return comparable(x->time.zone, b.as<DateTime>()->time.zone) && same_moment(instant_of(*x), instant_of(*b.as<DateTime>()));
    if (const auto o = compare(a, b)) return *o == 0;
    return equal_parts(a, b, depth);
}

std::string written(const Value& v, bool quoted, int depth) {
    if (depth > depth_max) return "…";
    if (v.is_null()) return "null";
    if (const auto* x = v.as<bool>()) return *x ? "true" : "false";
    if (const auto* x = v.as<Number>()) return x->text();
    if (const auto* x = v.as<std::string>()) {
        if (!quoted) return *x;
        std::string out = "\"";
        for (char c : *x) {
            if (c == '"' || c == '\\') out += '\\';
            out += c;
        }
        return out + '"';
    }
    if (const auto* x = v.as<Day>()) return text_of(*x);
    if (const auto* x = v.as<Time>()) return text_of(*x);
    if (const auto* x = v.as<DateTime>()) return text_of(*x);
    if (const auto* x = v.as<MonthsDuration>()) return text_of(*x);
    if (const auto* x = v.as<DaysDuration>()) return text_of(*x);
    if (const auto* x = v.as_list()) {
        std::string out = "[";
        for (const auto& item : *x) out += (out.size() > 1 ? ", " : "") + written(item, true, depth + 1);
        return out + "]";
    }
    if (const auto* x = v.as_context()) {
        std::string out = "{";
        for (const auto& [key, item] : *x) {
            const bool plain = key.find_first_of("{}\",:") == key.npos && !key.empty();
            out += (out.size() > 1 ? ", " : "") + (plain ? key : written(key, true, depth)) + ": " + written(item, true, depth + 1);
        }
        return out + "}";
    }
    if (v.as_function()) return "function";
    const Range& r = *v.as_range();
    const auto end = [&](const std::optional<Value>& e) {
        if (!e || e->is_null()) return std::string();
        const bool at = e->as<Day>() || e->as<Time>() || e->as<DateTime>() || e->as<MonthsDuration>() || e->as<DaysDuration>();
        return at ? "@\"" + written(*e, false, depth + 1) + "\"" : written(*e, true, depth + 1);
    };
    if (r.differs) return "!=" + end(r.low);
    return fmt::format("{}{}..{}{}", r.low_closed ? '[' : '(', end(r.low), end(r.high), r.high_closed ? ']' : ')');
}
}  // namespace

std::optional<int> compare(const Value& a, const Value& b) {
    if (a.is.index() != b.is.index()) {
        const auto x = widened(a), y = widened(b);
        if (!x || !y) return std::nullopt;
        return comparable(x->time.zone, y->time.zone) ? std::optional(order(instant_of(*x) - instant_of(*y))) : std::nullopt;
    }
    if (const auto* x = a.as<Number>()) return order(*x <=> *b.as<Number>());
    if (const auto* x = a.as<std::string>()) return order(*x <=> *b.as<std::string>());
    if (const auto* x = a.as<Day>()) return order(*x <=> *b.as<Day>());
    if (const auto* x = a.as<MonthsDuration>()) return order(*x <=> *b.as<MonthsDuration>());
    if (const auto* x = a.as<DaysDuration>()) return order(*x <=> *b.as<DaysDuration>());
    if (const auto* x = a.as<Time>()) {
        const auto* y = b.as<Time>();
        return comparable(x->zone, y->zone) ? std::optional(order(instant_of(*x) - instant_of(*y))) : std::nullopt;
    }
    if (const auto* x = a.as<DateTime>()) {
        const auto* y = b.as<DateTime>();
        return comparable(x->time.zone, y->time.zone) ? std::optional(order(instant_of(*x) - instant_of(*y))) : std::nullopt;
    }
    return std::nullopt;
}

std::optional<bool> equal(const Value& a, const Value& b) { return equal_in(a, b, 0); }

std::optional<bool> contains(const Range& r, const Value& v) {
    if (r.differs) {
        const auto same = equal(v, r.low ? *r.low : Value());
        return same ? std::optional(!*same) : std::nullopt;
    }
    if (v.is_null()) return std::nullopt;
    if ((r.low && r.low->is_null()) || (r.high && r.high->is_null()) || (!r.low && !r.high)) return std::nullopt;
    if (r.low) {
        const auto o = compare(v, *r.low);
        if (!o) return std::nullopt;
        if (*o < 0 || (*o == 0 && !r.low_closed)) return false;
    }
    if (r.high) {
        const auto o = compare(v, *r.high);
        if (!o) return std::nullopt;
        if (*o > 0 || (*o == 0 && !r.high_closed)) return false;
    }
    return true;
}

std::string text_of(const Value& v) { return written(v, false, 0); }
std::string literal_of(const Value& v) { return written(v, true, 0); }

Value of_json(const json::Value& v) {
    if (v.is_bool()) return v.get_bool();
    if (v.is_int64()) return Number(v.get_int64());
    if (v.is_uint64()) return Value::of(Number::parse(std::to_string(v.get_uint64())));
    if (v.is_double()) return Value::of(Number::parse(fmt::format("{}", v.get_double())));
    if (v.is_string()) return std::string(v.get_string());
    if (v.is_array()) {
        List out;
        for (const auto& item : v.get_array()) out.push_back(of_json(item));
        return Value::list(std::move(out));
    }
    if (v.is_object()) {
        Context out;
        for (const auto& [key, item] : v.get_object()) out[std::string(key)] = of_json(item);
        return Value::context(std::move(out));
    }
    return {};
}

json::Value to_json(const Value& v) {
    if (v.is_null()) return nullptr;
    if (const auto* x = v.as<bool>()) return *x;
    if (const auto* x = v.as<Number>()) {
        if (const auto n = x->integer()) return *n;
        return json::Value(x->text());
    }
    if (const auto* x = v.as_list()) {
        json::Array out;
        for (const auto& item : *x) out.push_back(to_json(item));
        return out;
    }
    if (const auto* x = v.as_context()) {
        json::Object out;
        for (const auto& [key, item] : *x) out[key] = to_json(item);
        return out;
    }
    return json::Value(text_of(v));
}

}  // namespace leye::feel
