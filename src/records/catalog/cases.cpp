#include <fmt/format.h>

#include "records/catalog/content.hpp"
#include "records/catalog/yaml_node.hpp"

namespace leye::catalog {
namespace {

std::string said(std::string_view outcome, std::string_view reason, std::string_view field, std::string_view at) {
    return fmt::format("{} {}{}{}", outcome, reason, field.empty() ? "" : at, field);
}

}  // namespace

Examples read_examples(std::string_view text, const std::string& file, std::vector<std::string>& faults, std::vector<std::string>* places) {
    // JSON keeps what a plain YAML scalar does not say: whether 1.5 is a number.
    if (text.starts_with('{'))
        if (auto written = json::read_text<Examples>(text)) {
            if (places) places->assign(written->cases.size(), file + ":1");
            return std::move(*written);
        }
    const YamlNode root = YamlNode::parse(text, file, faults);
    root.only({"usual", "cases"});
    Examples out;
    if (const json::Value usual = root.get("usual", false).value(); usual.is_object()) out.usual = usual.get_object();
    for (const auto& node : root.get("cases").list()) {
        node.only({"name", "facts", "outcome", "reason", "field"});
        Example e{node.get("name").text(), {}, node.get("outcome").text(), node.get("reason").text(), node.get("field", false).text()};
        for (const auto& [key, value] : node.get("facts", false).entries()) e.facts[key] = value.value();
        out.cases.push_back(std::move(e));
        if (places) places->push_back(node.place());
    }
    if (out.cases.empty()) root.fault("there is no example");
    return out;
}

std::vector<ExampleFailure> try_examples(const Ruled& ruled, const Rules& rules, const Examples& examples, Instant now, int& ran,
                                         const std::vector<std::string>* places) {
    std::vector<ExampleFailure> out;
    std::vector<bool> reached(rules.table.rules.size());
    for (size_t i = 0; i < examples.cases.size(); ++i) {
        const Example& e = examples.cases[i];
        const std::string place = places ? (*places)[i] : std::string();
        if (!feel::Allowance::spend(1)) {
            const size_t left = examples.cases.size() - i;
            out.push_back({"", place, 0, {fmt::format("还有 {} 个例子没有试：这张表算到这里已用完一次检查的限度，请把费时的格子写简单些", left),
                                          fmt::format("{} examples were not tried: working the table out so far took all that one check may take; write its costly cells more simply", left)}});
            return out;
        }
        ++ran;
        json::Object facts = examples.usual;
        for (const auto& [key, value] : e.facts) facts[key] = value;
        const auto* day = facts.if_contains("today");
        const auto today = day && day->is_string() ? Date::parse(day->get_string()) : std::nullopt;
        const feel::Allowance allowance(example_steps_max);
        const auto decided = decide_by(ruled, rules, facts, today ? Instant::start_of(*today) : now);
        if (allowance.is_spent()) {
            out.push_back({e.name, place, 0, {fmt::format("「{}」算得太久：一个例子最多 {} 步，请把费时的格子写简单些", e.name, example_steps_max),
                                              fmt::format("«{}» takes too long: an example may take {} steps; write the costly cells more simply", e.name, example_steps_max)}});
            continue;
        }
        if (!decided) {
            out.push_back({e.name, place, 0, {fmt::format("「{}」没有得出结果（{}）", e.name, decided.error().code),
                                              fmt::format("«{}» got no answer ({})", e.name, decided.error().code)}});
            continue;
        }
        reached[decided->rule - 1] = true;
        if (decided->outcome != e.outcome || decided->reason != e.reason || decided->field != e.field)
            out.push_back({e.name, place, 0,
                           {fmt::format("「{}」应得出 {}，第 {} 条规则得出的却是 {}", e.name, said(e.outcome, e.reason, e.field, "，字段 "), decided->rule,
                                        said(decided->outcome, decided->reason, decided->field, "，字段 ")),
                            fmt::format("«{}» should be {}, but rule {} says {}", e.name, said(e.outcome, e.reason, e.field, " at "), decided->rule,
                                        said(decided->outcome, decided->reason, decided->field, " at "))}});
    }
    for (size_t i = 0; i < reached.size(); ++i)
        if (!reached[i])
            out.push_back({"", rules.cases_file + ":1", static_cast<int>(i) + 1,
                           {fmt::format("没有例子用到第 {} 条规则", i + 1), fmt::format("no example reaches rule {} of {}", i + 1, ruled.decision)}});
    return out;
}

std::vector<std::string> Catalog::run_cases(Instant now, int& ran) const {
    std::vector<std::string> failures;
    ran = 0;
    const auto run = [&](const Ruled& ruled, const Rules& rules) {
        std::vector<std::string> places;
        const Examples examples = read_examples(rules.cases, rules.cases_file, failures, &places);
        for (const auto& f : try_examples(ruled, rules, examples, now, ran, &places)) failures.push_back(f.place + ": " + f.sentence.en);
    };
    for (const auto& held : content_->items) run(held->item, *held->rules);
    for (const auto& d : content_->determinations) run(*d, *d->rules);
    return failures;
}

}  // namespace leye::catalog
