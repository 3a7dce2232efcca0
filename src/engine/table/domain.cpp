#include <algorithm>

#include "engine/feel/type.hpp"
#include "engine/table/expression.hpp"
#include "engine/table/space.hpp"

namespace leye::table {
namespace {

std::optional<Kind> kind_of(const feel::Value& v) {
    if (v.as<bool>()) return Kind::boolean;
    if (v.as<feel::Number>()) return Kind::number;
    if (v.as<std::string>()) return Kind::string;
    if (v.as<feel::Day>()) return Kind::date;
    if (v.as<feel::MonthsDuration>()) return Kind::months;
    if (v.as<feel::DaysDuration>()) return Kind::days;
    return std::nullopt;
}

// The kind of the first value that the tests name.
std::optional<Kind> kind_named_in(const feel::Node& n) {
    if (n.kind == feel::NodeKind::literal) return kind_of(n.value);
    if (n.kind == feel::NodeKind::call) return kind_of(evaluated(n, {}, Instant::of_ms(0)).value_or(feel::Value()));
    for (const auto& c : n.children)
        if (const auto kind = kind_named_in(*c)) return kind;
    return std::nullopt;
}

}  // namespace

Domain domain_of(const feel::DecisionTable& table, size_t input, const Given& given) {
    const feel::Input& in = table.inputs[input];
    Domain out{.source = in.source};
    if (in.type && in.type->kind != Kind::any) {
        if (is_ordered(in.type->kind)) out.kind = in.type->kind;
    } else {
        for (const auto& rule : table.rules)
            if (!out.kind) out.kind = kind_named_in(*rule.cells[input]);
        out.assumed = out.kind.has_value();
    }
    out.domain = Values::all(true);
    if (!out.kind) return out;
    bool null = std::ranges::find(given.never_null, in.source) == given.never_null.end();
    for (const feel::Node* allowed : {in.allowed.get(), in.type ? in.type->allowed.get() : nullptr}) {
        if (!allowed) continue;
        const Cell cell = compile(*allowed, *out.kind, given.known);
        if (cell.form == Cell::Form::opaque) out.opaque_domain = "allowed values of " + in.source;
        if (cell.form != Cell::Form::values) continue;
        if (cell.admitted == Values::all(false)) null = false;  // such a list can only mean that null is not allowed
        out.domain = intersect(*out.kind, out.domain, Values{cell.admitted.in, true});
    }
    if (!out.domain.in.empty()) out.domain.null = null;
    return out;
}

}  // namespace leye::table
