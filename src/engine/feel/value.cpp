#include "engine/feel/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/feel/allowance.hpp"

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
constexpr size_t text_max = 10'000'000;
constexpr int parts_max = 10'000'000;

// What the values taken apart on this thread still hold; while it is set, others are added instead of being taken apart inside.
thread_local std::vector<Value>* to_take_apart = nullptr;

bool holds_others(const Value& v) { return v.as_list() || v.as_context() || v.as_function(); }

void take_apart(std::vector<Value> parts) {
    if (parts.empty()) return;
    if (to_take_apart) {
        for (auto& v : parts) to_take_apart->push_back(std::move(v));
        return;
    }
    to_take_apart = &parts;
    while (!parts.empty()) {
        const Value last = std::move(parts.back());
        parts.pop_back();
    }
    to_take_apart = nullptr;
}

struct KeptList {
    List items;
    ~KeptList() {
        std::vector<Value> parts;
        for (auto& v : items)
            if (holds_others(v)) parts.push_back(std::move(v));
        take_apart(std::move(parts));
    }
};
struct KeptContext {
    Context items;
    ~KeptContext() {
        std::vector<Value> parts;
        for (auto& [_, v] : items)
            if (holds_others(v)) parts.push_back(std::move(v));
        take_apart(std::move(parts));
    }
};

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

std::optional<bool> equal_in(const Value& a, const Value& b, int depth, int& parts);

std::optional<bool> equal_parts(const Value& a, const Value& b, int depth, int& parts) {
    if (const auto* x = a.as_list()) {
        const auto* y = b.as_list();
        if (x->size() != y->size()) return false;
        for (size_t i = 0; i < x->size(); ++i)
            if (equal_in((*x)[i], (*y)[i], depth + 1, parts) != true) return false;
        return true;
    }
    if (const auto* x = a.as_context()) {
        const auto* y = b.as_context();
        if (x->size() != y->size()) return false;
        for (const auto& [key, value] : *x) {
            const auto it = y->find(key);
            if (it == y->end() || equal_in(value, it->second, depth + 1, parts) != true) return false;
        }
        return true;
    }
    const auto *x = a.as_range(), *y = b.as_range();
    if (x && y) return x->low_closed == y->low_closed && x->high_closed == y->high_closed && x->differs == y->differs && x->single == y->single && same_end(x->low, y->low) && same_end(x->high, y->high);
    return std::nullopt;
}

std::optional<bool> equal_in(const Value& a, const Value& b, int depth, int& parts) {
    if (depth > depth_max || ++parts > parts_max) return std::nullopt;
    if (parts % 8 == 0 && !Allowance::spend(1)) return std::nullopt;
    if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
    if (a.is.index() != b.is.index()) return std::nullopt;
    if (const auto* x = a.as<bool>()) return *x == *b.as<bool>();
    if (const auto* x = a.as<Time>())
        return comparable(x->zone, b.as<Time>()->zone) && same_moment(instant_of(*x), instant_of(*b.as<Time>()));
    if (const auto* x = a.as<DateTime>())
        return comparable(x->time.zone, b.as<DateTime>()->time.zone) && same_moment(instant_of(*x), instant_of(*b.as<DateTime>()));
    if (const auto o = compare(a, b)) return *o == 0;
    return equal_parts(a, b, depth, parts);
}

bool is_simple_time(const Value& v) { return v.as<Day>() || v.as<Time>() || v.as<DateTime>() || v.as<MonthsDuration>() || v.as<DaysDuration>(); }

void write_quoted(std::string& out, const std::string& text) {
    out += '"';
    for (char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    out += '"';
}

void write(std::string& out, const Value& v, bool quoted, int depth);

void write_range(std::string& out, const Range& r, int depth) {
    const auto end = [&](const std::optional<Value>& e) {
        if (!e || e->is_null()) return;
        if (is_simple_time(*e)) out += "@\"";
        write(out, *e, true, depth + 1);
        if (is_simple_time(*e)) out += '"';
    };
    if (r.differs) out += "!=";
    else out += r.low_closed ? '[' : '(';
    end(r.low);
    if (r.differs) return;
    out += "..";
    end(r.high);
    out += r.high_closed ? ']' : ')';
}

void write(std::string& out, const Value& v, bool quoted, int depth) {
    if (depth > depth_max || out.size() > text_max) {
        out += "…";
    } else if (v.is_null()) {
        out += "null";
    } else if (const auto* b = v.as<bool>()) {
        out += *b ? "true" : "false";
    } else if (const auto* n = v.as<Number>()) {
        out += n->text();
    } else if (const auto* s = v.as<std::string>()) {
        if (quoted) write_quoted(out, *s);
        else out += *s;
    } else if (const auto* d = v.as<Day>()) {
        out += text_of(*d);
    } else if (const auto* t = v.as<Time>()) {
        out += text_of(*t);
    } else if (const auto* dt = v.as<DateTime>()) {
        out += text_of(*dt);
    } else if (const auto* m = v.as<MonthsDuration>()) {
        out += text_of(*m);
    } else if (const auto* ds = v.as<DaysDuration>()) {
        out += text_of(*ds);
    } else if (const auto* l = v.as_list()) {
        out += '[';
        for (size_t i = 0; i < l->size() && out.size() <= text_max; ++i) {
            if (i) out += ", ";
            write(out, (*l)[i], true, depth + 1);
        }
        out += ']';
    } else if (const auto* c = v.as_context()) {
        out += '{';
        for (bool first = true; const auto& [key, item] : *c) {
            if (!std::exchange(first, false)) out += ", ";
            if (out.size() > text_max) break;
            if (key.empty() || key.find_first_of("{}\",:") != key.npos) write_quoted(out, key);
            else out += key;
            out += ": ";
            write(out, item, true, depth + 1);
        }
        out += '}';
    } else if (v.as_function()) {
        out += "function";
    } else {
        write_range(out, *v.as_range(), depth);
    }
}

std::string written(const Value& v, bool quoted) {
    std::string out;
    write(out, v, quoted, 0);
    Allowance::spend(static_cast<int64_t>(out.size() / 16));
    return out;
}
}  // namespace

std::optional<int> compare(const Value& a, const Value& b) {
    if (a.is.index() != b.is.index()) {
        const auto x = widened(a), y = widened(b);
        if (!x || !y) return std::nullopt;
        return comparable(x->time.zone, y->time.zone) ? std::optional(order(instant_of(*x) - instant_of(*y))) : std::nullopt;
    }
    if (const auto* x = a.as<Number>()) return order(*x <=> *b.as<Number>());
    if (const auto* x = a.as<std::string>()) {
        const auto* y = b.as<std::string>();
        if (const size_t size = std::min(x->size(), y->size()) / 256) Allowance::spend(static_cast<int64_t>(size));
        return order(*x <=> *y);
    }
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

std::optional<bool> equal(const Value& a, const Value& b) {
    int parts = 0;
    return equal_in(a, b, 0, parts);
}

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

std::string text_of(const Value& v) { return written(v, false); }
std::string literal_of(const Value& v) { return written(v, true); }

Value Value::list(List items) {
    const auto kept = std::make_shared<KeptList>();
    kept->items = std::move(items);
    return std::shared_ptr<const List>(kept, &kept->items);
}
Value Value::context(Context c) {
    const auto kept = std::make_shared<KeptContext>();
    kept->items = std::move(c);
    return std::shared_ptr<const Context>(kept, &kept->items);
}

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

namespace {
json::Value json_of(const Value& v, int depth, int& parts) {
    if (v.is_null() || depth > depth_max || ++parts > parts_max / 10) return nullptr;
    if (const auto* x = v.as<bool>()) return *x;
    if (const auto* x = v.as<Number>()) {
        if (const auto n = x->integer()) return *n;
        return json::Value(x->text());
    }
    if (const auto* x = v.as_list()) {
        json::Array out;
        for (const auto& item : *x) out.push_back(json_of(item, depth + 1, parts));
        return out;
    }
    if (const auto* x = v.as_context()) {
        json::Object out;
        for (const auto& [key, item] : *x) out[key] = json_of(item, depth + 1, parts);
        return out;
    }
    return json::Value(text_of(v));
}
}  // namespace

json::Value to_json(const Value& v) {
    int parts = 0;
    return json_of(v, 0, parts);
}

}  // namespace leye::feel
