#include "engine/feel/type.hpp"

#include <algorithm>

#include "engine/feel/builtins.hpp"
#include "engine/feel/infer.hpp"

namespace leye::feel {

TypeRef simple_type(Type::Kind kind) {
    auto t = std::make_shared<Type>();
    t->kind = kind;
    return t;
}

namespace {
using K = Type::Kind;
// The first name of a kind is FEEL's.
constexpr std::pair<std::string_view, K> kinds[] = {
    {"Any", K::any}, {"any", K::any}, {"Null", K::null}, {"boolean", K::boolean}, {"number", K::number}, {"string", K::string},
    {"date", K::date}, {"time", K::time}, {"date and time", K::date_time}, {"dateTime", K::date_time},
    {"years and months duration", K::months}, {"yearMonthDuration", K::months}, {"days and time duration", K::days},
    {"dayTimeDuration", K::days}, {"list", K::list}, {"context", K::context}, {"range", K::range}, {"function", K::function}};
}  // namespace

std::optional<Type::Kind> kind_named(std::string_view name) {
    for (const auto& [n, k] : kinds)
        if (n == name) return k;
    return std::nullopt;
}

std::string_view name_of_kind(Type::Kind kind) {
    for (const auto& [n, k] : kinds)
        if (k == kind) return n;
    return "value of an unknown type";
}

bool conforms(const Type& a, const Type& b, int depth) {
    if (depth > 100) return false;
    if (b.kind == K::any || a.kind == K::null) return true;
    if (a.kind != b.kind) return false;
    const auto inner = [&](const TypeRef& x, const TypeRef& y) { return !y || (x ? conforms(*x, *y, depth + 1) : y->kind == K::any); };
    if (a.kind == K::list || a.kind == K::range) return inner(a.of, b.of);
    if (a.kind == K::context)
        return std::ranges::all_of(b.fields, [&](const auto& wanted) {
            const auto it = std::ranges::find(a.fields, wanted.first, [](const auto& f) { return f.first; });
            return it != a.fields.end() && inner(it->second, wanted.second);
        });
    if (a.kind != K::function || !b.of) return true;
    if (a.fields.size() != b.fields.size() || !inner(a.of, b.of)) return false;
    for (size_t i = 0; i < a.fields.size(); ++i)
        if (!inner(b.fields[i].second, a.fields[i].second)) return false;
    return true;
}

namespace {
bool takes(const Builtin& b, size_t arguments) {
    const auto arities = arities_of(b.name);
    return std::ranges::find(arities, arguments) != arities.end();
}
// A function takes what the type's parameters give and gives what the type's result wants; a result that cannot be read off the
// body is taken to fit.
bool is_function(const Function& f, const Type& t) {
    if (!t.of) return true;
    if (f.builtin) return takes(*f.builtin, t.fields.size());
    if (f.parameters.size() != t.fields.size()) return false;
    static const Type any;
    for (size_t i = 0; i < t.fields.size(); ++i) {
        const Type& taken = i < f.types.size() && f.types[i] ? *f.types[i] : any;
        if (t.fields[i].second && !conforms(*t.fields[i].second, taken)) return false;
    }
    if (f.result) return conforms(*f.result, *t.of);
    const K given = f.body ? kind_given(*f.body, f.parameters, f.types) : K::unknown;
    return given == K::unknown || t.of->kind == K::any || t.of->kind == given;
}
}  // namespace

bool is_of(const Value& v, const Type& t, int depth) {
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
        case K::function: return v.as_function() && is_function(*v.as_function(), t);
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
