#include "services/policy/draft.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "records/party/duty.hpp"
#include "services/policy/check.hpp"
#include "services/policy/inside.hpp"
#include "services/policy/policy_store.hpp"

namespace leye::policy {
namespace {

constexpr std::string_view names[] = {"editing", "submitted", "returned", "published", "withdrawn"};
constexpr size_t why_max = 1'000;

std::string printed(const catalog::Examples& examples) { return json::print(json::write(examples)); }

// Whys by the rules' ids in the file: the sheet that was sent may name new rules as it likes.
std::map<std::string, std::string> by_rule(const std::vector<RuleWhy>& whys, const table::TableSheet& sent, const table::TableSheet& kept) {
    std::map<std::string, std::string> ids, out;
    for (size_t i = 0; i < sent.rules.size() && i < kept.rules.size(); ++i) ids[sent.rules[i].id] = kept.rules[i].id;
    for (const RuleWhy& w : whys) {
        const auto id = w.rule_id.empty() ? ids.end() : ids.find(w.rule_id);
        if (auto why = text::trim(w.why); !why.empty()) out[id == ids.end() ? w.rule_id : id->second] = why;
    }
    return out;
}

}  // namespace

std::string_view name_of(DraftState state) { return names[static_cast<size_t>(state)]; }

std::optional<DraftState> find_draft_state(std::string_view name) {
    for (size_t i = 0; i < std::size(names); ++i)
        if (names[i] == name) return static_cast<DraftState>(i);
    return std::nullopt;
}

Result<std::string> checked_why(std::string_view why) {
    const auto trimmed = text::trim(why);
    if (!text::is_utf8(trimmed) || text::length(trimmed) < 4) return refuse("policy_reason_missing", "why");
    if (text::length(trimmed) > why_max) return refuse("text_too_long", "why", {{"most", std::to_string(why_max)}});
    return std::string(trimmed);
}

Signed signed_by(const party::Context& at) { return {at.actor.staff, at.actor.name, at.now}; }

Result<Draft> draft_for(party::Context& at, DraftId id) {
    if (auto allowed = party::may(at, party::Duty::policy); !allowed) return tl::unexpected(allowed.error());
    auto draft = find_draft(at.tx, id);
    if (!draft) return refuse("policy_draft_unknown", "id");
    return std::move(*draft);
}

Result<void> same_revision(const Draft& draft, int64_t revision) {
    if (draft.revision == revision) return {};
    return refuse("policy_draft_changed", "", {{"by", draft.changed.name}, {"at", draft.changed.at.text()}});
}

Result<void> in_state(const Draft& draft, std::initializer_list<DraftState> states) {
    if (std::ranges::find(states, draft.state) != states.end()) return {};
    return refuse("policy_draft_state", "", {{"state", std::string(name_of(draft.state))}});
}

void record_draft(party::Context& at, std::string_view act, const Draft& draft, json::Object detail) {
    detail["item"] = draft.item;
    detail["revision"] = draft.revision;
    party::record(at, act, "policy_draft:" + draft.id.text(), json::print(detail));
}

table::TableSheet sheet_of(const std::string& dmn, std::string_view decision) {
    const auto document = table::TableDocument::load(dmn);
    expect(document.has_value(), "a kept table is DMN");
    const auto number = document->find(decision);
    expect(number.has_value(), "a kept file has its decision");
    auto sheet = document->view(*number);
    expect(sheet.has_value(), "a kept table can be viewed");
    return std::move(*sheet);
}

table::TableSheet Draft::sheet() const {
    const auto document = table::TableDocument::load(dmn);
    expect(document.has_value() && !document->tables().empty(), "a draft is DMN with a table");
    auto sheet = document->view(0);
    expect(sheet.has_value(), "a draft's table can be viewed");
    return std::move(*sheet);
}

catalog::Examples Draft::examples() const {
    auto out = json::read_text<catalog::Examples>(cases);
    expect(out.has_value(), "a draft's examples are JSON");
    return std::move(*out);
}

Result<Draft> open_draft(party::Context& at, const catalog::Catalog& catalog, std::string_view item) {
    if (auto allowed = party::may(at, party::Duty::policy); !allowed) return tl::unexpected(allowed.error());
    const auto versions = catalog.list_versions(item);
    if (versions.empty()) return refuse("policy_table_unknown", "item", {{"item", std::string(item)}});
    const auto is_open = [&]() -> Result<void> {
        const auto open = find_open_draft(at.tx, item);
        if (!open) return {};
        return refuse("policy_draft_open", "item", {{"by", open->changed.name}});
    };
    if (auto none = is_open(); !none) return tl::unexpected(none.error());
    const catalog::Ruled& base = *versions.back();
    const catalog::Rules& rules = catalog.get_rules(base);
    std::vector<std::string> faults;
    const auto examples = catalog::read_examples(rules.cases, rules.cases_file, faults);
    Draft draft{.id = DraftId::make(at.now), .item = std::string(item), .base_version = base.version, .dmn = rules.dmn, .cases = printed(examples),
                .created = signed_by(at), .changed = signed_by(at)};
    if (!insert_draft(at.tx, draft)) return tl::unexpected(is_open().error());
    record_draft(at, "policy_draft_opened", draft, {{"base_version", base.version}});
    return draft;
}

Result<Draft> save_draft(party::Context& at, DraftId id, int64_t revision, const table::TableSheet& sheet, const catalog::Examples& examples,
                         const std::vector<RuleWhy>& whys) {
    auto draft = draft_for(at, id);
    if (!draft) return draft;
    if (auto open = in_state(*draft, {DraftState::editing, DraftState::returned}); !open) return tl::unexpected(open.error());
    if (auto same = same_revision(*draft, revision); !same) return tl::unexpected(same.error());
    if (auto fit = examples_fit(examples); !fit) return tl::unexpected(fit.error());
    for (const RuleWhy& w : whys)
        if (!text::is_utf8(w.why) || text::length(w.why) > why_max) return refuse("text_too_long", "whys", {{"most", std::to_string(why_max)}});

    auto document = table::TableDocument::load(draft->dmn);
    expect(document.has_value(), "a draft is DMN");
    const auto before = document->view(0);
    if (auto applied = document->apply(0, sheet); !applied) return tl::unexpected(applied.error());
    const auto after = document->view(0);
    expect(before.has_value() && after.has_value(), "a draft's table can be viewed");

    auto changes = changes_between(*before, *after);
    std::string cases = printed(examples);
    if (cases != draft->cases) changes.push_back({.what = Change::What::cases});
    const auto reasons = by_rule(whys, sheet, *after);
    if (changes.empty() && reasons.empty()) return draft;
    int64_t seq = last_change(at.tx, id);
    for (Change& c : changes) c.seq = ++seq, c.staff = at.actor.staff, c.by = at.actor.name, c.at = at.now;
    insert_changes(at.tx, id, changes);
    for (const auto& [rule, why] : reasons) set_why(at.tx, id, rule, why);

    draft->dmn = document->text(), draft->cases = std::move(cases);
    draft->state = DraftState::editing, draft->changed = signed_by(at);
    update_draft(at.tx, *draft);
    record_draft(at, "policy_draft_saved", *draft, {{"changes", changes.size()}, {"reasons", reasons.size()}});
    return draft;
}

Result<Draft> withdraw_draft(party::Context& at, DraftId id, std::string_view why) {
    auto draft = draft_for(at, id);
    if (!draft) return draft;
    if (auto open = in_state(*draft, {DraftState::editing, DraftState::submitted, DraftState::returned}); !open) return tl::unexpected(open.error());
    auto checked = checked_why(why);
    if (!checked) return tl::unexpected(checked.error());
    draft->state = DraftState::withdrawn, draft->decided = signed_by(at), draft->decided_why = std::move(*checked);
    update_draft(at.tx, *draft);
    record_draft(at, "policy_draft_withdrawn", *draft, {{"why", draft->decided_why}});
    return draft;
}

std::vector<std::string> unexplained(const Draft& draft, const table::TableSheet& base, const std::vector<Change>& changes) {
    std::set<std::string> silent;
    for (const Change& c : changes)
        if (c.why.empty() && c.what != Change::What::cases) silent.insert(c.rule_id);
    std::vector<std::string> out;
    for (const Change& c : changes_between(base, draft.sheet()))
        if (silent.contains(c.rule_id) && std::ranges::find(out, c.rule_id) == out.end()) out.push_back(c.rule_id);
    return out;
}

}  // namespace leye::policy
