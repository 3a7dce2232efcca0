#include <fmt/format.h>

#include <algorithm>

#include "engine/feel/model_reader.hpp"
#include "engine/feel/type.hpp"

namespace leye::feel {
namespace {

constexpr size_t rules_max = 20'000, columns_max = 200;
using K = Type::Kind;

// What kind of value an expression gives on the face of it; unknown where that takes evaluating.
K face(const Node& n) {
    if (n.kind == NodeKind::literal) {
        const Value& v = n.value;
        return v.as<bool>()             ? K::boolean
               : v.as<Number>()         ? K::number
               : v.as<std::string>()    ? K::string
               : v.as<Day>()            ? K::date
               : v.as<Time>()           ? K::time
               : v.as<DateTime>()       ? K::date_time
               : v.as<MonthsDuration>() ? K::months
               : v.as<DaysDuration>()   ? K::days
                                        : K::unknown;
    }
    if (n.kind == NodeKind::negate) return face(*n.children[0]);
    if (n.kind == NodeKind::call && n.children[0]->kind == NodeKind::name) {
        const auto& name = n.children[0]->text;
        return name == "date"            ? K::date
               : name == "time"          ? K::time
               : name == "date and time" ? K::date_time
                                         : K::unknown;
    }
    return K::unknown;
}

bool agrees(K said, K wanted) {
    const auto moment = [](K k) { return k == K::date || k == K::date_time; };
    const bool simple = wanted == K::boolean || wanted == K::number || wanted == K::string ||
                        wanted == K::date || wanted == K::time || wanted == K::date_time ||
                        wanted == K::months || wanted == K::days;
    return !simple || said == K::unknown || said == wanted || (moment(said) && moment(wanted));
}

// The first kind a cell compares with that its column does not have.
std::optional<K> stranger(const Node& n, K wanted) {
    const bool whole = n.kind == NodeKind::tests || n.kind == NodeKind::test_not || n.kind == NodeKind::range;
    const bool single = (n.kind == NodeKind::test_value || n.kind == NodeKind::test_compare) && !n.asks_input;
    if (!whole && !single) return agrees(face(n), wanted) ? std::nullopt : std::optional(face(n));
    for (const auto& c : n.children)
        if (const auto k = stranger(*c, wanted)) return k;
    return std::nullopt;
}

std::string_view words_of_kind(K k) {
    switch (k) {
        case K::boolean: return "是否（true、false）";
        case K::number: return "数字";
        case K::string: return "文字";
        case K::date: return "日期";
        case K::time: return "时刻";
        case K::date_time: return "日期和时刻";
        case K::months: return "几年几个月";
        case K::days: return "几天几小时";
        default: return "别的类型";
    }
}

void collect_facts(const Node& n, const Scope& facts, std::vector<std::string>& into) {
    if (n.kind == NodeKind::name && facts.contains(n.text) && std::ranges::find(into, n.text) == into.end())
        into.push_back(n.text);
    for (const auto& c : n.children) collect_facts(*c, facts, into);
    if (n.body) collect_facts(*n.body, facts, into);
}

}  // namespace

std::shared_ptr<DecisionTable> ModelReader::table(const pugi::xml_node& n, const Scope& scope) {
    Names known(&builtin_names());
    known.add(scope);
    Reading reading = texts_;
    reading.known = &known;
    auto t = std::make_shared<DecisionTable>();
    t->id = n.attribute("id").value();
    t->name = element_;
    policy(*t, n);
    std::vector<std::string> annotations;
    for (const auto& c : n.children()) {
        const auto kind = local_name(c);
        if ((kind == "input" || kind == "output") && !t->rules.empty())
            stop(c, "有一列写在规则后面；请移到规则前面", "a column stands before the rules; move it there");
        if (kind == "input") t->inputs.push_back(input(c, reading));
        if (kind == "output") output(*t, c, n, reading);
        if (kind == "annotation") annotations.push_back(c.attribute("name").value());
        if (kind == "rule") t->rules.push_back(rule(*t, annotations, c, reading));
        if (t->rules.size() > rules_max || t->inputs.size() > columns_max || t->outputs.size() > columns_max)
            stop(c, fmt::format("一张表最多 {} 条规则、{} 列；请分成几张", rules_max, columns_max), fmt::format("a table has at most {} rules and {} columns; divide it", rules_max,
                                columns_max));
    }
    if (t->outputs.empty()) stop(n, "决策表要有结果列", "a table has an output");
    if (!reading_.strict()) return t;
    if (t->inputs.empty() || t->rules.empty()) stop(n, "决策表要有条件、结果和规则", "a table has inputs, outputs and rules");
    std::vector<std::string> looked_up;
    for (auto& i : t->inputs) {
        collect_facts(*i.expression, *reading_.facts, t->names);
        if (const auto named = std::ranges::find(t->names, i.expression->text); i.expression->kind == NodeKind::name && named != t->names.end())
            i.fact = static_cast<size_t>(named - t->names.begin());
        else
            collect_facts(*i.expression, *reading_.facts, looked_up);
        if (i.allowed) collect_facts(*i.allowed, *reading_.facts, looked_up);
    }
    for (const auto& r : t->rules) {
        for (const auto& cell : r.cells) collect_facts(*cell, *reading_.facts, looked_up);
        for (const auto& out : r.outputs) collect_facts(*out, *reading_.facts, looked_up);
    }
    for (const auto& column : t->columns) {
        for (const auto& priority : column.priorities) collect_facts(*priority, *reading_.facts, looked_up);
        if (column.fallback) collect_facts(*column.fallback, *reading_.facts, looked_up);
    }
    for (const auto& name : looked_up) {
        const auto known = std::ranges::find(t->names, name);
        t->looked_up.push_back(static_cast<size_t>(known - t->names.begin()));
        if (known == t->names.end()) t->names.push_back(name);
    }
    return t;
}

void ModelReader::policy(DecisionTable& t, const pugi::xml_node& n) {
    static constexpr std::pair<std::string_view, HitPolicy> policies[] = {
        {"UNIQUE", HitPolicy::unique},
        {"FIRST", HitPolicy::first},
        {"ANY", HitPolicy::any},
        {"COLLECT", HitPolicy::collect},
        {"RULE ORDER", HitPolicy::rule_order},
        {"PRIORITY", HitPolicy::priority},
        {"OUTPUT ORDER", HitPolicy::output_order}};
    static constexpr std::pair<std::string_view, Aggregation> aggregations[] = {{"", Aggregation::none},
                                                                                {"SUM", Aggregation::sum},
                                                                                {"COUNT", Aggregation::count},
                                                                                {"MIN", Aggregation::min},
                                                                                {"MAX", Aggregation::max}};
    const std::string_view name = n.attribute("hitPolicy").as_string("UNIQUE"),
                           how = n.attribute("aggregation").value();
    const auto p = std::ranges::find(policies, name, [](const auto& x) { return x.first; });
    const auto a = std::ranges::find(aggregations, how, [](const auto& x) { return x.first; });
    if (p == std::end(policies))
        stop(n, fmt::format("没有命中策略 {}；可用 UNIQUE、ANY、PRIORITY、FIRST、RULE ORDER、OUTPUT ORDER、COLLECT", name),
             fmt::format("there is no hit policy {}; take UNIQUE, ANY, PRIORITY, FIRST, RULE ORDER, "
                            "OUTPUT ORDER or COLLECT",
                            name));
    if (a == std::end(aggregations))
        stop(n, fmt::format("没有汇总方式 {}；可用 SUM、COUNT、MIN、MAX", how), fmt::format("there is no aggregation {}; take SUM, COUNT, MIN or MAX", how));
    t.hit_policy = p->second;
    t.aggregation = p->second == HitPolicy::collect ? a->second : Aggregation::none;
}

Input ModelReader::input(const pugi::xml_node& n, const Reading& reading) {
    const auto x = child_named(n, "inputExpression");
    Input in{n.attribute("label").value(), text_in(x), nullptr, nullptr, type_at(x)};
    in.expression = expression(n, in.source, reading);
    if (!in.type) in.type = type_of_path(in.source);
    if (const auto values = child_named(n, "inputValues"))
        in.allowed = tests(values, text_in(values), reading);
    return in;
}

void ModelReader::output(DecisionTable& t, const pugi::xml_node& c, const pugi::xml_node& n,
                         const Reading& reading) {
    t.outputs.push_back(name_of(c));
    OutputColumn column;
    column.type = type_at(c);
    if (!column.type) {
        // The table's own type is that of its one output, or has a component for each of several.
        const TypeRef whole = n.attribute("typeRef") ? type_at(n) : element_type_;
        const bool one = std::ranges::count_if(n.children(), [](const auto& x) { return local_name(x) == "output"; }) == 1;
        if (whole && one) column.type = whole;
        if (whole && !one)
            for (const auto& [name, type] : whole->fields)
                if (name == t.outputs.back()) column.type = type;
    }
    if (const auto values = child_named(c, "outputValues")) {
        auto list = expression(values, "[" + text_in(values) + "]", reading);
        if (list->kind == NodeKind::list) column.priorities = std::move(list->children);
    } else if (column.type && column.type->allowed) {
        for (const auto& v : column.type->allowed->children)
            if (v->kind == NodeKind::test_value && v->children[0]->kind == NodeKind::literal) {
                auto literal = std::make_unique<Node>();
                literal->value = v->children[0]->value;
                column.priorities.push_back(std::move(literal));
            }
    }
    if (const auto fallback = child_named(c, "defaultOutputEntry"))
        column.fallback = expression(fallback, text_in(fallback), reading);
    t.columns.push_back(std::move(column));
}

Rule ModelReader::rule(const DecisionTable& t, const std::vector<std::string>& annotations,
                       const pugi::xml_node& n, const Reading& reading) {
    Rule out;
    size_t annotation = 0;
    for (const auto& c : n.children()) {
        const auto kind = local_name(c);
        const std::string source = text_in(c);
        if (kind == "inputEntry") {
            out.cells.push_back(tests(c, source, reading));
            if (out.cells.size() <= t.inputs.size())
                agree(c, source, *out.cells.back(), t.inputs[out.cells.size() - 1].type);
            out.cell_sources.push_back(source);
        } else if (kind == "outputEntry") {
            out.outputs.push_back(expression(c, source, reading));
            if (out.outputs.size() <= t.columns.size())
                agree(c, source, *out.outputs.back(), t.columns[out.outputs.size() - 1].type);
        } else if (kind == "annotationEntry" && annotation < annotations.size()) {
            out.annotations[annotations[annotation++]] = source;
        }
    }
    for (size_t i = 0; i < out.cells.size(); ++i)
        if (out.cells[i]->kind != NodeKind::test_any) out.asking.push_back(i);
    if (out.cells.size() != t.inputs.size() || out.outputs.size() != t.outputs.size())
        stop(n, fmt::format("这条规则有 {} 格条件、{} 格结果，表有 {} 列条件、{} 列结果", out.cells.size(), out.outputs.size(), t.inputs.size(), t.outputs.size()),
             fmt::format("the rule has {} inputs and {} outputs, the table {} and {}", out.cells.size(),
                            out.outputs.size(), t.inputs.size(), t.outputs.size()));
    return out;
}

// In a strict reading, a cell that compares with what its column never holds is a fault: it could not ever be
// true.
void ModelReader::agree(const pugi::xml_node& at, const std::string& source, const Node& tests,
                        const TypeRef& type) const {
    if (!reading_.strict() || !type) return;
    if (const auto k = stranger(tests, type->kind))
        stop(at, fmt::format("「{}」是{}，这一列是{}", source, words_of_kind(*k), words_of_kind(type->kind)),
             fmt::format("«{}» is a {}, the column is a {}", source, name_of_kind(*k),
                             name_of_kind(type->kind)));
}

}  // namespace leye::feel
