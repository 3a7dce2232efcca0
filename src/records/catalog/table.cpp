#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "engine/feel/type.hpp"
#include "records/catalog/content.hpp"
#include "records/catalog/fact.hpp"
#include "records/catalog/proved.hpp"

namespace leye::catalog {
namespace {

std::vector<std::string> names_for(const Item& item) {
    std::set<std::string> names;
    for (const FactName& f : fact_names()) names.emplace(f.name);
    for (const Field& f : item.fields) names.insert(f.name);
    for (const Setting& s : item.settings) names.insert(s.name);
    return {names.begin(), names.end()};
}

// The text a constant output cell gives; nothing for an expression.
std::optional<std::string> constant(const feel::Rule& rule, size_t column) {
    if (rule.outputs[column]->kind != feel::NodeKind::literal) return std::nullopt;
    const auto* text = rule.outputs[column]->value.as<std::string>();
    return text ? std::optional(*text) : std::nullopt;
}

/// Finds where table and item do not agree; faults name the rule and the line it begins on.
class Agreement {
  public:
    Agreement(const Held& held, std::string file, std::string_view xml, std::vector<std::string>& faults)
        : held_(held), file_(std::move(file)), faults_(faults) {
        int line = 1;
        for (size_t at = 0; at < xml.size(); ++at) {
            if (xml[at] == '\n') ++line;
            if (xml.substr(at).starts_with("<rule ") || xml.substr(at).starts_with("<rule>")) lines_.push_back(line);
        }
    }

    void check() {
        const feel::DecisionTable& table = held_.table;
        if (table.outputs != std::vector<std::string>{"outcome", "reason", "field"})
            return fault(0, "the outputs must be outcome, reason and field");
        for (size_t i = 0; i < table.rules.size(); ++i) check_rule(i);
        check_cases();
        for (const Reason& r : held_.item.reasons)
            if (!r.by_officer && !used_.contains(r.code)) fault(0, fmt::format("no rule gives the reason {} of the item", r.code));
    }

  private:
    void fault(size_t rule, const std::string& sentence) {
        faults_.push_back(fmt::format("{}:{}: {}", file_, rule < lines_.size() ? lines_[rule] : 1, sentence));
    }

    void check_rule(size_t i) {
        const feel::Rule& rule = held_.table.rules[i];
        const auto outcome = constant(rule, 0), code = constant(rule, 1), field = constant(rule, 2);
        if (!outcome || !code || !field) return fault(i, fmt::format("rule {}: the outputs must be constant texts", i + 1));
        used_.insert(*code);
        const Reason* reason = held_.item.find_reason(*code);
        if (!reason || reason->by_officer) return fault(i, fmt::format("rule {}: the item has no reason {} for rules", i + 1, *code));
        if (reason->outcome != *outcome) fault(i, fmt::format("rule {}: the outcome is {}, but the reason {} is one of {}", i + 1, *outcome, *code, reason->outcome));
        if (!field->empty() && !held_.item.find_field(*field)) fault(i, fmt::format("rule {}: the item has no field {}", i + 1, *field));
        if (*outcome == "correct" && field->empty()) fault(i, fmt::format("rule {}: a correction names the field", i + 1));
        const auto clause = rule.annotations.find("clause");
        if (clause == rule.annotations.end() || clause->second.empty())
            fault(i, fmt::format("rule {}: the clause behind it is missing", i + 1));
        else if (clause->second != reason->clause)
            fault(i, fmt::format("rule {}: the clause is {}, but the reason {} names {}", i + 1, clause->second, *code, reason->clause));
    }

    // No case falls through, and what the last row catches has a reason of its own: no vague fallback (row 16.2).
    void check_cases() {
        const auto& table = held_.table;
        const auto policy = table.hit_policy;
        if (policy != feel::HitPolicy::first && policy != feel::HitPolicy::unique && policy != feel::HitPolicy::any)
            return fault(0, "the hit policy must be FIRST, UNIQUE or ANY: a case has one answer");
        for (const auto& input : table.inputs) check_kind(input);
        const auto proof = table::prove(table);
        for (const auto& f : faults_of(table, proof)) fault(f.rule > 0 ? static_cast<size_t>(f.rule) - 1 : 0, f.sentence.en);
        if (!proof.catch_all) return;
        const size_t last = table.rules.size() - 1;
        for (size_t i = 0; i < last; ++i)
            if (constant(table.rules[i], 1) == constant(table.rules[last], 1)) return fault(last, "the last rule needs a reason that no other rule gives");
    }

    // A proof is about the kind the file gives an input; the fact must be of that kind.
    void check_kind(const feel::Input& input) {
        if (input.expression->kind != feel::NodeKind::name) return;
        const std::string_view is = type_in_rules(held_.item, input.expression->text);
        const auto wanted = feel::kind_named(is);
        if (wanted && (!input.type || input.type->kind != *wanted)) fault(0, fmt::format("the input {} must have the type {}", input.source, is));
    }

    const Held& held_;
    std::string file_;
    std::vector<std::string>& faults_;
    std::vector<int> lines_;
    std::set<std::string> used_;
};

}  // namespace

void load_table(const std::string& dir, Held& held, std::vector<std::string>& faults) {
    const std::string& name = held.item.decision;
    const std::string file = dir + "/decisions/" + name + ".dmn";
    std::ifstream in(file, std::ios::binary);
    if (!in) return faults.push_back(fmt::format("{}:1: there is no decision table {}", held.item.file, file));
    std::ostringstream text;
    text << in.rdbuf();
    const std::string xml = text.str();
    auto model = feel::load_model(xml, names_for(held.item));
    if (!model) {
        const auto& d = model.error().details;
        const auto at = [&](const char* key) { return d.contains(key) ? d.at(key) : std::string(); };
        return faults.push_back(fmt::format("{}:{}: {}", file, at("line").empty() ? "1" : at("line"), at("sentence")));
    }
    const auto table = model->tables.find(name);
    if (table == model->tables.end()) return faults.push_back(fmt::format("{}:1: the decision must have the id {}", file, name));
    held.table = std::move(table->second);
    held.table_hash = model->hash;
    for (const auto& used : held.table.names) held.types.push_back(type_in_rules(held.item, used));
    for (const Reason& reason : held.item.reasons) {
        auto& inputs = held.inputs.emplace(reason.code, held.table.names).first->second;
        add_new(inputs, names_in(reason.sentence));
        add_new(inputs, names_in(reason.change));
    }
    if (!std::filesystem::exists(dir + "/decisions/" + name + ".cases.yaml"))
        faults.push_back(fmt::format("{}:1: there are no examples {}.cases.yaml beside it", file, name));
    Agreement(held, file, xml, faults).check();
}

}  // namespace leye::catalog
