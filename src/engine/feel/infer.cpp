#include "engine/feel/infer.hpp"

#include <algorithm>

namespace leye::feel {
namespace {

using K = Type::Kind;

K of_value(const Value& v) {
    if (v.as<bool>()) return K::boolean;
    if (v.as<Number>()) return K::number;
    if (v.as<std::string>()) return K::string;
    if (v.as<Day>()) return K::date;
    if (v.as<Time>()) return K::time;
    if (v.as<DateTime>()) return K::date_time;
    if (v.as<MonthsDuration>()) return K::months;
    return v.as<DaysDuration>() ? K::days : K::unknown;
}

K of_call(const Node& n) {
    static constexpr std::pair<std::string_view, K> results[] = {{"string", K::string},
                                                                 {"upper case", K::string},
                                                                 {"lower case", K::string},
                                                                 {"substring", K::string},
                                                                 {"string join", K::string},
                                                                 {"number", K::number},
                                                                 {"count", K::number},
                                                                 {"string length", K::number},
                                                                 {"floor", K::number},
                                                                 {"ceiling", K::number},
                                                                 {"decimal", K::number},
                                                                 {"modulo", K::number},
                                                                 {"sqrt", K::number},
                                                                 {"date", K::date},
                                                                 {"time", K::time},
                                                                 {"date and time", K::date_time},
                                                                 {"today", K::date},
                                                                 {"now", K::date_time},
                                                                 {"years and months duration", K::months},
                                                                 {"not", K::boolean},
                                                                 {"contains", K::boolean},
                                                                 {"list contains", K::boolean}};
    if (n.children[0]->kind != NodeKind::name) return K::unknown;
    const auto it = std::ranges::find(results, n.children[0]->text, [](const auto& r) { return r.first; });
    return it == std::end(results) ? K::unknown : it->second;
}

}  // namespace

K kind_given(const Node& n, std::span<const std::string> parameters, std::span<const TypeRef> types) {
    const auto child = [&](size_t i) { return kind_given(*n.children[i], parameters, types); };
    switch (n.kind) {
        case NodeKind::literal:
            return of_value(n.value);
        case NodeKind::name: {
            const auto i = static_cast<size_t>(std::ranges::find(parameters, n.text) - parameters.begin());
            return i < types.size() && types[i] && types[i]->kind != K::any ? types[i]->kind : K::unknown;
        }
        case NodeKind::list:
            return K::list;
        case NodeKind::context:
            return K::context;
        case NodeKind::range:
            return K::range;
        case NodeKind::function:
            return K::function;
        case NodeKind::both:
        case NodeKind::either:
        case NodeKind::between:
        case NodeKind::in:
        case NodeKind::some:
        case NodeKind::every:
        case NodeKind::instance_of:
            return K::boolean;
        case NodeKind::negate:
            return child(0);
        case NodeKind::choose:
            return child(1) == child(2) ? child(1) : K::unknown;
        case NodeKind::binary: {
            if (n.text == "=" || n.text == "!=" || n.text[0] == '<' || n.text[0] == '>') return K::boolean;
            const K a = child(0), b = child(1);
            return a == b && (a == K::number || (a == K::string && n.text == "+")) ? a : K::unknown;
        }
        case NodeKind::call:
            return of_call(n);
        default:
            return K::unknown;
    }
}

}  // namespace leye::feel
