#include "edge/routes/policy_call.hpp"

#include <charconv>

#include "edge/routes/policy_view.hpp"
#include "records/party/duty.hpp"
#include "services/policy/decide.hpp"

namespace leye::routes {
namespace {

std::string etag_of(const policy::Draft& draft) { return "\"r" + std::to_string(draft.revision) + "\""; }

}  // namespace

Result<void> policy_allowed(const Call& call) {
    if (auto in = call.staff(); !in) return in;
    return party::may(call.actor(), party::Duty::policy);
}

Result<int64_t> policy_revision(const Call& call) {
    const auto match = call.request.header("if-match");
    int64_t out = 0;
    if (!match || !match->starts_with("\"r") || std::from_chars(match->data() + 2, match->data() + match->size(), out).ec != std::errc()) return refuse("if_match_missing");
    return out;
}

Result<const catalog::Ruled*> policy_item(const Call& call, const catalog::Catalog& catalog, const std::string& code) {
    if (const auto* ruled = catalog.find_ruled(code, call.now.date())) return ruled;
    const auto versions = catalog.list_versions(code);
    if (versions.empty()) return refuse("policy_table_unknown", "item", {{"item", code}});
    return versions.back();
}

Result<policy::Draft> policy_draft(Call& call) {
    if (auto may = policy_allowed(call); !may) return tl::unexpected(may.error());
    const auto id = policy::DraftId::parse(call.request.param("id"));
    if (!id) return refuse("policy_draft_unknown", "id");
    auto draft = call.house.db.read([&](store::Connection& c) { return policy::find_draft(c, *id); });
    if (!draft) return refuse("policy_draft_unknown", "id");
    return std::move(*draft);
}

Result<http::Response> show_draft(Call& call, policy::Draft kept, int status) {
    const catalog::Catalog& catalog = *call.house.office.catalog;
    const auto checked = policy::check_draft(catalog, std::move(kept), call.now);
    const policy::Draft& draft = checked.draft;
    PolicyDraftShape out;
    out.id = draft.id.text(), out.item = draft.item, out.base_version = draft.base_version, out.etag = etag_of(draft);
    out.item_name = catalog.find_ruled(draft.item, draft.base_version)->name;
    out.state = policy::name_of(draft.state);
    out.sheet = shape_of(checked.check.sheet), out.cases = shape_of(draft.examples());
    out.created_by = draft.created.name, out.changed_by = draft.changed.name, out.created_at = draft.created.at, out.changed_at = draft.changed.at;
    out.from = draft.from, out.version = draft.version;
    if (draft.submitted) out.why = draft.why, out.submitted_by = draft.submitted->name, out.submitted_at = draft.submitted->at;
    if (draft.decided) out.decided_by = draft.decided->name, out.decided_at = draft.decided->at;
    if (!draft.decided_why.empty()) out.decided_why = draft.decided_why;
    const bool editing = draft.state == policy::DraftState::editing || draft.state == policy::DraftState::returned;
    if (editing) out.acts = {"save", "submit"};
    call.house.db.read([&](store::Connection& c) {
        const auto changes = policy::list_changes(c, draft.id);
        for (const auto& change : changes) out.changes.push_back(shape_of(change));
        if (editing) out.unexplained = policy::unexplained(draft, checked.check.base, changes);
        if (policy::may_approve(c, call.actor(), draft)) out.acts.push_back("approve");
    });
    if (draft.state == policy::DraftState::submitted) out.acts.push_back("return");
    if (draft.is_open()) out.acts.push_back("withdraw");
    out.earliest = policy::earliest_day(call.house.reference, call.now.date());
    out.check = shape_of(checked.check);
    return http::json_response(out, status).with("ETag", out.etag);
}

}  // namespace leye::routes
