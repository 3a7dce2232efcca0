#include "engine/feel/builtins.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"

namespace leye::feel {
namespace {

struct Parameter {
    std::string_view name;
    bool optional = false, several = false;
};

std::vector<Parameter> parameters_of(const Builtin& b) {
    std::vector<Parameter> out;
    if (b.parameters.empty()) return out;
    for (auto p : text::split(b.parameters, ',')) {
        Parameter x{p};
        x.optional = p.ends_with('?');
        x.several = p.ends_with('*');
        if (x.optional || x.several) x.name.remove_suffix(1);
        out.push_back(x);
    }
    return out;
}

// The arguments in the order of the parameters; nothing where they do not fit.
std::optional<std::vector<Value>> placed(const std::vector<Parameter>& parameters, const std::vector<Value>& given, const std::vector<std::string>& names) {
    std::vector<Value> out;
    const bool several = !parameters.empty() && parameters.back().several;
    if (names.empty()) {
        const auto least = static_cast<size_t>(std::ranges::count_if(parameters, [](const Parameter& p) { return !p.optional; }));
        if (given.size() < least || (!several && given.size() > parameters.size())) return std::nullopt;
        if (!several) return given;
        const size_t before = parameters.size() - 1;
        out.assign(given.begin(), given.begin() + static_cast<ptrdiff_t>(before));
        if (given.size() == parameters.size() && before == 0 && (given[0].as_list() || given[0].is_null()))
            out.push_back(given[0]);
        else
            out.push_back(Value::list(List(given.begin() + static_cast<ptrdiff_t>(before), given.end())));
        return out;
    }
    std::vector<bool> set(parameters.size());
    out.resize(parameters.size());
    for (size_t i = 0; i < names.size(); ++i) {
        const auto it = std::ranges::find(parameters, names[i], &Parameter::name);
        if (it == parameters.end()) return std::nullopt;
        const auto place = static_cast<size_t>(it - parameters.begin());
        if (set[place]) return std::nullopt;
        set[place] = true;
        out[place] = it->several && !given[i].as_list() && !given[i].is_null() ? Value::list({given[i]}) : given[i];
    }
    for (size_t i = 0; i < parameters.size(); ++i)
        if (!set[i] && !parameters[i].optional) return std::nullopt;
    while (!out.empty() && !set[out.size() - 1]) out.pop_back();
    return out;
}

}  // namespace

std::span<const Builtin> builtins() {
    static const std::vector<Builtin> all = [] {
        std::vector<Builtin> out;
        for (auto part : {number_builtins(), text_builtins(), list_builtins(), time_builtins(), context_builtins(), range_builtins()}) out.insert(out.end(), part.begin(), part.end());
        return out;
    }();
    return all;
}

namespace {
struct Overload {
    const Builtin* builtin;
    std::vector<Parameter> parameters;
};
// Every built-in by its name, its parameters taken apart once.
const std::vector<Overload>* overloads(std::string_view name) {
    static const auto all = [] {
        std::map<std::string_view, std::vector<Overload>> out;
        for (const auto& b : builtins()) out[b.name].push_back({&b, parameters_of(b)});
        return out;
    }();
    const auto it = all.find(name);
    return it == all.end() ? nullptr : &it->second;
}
}  // namespace

const Builtin* find_builtin(std::string_view name) {
    const auto* all = overloads(name);
    return all ? all->front().builtin : nullptr;
}

std::vector<size_t> arities_of(std::string_view name) {
    std::vector<size_t> out;
    if (const auto* all = overloads(name))
        for (const auto& o : *all) out.push_back(o.parameters.size());
    return out;
}

Value call_builtin(std::string_view name, std::vector<Value> arguments, const std::vector<std::string>& names, Run& run) {
    for (const auto& a : arguments)
        if (!run.charge(size_of(a))) return run.null("too many steps");
    const auto* all = overloads(name);
    if (!all) return run.null("unknown function " + std::string(name));
    for (const auto& o : *all)
        if (auto a = placed(o.parameters, arguments, names)) {
            Value out = o.builtin->run(*a, run);
            return out.is_null() ? run.null(std::string(name) + " has no answer for these arguments") : out;
        }
    return run.null("the arguments do not fit " + std::string(name));
}

std::optional<List> list_argument(const std::vector<Value>& a, size_t i) {
    if (i >= a.size() || a[i].is_null()) return std::nullopt;
    if (const auto* l = a[i].as_list()) return *l;
    return List{a[i]};
}
std::optional<int64_t> integer_argument(const std::vector<Value>& a, size_t i) {
    const auto* n = argument<Number>(a, i);
    return n ? n->integer() : std::nullopt;
}

Value of_at_literal(std::string_view text) {
    if (auto x = parse_day(text)) return *x;
    if (auto x = parse_date_time(text)) return *x;
    if (auto x = parse_time(text)) return *x;
    if (auto x = parse_months(text)) return *x;
    if (auto x = parse_days(text)) return *x;
    return {};
}

}  // namespace leye::feel
