#include <fmt/format.h>

#include "records/catalog/content.hpp"
#include "records/catalog/yaml_node.hpp"

namespace leye::catalog {
namespace {

/// One example: what is the case, and what must come out.
struct Example {
    std::string name, outcome, reason, field;
    json::Object facts;
    std::string place;
};

std::vector<Example> read_examples(const std::string& file, std::vector<std::string>& faults) {
    const YamlNode root = YamlNode::load(file, faults);
    root.only({"usual", "cases"});
    const json::Value usual = root.get("usual", false).value();
    std::vector<Example> out;
    for (const auto& node : root.get("cases").list()) {
        node.only({"name", "facts", "outcome", "reason", "field"});
        Example e{node.get("name").text(), node.get("outcome").text(), node.get("reason").text(), node.get("field", false).text(), {}, node.place()};
        if (usual.is_object()) e.facts = usual.get_object();
        for (const auto& [key, value] : node.get("facts", false).entries()) e.facts[key] = value.value();
        out.push_back(std::move(e));
    }
    if (out.empty()) root.fault("there is no example");
    return out;
}

}  // namespace

std::vector<std::string> Catalog::run_cases(Instant now, int& ran) const {
    std::vector<std::string> failures;
    ran = 0;
    for (const auto& held : content_->items) {
        const Item& item = held->item;
        const std::string file = content_->dir + "/decisions/" + item.decision + ".cases.yaml";
        std::vector<bool> reached(held->table.rules.size());
        for (const Example& e : read_examples(file, failures)) {
            ++ran;
            const auto* day = e.facts.if_contains("today");
            const auto today = day && day->is_string() ? Date::parse(day->get_string()) : std::nullopt;
            const auto decided = decide(item, e.facts, today ? Instant::start_of(*today) : now);
            if (!decided) {
                failures.push_back(fmt::format("{}: «{}» got no answer ({})", e.place, e.name, decided.error().code));
                continue;
            }
            reached[decided->rule - 1] = true;
            if (decided->outcome != e.outcome || decided->reason != e.reason || decided->field != e.field)
                failures.push_back(fmt::format("{}: «{}» should be {} {}{}, but rule {} says {} {}{}", e.place, e.name, e.outcome, e.reason,
                                               e.field.empty() ? "" : " at " + e.field, decided->rule, decided->outcome, decided->reason,
                                               decided->field.empty() ? "" : " at " + decided->field));
        }
        for (size_t i = 0; i < reached.size(); ++i)
            if (!reached[i]) failures.push_back(fmt::format("{}:1: no example reaches rule {} of {}", file, i + 1, item.decision));
    }
    return failures;
}

}  // namespace leye::catalog
