#include "engine/feel/evaluate.hpp"

#include "engine/feel/builtins.hpp"

namespace leye::feel {
namespace {

Value plus_days(Date d, int64_t seconds) {
    const int64_t days = d.days() + seconds / 86400;
    if (days < -719'162 || days > 2'932'896) return {};  // years 1 to 9999
    return Date::of_days(static_cast<int32_t>(days));
}

Value plus_months(Date d, int64_t months) {
    const int64_t total = d.year() * int64_t{12} + d.month() - 1 + months;
    if (total < 12 || total >= 120'000) return {};
    return d.plus_months(static_cast<int>(months));
}

Value add_values(const Value& a, const Value& b, int sign) {
    if (const auto *x = a.as<Number>(), *y = b.as<Number>(); x && y) return Value::of(sign > 0 ? add(*x, *y) : subtract(*x, *y));
    if (const auto *x = a.as<std::string>(), *y = b.as<std::string>(); x && y && sign > 0) return *x + *y;
    if (const auto* d = a.as<Date>()) {
        if (const auto* m = b.as<MonthsDuration>()) return plus_months(*d, sign * m->months);
        if (const auto* s = b.as<DaysDuration>()) return plus_days(*d, sign * s->seconds);
        if (const auto* e = b.as<Date>(); e && sign < 0) return DaysDuration{int64_t{*d - *e} * 86400};
        return {};
    }
    if (b.as<Date>() && sign > 0) return add_values(b, a, 1);
    if (const auto *x = a.as<MonthsDuration>(), *y = b.as<MonthsDuration>(); x && y) return MonthsDuration{x->months + sign * y->months};
    if (const auto *x = a.as<DaysDuration>(), *y = b.as<DaysDuration>(); x && y) return DaysDuration{x->seconds + sign * y->seconds};
    return {};
}

Value compare_values(const std::string& op, const Value& a, const Value& b) {
    if (op == "=" || op == "!=") {
        const auto same = equal(a, b);
        return same ? Value(*same == (op == "=")) : Value();
    }
    const auto order = compare(a, b);
    if (!order) return {};
    if (op == "<") return *order < 0;
    if (op == "<=") return *order <= 0;
    if (op == ">") return *order > 0;
    return *order >= 0;
}

Value binary(const std::string& op, const Value& a, const Value& b) {
    if (op == "+") return add_values(a, b, 1);
    if (op == "-") return add_values(a, b, -1);
    if (op == "*" || op == "/" || op == "**") {
        const auto *x = a.as<Number>(), *y = b.as<Number>();
        if (!x || !y) return {};
        return Value::of(op == "*" ? multiply(*x, *y) : op == "/" ? divide(*x, *y) : power(*x, *y));
    }
    return compare_values(op, a, b);
}

// Three-valued: false and anything is false, true and null is null.
Value both(const Value& a, const Value& b) {
    const auto *x = a.as<bool>(), *y = b.as<bool>();
    if ((x && !*x) || (y && !*y)) return false;
    return x && y ? Value(true) : Value();
}
Value either(const Value& a, const Value& b) {
    const auto *x = a.as<bool>(), *y = b.as<bool>();
    if ((x && *x) || (y && *y)) return true;
    return x && y ? Value(false) : Value();
}

std::optional<bool> within(const Value& v, const Range& r) {
    std::optional<bool> out = true;
    const auto end = [&](const std::optional<Value>& limit, bool closed, int side) {
        if (!limit) return;
        const auto order = compare(v, *limit);
        if (!order)
            out = std::nullopt;
        else if (out && !(*order * side > 0 || (closed && *order == 0)))
            out = false;
    };
    end(r.low, r.low_closed, 1);
    if (out == false) return out;
    end(r.high, r.high_closed, -1);
    return out;
}

Value filter(const Value& from, const Node& by, const Context& context, Instant now) {
    List items;
    if (const auto* list = from.as_list()) items = *list;
    else if (!from.is_null()) items.push_back(from);
    const Value index = evaluate(by, context, now);
    if (const auto* n = index.as<Number>()) {
        const auto i = n->integer();
        if (!i || *i == 0) return {};
        const int64_t at = *i > 0 ? *i - 1 : static_cast<int64_t>(items.size()) + *i;
        return at >= 0 && at < static_cast<int64_t>(items.size()) ? items[static_cast<size_t>(at)] : Value();
    }
    List kept;
    for (const auto& item : items) {
        Context inner = context;
        inner["item"] = item;
        if (const auto* fields = item.as_context())
            for (const auto& [key, value] : *fields) inner[key] = value;
        if (evaluate(by, inner, now).is_true()) kept.push_back(item);
    }
    return Value::list(std::move(kept));
}

std::optional<bool> test_one(const Node& t, const Value& input, const Context& context, Instant now) {
    if (t.kind == NodeKind::test_compare) {
        const Value held = compare_values(t.text, input, evaluate(*t.children[0], context, now));
        const auto* b = held.as<bool>();
        return b ? std::optional(*b) : std::nullopt;
    }
    Context inner = context;
    inner["?"] = input;
    const Value v = evaluate(*t.children[0], inner, now);
    if (const auto* range = v.as_range()) return within(input, *range);
    if (const auto* list = v.as_list()) {
        for (const auto& item : *list)
            if (equal(input, item) == true) return true;
        return false;
    }
    const auto same = equal(input, v);
    if (same) return same;
    // A cell that computes true or false about a value of another kind is the test itself.
    const auto* b = v.as<bool>();
    return b ? std::optional(*b) : std::nullopt;
}

}  // namespace

std::optional<bool> test(const Node& tests, const Value& input, const Context& context, Instant now) {
    if (tests.kind == NodeKind::test_any) return true;
    if (tests.kind == NodeKind::test_not) {
        const auto held = test(*tests.children[0], input, context, now);
        return held ? std::optional(!*held) : std::nullopt;
    }
    std::optional<bool> out = false;
    for (const auto& t : tests.children) {
        const auto held = test_one(*t, input, context, now);
        if (held == true) return true;
        if (!held) out = std::nullopt;
    }
    return out;
}

Value evaluate(const Node& n, const Context& context, Instant now) {
    const auto child = [&](size_t i) { return evaluate(*n.children[i], context, now); };
    switch (n.kind) {
        case NodeKind::literal: return n.value;
        case NodeKind::name: {
            const auto it = context.find(n.text);
            return it == context.end() ? Value() : it->second;
        }
        case NodeKind::list: {
            List out;
            for (const auto& c : n.children) out.push_back(evaluate(*c, context, now));
            return Value::list(std::move(out));
        }
        case NodeKind::context: {
            Context out, inner = context;
            for (size_t i = 0; i < n.keys.size(); ++i) inner[n.keys[i]] = out[n.keys[i]] = evaluate(*n.children[i], inner, now);
            return Value::context(std::move(out));
        }
        case NodeKind::range: return std::make_shared<const Range>(Range{child(0), child(1), n.low_closed, n.high_closed});
        case NodeKind::call: {
            std::vector<Value> arguments;
            for (const auto& c : n.children) arguments.push_back(evaluate(*c, context, now));
            const Builtin* f = find_builtin(n.text);
            const int count = static_cast<int>(arguments.size());
            return f && count >= f->least && count <= f->most ? f->run(arguments, now) : Value();
        }
        case NodeKind::path: {
            const Value from = child(0);
            const auto* fields = from.as_context();
            const auto it = fields ? fields->find(n.text) : Context::const_iterator();
            return fields && it != fields->end() ? it->second : Value();
        }
        case NodeKind::filter: return filter(child(0), *n.children[1], context, now);
        case NodeKind::negate: {
            const Value v = child(0);
            if (const auto* x = v.as<Number>()) return x->negated();
            if (const auto* x = v.as<MonthsDuration>()) return MonthsDuration{-x->months};
            if (const auto* x = v.as<DaysDuration>()) return DaysDuration{-x->seconds};
            return {};
        }
        case NodeKind::binary: return binary(n.text, child(0), child(1));
        case NodeKind::both: return both(child(0), child(1));
        case NodeKind::either: return either(child(0), child(1));
        case NodeKind::between: {
            const Value v = child(0);
            return both(compare_values(">=", v, child(1)), compare_values("<=", v, child(2)));
        }
        case NodeKind::in: {
            const auto held = test(*n.children[1], child(0), context, now);
            return held ? Value(*held) : Value();
        }
        case NodeKind::choose: return child(0).is_true() ? child(1) : child(2);
        default: return {};
    }
}

}  // namespace leye::feel
