#include "engine/table/vector.hpp"

#include <algorithm>

#include "engine/feel/builtins.hpp"

namespace leye::table {
namespace {

using feel::Node;
using feel::NodeKind;
using feel::Value;
using Op = Program::Op;
using At = std::optional<int>;  // a step; nothing where the expression says more than steps can

Kind kind_of(const Value& v) {
    if (v.as<bool>()) return Kind::boolean;
    if (v.as<feel::Number>()) return Kind::number;
    if (v.as<std::string>()) return Kind::string;
    if (v.as<feel::Day>()) return Kind::date;
    if (v.as<feel::MonthsDuration>()) return Kind::months;
    if (v.as<feel::DaysDuration>()) return Kind::days;
    return v.is_null() ? Kind::any : Kind::unknown;
}

class Compiler {
  public:
    Compiler(const Kinds& kinds, const Known& known) : kinds_(kinds), known_(known) {}

    At expression(const Node& n) {
        if (auto v = constant(n, known_)) return of_value(std::move(*v));
        switch (n.kind) {
            case NodeKind::name: return named(n.text);
            case NodeKind::negate: return negated(n);
            case NodeKind::binary: return binary(n);
            case NodeKind::both: return logic(Op::both, n);
            case NodeKind::either: return logic(Op::either, n);
            case NodeKind::between: {
                const At x = expression(*n.children[0]), low = expression(*n.children[1]), high = expression(*n.children[2]);
                return x && low && high ? within(*x, compare(">=", *x, *low), compare("<=", *x, *high)) : At();
            }
            case NodeKind::in: {
                const At x = expression(*n.children[0]);
                if (!x) return {};
                const At outer = std::exchange(input_, x), out = tests(*n.children[1]);
                input_ = outer;
                return out;
            }
            case NodeKind::choose: return choice(n);
            case NodeKind::call: return called(n);
            case NodeKind::path: return part(n);
            default: return {};
        }
    }

    At tests(const Node& n) {
        if (n.kind == NodeKind::test_any) return of_value(true);
        if (n.kind == NodeKind::test_not) {
            const At inner = tests(*n.children[0]);
            return inner ? add({Op::negation, Kind::boolean, *inner}) : At();
        }
        if (n.kind == NodeKind::test_compare) {
            const At v = expression(*n.children[0]);
            return v ? compare(n.text, *input_, *v) : At();
        }
        if (n.kind == NodeKind::test_value) return test_value(n);
        if (n.kind != NodeKind::tests) return {};
        At out;
        for (const auto& c : n.children) {
            const At one = tests(*c);
            if (!one) return {};
            out = out ? add({Op::either, Kind::boolean, *out, *one}) : one;
        }
        return out;
    }

    At input(Kind kind) { return input_ = add({Op::input, kind}); }
    Program done() { return std::move(program_); }

  private:
    At add(Program::Step step) {
        program_.steps.push_back(std::move(step));
        return static_cast<int>(program_.steps.size()) - 1;
    }
    Kind kind(int at) const { return program_.steps[static_cast<size_t>(at)].kind; }
    At of_value(Value v) {
        const Kind k = kind_of(v);
        if (k == Kind::unknown) return {};
        return add({.op = Op::constant, .kind = k, .value = std::move(v)});
    }
    At null() { return of_value({}); }

    At named(const std::string& name) {
        if (name == "?") return input_;
        if (const auto it = kinds_.find(name); it != kinds_.end()) return is_ordered(it->second) ? add({.op = Op::column, .kind = it->second, .text = name}) : At();
        if (std::ranges::find(feel::builtins(), name, &feel::Builtin::name) != feel::builtins().end()) return {};
        return null();
    }

    At negated(const Node& n) {
        const At a = expression(*n.children[0]);
        if (!a) return {};
        const Kind k = kind(*a);
        return k == Kind::number || k == Kind::months || k == Kind::days ? add({Op::negate, k, *a}) : null();
    }

    At binary(const Node& n) {
        const At a = expression(*n.children[0]), b = expression(*n.children[1]);
        if (!a || !b || n.text == "**") return {};
        if (n.text != "+" && n.text != "-" && n.text != "*" && n.text != "/") return compare(n.text, *a, *b);
        const Kind x = kind(*a), y = kind(*b);
        const char op = n.text[0];
        const int sign = op == '-' ? -1 : 1;
        const auto duration = [](Kind k) { return k == Kind::months || k == Kind::days; };
        if (x == Kind::any || y == Kind::any) return null();
        if (x == Kind::string && y == Kind::string) return {};
        if (op == '*' || op == '/') {
            if (op == '/' && duration(x) && x == y) return add({Op::divide, Kind::number, *a, *b});
            if (x == Kind::number && y == Kind::number) return add({op == '*' ? Op::multiply : Op::divide, Kind::number, *a, *b});
            if (duration(x) && y == Kind::number) return add({op == '*' ? Op::multiply : Op::divide, x, *a, *b});
            return op == '*' && x == Kind::number && duration(y) ? add({Op::multiply, y, *a, *b}) : null();
        }
        if (x == y && (x == Kind::number || duration(x))) return add({sign > 0 ? Op::add : Op::subtract, x, *a, *b});
        if (x == Kind::date && duration(y)) return later(*a, *b, sign);
        if (duration(x) && y == Kind::date && sign > 0) return later(*b, *a, 1);
        return x == Kind::date && y == Kind::date && sign < 0 ? add({Op::days_between, Kind::days, *a, *b}) : null();
    }
    At later(int day, int by, int sign) {
        return add({.op = kind(by) == Kind::days ? Op::later_by_days : Op::later_by_months, .kind = Kind::date, .a = day, .b = by, .sign = sign});
    }

    At compare(const std::string& op, int a, int b) {
        const Kind x = kind(a), y = kind(b);
        const bool equality = op == "=" || op == "!=";
        if (x == Kind::any || y == Kind::any) {
            if (!equality) return null();
            const At same = add({Op::is_null, Kind::boolean, x == Kind::any ? b : a});
            return op == "=" ? same : add({Op::negation, Kind::boolean, *same});
        }
        if (x != y || (x == Kind::boolean && !equality)) return {};
        const Op how = op == "=" ? Op::equal : op == "!=" ? Op::differs : op == "<" ? Op::less : op == "<=" ? Op::at_most : op == ">" ? Op::greater : Op::at_least;
        return add({how, Kind::boolean, a, b});
    }

    At logic(Op op, const Node& n) {
        const At a = expression(*n.children[0]), b = expression(*n.children[1]);
        return a && b && is_truth(*a) && is_truth(*b) ? add({op, Kind::boolean, *a, *b}) : At();
    }
    bool is_truth(int at) const { return kind(at) == Kind::boolean || kind(at) == Kind::any; }

    // Both known and true: null where one of them is null.
    At within(int, At low, At high) { return low && high ? add({Op::both_known, Kind::boolean, *low, *high}) : At(); }

    At choice(const Node& n) {
        const At c = expression(*n.children[0]), a = expression(*n.children[1]), b = expression(*n.children[2]);
        if (n.boxed || !c || !a || !b || !is_truth(*c)) return {};
        const Kind x = kind(*a), y = kind(*b);
        if (x != y && x != Kind::any && y != Kind::any) return {};
        return add({Op::choose, x == Kind::any ? y : x, *c, *a, *b});
    }

    At called(const Node& n) {
        const Node& callee = *n.children[0];
        if (callee.kind != NodeKind::name || kinds_.contains(callee.text) || known_.facts.contains(callee.text) || !n.keys.empty()) return {};
        if (callee.text == "not" && n.children.size() == 2) {
            const At a = expression(*n.children[1]);
            return a && is_truth(*a) ? add({Op::negation, Kind::boolean, *a}) : At();
        }
        if (callee.text != "years and months duration" || n.children.size() != 3) return {};
        const At a = expression(*n.children[1]), b = expression(*n.children[2]);
        return a && b && kind(*a) == Kind::date && kind(*b) == Kind::date ? add({Op::months_between, Kind::months, *a, *b}) : At();
    }

    At part(const Node& n) {
        const At a = expression(*n.children[0]);
        if (!a) return {};
        const auto one_of = [&](std::initializer_list<std::string_view> names) { return std::ranges::find(names, n.text) != names.end(); };
        const Kind k = kind(*a);
        const bool has = (k == Kind::date && one_of({"year", "month", "day", "weekday"})) || (k == Kind::months && one_of({"years", "months"})) ||
                         (k == Kind::days && one_of({"days", "hours", "minutes"}));
        return has ? add({.op = Op::part, .kind = Kind::number, .a = *a, .text = n.text}) : At();
    }

    At test_value(const Node& n) {
        const Node& said = *n.children[0];
        if (n.asks_input) {
            const At v = expression(said);
            return v && is_truth(*v) ? v : At();
        }
        if (said.kind == NodeKind::range) return in_range(said);
        const At v = expression(said);
        if (!v) return {};
        if (kind(*v) == Kind::boolean && kind(*input_) != Kind::boolean) return {};
        return compare("=", *input_, *v);
    }

    // A range of two unknown ends is null, so that null is equal to it.
    At in_range(const Node& n) {
        if (!n.text.empty()) {
            const At end = n.text == "=" || n.text == "!=" ? At() : expression(*n.children[0]);
            return end ? compare(n.text, *input_, *end) : At();
        }
        const At low = expression(*n.children[0]), high = expression(*n.children[1]);
        if (!low || !high || kind(*low) != kind(*input_) || kind(*high) != kind(*input_)) return {};
        const At in = within(*input_, compare(n.low_closed ? ">=" : ">", *input_, *low), compare(n.high_closed ? "<=" : "<", *input_, *high));
        // Ends the wrong way round hold for nobody, which they do by themselves.
        if (!in) return {};
        const At neither = add({Op::both, Kind::boolean, *add({Op::is_null, Kind::boolean, *low}), *add({Op::is_null, Kind::boolean, *high})});
        return add({Op::choose, Kind::boolean, *neither, *add({Op::is_null, Kind::boolean, *input_}), *in});
    }

    const Kinds& kinds_;
    const Known& known_;
    Program program_;
    At input_;
};

}  // namespace

std::optional<Program> compile_expression(const Node& n, const Kinds& kinds, const Known& known) {
    Compiler c(kinds, known);
    if (!c.expression(n)) return std::nullopt;
    return c.done();
}

std::optional<Program> compile_tests(const Node& tests, Kind input, const Kinds& kinds, const Known& known) {
    if (!is_ordered(input)) return std::nullopt;
    Compiler c(kinds, known);
    c.input(input);
    if (!c.tests(tests)) return std::nullopt;
    return c.done();
}

}  // namespace leye::table
