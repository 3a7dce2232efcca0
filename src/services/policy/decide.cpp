#include "services/policy/decide.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "records/party/duty.hpp"
#include "records/reference/reference.hpp"
#include "services/policy/inside.hpp"
#include "services/policy/policy_store.hpp"

namespace leye::policy {
namespace {

// The first refusal with the others beside it.
class Collected {
  public:
    void add(std::string code, std::string field, std::map<std::string, std::string> details) {
        Refusal one{.code = std::move(code), .field = std::move(field), .clause = {}, .details = std::move(details), .also = {}};
        if (!first)
            first = std::move(one);
        else if (first->also.size() < 50)
            first->also.push_back(std::move(one));
    }
    std::optional<Refusal> first;
};

std::string cell_text(const table::TableSheet& sheet, const table::Box& box) {
    std::string out;
    for (size_t i = 0; i < box.sides.size(); ++i)
        if (box.sides[i].text != "-") out += fmt::format("{}{} {}", out.empty() ? "" : "；", i < sheet.inputs.size() ? sheet.inputs[i].label : "", box.sides[i].text);
    return out.empty() ? "-" : out;
}

std::string witness_text(const table::TableSheet& sheet, const table::Box& box) {
    std::string out;
    const auto json = table::to_json(box);
    const auto& row = json.at("row").as_array();
    for (size_t i = 0; i < row.size(); ++i)
        out += fmt::format("{}{} = {}", out.empty() ? "" : "，", i < sheet.inputs.size() ? sheet.inputs[i].expression : "", std::string_view(row[i].as_string()));
    return out;
}

std::string field_of(const std::string& rule, const std::string& column) { return rule.empty() ? column : column.empty() ? rule : rule + "." + column; }

Result<void> still_newest(const CheckedDraft& checked) {
    if (checked.base_is_newest) return {};
    return refuse("policy_base_changed", "", {{"version", std::to_string(checked.draft.base_version)}});
}

Result<void> not_too_early(const party::Context& at, Date from) {
    const Date earliest = earliest_day(at.reference, at.now.date());
    if (from >= earliest) return {};
    return refuse("policy_from_early", "from", {{"earliest", earliest.text()}});
}

// As it stands in the database now, the same that was checked.
Result<Draft> unchanged(party::Context& at, const CheckedDraft& checked, std::initializer_list<DraftState> states) {
    auto draft = draft_for(at, checked.draft.id);
    if (!draft) return draft;
    if (auto open = in_state(*draft, states); !open) return tl::unexpected(open.error());
    if (auto same = same_revision(*draft, checked.draft.revision); !same) return tl::unexpected(same.error());
    if (auto newest = still_newest(checked); !newest) return tl::unexpected(newest.error());
    return draft;
}

}  // namespace

Date earliest_day(const reference::Reference& reference, Date today) { return reference.calendar().plus_working_days(today, 1); }

std::optional<Refusal> why_not_publishable(const Check& check) {
    Collected out;
    if (check.proof) {
        const table::Proof& p = *check.proof;
        for (const auto& box : p.gaps.list) out.add("policy_incomplete", "", {{"box", cell_text(check.sheet, box)}, {"witness", witness_text(check.sheet, box)}});
        for (const auto& o : p.overlaps)
            if (o.fault)
                out.add("policy_overlap", check.sheet.rules[o.first - 1].id,
                        {{"first", std::to_string(o.first)}, {"second", std::to_string(o.second)}, {"witness", witness_text(check.sheet, o.where)}});
        for (const auto& d : p.dead) out.add("policy_rule_dead", check.sheet.rules[d.rule - 1].id, {{"rule", std::to_string(d.rule)}});
        if (!out.first && !p.is_publishable()) out.add("policy_proof_open", "", {});
    }
    for (const auto& f : check.faults) out.add("policy_table_fault", field_of(f.rule_id, f.column), {{"zh", f.sentence.zh}, {"en", f.sentence.en}});
    for (const auto& f : check.failed) out.add("policy_case_failed", "cases", {{"zh", f.sentence.zh}, {"en", f.sentence.en}});
    return std::move(out.first);
}

Result<Draft> submit_draft(party::Context& at, const CheckedDraft& checked, Date from, std::string_view why) {
    auto draft = unchanged(at, checked, {DraftState::editing, DraftState::returned});
    if (!draft) return draft;
    auto said = checked_why(why);
    if (!said) return tl::unexpected(said.error());
    if (changes_between(checked.check.base, checked.check.sheet).empty()) return refuse("policy_nothing_changed");
    if (auto no = why_not_publishable(checked.check)) return tl::unexpected(std::move(*no));
    Collected silent;
    for (const auto& rule : unexplained(*draft, checked.check.base, list_changes(at.tx, draft->id))) {
        const auto it = std::ranges::find(checked.check.sheet.rules, rule, &table::TableSheet::Rule::id);
        const auto number = it == checked.check.sheet.rules.end() ? rule : std::to_string(it - checked.check.sheet.rules.begin() + 1);
        silent.add("policy_why_missing", rule, {{"rule", number.empty() ? "-" : number}});
    }
    if (silent.first) return tl::unexpected(std::move(*silent.first));
    if (auto late = not_too_early(at, from); !late) return tl::unexpected(late.error());
    draft->state = DraftState::submitted, draft->from = from, draft->why = std::move(*said);
    draft->submitted = signed_by(at), draft->decided.reset(), draft->decided_why.clear();
    update_draft(at.tx, *draft);
    record_draft(at, "policy_draft_submitted", *draft, {{"from", from.text()}, {"why", draft->why}});
    return draft;
}

bool may_approve(store::Connection& c, const party::Actor& actor, const Draft& draft) {
    return draft.state == DraftState::submitted && draft.submitted->staff != actor.staff && !has_changed(c, draft.id, actor.staff);
}

Result<Version> approve_draft(party::Context& at, const CheckedDraft& checked) {
    auto draft = unchanged(at, checked, {DraftState::submitted});
    if (!draft) return tl::unexpected(draft.error());
    if (!may_approve(at.tx, at.actor, *draft)) return refuse("policy_own_act");
    if (auto late = not_too_early(at, *draft->from); !late) return tl::unexpected(late.error());
    if (auto no = why_not_publishable(checked.check)) return tl::unexpected(std::move(*no));
    const int number = std::max(draft->base_version, last_version(at.tx, draft->item)) + 1;
    draft->state = DraftState::published, draft->version = number, draft->decided = signed_by(at);
    update_draft(at.tx, *draft);
    Version version{.item = draft->item, .version = number, .base_version = draft->base_version, .from = *draft->from, .dmn = draft->dmn, .cases = draft->cases,
                    .hash = checked.check.hash, .draft = draft->id, .drafted_by = draft->submitted->name, .approved = signed_by(at), .why = draft->why};
    insert_version(at.tx, version);
    record_draft(at, "policy_published", *draft, {{"version", number}, {"from", version.from.text()}, {"hash", version.hash}, {"why", version.why}});
    return version;
}

Result<Draft> return_draft(party::Context& at, DraftId id, std::string_view why) {
    auto draft = draft_for(at, id);
    if (!draft) return draft;
    if (auto open = in_state(*draft, {DraftState::submitted}); !open) return tl::unexpected(open.error());
    auto said = checked_why(why);
    if (!said) return tl::unexpected(said.error());
    draft->state = DraftState::returned, draft->decided = signed_by(at), draft->decided_why = std::move(*said);
    update_draft(at.tx, *draft);
    record_draft(at, "policy_draft_returned", *draft, {{"why", draft->decided_why}});
    return draft;
}

}  // namespace leye::policy
