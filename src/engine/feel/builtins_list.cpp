#include <algorithm>

#include "engine/feel/builtins.hpp"

namespace leye::feel {
namespace {

using Args = std::vector<Value>;

Value counted(Args& a, Run&) {
    const auto l = list_argument(a, 0);
    return l ? Value(Number(static_cast<int64_t>(l->size()))) : Value();
}
template <int sign>
Value extreme(Args& a, Run&) {
    const auto l = list_argument(a, 0);
    if (!l || l->empty()) return {};
    Value best = l->front();
    if (best.is_null() || !compare(best, best)) return {};
    for (const auto& v : *l) {
        const auto o = compare(v, best);
        if (!o) return {};
        if (*o * sign > 0) best = v;
    }
    return best;
}
std::optional<std::vector<Number>> numbers(const Args& a) {
    const auto l = list_argument(a, 0);
    if (!l) return std::nullopt;
    std::vector<Number> out;
    for (const auto& v : *l) {
        const auto* n = v.as<Number>();
        if (!n) return std::nullopt;
        out.push_back(*n);
    }
    return out;
}
std::optional<Number> total(const std::vector<Number>& ns) {
    std::optional<Number> out = Number(0);
    for (const auto& n : ns)
        if (out) out = add(*out, n);
    return out;
}
std::optional<Number> average(const std::vector<Number>& ns) {
    const auto t = total(ns);
    return t && !ns.empty() ? divide(*t, Number(static_cast<int64_t>(ns.size()))) : std::nullopt;
}
Value sum(Args& a, Run&) {
    const auto l = list_argument(a, 0);
    if (!l || l->empty()) return {};
    if (l->front().as<MonthsDuration>() || l->front().as<DaysDuration>()) {
        Value out = l->front();
        for (size_t i = 1; i < l->size(); ++i) out = arithmetic('+', out, (*l)[i]);
        return out;
    }
    const auto ns = numbers(a);
    return ns ? Value::of(total(*ns)) : Value();
}
Value product(Args& a, Run&) {
    const auto ns = numbers(a);
    if (!ns || ns->empty()) return {};
    std::optional<Number> out = Number(1);
    for (const auto& n : *ns)
        if (out) out = multiply(*out, n);
    return Value::of(out);
}
Value mean(Args& a, Run&) {
    const auto ns = numbers(a);
    return ns ? Value::of(average(*ns)) : Value();
}
Value median(Args& a, Run& run) {
    auto ns = numbers(a);
    if (!ns || ns->empty() || !run.charge(ns->size() * 4)) return {};
    std::ranges::sort(*ns, [](const Number& x, const Number& y) { return x < y; });
    const size_t half = ns->size() / 2;
    if (ns->size() % 2) return (*ns)[half];
    const auto both = add((*ns)[half - 1], (*ns)[half]);
    return both ? Value::of(divide(*both, Number(2))) : Value();
}
Value deviation(Args& a, Run&) {
    const auto ns = numbers(a);
    if (!ns || ns->size() < 2) return {};
    const auto m = average(*ns);
    if (!m) return {};
    std::optional<Number> squares = Number(0);
    for (const auto& n : *ns) {
        const auto d = subtract(n, *m), s = d ? multiply(*d, *d) : std::nullopt;
        squares = squares && s ? add(*squares, *s) : std::nullopt;
    }
    const auto variance = squares ? divide(*squares, Number(static_cast<int64_t>(ns->size()) - 1)) : std::nullopt;
    return variance ? Value::of(variance->square_root()) : Value();
}
Value mode(Args& a, Run& run) {
    auto ns = numbers(a);
    if (!ns || !run.charge(ns->size() * 4)) return {};
    std::ranges::sort(*ns, [](const Number& x, const Number& y) { return x < y; });
    size_t most = 0;
    List out;
    for (size_t i = 0, j; i < ns->size(); i = j) {
        for (j = i; j < ns->size() && (*ns)[j] == (*ns)[i];) ++j;
        if (j - i > most) out.clear(), most = j - i;
        if (j - i == most) out.push_back((*ns)[i]);
    }
    return Value::list(std::move(out));
}
template <bool wanted>
Value whether(Args& a, Run&) {
    const auto l = list_argument(a, 0);
    if (!l) return {};
    bool unknown = false;
    for (const auto& v : *l) {
        const auto* b = v.as<bool>();
        if (b && *b == wanted) return wanted;
        unknown |= !b;
    }
    return unknown ? Value() : Value(!wanted);
}
Value not_of(Args& a, Run&) {
    const auto* b = argument<bool>(a, 0);
    return b ? Value(!*b) : Value();
}
Value list_contains(Args& a, Run&) {
    const auto l = list_argument(a, 0);
    return l ? Value(std::ranges::any_of(*l, [&](const Value& v) { return equal(v, a[1]) == true; })) : Value();
}
// The place an index of 1… or −1… means; nothing beyond `size`.
std::optional<size_t> place(std::optional<int64_t> i, size_t size) {
    const auto n = static_cast<int64_t>(size);
    if (!i || *i == 0 || *i > n || *i < -n) return std::nullopt;
    return static_cast<size_t>(*i > 0 ? *i - 1 : n + *i);
}
Value sublist(Args& a, Run&) {
    const auto l = list_argument(a, 0);
    if (!l) return {};
    const auto from = place(integer_argument(a, 1), l->size());
    if (!from) return {};
    size_t count = l->size() - *from;
    if (a.size() > 2) {
        const auto n = integer_argument(a, 2);
        if (!n || *n < 0 || static_cast<size_t>(*n) > count) return {};
        count = static_cast<size_t>(*n);
    }
    const auto start = l->begin() + static_cast<ptrdiff_t>(*from);
    return Value::list(List(start, start + static_cast<ptrdiff_t>(count)));
}
Value append(Args& a, Run&) {
    List out;
    if (const auto* l = a[0].as_list()) out = *l;
    else if (a[0].is_null()) return {};
    else out.push_back(a[0]);
    for (const auto& v : *a[1].as_list()) out.push_back(v);
    return Value::list(std::move(out));
}
Value concatenate(Args& a, Run& run) {
    List out;
    if (!a[0].as_list()) return {};
    for (const auto& v : *a[0].as_list()) {
        if (v.is_null()) return {};
        if (const auto* l = v.as_list()) out.insert(out.end(), l->begin(), l->end());
        else out.push_back(v);
        if (!run.charge(size_of(v)) || out.size() > Run::list_max) return run.null("the list is too long");
    }
    return Value::list(std::move(out));
}
Value insert_before(Args& a, Run&) {
    auto l = list_argument(a, 0);
    if (!l) return {};
    const auto at = place(integer_argument(a, 1), l->size());
    if (!at) return {};
    l->insert(l->begin() + static_cast<ptrdiff_t>(*at), a[2]);
    return Value::list(std::move(*l));
}
Value remove(Args& a, Run&) {
    auto l = list_argument(a, 0);
    if (!l) return {};
    const auto at = place(integer_argument(a, 1), l->size());
    if (!at) return {};
    l->erase(l->begin() + static_cast<ptrdiff_t>(*at));
    return Value::list(std::move(*l));
}
Value list_replace(Args& a, Run& run) {
    auto l = list_argument(a, 0);
    if (!l) return {};
    if (const auto* fn = a[1].as_function()) {
        if (!fn->builtin && fn->parameters.size() != 2) return {};
        for (auto& v : *l) {
            const Value hit = call(*fn, {v, a[2]}, {}, run);
            if (!hit.as<bool>()) return {};
            if (hit.is_true()) v = a[2];
        }
        return Value::list(std::move(*l));
    }
    const auto* n = argument<Number>(a, 1);
    const auto at = place(n ? n->rounded(0, Number::Rounding::down)->integer() : std::nullopt, l->size());
    if (!at) return {};
    (*l)[*at] = a[2];
    return Value::list(std::move(*l));
}
Value reversed(Args& a, Run&) {
    auto l = list_argument(a, 0);
    if (!l) return {};
    std::ranges::reverse(*l);
    return Value::list(std::move(*l));
}
Value index_of(Args& a, Run&) {
    const auto l = list_argument(a, 0);
    if (!l) return {};
    List out;
    for (size_t i = 0; i < l->size(); ++i)
        if (equal((*l)[i], a[1]) == true) out.push_back(Number(static_cast<int64_t>(i) + 1));
    return Value::list(std::move(out));
}
Value distinct_values(Args& a, Run& run) {
    const auto l = list_argument(a, 0);
    if (!l) return {};
    List out;
    for (const auto& v : *l) {
        if (!run.charge(out.size())) return run.null("the list is too long");
        if (std::ranges::none_of(out, [&](const Value& o) { return equal(o, v) == true; })) out.push_back(v);
    }
    return Value::list(std::move(out));
}
Value union_of(Args& a, Run& run) {
    Args joined{concatenate(a, run)};
    return distinct_values(joined, run);
}
void flatten_into(List& out, const Value& v, int depth, Run& run) {
    const auto* l = v.as_list();
    if (!run.charge(1)) return;
    if (!l || depth > 200) return out.push_back(v);
    for (const auto& item : *l) flatten_into(out, item, depth + 1, run);
}
Value flatten(Args& a, Run& run) {
    if (a[0].is_null()) return {};
    List out;
    flatten_into(out, a[0], 0, run);
    return run.spent() || out.size() > Run::list_max ? run.null("the list is too long") : Value::list(std::move(out));
}
Value sorted(Args& a, Run& run) {
    auto l = list_argument(a, 0);
    if (!l) return {};
    const Function* fn = a.size() > 1 ? a[1].as_function() : nullptr;
    if (a.size() > 1 && (!fn || (!fn->builtin && fn->parameters.size() != 2))) return {};
    bool ordered = true;
    // A merge of our own: an order that contradicts itself must not break anything.
    const auto less = [&](const Value& x, const Value& y) {
        if (!run.charge(1)) return false;
        if (fn) {
            const Value first = call(*fn, {x, y}, {}, run);
            ordered &= first.as<bool>() != nullptr;
            return first.is_true();
        }
        const auto o = compare(x, y);
        ordered &= o.has_value();
        return o && *o < 0;
    };
    List from = std::move(*l), to(from.size());
    for (size_t width = 1; width < from.size(); width *= 2) {
        for (size_t lo = 0; lo < from.size(); lo += 2 * width) {
            const size_t mid = std::min(lo + width, from.size()), hi = std::min(lo + 2 * width, from.size());
            for (size_t i = lo, j = mid, k = lo; k < hi; ++k) to[k] = std::move(i < mid && (j >= hi || !less(from[j], from[i])) ? from[i++] : from[j++]);
        }
        std::swap(from, to);
    }
    return ordered && !run.spent() ? Value::list(std::move(from)) : Value();
}

constexpr Builtin table[] = {
    {"not", "negand", not_of},
    {"count", "list*", counted}, {"min", "list*", extreme<-1>}, {"max", "list*", extreme<1>}, {"sum", "list*", sum},
    {"product", "list*", product}, {"mean", "list*", mean}, {"median", "list*", median}, {"stddev", "list*", deviation},
    {"mode", "list*", mode}, {"all", "list*", whether<false>}, {"any", "list*", whether<true>},
    {"list contains", "list,element", list_contains}, {"sublist", "list,start position,length?", sublist},
    {"append", "list,item*", append}, {"concatenate", "lists*", concatenate}, {"insert before", "list,position,newItem", insert_before},
    {"remove", "list,position", remove}, {"list replace", "list,position,newItem", list_replace},
    {"list replace", "list,match,newItem", list_replace}, {"reverse", "list", reversed}, {"index of", "list,match", index_of},
    {"union", "lists*", union_of}, {"distinct values", "list", distinct_values}, {"flatten", "list", flatten},
    {"sort", "list,precedes?", sorted},
};

}  // namespace

std::span<const Builtin> list_builtins() { return table; }

}  // namespace leye::feel
