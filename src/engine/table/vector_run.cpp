#include <algorithm>

#include "engine/feel/function.hpp"
#include "engine/table/vector.hpp"

namespace leye::table {
namespace {

using feel::Value;
using Op = Program::Op;

constexpr int64_t none = null_key<int64_t>, day_nanos = 86'400'000'000'000;
constexpr Wide duration_nanos_max = static_cast<Wide>(INT64_MAX) * 500'000'000;  // beyond, FEEL's durations are null

// Keys with the bounds they keep to, so that sums and products are known to fit before they are made.
struct Bounded {
    Lane lane;
    Wide low = 1, high = 0;
};

// Thrown and caught here: the batch needs more than 64 bits.
struct Wider {};

void need(bool holds) {
    if (!holds) throw Wider{};
}

bool narrow(Wide low, Wide high) { return low > -INT64_MAX && high < INT64_MAX; }

Wide times(Wide a, Wide b) {
    Wide out = 0;
    need(!__builtin_mul_overflow(a, b, &out));
    return out;
}

Bounded read(const Keys& keys, const Measure& measure) {
    Bounded out;
    out.lane.measure = measure;
    std::visit(
        [&](const auto& from) {
            using T = typename std::remove_cvref_t<decltype(from)>::value_type;
            if constexpr (std::is_same_v<T, Value> || std::is_same_v<T, Wide>) {
                throw Wider{};
            } else {
                out.lane.keys.resize(from.size());
                T low = static_cast<T>(~null_key<T>), high = null_key<T>;
                for (size_t i = 0; i < from.size(); ++i) {
                    const T k = from[i];
                    out.lane.keys[i] = k == null_key<T> ? none : int64_t{k};
                    low = std::min(low, k == null_key<T> ? low : k);
                    high = std::max(high, k);
                }
                if (high != null_key<T>) out.low = low, out.high = high;
            }
        },
        keys);
    return out;
}

class Runner {
  public:
    Runner(const Program& program, const Sight& sight) : program_(program), sight_(sight) {}

    Lane run() {
        for (const auto& s : program_.steps) done_.push_back(step(s));
        return std::move(done_.back().lane);
    }

  private:
    const Bounded& at(int i) const { return done_[static_cast<size_t>(i)]; }

    template <class F>
    Bounded each(const Bounded& a, const Bounded& b, F f) const {
        Bounded out;
        out.lane.keys.resize(sight_.rows);
        const int64_t *x = a.lane.keys.data(), *y = b.lane.keys.data();
        int64_t* z = out.lane.keys.data();
        for (size_t i = 0; i < sight_.rows; ++i) z[i] = (x[i] == none) | (y[i] == none) ? none : f(x[i], y[i]);
        return out;
    }

    // The same values counted in finer steps.
    static Bounded finer(Bounded a, int64_t factor) {
        if (factor == 1) return a;
        a.low = times(a.low, factor), a.high = times(a.high, factor);
        need(a.low > a.high || narrow(a.low, a.high));
        for (auto& k : a.lane.keys) k = k == none ? none : k * factor;
        return a;
    }
    static std::pair<Bounded, Bounded> aligned(const Bounded& a, const Bounded& b, Kind kind) {
        if (kind == Kind::number) {
            const int scale = std::max(a.lane.measure.scale, b.lane.measure.scale);
            auto x = finer(a, power_of_ten(scale - a.lane.measure.scale)), y = finer(b, power_of_ten(scale - b.lane.measure.scale));
            x.lane.measure.scale = y.lane.measure.scale = scale;
            return {std::move(x), std::move(y)};
        }
        if (kind != Kind::days) return {a, b};
        const int64_t nanos = std::min(a.lane.measure.nanos, b.lane.measure.nanos);
        auto x = finer(a, a.lane.measure.nanos / nanos), y = finer(b, b.lane.measure.nanos / nanos);
        x.lane.measure.nanos = y.lane.measure.nanos = nanos;
        return {std::move(x), std::move(y)};
    }

    Bounded bounded(Bounded out, Kind kind, Wide low, Wide high) const {
        need(narrow(low, high));
        if (kind == Kind::days) need(times(low, out.lane.measure.nanos) >= -duration_nanos_max && times(high, out.lane.measure.nanos) <= duration_nanos_max);
        out.low = low, out.high = high;
        return out;
    }

    static bool empty(const Bounded& a) { return a.low > a.high; }
    Bounded nothing(Measure measure) const {
        Bounded out;
        out.lane = {std::vector<int64_t>(sight_.rows, none), std::move(measure)};
        return out;
    }

    Bounded sum(const Program::Step& s) const {
        const auto [a, b] = aligned(at(s.a), at(s.b), s.kind);
        if (empty(a) || empty(b)) return nothing(a.lane.measure);
        const bool plus = s.op == Op::add;
        auto out = plus ? each(a, b, [](int64_t x, int64_t y) { return static_cast<int64_t>(static_cast<uint64_t>(x) + static_cast<uint64_t>(y)); })
                        : each(a, b, [](int64_t x, int64_t y) { return static_cast<int64_t>(static_cast<uint64_t>(x) - static_cast<uint64_t>(y)); });
        out.lane.measure = a.lane.measure;
        return bounded(std::move(out), s.kind, plus ? a.low + b.low : a.low - b.high, plus ? a.high + b.high : a.high - b.low);
    }

    Bounded product(const Program::Step& s) const {
        const Bounded &a = at(s.a), &b = at(s.b);
        need(s.kind == Kind::number && a.lane.measure.scale + b.lane.measure.scale <= 18);
        Measure measure{a.lane.measure.scale + b.lane.measure.scale, 1, nullptr};
        if (empty(a) || empty(b)) return nothing(std::move(measure));
        const Wide ends[] = {times(a.low, b.low), times(a.low, b.high), times(a.high, b.low), times(a.high, b.high)};
        const Wide low = *std::ranges::min_element(ends), high = *std::ranges::max_element(ends);
        need(narrow(low, high));
        auto out = each(a, b, [](int64_t x, int64_t y) { return static_cast<int64_t>(static_cast<uint64_t>(x) * static_cast<uint64_t>(y)); });
        out.lane.measure = std::move(measure);
        return bounded(std::move(out), s.kind, low, high);
    }

    Bounded constant(const Program::Step& s) const {
        if (s.value.is_null()) return nothing({});
        const Column one = Column::of(s.kind, std::span(&s.value, 1));
        Bounded out = read(one.batches[0], one.measure);
        out.lane.keys.assign(sight_.rows, out.lane.keys[0]);
        return out;
    }

    // Strings are compared here where one side is a constant: by its place in the other's dictionary.
    Bounded compared(const Program::Step& s) const {
        auto sides = std::pair(at(s.a), at(s.b));
        if (program_.steps[static_cast<size_t>(s.a)].kind == Kind::string) {
            need(s.op == Op::equal || s.op == Op::differs);
            const bool left = program_.steps[static_cast<size_t>(s.a)].op == Op::constant;
            const auto& fixed = program_.steps[static_cast<size_t>(left ? s.a : s.b)];
            need(fixed.op == Op::constant);
            auto &word = left ? sides.first : sides.second, &column = left ? sides.second : sides.first;
            if (column.lane.measure.dictionary) {
                const auto key = key_of(fixed.value, column.lane.measure);
                std::ranges::fill(word.lane.keys, key ? static_cast<int64_t>(*key) : -1);
            }
        } else {
            sides = aligned(sides.first, sides.second, program_.steps[static_cast<size_t>(s.a)].kind);
        }
        const auto& [a, b] = sides;
        Bounded out;
        switch (s.op) {
            case Op::equal: out = each(a, b, [](int64_t x, int64_t y) { return int64_t{x == y}; }); break;
            case Op::differs: out = each(a, b, [](int64_t x, int64_t y) { return int64_t{x != y}; }); break;
            case Op::less: out = each(a, b, [](int64_t x, int64_t y) { return int64_t{x < y}; }); break;
            case Op::at_most: out = each(a, b, [](int64_t x, int64_t y) { return int64_t{x <= y}; }); break;
            case Op::greater: out = each(a, b, [](int64_t x, int64_t y) { return int64_t{x > y}; }); break;
            default: out = each(a, b, [](int64_t x, int64_t y) { return int64_t{x >= y}; });
        }
        if (s.op != Op::equal && s.op != Op::differs) return truth(std::move(out));
        // Equality is known with a null too: only null is equal to null.
        const bool differs = s.op == Op::differs;
        for (size_t i = 0; i < sight_.rows; ++i)
            if (out.lane.keys[i] == none) out.lane.keys[i] = ((a.lane.keys[i] == none) & (b.lane.keys[i] == none)) != differs;
        return truth(std::move(out));
    }
    static Bounded truth(Bounded out) {
        out.low = 0, out.high = 1;
        return out;
    }

    template <class F>
    Bounded rowwise(F f) const {
        Bounded out;
        out.lane.keys.resize(sight_.rows);
        for (size_t i = 0; i < sight_.rows; ++i) out.lane.keys[i] = f(i);
        return out;
    }
    Bounded logic(const Program::Step& s) const {
        const int64_t *a = at(s.a).lane.keys.data(), *b = s.b < 0 ? nullptr : at(s.b).lane.keys.data();
        switch (s.op) {
            case Op::is_null: return truth(rowwise([&](size_t i) { return int64_t{a[i] == none}; }));
            case Op::negation: return truth(rowwise([&](size_t i) { return a[i] == none ? none : 1 - a[i]; }));
            case Op::both: return truth(rowwise([&](size_t i) { return (a[i] == 0) | (b[i] == 0) ? 0 : (a[i] == none) | (b[i] == none) ? none : 1; }));
            case Op::both_known: return truth(rowwise([&](size_t i) { return (a[i] == none) | (b[i] == none) ? none : a[i] & b[i]; }));
            default: return truth(rowwise([&](size_t i) { return (a[i] == 1) | (b[i] == 1) ? 1 : (a[i] == none) | (b[i] == none) ? none : 0; }));
        }
    }

    Bounded chosen(const Program::Step& s) const {
        need(s.kind != Kind::string);
        const auto sides = aligned(at(s.b), at(s.c), s.kind);
        const int64_t *c = at(s.a).lane.keys.data(), *a = sides.first.lane.keys.data(), *b = sides.second.lane.keys.data();
        auto out = rowwise([&](size_t i) { return c[i] == 1 ? a[i] : b[i]; });
        const auto &x = sides.first, &y = sides.second;
        out.lane.measure = x.lane.measure;
        out.low = empty(x) ? y.low : empty(y) ? x.low : std::min(x.low, y.low);
        out.high = empty(x) ? y.high : empty(y) ? x.high : std::max(x.high, y.high);
        return out;
    }

    Bounded dates(const Program::Step& s) const {
        static const int64_t first = feel::Day::of(-999'999'999, 1, 1)->days, last = feel::Day::of(999'999'999, 12, 31)->days;
        const Bounded &a = at(s.a), &b = at(s.b);
        const int64_t nanos = b.lane.measure.nanos, sign = s.sign;
        Bounded out;
        if (s.op == Op::later_by_days) {
            need(narrow(b.low * nanos, b.high * nanos) || nanos == day_nanos);
            out = nanos == day_nanos ? each(a, b, [=](int64_t day, int64_t by) {
                const int64_t to = day + sign * by;
                return (to < first) | (to > last) ? none : to;
            }) : each(a, b, [=](int64_t day, int64_t by) {
                const int64_t total = sign * by * nanos, to = day + total / day_nanos - (total % day_nanos < 0);
                return (to < first) | (to > last) ? none : to;
            });
        } else {
            out = each(a, b, [=](int64_t day, int64_t by) {
                const auto to = feel::Day{day}.plus_months(sign * by);
                return to ? to->days : none;
            });
        }
        out.low = first, out.high = last;
        return out;
    }

    Bounded between(const Program::Step& s) const {
        const Bounded &a = at(s.a), &b = at(s.b);
        if (s.op == Op::days_between) {
            auto out = each(a, b, [](int64_t x, int64_t y) { return x - y; });
            out.lane.measure.nanos = day_nanos;
            if (empty(a) || empty(b)) return out;
            return bounded(std::move(out), Kind::days, a.low - b.high, a.high - b.low);
        }
        auto out = each(a, b, [](int64_t x, int64_t y) {
            const auto p = feel::Day{x}.parts(), q = feel::Day{y}.parts();
            int64_t months = (q.year - p.year) * 12 + q.month - p.month;
            if (months > 0 && q.day < p.day) --months;
            if (months < 0 && q.day > p.day) ++months;
            return months;
        });
        out.low = -30'000'000'000, out.high = 30'000'000'000;
        return out;
    }

    Bounded part(const Program::Step& s) const {
        const Bounded& a = at(s.a);
        const int64_t* x = a.lane.keys.data();
        const auto some = [&](auto f, Wide low, Wide high) {
            auto out = rowwise([&](size_t i) { return x[i] == none ? none : int64_t{f(x[i])}; });
            out.low = low, out.high = high;
            return out;
        };
        constexpr Wide years = 1'000'000'000;
        const Kind of = program_.steps[static_cast<size_t>(s.a)].kind;
        if (of == Kind::months)
            return s.text == "years" ? some([](int64_t m) { return m / 12; }, INT64_MIN / 12, INT64_MAX / 12) : some([](int64_t m) { return m % 12; }, -11, 11);
        if (of == Kind::date) {
            if (s.text == "year") return some([](int64_t d) { return feel::Day{d}.parts().year; }, -years, years);
            if (s.text == "month") return some([](int64_t d) { return feel::Day{d}.parts().month; }, 1, 12);
            if (s.text == "day") return some([](int64_t d) { return feel::Day{d}.parts().day; }, 1, 31);
            return some([](int64_t d) { return feel::Day{d}.weekday(); }, 1, 7);
        }
        const int64_t nanos = a.lane.measure.nanos;
        const auto seconds = [nanos](int64_t k) { return static_cast<int64_t>(Wide{k} * nanos / 1'000'000'000); };
        need(empty(a) || narrow(times(a.low, nanos) / 1'000'000'000, times(a.high, nanos) / 1'000'000'000));
        if (s.text == "days") return some([&](int64_t k) { return seconds(k) / 86'400; }, INT64_MIN / 86'400, INT64_MAX / 86'400);
        if (s.text == "hours") return some([&](int64_t k) { return seconds(k) / 3600 % 24; }, -23, 23);
        return some([&](int64_t k) { return seconds(k) / 60 % 60; }, -59, 59);
    }

    Bounded step(const Program::Step& s) const {
        switch (s.op) {
            case Op::constant: return constant(s);
            case Op::column: {
                const Column& c = sight_.columns.facts.at(s.text);
                return read(c.batches[sight_.batch], c.measure);
            }
            case Op::input:
                need(sight_.input);
                return read(*sight_.input, sight_.input_measure);
            case Op::add:
            case Op::subtract: return sum(s);
            case Op::multiply: return product(s);
            case Op::divide: throw Wider{};
            case Op::negate: {
                Bounded out = at(s.a);
                for (auto& k : out.lane.keys) k = k == none ? none : -k;
                if (!empty(out)) out.low = -at(s.a).high, out.high = -at(s.a).low;
                return out;
            }
            case Op::equal:
            case Op::differs:
            case Op::less:
            case Op::at_most:
            case Op::greater:
            case Op::at_least: return compared(s);
            case Op::choose: return chosen(s);
            case Op::later_by_days:
            case Op::later_by_months: return dates(s);
            case Op::days_between:
            case Op::months_between: return between(s);
            case Op::part: return part(s);
            default: return logic(s);
        }
    }

    const Program& program_;
    const Sight& sight_;
    std::vector<Bounded> done_;
};

std::optional<bool> truth_of(const Value& v) { return v.as<bool>() ? std::optional(*v.as<bool>()) : std::nullopt; }
Value of_truth(std::optional<bool> b) { return b ? Value(*b) : Value(); }

Value ordered(Op op, const Value& a, const Value& b) {
    const auto o = feel::compare(a, b);
    if (!o) return {};
    return op == Op::less ? *o < 0 : op == Op::at_most ? *o <= 0 : op == Op::greater ? *o > 0 : *o >= 0;
}

Value exactly(const Program::Step& s, const Columns& columns, size_t row, const Value& input, const std::vector<Value>& done) {
    const auto at = [&](int i) -> const Value& { return done[static_cast<size_t>(i)]; };
    const auto truth = [&](int i) { return truth_of(at(i)); };
    switch (s.op) {
        case Op::constant: return s.value;
        case Op::column: return columns.facts.at(s.text).at(row);
        case Op::input: return input;
        case Op::add: return feel::arithmetic('+', at(s.a), at(s.b));
        case Op::subtract:
        case Op::days_between: return feel::arithmetic('-', at(s.a), at(s.b));
        case Op::multiply: return feel::arithmetic('*', at(s.a), at(s.b));
        case Op::divide: return feel::arithmetic('/', at(s.a), at(s.b));
        case Op::negate: return at(s.a).as<feel::Number>() ? Value(at(s.a).as<feel::Number>()->negated()) : at(s.a).is_null() ? Value() : feel::arithmetic('*', at(s.a), Value(-1));
        case Op::equal: return of_truth(feel::equal(at(s.a), at(s.b)));
        case Op::differs: {
            const auto same = feel::equal(at(s.a), at(s.b));
            return same ? Value(!*same) : Value();
        }
        case Op::is_null: return at(s.a).is_null();
        case Op::negation: return truth(s.a) ? Value(!*truth(s.a)) : Value();
        case Op::both: return truth(s.a) == false || truth(s.b) == false ? Value(false) : truth(s.a) && truth(s.b) ? Value(true) : Value();
        case Op::both_known: return truth(s.a) && truth(s.b) ? Value(*truth(s.a) && *truth(s.b)) : Value();
        case Op::either: return truth(s.a) == true || truth(s.b) == true ? Value(true) : truth(s.a) && truth(s.b) ? Value(false) : Value();
        case Op::choose: return at(s.a).is_true() ? at(s.b) : at(s.c);
        case Op::later_by_days:
        case Op::later_by_months: return feel::arithmetic(s.sign > 0 ? '+' : '-', at(s.a), at(s.b));
        case Op::months_between: {
            feel::Run run{Instant::of_ms(0)};
            return feel::call_builtin("years and months duration", {at(s.a), at(s.b)}, {}, run);
        }
        case Op::part: return feel::property(at(s.a), s.text);
        default: return ordered(s.op, at(s.a), at(s.b));
    }
}

}  // namespace

std::optional<Lane> in_keys(const Program& program, const Sight& sight) {
    try {
        return Runner(program, sight).run();
    } catch (const Wider&) {
        return std::nullopt;
    }
}

Value exact(const Program& program, const Columns& columns, size_t row, const Value& input) {
    std::vector<Value> done;
    done.reserve(program.steps.size());
    for (const auto& s : program.steps) done.push_back(exactly(s, columns, row, input, done));
    return std::move(done.back());
}

}  // namespace leye::table
