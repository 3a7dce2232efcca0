#include "engine/feel/builtins.hpp"

namespace leye::feel {
namespace {

using Args = std::vector<Value>;

const Context* context_argument(const Args& a, size_t i) {
    if (const auto* c = a[i].as_context()) return c;
    const auto* l = a[i].as_list();
    return l && l->size() == 1 ? l->front().as_context() : nullptr;
}

Value get_value(Args& a, Run&) {
    const auto* c = context_argument(a, 0);
    const auto* key = argument<std::string>(a, 1);
    if (!c || !key) return {};
    const auto it = c->find(*key);
    return it == c->end() ? Value() : it->second;
}
Value get_entries(Args& a, Run&) {
    const auto* c = context_argument(a, 0);
    if (!c) return {};
    List out;
    for (const auto& [key, value] : *c) out.push_back(Value::context({{"key", Value(key)}, {"value", value}}));
    return Value::list(std::move(out));
}
Value context_of(Args& a, Run&) {
    const auto entries = list_argument(a, 0);
    if (!entries) return {};
    Context out;
    for (const auto& e : *entries) {
        const auto* c = e.as_context();
        if (!c) return {};
        const auto key = c->find("key"), value = c->find("value");
        if (key == c->end() || value == c->end() || !key->second.as<std::string>()) return {};
        if (!out.emplace(*key->second.as<std::string>(), value->second).second) return {};
    }
    return Value::context(std::move(out));
}
Value put_at(const Value& into, const List& keys, size_t at, const Value& value) {
    const auto* c = into.as_context();
    const auto* key = keys[at].as<std::string>();
    if (!c || !key) return {};
    Context out = *c;
    if (at + 1 == keys.size()) {
        out[*key] = value;
        return Value::context(std::move(out));
    }
    const auto it = out.find(*key);
    Value inner = it == out.end() ? Value() : put_at(it->second, keys, at + 1, value);
    if (inner.is_null()) return {};
    out[*key] = std::move(inner);
    return Value::context(std::move(out));
}
Value context_put(Args& a, Run&) {
    if (!context_argument(a, 0)) return {};
    const Value base = Value::context(*context_argument(a, 0));
    const auto keys = list_argument(a, 1);
    if (!keys || keys->empty() || keys->size() > 100) return {};
    return put_at(base, *keys, 0, a[2]);
}
Value context_put_one(Args& a, Run& run) { return a[1].as<std::string>() ? context_put(a, run) : Value(); }
Value context_merge(Args& a, Run&) {
    const auto l = list_argument(a, 0);
    if (!l) return {};
    Context out;
    for (const auto& v : *l) {
        const auto* c = v.as_context();
        if (!c) return {};
        for (const auto& [key, value] : *c) out[key] = value;
    }
    return Value::context(std::move(out));
}

constexpr Builtin table[] = {
    {"get value", "m,key", get_value}, {"get entries", "m", get_entries}, {"context", "entries", context_of},
    {"context put", "context,keys,value", context_put}, {"context put", "context,key,value", context_put_one},
    {"context merge", "contexts", context_merge},
};

}  // namespace

std::span<const Builtin> context_builtins() { return table; }

}  // namespace leye::feel
