#include "edge/routes/policy_view.hpp"

#include <fmt/format.h>

#include "records/catalog/determination.hpp"
#include "records/catalog/phrases.hpp"

namespace leye::routes {
namespace {

std::string rule_id(const table::TableSheet& sheet, int number) {
    return number > 0 && number <= static_cast<int>(sheet.rules.size()) ? sheet.rules[static_cast<size_t>(number) - 1].id : std::string();
}
std::string input_id(const table::TableSheet& sheet, int column) {
    return column > 0 && column <= static_cast<int>(sheet.inputs.size()) ? sheet.inputs[static_cast<size_t>(column) - 1].id : std::string();
}

template <class Shape>
Shape box_shape(const table::Box& box) {
    Shape out;
    for (const auto& side : box.sides) out.box.push_back(side.text);
    const auto json = table::to_json(box);
    for (const auto& literal : json.at("row").as_array()) out.witness.emplace_back(literal.as_string());
    out.possible = box.possible;
    return out;
}

std::vector<PolicyBoxShape> boxes(const table::Boxes& some) {
    std::vector<PolicyBoxShape> out;
    for (const auto& box : some.list) out.push_back(box_shape<PolicyBoxShape>(box));
    return out;
}

std::string_view name_of(table::Verdict verdict) {
    switch (verdict) {
        case table::Verdict::complete: return "complete";
        case table::Verdict::complete_by_fallback: return "complete_by_fallback";
        case table::Verdict::incomplete: return "incomplete";
        default: return "unknown";
    }
}

PolicyDeadRuleShape dead_shape(const table::DeadRule& dead, const table::TableSheet& sheet) {
    PolicyDeadRuleShape out;
    out.rule_id = rule_id(sheet, dead.rule);
    if (dead.why == table::DeadRule::Why::empty) {
        out.why = "empty", out.column = input_id(sheet, dead.column);
        out.sentence = {fmt::format("第 {} 条规则有一格不可能成立", dead.rule), fmt::format("a cell of rule {} can never hold", dead.rule)};
        return out;
    }
    out.why = "shadowed";
    std::string numbers;
    for (const int by : dead.by) out.by.push_back(rule_id(sheet, by)), numbers += (numbers.empty() ? "" : "、") + std::to_string(by);
    out.sentence = {fmt::format("第 {} 条规则永远用不上：前面的规则（{}）已经接住了它的所有情形", dead.rule, numbers),
                    fmt::format("rule {} never decides: rules before it ({}) hold wherever it does", dead.rule, numbers)};
    return out;
}

PolicyAnswerShape answer_shape(const table::Answer& answer, const table::TableSheet& sheet) {
    PolicyAnswerShape out;
    constexpr std::string_view whats[] = {"outputs", "fallback", "none", "contradiction"};
    out.what = whats[static_cast<size_t>(answer.what)];
    for (const int rule : answer.rules) out.rules.push_back(rule_id(sheet, rule));
    out.outputs = answer.outputs;
    return out;
}

std::optional<std::string> unless_empty(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

}  // namespace

PolicySheetShape shape_of(const table::TableSheet& sheet) {
    PolicySheetShape out{.hit_policy = sheet.hit_policy, .aggregation = sheet.aggregation, .inputs = {}, .outputs = {}, .annotations = {}, .rules = {}};
    for (const auto& c : sheet.inputs) out.inputs.push_back({c.id, c.label, c.expression, c.type, c.allowed});
    for (const auto& c : sheet.outputs) out.outputs.push_back({c.id, c.name, c.label, c.type, c.values, c.fallback});
    for (const auto& c : sheet.annotations) out.annotations.push_back({c.id, c.name});
    for (const auto& r : sheet.rules) out.rules.push_back({r.id, r.cells, r.outputs, r.notes});
    return out;
}

table::TableSheet sheet_of(const PolicySheetShape& shape, const table::TableSheet& known) {
    table::TableSheet out{.decision = known.decision, .name = known.name, .hit_policy = shape.hit_policy, .aggregation = shape.aggregation, .inputs = {}, .outputs = {}, .annotations = {}, .rules = {}};
    for (const auto& c : shape.inputs) out.inputs.push_back({c.id, c.label, c.expression, c.type, c.allowed});
    for (const auto& c : shape.outputs) out.outputs.push_back({c.id, c.name, c.label, c.type, c.values, c.fallback});
    for (const auto& c : shape.annotations) out.annotations.push_back({c.id, c.name});
    for (const auto& r : shape.rules) out.rules.push_back({r.id, r.cells, r.outputs, r.annotations});
    return out;
}

PolicyCasesShape shape_of(const catalog::Examples& examples) {
    PolicyCasesShape out{.usual = examples.usual, .cases = {}};
    for (const auto& e : examples.cases) out.cases.push_back({e.name, e.facts, e.outcome, e.reason, e.field});
    return out;
}

catalog::Examples examples_of(const PolicyCasesShape& shape) {
    catalog::Examples out{.usual = shape.usual, .cases = {}};
    for (const auto& c : shape.cases) out.cases.push_back({c.name, c.facts, c.outcome, c.reason, c.field});
    return out;
}

PolicyProofShape shape_of(const table::Proof& proof, const table::TableSheet& sheet) {
    PolicyProofShape out;
    out.verdict = name_of(proof.verdict);
    out.publishable = proof.is_publishable();
    out.gaps = boxes(proof.gaps), out.more_gaps = proof.gaps.more;
    for (const auto& o : proof.overlaps) {
        auto shape = box_shape<PolicyOverlapShape>(o.where);
        shape.first = rule_id(sheet, o.first), shape.second = rule_id(sheet, o.second), shape.fault = o.fault;
        out.overlaps.push_back(std::move(shape));
    }
    out.more_overlaps = proof.more_overlaps;
    for (const auto& d : proof.dead) out.dead.push_back(dead_shape(d, sheet));
    out.more_dead = proof.more_dead;
    out.fallback = boxes(proof.fallen), out.more_fallback = proof.fallen.more;
    if (proof.catch_all) out.catch_all = rule_id(sheet, *proof.catch_all);
    for (const auto& o : proof.opaque) out.opaque.push_back({rule_id(sheet, o.rule), input_id(sheet, o.column), o.test});
    return out;
}

PolicyDifferenceShape shape_of(const table::Difference& difference, const table::TableSheet& before, const table::TableSheet& after) {
    PolicyDifferenceShape out{.inputs = difference.inputs, .outputs = difference.outputs, .changes = {}, .more_changes = difference.more_changes, .rules = {}};
    for (const auto& c : difference.changes) {
        auto shape = box_shape<PolicyTurnShape>(c.where);
        shape.from = answer_shape(c.from, before), shape.to = answer_shape(c.to, after), shape.outputs = c.outputs;
        out.changes.push_back(std::move(shape));
    }
    constexpr std::string_view whats[] = {"added", "removed", "changed", "moved"};
    for (const auto& r : difference.rules)
        out.rules.push_back({std::string(whats[static_cast<size_t>(r.what)]), r.after ? rule_id(after, r.after) : rule_id(before, r.before), r.columns});
    return out;
}

PolicyCheckShape shape_of(const policy::Check& check) {
    PolicyCheckShape out;
    for (const auto& f : check.faults) out.faults.push_back({unless_empty(f.rule_id), unless_empty(f.column), f.sentence});
    if (check.proof) out.proof = shape_of(*check.proof, check.sheet);
    if (check.difference) out.difference = shape_of(*check.difference, check.base, check.sheet);
    if (check.cases_run) {
        out.cases = PolicyCasesRunShape{check.ran, {}};
        for (const auto& f : check.failed) out.cases->failed.push_back({unless_empty(f.name), unless_empty(rule_id(check.sheet, f.rule)), f.sentence});
    }
    out.publishable = check.is_publishable();
    return out;
}

PolicyChangeShape shape_of(const policy::Change& c) {
    return {c.seq, c.rule_id, std::string(policy::name_of(c.what)), unless_empty(c.column), c.from, c.to, c.by, c.at, unless_empty(c.why)};
}

std::vector<Words> policy_verdict_words(const table::Proof& proof) {
    std::vector<Words> out;
    switch (proof.verdict) {
        case table::Verdict::complete: out.push_back({"每种情形都有规则管到", "some rule holds for every case"}); break;
        case table::Verdict::complete_by_fallback: out.push_back({"其余情形由最后一条规则接住，没有漏掉的情形", "the last rule catches the rest; no case is left out"}); break;
        case table::Verdict::incomplete: out.push_back({"有漏掉的情形", "cases are left out"}); break;
        default: out.push_back({"没能查完有没有漏掉的情形", "it could not be told whether cases are left out"});
    }
    if (proof.dead.empty() && !proof.more_dead) out.push_back({"每条规则都用得上", "every rule decides some case"});
    if (!proof.opaque.empty())
        out.push_back({fmt::format("{} 格的写法跨列，按成立与不成立两种情形都查过", proof.opaque.size()), fmt::format("{} cells speak of other facts; they were taken both as true and as false", proof.opaque.size())});
    return out;
}

std::vector<PolicyNameShape> policy_names(const House& house, const catalog::Ruled& ruled) {
    std::vector<PolicyNameShape> out;
    const auto& phrases = house.office.phrases;
    const auto* item = catalog::as_item(ruled);
    for (const auto& name : catalog::names_in_rules(ruled)) {
        PolicyNameShape shape{name, std::string(catalog::type_in_rules(ruled, name)), "fact", {name, name}};
        if (const auto* field = item ? item->find_field(name) : nullptr) {
            shape.source = "field", shape.label = field->label;
        } else if (!ruled.names.contains(name)) {
            shape.source = "setting";
            if (phrases.has("setting_" + name)) shape.label = {phrases.get("setting_" + name).zh, phrases.get("setting_" + name).en};
        } else if (phrases.has("fact_" + name)) {
            const auto& phrase = phrases.get("fact_" + name);
            shape.label = {phrase.zh, phrase.en};
        } else if (const auto* before = house.office.catalog->find_determination(name, house.clock.now().date())) {
            shape.label = before->name;
        }
        out.push_back(std::move(shape));
    }
    return out;
}

std::vector<PolicyReasonShape> policy_reasons(const catalog::Ruled& ruled) {
    std::vector<PolicyReasonShape> out;
    for (const auto& r : ruled.reasons)
        if (!r.by_officer) out.push_back({r.code, r.outcome, r.sentence, r.clause});
    return out;
}

PolicyVersionShape version_shape(const catalog::Catalog& catalog, const catalog::Ruled* ruled, const policy::Version* published, Date today) {
    PolicyVersionShape out;
    if (ruled) {
        out.version = ruled->version, out.from = ruled->from, out.until = ruled->until, out.hash = catalog.get_rules(*ruled).hash;
        out.state = today < ruled->from ? "upcoming" : ruled->until && *ruled->until <= today ? "past" : "in_force";
    }
    if (!published) return out;
    const policy::Version& v = *published;
    out.version = v.version, out.from = v.from, out.hash = v.hash;
    out.drafted_by = v.drafted_by, out.approved_by = v.approved.name, out.why = v.why, out.approved_at = v.approved.at;
    if (v.withdrawal)
        out.withdrawal = PolicyWithdrawalShape{v.withdrawal->asked.name, v.withdrawal->why, v.withdrawal->asked.at, unless_empty(v.withdrawal->confirmed_by), v.withdrawal->confirmed_at};
    if (v.is_withdrawn()) out.state = "withdrawn", out.until.reset();
    return out;
}

}  // namespace leye::routes
