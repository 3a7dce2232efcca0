#include "engine/feel/evaluate.hpp"

#include <algorithm>

#include "engine/feel/builtins.hpp"
#include "engine/feel/decide.hpp"
#include "engine/feel/external.hpp"
#include "engine/feel/type.hpp"

namespace leye::feel {
namespace {

size_t text_size(const Value& v) {
    const auto* s = v.as<std::string>();
    return s ? s->size() / 64 : 0;
}

FrameRef framed(const FrameRef& parent, Context names) { return std::make_shared<const Frame>(Frame{parent, std::move(names)}); }

Value truth(std::optional<bool> b) { return b ? Value(*b) : Value(); }

std::optional<bool> boolean(const Value& v) {
    const auto* b = v.as<bool>();
    return b ? std::optional(*b) : std::nullopt;
}

Value logic(const Node& n, const FrameRef& f, Run& run) {
    const bool stop = n.kind == NodeKind::either;
    const auto a = boolean(evaluate(*n.children[0], f, run));
    if (a == stop) return Value(stop);
    const auto b = boolean(evaluate(*n.children[1], f, run));
    if (b == stop) return Value(stop);
    return a && b ? Value(!stop) : Value();
}

Value compared(const std::string& op, const Value& a, const Value& b) {
    if (op[0] == '=') return truth(equal(a, b));
    if (op[0] == '!') {
        const auto e = equal(a, b);
        return e ? Value(!*e) : Value();
    }
    const auto o = compare(a, b);
    if (!o) return {};
    return Value((op[0] == '<' ? *o < 0 : *o > 0) || (op.size() == 2 && *o == 0));
}

[[gnu::noinline]] Value range_of(const Node& n, const FrameRef& f, Run& run) {
    Range r;
    if (!n.text.empty()) {
        Value end = evaluate(*n.children[0], f, run);
        if (n.text == "=") r = {end, end, true, true, true};
        if (n.text == "!=") r = {end, std::nullopt, false, false, false, true};
        if (n.text[0] == '<') r = {std::nullopt, end, false, n.text == "<="};
        if (n.text[0] == '>') r = {end, std::nullopt, n.text == ">=", false};
        return std::make_shared<const Range>(std::move(r));
    }
    r = {evaluate(*n.children[0], f, run), evaluate(*n.children[1], f, run), n.low_closed, n.high_closed};
    if (r.low->is_null() && r.high->is_null()) return {};
    if (!r.low->is_null() && !r.high->is_null() && !compare(*r.low, *r.high)) return run.null("the ends of a range cannot be compared");
    return std::make_shared<const Range>(std::move(r));
}

[[gnu::noinline]] Value filtered(const Node& n, const FrameRef& f, Run& run) {
    Value base = evaluate(*n.children[0], f, run);
    if (base.is_null()) return base;
    const List single{base};
    const List& items = base.as_list() ? *base.as_list() : single;
    List out;
    bool first = true;
    for (const auto& item : items) {
        if (!run.charge(size_of(item))) return run.null("too many steps");
        Context names;
        if (const auto* c = item.as_context()) names = *c;
        names.try_emplace("item", item);
        Value keep = evaluate(*n.children[1], framed(f, std::move(names)), run);
        if (const auto* k = keep.as<Number>(); k && first) {
            const auto i = k->integer();
            const auto size = static_cast<int64_t>(items.size());
            if (!i || *i == 0 || *i > size || *i < -size) return run.null("the list has no such place");
            return items[static_cast<size_t>(*i > 0 ? *i - 1 : size + *i)];
        }
        first = false;
        if (n.boxed && !keep.as<bool>()) return run.null("the filter gives no boolean");
        if (keep.is_true()) out.push_back(item);
    }
    if (first && evaluate(*n.children[1], f, run).as<Number>()) return {};
    return Value::list(std::move(out));
}

Value at_path(const Value& v, const std::string& key, Run& run, int depth = 0) {
    if (depth > 100 || !run.charge(1)) return run.null("too many steps");
    if (const auto* c = v.as_context()) {
        const auto it = c->find(key);
        return it == c->end() ? run.null("there is no " + key) : it->second;
    }
    if (const auto* l = v.as_list()) {
        List out;
        for (const auto& item : *l) out.push_back(at_path(item, key, run, depth + 1));
        return Value::list(std::move(out));
    }
    return property(v, key);
}

// What a loop runs through; nothing where it cannot be run through.
std::optional<List> domain(const Node& n, const FrameRef& f, Run& run) {
    Value low, high;
    if (n.kind == NodeKind::sequence) {
        low = evaluate(*n.children[0], f, run), high = evaluate(*n.children[1], f, run);
    } else {
        const Value v = evaluate(n, f, run);
        if (const auto* l = v.as_list()) return run.charge(2 * size_of(v)) ? std::optional(*l) : std::nullopt;
        const auto* r = v.as_range();
        if (!r) return v.is_null() ? std::nullopt : std::optional(List{v});
        if (!r->low || !r->high) return std::nullopt;
        low = *r->low, high = *r->high;
        if (compare(low, high).value_or(1) > 0) return std::nullopt;
        // An open end begins or ends one further in; nothing may be left then.
        const auto inwards = [](const Value& end, int64_t by) -> Value {
            if (const auto* n = end.as<Number>()) return Value::of(add(*n, Number(by)));
            const auto* d = end.as<Day>();
            return d ? Value(Day{d->days + by}) : Value();
        };
        if (!r->low_closed) low = inwards(low, 1);
        if (!r->high_closed) high = inwards(high, -1);
        if (compare(low, high).value_or(0) > 0) return List{};
    }
    List out;
    const auto fill = [&](int64_t a, int64_t b, auto value) {
        const int64_t step = a <= b ? 1 : -1;
        const uint64_t count = (a <= b ? static_cast<uint64_t>(b) - static_cast<uint64_t>(a) : static_cast<uint64_t>(a) - static_cast<uint64_t>(b));
        if (!run.charge(std::min<uint64_t>(count, Run::list_max))) return false;
        for (int64_t i = a;; i += step) {
            if (out.size() >= Run::list_max) return false;
            out.push_back(value(i));
            if (i == b) return true;
        }
    };
    if (const auto *a = low.as<Day>(), *b = high.as<Day>(); a && b)
        return fill(a->days, b->days, [](int64_t i) { return Value(Day{i}); }) ? std::optional(std::move(out)) : std::nullopt;
    const auto *a = low.as<Number>(), *b = high.as<Number>();
    if (!a || !b) return std::nullopt;
    const auto i = a->integer(), j = b->integer();
    if (!i || !j || !fill(*i, *j, [](int64_t k) { return Value(Number(k)); })) return std::nullopt;
    return out;
}

// Runs `body` for every combination of the domains; it answers whether to go on. False where a domain is none.
bool combine(const Node& n, size_t at, const FrameRef& f, Run& run, const std::function<bool(const FrameRef&)>& body, bool& going) {
    if (at == n.keys.size()) {
        going = body(f);
        return true;
    }
    const auto items = domain(*n.children[at], f, run);
    if (!items) return false;
    for (const auto& item : *items) {
        if (!combine(n, at + 1, framed(f, {{n.keys[at], item}}), run, body, going)) return false;
        if (!going || run.spent()) break;
    }
    return true;
}

[[gnu::noinline]] Value looped(const Node& n, const FrameRef& f, Run& run) {
    List out;
    size_t size = 0;
    bool going = true, uses_partial = false;
    const std::function<void(const Node&)> look = [&](const Node& x) {
        uses_partial |= x.kind == NodeKind::name && x.text == "partial";
        for (const auto& c : x.children) look(*c);
        if (x.body) look(*x.body);
    };
    look(*n.children.back());
    const bool ok = combine(n, 0, f, run, [&](const FrameRef& inner) {
        if (uses_partial && !run.charge(size)) return false;
        FrameRef with = uses_partial ? framed(inner, {{"partial", Value::list(out)}}) : inner;
        out.push_back(evaluate(*n.children.back(), with, run));
        size += 1 + text_size(out.back());
        return out.size() < Run::list_max;
    }, going);
    if (!ok) return run.null("what the loop runs through is no list");
    return run.spent() || out.size() >= Run::list_max ? run.null("the loop gives more than a million items or takes too many steps") : Value::list(std::move(out));
}

[[gnu::noinline]] Value quantified(const Node& n, const FrameRef& f, Run& run) {
    const bool some = n.kind == NodeKind::some;
    bool going = true, unknown = false, found = false, wrong = false;
    const bool ok = combine(n, 0, f, run, [&](const FrameRef& inner) {
        const auto b = boolean(evaluate(*n.children.back(), inner, run));
        unknown |= !b;
        wrong |= n.boxed && !b;
        found |= b == some;
        return !found && !wrong;
    }, going);
    if (!ok) return run.null("what is asked of each is no list");
    if (run.spent()) return run.null("too many steps");
    if (wrong) return run.null("what each must satisfy is no boolean");
    if (found) return Value(some);
    return unknown ? Value() : Value(!some);
}

[[gnu::noinline]] Value called(const Node& n, const FrameRef& f, Run& run) {
    std::vector<Value> arguments;
    for (size_t i = 1; i < n.children.size(); ++i) arguments.push_back(evaluate(*n.children[i], f, run));
    const Node& callee = *n.children[0];
    if (callee.kind == NodeKind::name && !find_name(f.get(), callee.text)) return call_builtin(callee.text, std::move(arguments), n.keys, run);
    const Value function = evaluate(callee, f, run);
    const auto* fn = function.as_function();
    return fn ? call(*fn, std::move(arguments), n.keys, run) : run.null("what is called is no function");
}

[[gnu::noinline]] Value named(const Node& n, const FrameRef& f, Run& run) {
    if (const Value* v = find_name(f.get(), n.text)) return *v;
    if (const Builtin* b = find_builtin(n.text)) {
        Function fn;
        fn.builtin = b;
        return std::make_shared<const Function>(std::move(fn));
    }
    return run.null("unknown name " + n.text);
}

[[gnu::noinline]] Value context_of(const Node& n, const FrameRef& f, Run& run) {
    // Later entries see earlier ones; a function among them sees itself by its own name.
    Context out;
    FrameRef inner = f;
    for (size_t i = 0; i < n.keys.size(); ++i) {
        Value v = evaluate(*n.children[i], inner, run);
        if (n.keys[i].empty()) return v;
        out[n.keys[i]] = v;
        inner = framed(inner, {{n.keys[i], std::move(v)}});
    }
    return Value::context(std::move(out));
}

[[gnu::noinline]] Value list_of(const Node& n, const FrameRef& f, Run& run) {
    List out;
    for (const auto& c : n.children) out.push_back(evaluate(*c, f, run));
    return Value::list(std::move(out));
}

[[gnu::noinline]] Value of_two(const Node& n, const FrameRef& f, Run& run) {
    const Value a = evaluate(*n.children[0], f, run), b = evaluate(*n.children[1], f, run);
    if (n.text == "**") return arithmetic('^', a, b);
    if (!run.charge(size_of(a) + size_of(b))) return run.null("too many steps");
    if (std::string_view("+-*/").find(n.text[0]) == std::string_view::npos) return compared(n.text, a, b);
    Value out = arithmetic(n.text[0], a, b);
    return out.is_null() ? run.null("«" + n.text + "» does not apply") : out;
}

[[gnu::noinline]] Value function_of(const Node& n, const FrameRef& f) {
    Function fn;
    fn.parameters = n.keys;
    fn.types = n.types;
    fn.body = n.body;
    fn.frame = f;
    return std::make_shared<const Function>(std::move(fn));
}

[[gnu::noinline]] Value outside(const Node& n, const FrameRef& f, Run& run) {
    std::vector<Value> arguments;
    for (const auto& name : n.keys) {
        const Value* v = find_name(f.get(), name);
        arguments.push_back(v ? *v : Value());
    }
    return call_external(evaluate(*n.children[0], f, run), std::move(arguments), run);
}

// What recurses here stands in functions of their own that are not inlined, so that a level takes little of the stack.
Value evaluated(const Node& n, const FrameRef& f, Run& run) {
    const auto child = [&](size_t i) { return evaluate(*n.children[i], f, run); };
    switch (n.kind) {
        case NodeKind::literal: return n.value;
        case NodeKind::name: return named(n, f, run);
        case NodeKind::list: return list_of(n, f, run);
        case NodeKind::context: return context_of(n, f, run);
        case NodeKind::range: return range_of(n, f, run);
        case NodeKind::call: return called(n, f, run);
        case NodeKind::path: return at_path(child(0), n.text, run);
        case NodeKind::filter: return filtered(n, f, run);
        case NodeKind::negate: {
            const Value v = child(0);
            if (v.as<Number>()) return Value(v.as<Number>()->negated());
            return v.as<MonthsDuration>() || v.as<DaysDuration>() ? arithmetic('*', v, Number(-1)) : Value();
        }
        case NodeKind::binary: return of_two(n, f, run);
        case NodeKind::both:
        case NodeKind::either: return logic(n, f, run);
        case NodeKind::between: {
            const Value v = child(0), a = compared(">=", v, child(1)), b = compared("<=", v, child(2));
            return a.is_null() || b.is_null() ? Value() : Value(a.is_true() && b.is_true());
        }
        case NodeKind::in: return truth(test(*n.children[1], child(0), f, run));
        case NodeKind::choose: {
            const Value v = child(0);
            if (n.boxed && !v.is_null() && !v.as<bool>()) return run.null("the condition is no boolean");
            return v.is_true() ? child(1) : child(2);
        }
        case NodeKind::loop: return looped(n, f, run);
        case NodeKind::some:
        case NodeKind::every: return quantified(n, f, run);
        case NodeKind::function: return function_of(n, f);
        case NodeKind::instance_of: {
            const Value v = child(0);
            if (v.is_null()) return Value(n.types[0]->kind == Type::Kind::null);
            if (n.types[0]->kind == Type::Kind::unknown) return run.null("an unknown type");
            return Value(is_of(v, *n.types[0]));
        }
        case NodeKind::coerce: return coerced(child(0), *n.types[0], run);
        case NodeKind::table: return evaluate_table(*n.decisions, f, run);
        case NodeKind::external: return outside(n, f, run);
        default: return run.null("a test stands where a value is wanted");
    }
}

bool is_plainly_ordered(const Value& v) { return v.as<Number>() || v.as<Day>() || v.as<std::string>() || v.as<MonthsDuration>() || v.as<DaysDuration>(); }

// Most ranges in cells are written out, and are looked at where they stand. Nothing where this one takes evaluating.
std::optional<bool> in_written_range(const Node& n, const Value& input) {
    if (n.kind != NodeKind::range || !n.text.empty() || n.children[0]->kind != NodeKind::literal || n.children[1]->kind != NodeKind::literal) return std::nullopt;
    const Value &low = n.children[0]->value, &high = n.children[1]->value;
    if (low.is.index() != input.is.index() || high.is.index() != input.is.index() || !is_plainly_ordered(input)) return std::nullopt;
    const int above = *compare(input, low), below = *compare(input, high);
    return (above > 0 || (above == 0 && n.low_closed)) && (below < 0 || (below == 0 && n.high_closed));
}

std::optional<bool> passes(const Node& n, const Value& input, const FrameRef& f, Run& run) {
    if (n.kind == NodeKind::test_compare) {
        const Value b = compared(n.text, input, evaluate(*n.children[0], f, run));
        return boolean(b);
    }
    const Node& said = *n.children[0];
    if (const auto inside = in_written_range(said, input)) return inside;
    const Value made = said.kind == NodeKind::literal ? Value() : evaluate(said, f, run);
    const Value& v = said.kind == NodeKind::literal ? said.value : made;  // most cells are literals, and are not copied
    if (n.asks_input) return boolean(v);
    if (!run.charge(size_of(v))) return std::nullopt;
    if (const auto* r = v.as_range(); r && !input.as_range()) return contains(*r, input);
    if (const auto* l = v.as_list()) {
        if (input.as_list() && equal(input, v) == true) return true;
        for (const auto& item : *l) {
            if (const auto* r = item.as_range(); r && contains(*r, input) == true) return true;
            if (equal(input, item) == true) return true;
        }
        return input.as_list() ? equal(input, v).value_or(false) : false;
    }
    const auto same = equal(input, v);
    const NodeKind kind = n.children[0]->kind;
    if (same != true && v.is_true() && !input.as<bool>() && !input.is_null() && kind != NodeKind::literal && kind != NodeKind::name) return true;
    return same;
}

}  // namespace

const Value* find_name(const Frame* frame, std::string_view name) {
    int64_t frames = 0;
    const Value* out = nullptr;
    for (; frame && !out; frame = frame->parent.get(), ++frames)
        if (const auto it = frame->names.find(name); it != frame->names.end()) out = &it->second;
    if (frames > 16) Allowance::spend(frames / 16);
    return out;
}

size_t size_of(const Value& v) {
    size_t out = text_size(v);
    if (const auto* l = v.as_list())
        for (const auto& item : *l) out += 1 + text_size(item);
    if (const auto* c = v.as_context())
        for (const auto& [_, item] : *c) out += 1 + text_size(item);
    return out;
}

Value evaluate(const Node& n, const FrameRef& f, Run& run) {
    // A level takes more of the stack in some builds than in others; what counts is that it never runs out.
    constexpr ptrdiff_t stack_max = 5'000'000;
    static thread_local const char* began = nullptr;
    const auto* here = static_cast<const char*>(__builtin_frame_address(0));
    if (run.depth == 0) began = here;
    if (run.depth >= Run::depth_max || began - here > stack_max) return run.null("too deep");
    if (!run.charge(1)) return run.null("too many steps");
    ++run.depth;
    Value out = evaluated(n, f, run);
    --run.depth;
    if (const auto size = text_size(out)) run.charge(size);  // it was copied
    if (run.spent()) return run.null("too many steps");
    return out;
}

std::optional<bool> test(const Node& n, const Value& input, const FrameRef& f, Run& run) {
    if (n.kind == NodeKind::test_any) return true;
    if (n.kind == NodeKind::test_not) {
        const auto inner = test(*n.children[0], input, f, run);
        return inner ? std::optional(!*inner) : std::nullopt;
    }
    FrameRef asking;  // only a few tests speak of the input by name
    std::optional<bool> out = false;
    for (const auto& c : n.children) {
        if (c->asks_input && !asking) asking = framed(f, {{"?", input}});
        const bool single = c->kind == NodeKind::test_value || c->kind == NodeKind::test_compare;
        const auto held = single ? passes(*c, input, c->asks_input ? asking : f, run) : test(*c, input, f, run);
        if (held == true) return true;
        if (!held) out = std::nullopt;
    }
    return out;
}

Value call(const Function& fn, std::vector<Value> arguments, const std::vector<std::string>& names, Run& run) {
    if (fn.builtin) return call_builtin(fn.builtin->name, std::move(arguments), names, run);
    if (arguments.size() != fn.parameters.size()) return run.null("the number of arguments does not fit");
    Context frame;
    std::vector<Value> ordered(arguments.size());
    for (size_t i = 0; i < arguments.size(); ++i) {
        size_t place = i;
        if (!names.empty()) {
            const auto it = std::ranges::find(fn.parameters, names[i]);
            if (it == fn.parameters.end()) return run.null("no parameter is named " + names[i]);
            place = static_cast<size_t>(it - fn.parameters.begin());
        }
        Value v = place < fn.types.size() && fn.types[place] ? coerced(arguments[i], *fn.types[place], run) : arguments[i];
        if (v.is_null() && !arguments[i].is_null()) return run.null("the argument " + fn.parameters[place] + " is not of its type");
        ordered[place] = v;
        frame[fn.parameters[place]] = std::move(v);
    }
    if (fn.native) return fn.native(std::move(ordered), run);
    Value out = evaluate(*fn.body, framed(fn.frame, std::move(frame)), run);
    return fn.result ? coerced(out, *fn.result, run) : out;
}

Value coerced(const Value& v, const Type& t, Run& run) {
    using K = Type::Kind;
    const auto allowed = [&](const Value& x) { return !t.allowed || test(*t.allowed, x, nullptr, run) == true; };
    if (v.is_null()) return {};
    if (t.kind == K::unknown) return v;
    if (const auto* d = v.as<Day>(); d && t.kind == K::date_time) return DateTime{*d, {0, {Zone::Kind::offset, 0, {}}}};
    if (const auto* l = v.as_list(); l && t.kind == K::list && t.of) {
        List out;
        for (const auto& item : *l) {
            out.push_back(coerced(item, *t.of, run));
            if (out.back().is_null() && !item.is_null()) return run.null("an item is not of its type");
        }
        Value whole = Value::list(std::move(out));
        return allowed(whole) ? whole : run.null("a list is not among the allowed values");
    }
    if (const auto* c = v.as_context(); c && t.kind == K::context) {
        Context out = *c;
        for (const auto& [name, type] : t.fields) {
            const auto it = out.find(name);
            if (it == out.end()) return run.null("the component " + name + " is missing");
            Value part = coerced(it->second, *type, run);
            if (part.is_null() && !it->second.is_null()) return run.null("the component " + name + " is not of its type");
            it->second = std::move(part);
        }
        Value whole = Value::context(std::move(out));
        return allowed(whole) ? whole : run.null("a value is not among those allowed");
    }
    if (is_of(v, t)) return allowed(v) ? v : run.null("a value is not among those allowed: " + text_of(v));
    if (const auto* l = v.as_list(); l && l->size() == 1 && t.kind != K::list && !l->front().as_list()) return coerced(l->front(), t, run);
    if (t.kind == K::list && !v.as_list()) return coerced(Value::list({v}), t, run);
    return run.null("a value is not of its type: " + text_of(v));
}

Value evaluate(const Node& expression, const Context& context, Instant now) {
    Run run{now};
    return evaluate(expression, framed(nullptr, context), run);
}
std::optional<bool> test(const Node& tests, const Value& input, const Context& context, Instant now) {
    Run run{now};
    return test(tests, input, framed(nullptr, context), run);
}

Result<Value> evaluate_text(std::string_view expression, const Context& context, Instant now) {
    Scope scope;
    for (const auto& [name, _] : context) scope.insert(name);
    auto tree = parse_expression(expression, scope);
    if (!tree) return tl::unexpected(std::move(tree.error()));
    const std::shared_ptr<const Node> kept = std::move(*tree);
    return evaluate(*kept, context, now);
}

}  // namespace leye::feel
