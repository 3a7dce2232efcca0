#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <set>

#include "engine/feel/type.hpp"
#include "records/catalog/content.hpp"
#include "records/catalog/fact.hpp"
#include "records/catalog/proved.hpp"

namespace leye::catalog {
namespace {

// The text a constant output cell gives; nothing for an expression.
std::optional<std::string> constant(const feel::Rule& rule, size_t column) {
    if (rule.outputs[column]->kind != feel::NodeKind::literal) return std::nullopt;
    const auto* text = rule.outputs[column]->value.as<std::string>();
    return text ? std::optional(*text) : std::nullopt;
}

bool is_open(const feel::Rule& rule) {
    return std::ranges::all_of(rule.cell_sources, [](const std::string& cell) { return cell.empty() || cell == "-"; });
}

std::string words_of(std::string_view outcome) {
    if (outcome == "settle") return "办结";
    if (outcome == "commit") return "书面承诺";
    if (outcome == "correct") return "补正";
    if (outcome == "refuse") return "不予办理";
    return outcome == "review" ? "人工核实" : std::string(outcome);
}

// The lines on which the rules of a DMN text begin.
std::vector<int> lines_of_rules(std::string_view xml) {
    std::vector<int> out;
    int line = 1;
    for (size_t at = 0; at < xml.size(); ++at) {
        if (xml[at] == '\n') ++line;
        if (xml.substr(at).starts_with("<rule ") || xml.substr(at).starts_with("<rule>")) out.push_back(line);
    }
    return out;
}

/// Finds where table and item do not agree; faults name the rule and the line it begins on.
class Agreement {
  public:
    Agreement(const Ruled& ruled, const feel::DecisionTable& table, std::string_view xml, std::vector<TableFault>& faults)
        : ruled_(ruled), table_(table), faults_(faults), lines_(lines_of_rules(xml)) {}

    void check() {
        if (ruled_.has_form && table_.outputs != std::vector<std::string>{"outcome", "reason", "field"})
            return fault({}, "", {"输出列必须是 outcome、reason、field", "the outputs must be outcome, reason and field"});
        if (!ruled_.has_form && table_.outputs != std::vector<std::string>{"outcome", "reason"})
            return fault({}, "", {"输出列必须是 outcome、reason", "the outputs must be outcome and reason"});
        for (size_t i = 0; i < table_.rules.size(); ++i) check_rule(i);
        check_policy();
        for (const auto& input : table_.inputs) check_kind(input);
        for (const Reason& r : ruled_.reasons)
            if (!r.by_officer && !used_.contains(r.code))
                fault({}, "reason", {fmt::format("没有一条规则给出{}的理由 {}", said_.zh, r.code), fmt::format("no rule gives the reason {} of the {}", r.code, said_.en)});
    }

  private:
    // The English sentence of a rule names the rule; the Chinese one stands beside it.
    void fault(std::optional<size_t> rule, std::string column, Words sentence) {
        const int line = rule && *rule < lines_.size() ? lines_[*rule] : 1;
        faults_.push_back({rule ? static_cast<int>(*rule) + 1 : 0, std::move(column), std::move(sentence), line});
    }
    void at_rule(size_t i, std::string column, std::string zh, const std::string& en) {
        fault(i, std::move(column), {std::move(zh), fmt::format("rule {}: {}", i + 1, en)});
    }

    void check_rule(size_t i) {
        const feel::Rule& rule = table_.rules[i];
        const auto outcome = constant(rule, 0), code = constant(rule, 1), field = ruled_.has_form ? constant(rule, 2) : std::string();
        if (!outcome || !code || !field) return at_rule(i, !outcome ? "outcome" : !code ? "reason" : "field", "输出必须是加引号的文字", "the outputs must be constant texts");
        used_.insert(*code);
        const Reason* reason = ruled_.find_reason(*code);
        if (!reason || reason->by_officer)
            return at_rule(i, "reason", fmt::format("{}没有供规则使用的理由 {}", said_.zh, *code), fmt::format("the {} has no reason {} for rules", said_.en, *code));
        if (reason->outcome != *outcome)
            at_rule(i, "outcome", fmt::format("结果写的是 {}，但理由 {} 的结果是{}（{}）", *outcome, *code, words_of(reason->outcome), reason->outcome),
                    fmt::format("the outcome is {}, but the reason {} is one of {}", *outcome, *code, reason->outcome));
        const auto named = ruled_.names.find(*field);
        if (!field->empty() && (named == ruled_.names.end() || !named->second.is_field)) at_rule(i, "field", fmt::format("事项没有字段 {}", *field), fmt::format("the item has no field {}", *field));
        if (*outcome == "correct" && field->empty()) at_rule(i, "field", "要求补正的规则必须写明是哪个字段", "a correction names the field");
        const auto clause = rule.annotations.find("clause");
        if (clause == rule.annotations.end() || clause->second.empty())
            at_rule(i, "clause", "没有写依据的条款", "the clause behind it is missing");
        else if (clause->second != reason->clause)
            at_rule(i, "clause", fmt::format("依据写的是 {}，但理由 {} 的依据是 {}", clause->second, *code, reason->clause),
                    fmt::format("the clause is {}, but the reason {} names {}", clause->second, *code, reason->clause));
    }

    // A case has one answer, and what a last row catches has a reason of its own: no vague fallback (row 16.2).
    void check_policy() {
        const auto policy = table_.hit_policy;
        if (policy != feel::HitPolicy::first && policy != feel::HitPolicy::unique && policy != feel::HitPolicy::any)
            return fault({}, "", {"命中策略必须是 F（取第一条）、U（唯一）或 A（任一）：一个情形只有一个结果", "the hit policy must be FIRST, UNIQUE or ANY: a case has one answer"});
        const auto& rules = table_.rules;
        const size_t last = rules.size() - 1;
        if (!is_open(rules[last])) return;
        for (size_t i = 0; i < last; ++i)
            if (constant(rules[i], 1) == constant(rules[last], 1))
                return fault(last, "reason", {"最后一条规则要有别的规则都没有用的理由", "the last rule needs a reason that no other rule gives"});
    }

    // A proof is about the kind the file gives an input; the fact must be of that kind.
    void check_kind(const feel::Input& input) {
        if (input.expression->kind != feel::NodeKind::name) return;
        const std::string_view is = type_in_rules(ruled_, input.expression->text);
        const auto wanted = feel::kind_named(is);
        if (wanted && (!input.type || input.type->kind != *wanted))
            fault({}, input.source, {fmt::format("条件 {} 的类型必须是 {}", input.source, is), fmt::format("the input {} must have the type {}", input.source, is)});
    }

    const Ruled& ruled_;
    const Words said_ = ruled_.has_form ? Words{"事项", "item"} : Words{"认定", "determination"};
    const feel::DecisionTable& table_;
    std::vector<TableFault>& faults_;
    std::vector<int> lines_;
    std::set<std::string> used_;
};

std::optional<std::string> text_of_file(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace

std::vector<std::string> names_in_rules(const Ruled& ruled) {
    std::set<std::string> names;
    for (const auto& [name, type] : ruled.names) names.insert(name);
    for (const Setting& s : ruled.settings) names.insert(s.name);
    return {names.begin(), names.end()};
}

std::shared_ptr<Rules> read_rules(const Ruled& ruled, std::string dmn, std::string cases, std::vector<TableFault>& faults) {
    auto out = std::make_shared<Rules>();
    out->dmn = std::move(dmn), out->cases = std::move(cases);
    const std::string& name = ruled.decision;
    auto model = feel::load_model(out->dmn, names_in_rules(ruled));
    if (!model) {
        const auto& d = model.error().details;
        const auto at = [&](const char* key) { return d.contains(key) ? d.at(key) : std::string(); };
        const int line = at("line").empty() ? 1 : std::stoi(at("line"));
        faults.push_back({0, "", {fmt::format("第{}行读不懂：{}", line, at("zh")), at("sentence")}, line});
        return out;
    }
    const auto table = model->tables.find(name);
    if (table == model->tables.end()) {
        faults.push_back({0, "", {fmt::format("决策的 id 必须是 {}", name), fmt::format("the decision must have the id {}", name)}, 1});
        return out;
    }
    out->table = std::move(table->second);
    out->hash = model->hash;
    for (const auto& used : out->table.names) out->types.push_back(type_in_rules(ruled, used));
    for (const Reason& reason : ruled.reasons) {
        auto& inputs = out->inputs.emplace(reason.code, out->table.names).first->second;
        auto named = names_in(reason.sentence);
        add_new(named, names_in(reason.change));
        if (reason.amount) add_new(named, {reason.amount->of, reason.amount->months});
        for (const auto& used : named) {
            const Figure* figure = ruled.find_figure(used);
            if (!used.empty()) add_new(inputs, figure ? figure->names : std::vector{used});
        }
    }
    Agreement(ruled, out->table, out->dmn, faults).check();
    return out;
}

std::shared_ptr<const Rules> load_rules(const std::string& dir, const Ruled& ruled, std::vector<std::string>& faults) {
    const std::string file = dir + "/decisions/" + ruled.decision + ".dmn", cases_file = dir + "/decisions/" + ruled.decision + ".cases.yaml";
    auto dmn = text_of_file(file);
    if (!dmn) {
        faults.push_back(fmt::format("{}:1: there is no decision table {}", ruled.file, file));
        return std::make_shared<Rules>();
    }
    auto cases = text_of_file(cases_file);
    if (!cases) faults.push_back(fmt::format("{}:1: there are no examples {}.cases.yaml beside it", file, ruled.decision));
    std::vector<TableFault> found;
    auto out = read_rules(ruled, std::move(*dmn), cases.value_or(""), found);
    if (found.empty()) {
        const auto lines = lines_of_rules(out->dmn);
        for (const auto& f : faults_of(out->table, table::prove(out->table)))
            found.push_back({f.rule, "", f.sentence, f.rule > 0 && f.rule <= std::ssize(lines) ? lines[static_cast<size_t>(f.rule) - 1] : 1});
    }
    out->file = file, out->cases_file = cases_file;
    for (const auto& f : found) faults.push_back(fmt::format("{}:{}: {}", file, f.line, f.sentence.en));
    return out;
}

}  // namespace leye::catalog
