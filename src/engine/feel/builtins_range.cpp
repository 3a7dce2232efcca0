#include "engine/feel/builtins.hpp"
#include "engine/feel/parser.hpp"

namespace leye::feel {
namespace {

using Args = std::vector<Value>;

// A range with both ends known to be comparable, or a point as the range of itself.
struct Span {
    Value low, high;
    bool low_closed = true, high_closed = true, point = false;
};
std::optional<Span> span_of(const Value& v) {
    if (v.is_null()) return std::nullopt;
    if (const auto* r = v.as_range()) {
        if (r->differs) return std::nullopt;
        return Span{r->low ? *r->low : Value(), r->high ? *r->high : Value(), r->low_closed, r->high_closed};
    }
    if (!compare(v, v)) return std::nullopt;
    return Span{v, v, true, true, true};
}

using Answer = std::optional<bool>;

// Order of two lower or two upper ends; an open lower end comes after a closed one at the same place, an upper before.
std::optional<int> order(const Value& a, const Value& b, int tie) {
    const auto o = compare(a, b);
    if (!o) return std::nullopt;
    return *o ? *o : tie;
}

Answer before(const Span& a, const Span& b) {
    const auto o = compare(a.high, b.low);
    if (!o) return std::nullopt;
    return *o < 0 || (*o == 0 && !(a.high_closed && b.low_closed));
}
Answer meets(const Span& a, const Span& b) {
    if (a.point || b.point) return std::nullopt;
    const auto o = compare(a.high, b.low);
    if (!o) return std::nullopt;
    return *o == 0 && a.high_closed && b.low_closed;
}
std::optional<int> lows(const Span& a, const Span& b) { return order(a.low, b.low, a.low_closed == b.low_closed ? 0 : a.low_closed ? -1 : 1); }
std::optional<int> highs(const Span& a, const Span& b) { return order(a.high, b.high, a.high_closed == b.high_closed ? 0 : a.high_closed ? 1 : -1); }

Answer overlaps(const Span& a, const Span& b) {
    if (a.point || b.point) return std::nullopt;
    const auto x = before(a, b), y = before(b, a);
    return x && y ? Answer(!*x && !*y) : std::nullopt;
}
Answer overlaps_before(const Span& a, const Span& b) {
    const auto meet = overlaps(a, b);
    const auto l = lows(a, b), h = highs(a, b);
    if (!meet || !l || !h) return std::nullopt;
    return *meet && *l < 0 && *h <= 0;
}
Answer finishes(const Span& a, const Span& b) {
    if (b.point) return std::nullopt;
    const auto l = lows(a, b), h = highs(a, b);
    if (!l || !h) return std::nullopt;
    return *h == 0 && *l >= 0;
}
Answer starts(const Span& a, const Span& b) {
    if (b.point) return std::nullopt;
    const auto l = lows(a, b), h = highs(a, b);
    if (!l || !h) return std::nullopt;
    return *l == 0 && *h <= 0;
}
Answer includes(const Span& a, const Span& b) {
    if (a.point) return std::nullopt;
    const auto l = lows(a, b), h = highs(a, b);
    if (!l || !h) return std::nullopt;
    return *l <= 0 && *h >= 0;
}
Answer coincides(const Span& a, const Span& b) {
    if (a.point != b.point) return std::nullopt;
    const auto l = lows(a, b), h = highs(a, b);
    if (!l || !h) return std::nullopt;
    return *l == 0 && *h == 0;
}

template <Answer (*ask)(const Span&, const Span&), bool turned>
Value asked(Args& a, Run&) {
    const auto x = span_of(a[0]), y = span_of(a[1]);
    if (!x || !y) return {};
    const Answer out = turned ? ask(*y, *x) : ask(*x, *y);
    return out ? Value(*out) : Value();
}

bool constant(const Node& n) {
    if (n.kind == NodeKind::literal) return !n.value.is_null();
    if (n.kind == NodeKind::negate) return constant(*n.children[0]);
    if (n.kind != NodeKind::call || n.children[0]->kind != NodeKind::name) return false;
    static constexpr std::string_view makers[] = {"date", "time", "date and time", "duration"};
    for (size_t i = 1; i < n.children.size(); ++i)
        if (!constant(*n.children[i])) return false;
    for (auto m : makers)
        if (n.children[0]->text == m) return true;
    return false;
}

Value range_from(Args& a, Run& run) {
    const auto* s = argument<std::string>(a, 0);
    if (!s) return {};
    const auto tree = parse_expression(*s, {});
    if (!tree || (*tree)->kind != NodeKind::range || !(*tree)->text.empty()) return run.null("no range");
    for (const auto& end : (*tree)->children)
        if (!constant(*end)) return run.null("the ends of a range are written out");
    const Value v = evaluate(**tree, nullptr, run);
    const auto* r = v.as_range();
    if (!r) return {};
    const auto o = compare(*r->low, *r->high);
    if (!o || *o > 0 || r->low->is.index() != r->high->is.index()) return run.null("a range from high to low");
    return v;
}

constexpr Builtin table[] = {
    {"before", "point1,point2", asked<before, false>}, {"before", "range1,range2", asked<before, false>},
    {"before", "point,range", asked<before, false>}, {"before", "range,point", asked<before, false>},
    {"after", "point1,point2", asked<before, true>}, {"after", "range1,range2", asked<before, true>},
    {"after", "point,range", asked<before, true>}, {"after", "range,point", asked<before, true>},
    {"meets", "range1,range2", asked<meets, false>}, {"met by", "range1,range2", asked<meets, true>},
    {"overlaps", "range1,range2", asked<overlaps, false>}, {"overlaps before", "range1,range2", asked<overlaps_before, false>},
    {"overlaps after", "range1,range2", asked<overlaps_before, true>},
    {"finishes", "range1,range2", asked<finishes, false>}, {"finishes", "point,range", asked<finishes, false>},
    {"finished by", "range1,range2", asked<finishes, true>}, {"finished by", "range,point", asked<finishes, true>},
    {"includes", "range1,range2", asked<includes, false>}, {"includes", "range,point", asked<includes, false>},
    {"during", "range1,range2", asked<includes, true>}, {"during", "point,range", asked<includes, true>},
    {"starts", "range1,range2", asked<starts, false>}, {"starts", "point,range", asked<starts, false>},
    {"started by", "range1,range2", asked<starts, true>}, {"started by", "range,point", asked<starts, true>},
    {"coincides", "point1,point2", asked<coincides, false>}, {"coincides", "range1,range2", asked<coincides, false>},
    {"range", "from", range_from},
};

}  // namespace

std::span<const Builtin> range_builtins() { return table; }

}  // namespace leye::feel
