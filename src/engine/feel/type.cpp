#include "engine/feel/type.hpp"

namespace leye::feel {

TypeRef simple_type(Type::Kind kind) {
    auto t = std::make_shared<Type>();
    t->kind = kind;
    return t;
}

std::optional<Type::Kind> kind_named(std::string_view name) {
    using K = Type::Kind;
    static constexpr std::pair<std::string_view, K> kinds[] = {
        {"Any", K::any}, {"any", K::any}, {"Null", K::null}, {"boolean", K::boolean}, {"number", K::number}, {"string", K::string},
        {"date", K::date}, {"time", K::time}, {"date and time", K::date_time}, {"dateTime", K::date_time},
        {"years and months duration", K::months}, {"yearMonthDuration", K::months}, {"days and time duration", K::days},
        {"dayTimeDuration", K::days}, {"list", K::list}, {"context", K::context}, {"range", K::range}, {"function", K::function}};
    for (const auto& [n, k] : kinds)
        if (n == name) return k;
    return std::nullopt;
}

bool is_of(const Value& v, const Type& t, int depth) {
    using K = Type::Kind;
    if (depth > 100) return false;
    switch (t.kind) {
        case K::any: return true;
        case K::unknown: return false;
        case K::null: return v.is_null();
        case K::boolean: return v.as<bool>();
        case K::number: return v.as<Number>();
        case K::string: return v.as<std::string>();
        case K::date: return v.as<Day>();
        case K::time: return v.as<Time>();
        case K::date_time: return v.as<DateTime>();
        case K::months: return v.as<MonthsDuration>();
        case K::days: return v.as<DaysDuration>();
        case K::function: return v.as_function();
        case K::range: {
            const auto* r = v.as_range();
            if (!r) return false;
            const auto fits = [&](const std::optional<Value>& e) { return !e || e->is_null() || !t.of || is_of(*e, *t.of, depth + 1); };
            return fits(r->low) && fits(r->high);
        }
        case K::list: {
            const auto* l = v.as_list();
            if (!l) return false;
            if (t.of)
                for (const auto& item : *l)
                    if (!item.is_null() && !is_of(item, *t.of, depth + 1)) return false;
            return true;
        }
        case K::context: {
            const auto* c = v.as_context();
            if (!c) return false;
            for (const auto& [name, type] : t.fields) {
                const auto it = c->find(name);
                if (it == c->end() || (!it->second.is_null() && !is_of(it->second, *type, depth + 1))) return false;
            }
            return true;
        }
    }
    return false;
}

}  // namespace leye::feel
