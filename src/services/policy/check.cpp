#include "services/policy/check.hpp"

#include "engine/feel/parser.hpp"
#include "records/catalog/phrases.hpp"

namespace leye::policy {
namespace {

using table::TableSheet;

constexpr size_t faults_max = 200;
constexpr size_t cases_max = 2'000, usual_facts_max = 20'000;  // usual facts in bytes
constexpr table::Bounds live_bounds{.boxes_max = 50, .steps_max = 60'000'000, .evaluation_max = 3'000'000};
constexpr int64_t check_steps_max = 8'000'000;  // of FEEL, for proof, difference and examples together

// What is wrong and how it is mended.
catalog::Words words_of(const catalog::Catalog& catalog, const Refusal& refusal) {
    const auto* text = catalog.find_refusal(refusal.code);
    if (!text) return {refusal.code, refusal.code};
    const auto said = [&](const std::string& detail, const std::string& next, const char* between) {
        return catalog::filled(detail, refusal.details) + between + catalog::filled(next, refusal.details);
    };
    return {said(text->detail.zh, text->next.zh, "。"), said(text->detail.en, text->next.en, ". ")};
}

/// Reads every cell by itself, so that all faults are told at their place.
class Cells {
  public:
    Cells(const catalog::Catalog& catalog, const catalog::Ruled& ruled, Check& out) : catalog_(catalog), out_(out) {
        const auto names = catalog::names_in_rules(ruled);
        scope_ = {names.begin(), names.end()};
    }

    void read() {
        const TableSheet& sheet = out_.sheet;
        for (const auto& input : sheet.inputs) {
            look("", input.id, feel::parse_expression(input.expression, scope_));
            if (!input.allowed.empty()) look("", input.id, feel::parse_tests(input.allowed, scope_));
        }
        for (const auto& rule : sheet.rules) {
            for (size_t i = 0; i < rule.cells.size(); ++i)
                if (!rule.cells[i].empty()) look(rule.id, sheet.inputs[i].id, feel::parse_tests(rule.cells[i], scope_));
            for (size_t i = 0; i < rule.outputs.size(); ++i) look(rule.id, sheet.outputs[i].id, feel::parse_expression(rule.outputs[i], scope_));
        }
    }

  private:
    void look(const std::string& rule, const std::string& column, const Result<feel::Tree>& tree) {
        if (tree || out_.faults.size() >= faults_max) return;
        out_.faults.push_back({rule, column, words_of(catalog_, tree.error())});
    }

    const catalog::Catalog& catalog_;
    Check& out_;
    feel::Scope scope_;
};

// The catalogue names a column by what it says; the sheet by its id.
std::string column_id(const TableSheet& sheet, const std::string& name) {
    for (const auto& c : sheet.outputs)
        if (c.name == name) return c.id;
    for (const auto& c : sheet.annotations)
        if (c.name == name) return c.id;
    for (const auto& c : sheet.inputs)
        if (c.expression == name) return c.id;
    return {};
}

std::string rule_id(const TableSheet& sheet, int number) { return number > 0 && number <= static_cast<int>(sheet.rules.size()) ? sheet.rules[number - 1].id : std::string(); }

std::vector<std::string> rule_ids(const TableSheet& sheet) {
    std::vector<std::string> out;
    for (const auto& r : sheet.rules) out.push_back(r.id);
    return out;
}

}  // namespace

Result<void> examples_fit(const catalog::Examples& examples) {
    if (examples.cases.size() > cases_max) return refuse("policy_cases_many", "cases", {{"most", std::to_string(cases_max)}});
    if (json::print(examples.usual).size() > usual_facts_max) return refuse("policy_usual_large", "cases", {{"most", std::to_string(usual_facts_max)}});
    return {};
}

Check check_table(const catalog::Catalog& catalog, const catalog::Ruled& base, const TableSheet& sheet, const catalog::Examples& examples, Instant now,
                  const std::string* dmn) {
    const feel::Allowance allowance(check_steps_max);
    Check out;
    const catalog::Rules& before = catalog.get_rules(base);
    out.base = sheet_of(before.dmn, base.decision);
    auto document = table::TableDocument::load(dmn ? *dmn : before.dmn);
    expect(document.has_value(), "a kept table is DMN");
    const auto number = document->find(base.decision);
    expect(number.has_value(), "a kept file has its decision");
    if (auto applied = document->apply(*number, sheet); !applied) {
        out.sheet = sheet;
        out.faults.push_back({"", "", words_of(catalog, applied.error())});
        return out;
    }
    out.dmn = document->text();
    out.sheet = *document->view(*number);
    std::vector<catalog::TableFault> faults;
    const auto rules = catalog::read_rules(base, out.dmn, json::print(json::write(examples)), faults);
    out.hash = rules->hash;
    // The reader stops at the first cell that it cannot read; an officer wants to see them all.
    const bool unread = rules->table.rules.empty();
    if (unread) Cells(catalog, base, out).read();
    if (out.faults.empty())
        for (const auto& f : faults) out.faults.push_back({rule_id(out.sheet, f.rule), column_id(out.sheet, f.column), f.sentence});
    if (unread) return out;
    out.proof = table::prove(rules->table, {}, live_bounds);
    out.difference = difference(before, out.base, *rules, out.sheet);
    if (auto fit = examples_fit(examples); !fit) out.faults.push_back({"", "", words_of(catalog, fit.error())});
    if (!out.faults.empty()) return out;
    out.cases_run = true;
    out.failed = catalog::try_examples(base, *rules, examples, now, out.ran);
    return out;
}

table::Difference difference(const catalog::Rules& before, const TableSheet& earlier, const catalog::Rules& after, const TableSheet& later) {
    return table::compare(before.table, after.table, {}, {rule_ids(earlier), rule_ids(later)}, live_bounds);
}

CheckedDraft check_draft(const catalog::Catalog& catalog, Draft draft, Instant now) {
    const auto versions = catalog.list_versions(draft.item);
    const catalog::Ruled* base = catalog.find_ruled(draft.item, draft.base_version);
    expect(base != nullptr, "a version with a draft stays in the catalogue");
    Check check = check_table(catalog, *base, draft.sheet(), draft.examples(), now, &draft.dmn);
    const bool newest = !versions.empty() && versions.back()->version == draft.base_version;
    return {std::move(draft), std::move(check), newest};
}

}  // namespace leye::policy
