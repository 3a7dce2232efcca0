#include "engine/feel/builtins.hpp"

namespace leye::feel {
namespace {

using Args = std::vector<Value>;
using Rounding = Number::Rounding;

template <Rounding how, bool scale_may_be_absent>
Value round_by(Args& a, Run&) {
    const auto* n = argument<Number>(a, 0);
    if (!n) return {};
    if (a.size() < 2) return scale_may_be_absent ? Value::of(n->rounded(0, how)) : Value();
    const auto* s = argument<Number>(a, 1);
    const auto scale = s ? s->rounded(0, Rounding::down)->integer() : std::nullopt;
    return scale ? Value::of(n->rounded(*scale, how)) : Value();
}

Value absolute(Args& a, Run&) {
    if (const auto* n = argument<Number>(a, 0)) return n->absolute();
    if (const auto* d = argument<MonthsDuration>(a, 0)) return MonthsDuration{std::abs(d->months)};
    if (const auto* d = argument<DaysDuration>(a, 0)) return DaysDuration::of_nanos(d->total_nanos() < 0 ? -d->total_nanos() : d->total_nanos());
    return {};
}
Value modulo_of(Args& a, Run&) {
    const auto *x = argument<Number>(a, 0), *y = argument<Number>(a, 1);
    return x && y ? Value::of(modulo(*x, *y)) : Value();
}
Value root(Args& a, Run&) {
    const auto* n = argument<Number>(a, 0);
    return n ? Value::of(n->square_root()) : Value();
}
Value logarithm(Args& a, Run&) {
    const auto* n = argument<Number>(a, 0);
    return n && *n > Number(0) ? Value::of(n->logarithm()) : Value();
}
Value exponential(Args& a, Run&) {
    const auto* n = argument<Number>(a, 0);
    return n ? Value::of(n->exponential()) : Value();
}
template <int rest>
Value parity(Args& a, Run&) {
    const auto* n = argument<Number>(a, 0);
    if (!n) return {};
    const auto m = modulo(*n, Number(2));
    return m ? Value(*m == Number(rest)) : Value();
}

constexpr Builtin table[] = {
    {"decimal", "n,scale", round_by<Rounding::half_even, false>},
    {"floor", "n,scale?", round_by<Rounding::floor, true>},
    {"ceiling", "n,scale?", round_by<Rounding::ceiling, true>},
    {"round up", "n,scale", round_by<Rounding::up, false>},
    {"round down", "n,scale", round_by<Rounding::down, false>},
    {"round half up", "n,scale", round_by<Rounding::half_up, false>},
    {"round half down", "n,scale", round_by<Rounding::half_down, false>},
    {"abs", "n", absolute},
    {"modulo", "dividend,divisor", modulo_of},
    {"sqrt", "number", root},
    {"log", "number", logarithm},
    {"exp", "number", exponential},
    {"odd", "number", parity<1>},
    {"even", "number", parity<0>},
};

}  // namespace

std::span<const Builtin> number_builtins() { return table; }

}  // namespace leye::feel
