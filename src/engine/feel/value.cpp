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

std::optional<int> compare(const Value& a, const Value& b) {
    const auto order = [](auto o) { return o < 0 ? -1 : o > 0 ? 1 : 0; };
    if (a.is.index() != b.is.index()) return std::nullopt;
    if (const auto* x = a.as<Number>()) return order(*x <=> *b.as<Number>());
    if (const auto* x = a.as<std::string>()) return order(*x <=> *b.as<std::string>());
    if (const auto* x = a.as<Date>()) return order(*x <=> *b.as<Date>());
    if (const auto* x = a.as<MonthsDuration>()) return order(*x <=> *b.as<MonthsDuration>());
    if (const auto* x = a.as<DaysDuration>()) return order(*x <=> *b.as<DaysDuration>());
    return std::nullopt;
}

std::optional<bool> equal(const Value& a, const Value& b) {
    if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
    if (a.is.index() != b.is.index()) return std::nullopt;
    if (const auto* x = a.as<bool>()) return *x == *b.as<bool>();
    if (const auto order = compare(a, b)) return *order == 0;
    if (const auto* x = a.as_list()) {
        const auto* y = b.as_list();
        if (x->size() != y->size()) return false;
        for (size_t i = 0; i < x->size(); ++i)
            if (equal((*x)[i], (*y)[i]) != true) return false;
        return true;
    }
    if (const auto* x = a.as_context()) {
        const auto* y = b.as_context();
        if (x->size() != y->size()) return false;
        for (const auto& [key, value] : *x) {
            const auto it = y->find(key);
            if (it == y->end() || equal(value, it->second) != true) return false;
        }
        return true;
    }
    const auto *x = a.as_range(), *y = b.as_range();
    if (!x || !y || x->low_closed != y->low_closed || x->high_closed != y->high_closed) return false;
    const auto end = [](const std::optional<Value>& p, const std::optional<Value>& q) { return p.has_value() == q.has_value() && (!p || equal(*p, *q) == true); };
    return end(x->low, y->low) && end(x->high, y->high);
}

std::string text_of(const Value& v) {
    if (v.is_null()) return "null";
    if (const auto* x = v.as<bool>()) return *x ? "true" : "false";
    if (const auto* x = v.as<Number>()) return x->text();
    if (const auto* x = v.as<std::string>()) return *x;
    if (const auto* x = v.as<Date>()) return x->text();
    if (const auto* x = v.as<MonthsDuration>()) return fmt::format("P{}M", x->months);
    if (const auto* x = v.as<DaysDuration>()) return x->seconds % 86400 ? fmt::format("PT{}S", x->seconds) : fmt::format("P{}D", x->seconds / 86400);
    if (const auto* x = v.as_list()) {
        std::string out = "[";
        for (const auto& item : *x) out += (out.size() > 1 ? ", " : "") + text_of(item);
        return out + "]";
    }
    if (const auto* x = v.as_context()) {
        std::string out = "{";
        for (const auto& [key, item] : *x) out += (out.size() > 1 ? ", " : "") + key + ": " + text_of(item);
        return out + "}";
    }
    const Range& r = *v.as_range();
    return fmt::format("{}{}..{}{}", r.low_closed ? '[' : '(', r.low ? text_of(*r.low) : "", r.high ? text_of(*r.high) : "", r.high_closed ? ']' : ')');
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
