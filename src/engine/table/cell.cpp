#include "engine/table/cell.hpp"

#include <algorithm>

#include "engine/feel/builtins.hpp"
#include "engine/table/expression.hpp"

namespace leye::table {
namespace {

using feel::Node;
using feel::NodeKind;
using feel::Value;

/// For which values a test is true and for which it is false; for the others it is null.
struct Verdict {
    Values yes, no;
};

bool is_constant(const Node& n, const Known& known) {
    if (n.kind == NodeKind::name && !known.facts.contains(n.text)) return false;
    if (n.body || n.decisions || n.kind == NodeKind::external) return false;
    size_t from = 0;
    if (n.kind == NodeKind::call && n.children[0]->kind == NodeKind::name) {
        const std::string& called = n.children[0]->text;
        if ((called == "today" || called == "now") && !known.now) return false;
        if (std::ranges::find(feel::builtins(), called, &feel::Builtin::name) == feel::builtins().end() || known.facts.contains(called)) return false;
        from = 1;
    }
    return std::all_of(n.children.begin() + static_cast<ptrdiff_t>(from), n.children.end(), [&](const auto& c) { return is_constant(*c, known); });
}

class Compiler {
  public:
    Compiler(Kind kind, const Known& known) : kind_(kind), known_(known) {}

    // Nothing where the test says more than values can.
    std::optional<Verdict> tests(const Node& n) {
        if (n.kind == NodeKind::test_any) return Verdict{Values::all(true), Values::none()};
        if (n.kind == NodeKind::test_not) {
            auto inner = tests(*n.children[0]);
            if (inner) std::swap(inner->yes, inner->no);
            return inner;
        }
        if (n.kind == NodeKind::test_compare || n.kind == NodeKind::test_value) return one(n);
        if (n.kind != NodeKind::tests) return std::nullopt;
        Verdict out{Values::none(), Values::all(true)};
        for (const auto& c : n.children) {
            const auto v = tests(*c);
            if (!v) return std::nullopt;
            out.yes = unite(kind_, out.yes, v->yes);
            out.no = intersect(kind_, out.no, v->no);
        }
        return out;
    }

  private:
    bool fits(const Value& v) const {
        switch (kind_) {
            case Kind::boolean: return v.as<bool>();
            case Kind::number: return v.as<feel::Number>();
            case Kind::string: return v.as<std::string>();
            case Kind::date: return v.as<feel::Day>();
            case Kind::months: return v.as<feel::MonthsDuration>();
            case Kind::days: return v.as<feel::DaysDuration>();
            default: return false;
        }
    }

    Verdict with_complement(Values yes, bool null_is_no) const {
        Values no = complement(kind_, yes);
        no.null = null_is_no;
        return {std::move(yes), std::move(no)};
    }

    // Where «= v» is true and false, as feel::equal has it.
    std::optional<Verdict> equal_to(const Value& v) const {
        if (v.is_null()) return Verdict{{{}, true}, Values::all(false)};
        if (fits(v)) return with_complement(Values::of(kind_, Interval::point(v)), true);
        if (v.as<feel::Day>() || v.as<feel::DateTime>() || v.as_function() || v.as_range()) return std::nullopt;
        return Verdict{Values::none(), {{}, true}};  // of another kind: null, but null itself is not equal to it
    }

    std::optional<Verdict> compared(const std::string& op, const Value& v) const {
        if (op == "=") return equal_to(v);
        if (op == "!=") {
            auto out = equal_to(v);
            if (out) std::swap(out->yes, out->no);
            return out;
        }
        if (v.is_null() || kind_ == Kind::boolean) return Verdict{};
        if (!fits(v)) return std::nullopt;
        const bool closed = op.size() == 2;
        return with_complement(Values::of(kind_, op[0] == '<' ? Interval{std::nullopt, v, false, closed} : Interval{v, std::nullopt, closed, false}), false);
    }

    std::optional<Verdict> within(const feel::Range& r) const {
        if (r.differs) return compared("!=", r.low ? *r.low : Value());
        if ((!r.low && !r.high) || (r.low && r.low->is_null()) || (r.high && r.high->is_null()) || kind_ == Kind::boolean) return Verdict{};
        if ((r.low && !fits(*r.low)) || (r.high && !fits(*r.high))) return std::nullopt;
        return with_complement(Values::of(kind_, {r.low, r.high, r.low_closed, r.high_closed}), false);
    }

    // An input against a list: true where it is an item or within one, otherwise false.
    std::optional<Verdict> among(const feel::List& items) const {
        Values yes;
        for (const auto& item : items) {
            if (item.as_list() || item.as_context()) continue;
            const auto v = item.as_range() ? within(*item.as_range()) : equal_to(item);
            if (!v) return std::nullopt;
            yes = unite(kind_, yes, v->yes);
        }
        const bool null = yes.null;
        return with_complement(std::move(yes), !null);
    }

    std::optional<Verdict> one(const Node& n) {
        const Node& said = *n.children[0];
        if (n.asks_input) return std::nullopt;
        const auto same = constant(said, known_);
        if (!same) return std::nullopt;
        const Value& v = *same;
        if (n.kind == NodeKind::test_compare) return compared(n.text, v);
        if (const auto* r = v.as_range()) return within(*r);
        if (const auto* l = v.as_list()) return among(*l);
        auto out = equal_to(v);
        // What was worked out to be true holds for every input, whatever its kind.
        const bool worked_out = said.kind != NodeKind::literal && said.kind != NodeKind::name;
        if (out && v.is_true() && kind_ != Kind::boolean && worked_out) out->yes.in = Values::all(false).in, out->no.in.clear();
        return out;
    }

    Kind kind_;
    const Known& known_;
};

}  // namespace

std::optional<Value> constant(const Node& expression, const Known& known) {
    if (!is_constant(expression, known)) return std::nullopt;
    return evaluated(expression, known.facts, known.now.value_or(Instant::of_ms(0)));
}

Cell compile(const Node& tests, Kind kind, const Known& known) {
    if (tests.kind == NodeKind::test_any) return {};
    if (is_ordered(kind))
        if (auto v = Compiler(kind, known).tests(tests)) return {Cell::Form::values, std::move(v->yes), std::move(v->no), nullptr};
    return {Cell::Form::opaque, {}, {}, &tests};
}

}  // namespace leye::table
