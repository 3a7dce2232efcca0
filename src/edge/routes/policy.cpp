#include <algorithm>
#include <charconv>

#include "edge/routes/policy_call.hpp"
#include "edge/routes/policy_view.hpp"
#include "records/party/duty.hpp"
#include "services/policy/decide.hpp"

namespace leye::routes {
namespace {

using http::Response;

Result<policy::DraftId> draft_id(const Call& call) {
    const auto id = policy::DraftId::parse(call.request.param("id"));
    if (!id) return refuse("policy_draft_unknown", "id");
    return *id;
}

catalog::Examples examples_in(const catalog::Rules& rules) {
    std::vector<std::string> faults;
    return catalog::read_examples(rules.cases, rules.cases_file, faults);
}

std::string_view policy_name(feel::HitPolicy policy) {
    constexpr std::string_view names[] = {"UNIQUE", "FIRST", "COLLECT", "RULE ORDER", "ANY", "PRIORITY", "OUTPUT ORDER"};
    return names[static_cast<size_t>(policy)];
}

void fill_row(const Call& call, const catalog::Catalog& catalog, const catalog::Ruled& item, const std::optional<policy::Draft>& draft, PolicyTableRowShape& out) {
    const catalog::Rules& rules = catalog.get_rules(item);
    out.item = item.code, out.name = item.name, out.version = item.version, out.in_force_from = item.from, out.table = item.decision;
    out.kind = item.has_form ? "item" : catalog::as_determination(item)->kind;
    out.hit_policy = policy_name(rules.table.hit_policy);
    out.inputs = static_cast<int>(rules.table.inputs.size()), out.rules = static_cast<int>(rules.table.rules.size());
    out.verdict = shape_of(*call.house.proofs.of(rules), {}).verdict;
    if (draft) out.draft = PolicyDraftBriefShape{draft->id.text(), std::string(policy::name_of(draft->state)), draft->changed.name, draft->changed.at};
    for (const auto* version : catalog.list_versions(item.code))
        if (version->from > call.now.date() && version != &item && !out.upcoming) out.upcoming = PolicyUpcomingShape{version->version, version->from};
}

Result<Response> tables(Call& call) {
    if (auto may = policy_allowed(call); !may) return tl::unexpected(may.error());
    const auto drafts = call.house.db.read([](store::Connection& c) { return policy::list_open_drafts(c); });
    const catalog::Catalog& catalog = *call.house.office.catalog;
    PolicyTablesShape out;
    for (const auto* item : catalog.list_ruled(call.now.date())) {
        const auto draft = std::ranges::find(drafts, item->code, &policy::Draft::item);
        fill_row(call, catalog, *item, draft == drafts.end() ? std::nullopt : std::optional(*draft), out.rows.emplace_back());
    }
    return give(out);
}

std::vector<PolicyVersionShape> versions_of(const Call& call, const catalog::Catalog& catalog, const std::string& item, const std::vector<policy::Version>& published) {
    std::vector<PolicyVersionShape> out;
    const Date today = call.now.date();
    for (const auto* version : catalog.list_versions(item)) {
        const auto it = std::ranges::find(published, version->version, &policy::Version::version);
        out.push_back(version_shape(catalog, version, it == published.end() ? nullptr : &*it, today));
    }
    for (const auto& v : published)
        if (v.is_withdrawn()) out.push_back(version_shape(catalog, nullptr, &v, today));
    std::ranges::sort(out, std::ranges::greater(), &PolicyVersionShape::version);
    return out;
}

Result<Response> table(Call& call) {
    if (auto may = policy_allowed(call); !may) return tl::unexpected(may.error());
    const catalog::Catalog& catalog = *call.house.office.catalog;
    const auto found = policy_item(call, catalog, call.request.param("item"));
    if (!found) return tl::unexpected(found.error());
    const catalog::Ruled& item = **found;
    const catalog::Rules& rules = catalog.get_rules(item);
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        PolicyTableShape out;
        fill_row(call, catalog, item, policy::find_open_draft(c, item.code), out);
        const auto sheet = policy::sheet_of(rules.dmn, item.decision);
        out.sheet = shape_of(sheet), out.names = policy_names(call.house, item), out.reasons = policy_reasons(item);
        out.cases = shape_of(examples_in(rules)), out.proof = shape_of(*call.house.proofs.of(rules), sheet);
        out.versions = versions_of(call, catalog, item.code, policy::list_versions(c, item.code));
        return give(out);
    });
}

Result<int> number_of(const Call& call) {
    const std::string& text = call.request.param("n");
    int out = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (failed != std::errc() || end != text.data() + text.size()) return refuse("policy_version_unknown", "n");
    return out;
}

Result<Response> version(Call& call) {
    if (auto may = policy_allowed(call); !may) return tl::unexpected(may.error());
    const auto number = number_of(call);
    if (!number) return tl::unexpected(number.error());
    const std::string& code = call.request.param("item");
    const auto published = call.house.db.read([&](store::Connection& c) { return policy::find_version(c, code, *number); });
    const catalog::Catalog& catalog = *call.house.office.catalog;
    const auto* item = catalog.find_ruled(code, *number);
    if (!item) return refuse("policy_version_unknown", "n");
    const catalog::Rules& rules = catalog.get_rules(*item);
    PolicyVersionDetailShape out;
    static_cast<PolicyVersionShape&>(out) = version_shape(catalog, item, published ? &*published : nullptr, call.now.date());
    const auto sheet = policy::sheet_of(rules.dmn, item->decision);
    out.sheet = shape_of(sheet), out.cases = shape_of(examples_in(rules));
    if (published)
        for (const auto& change : call.house.db.read([&](store::Connection& c) { return policy::list_changes(c, published->draft); })) out.changes.push_back(shape_of(change));
    const catalog::Ruled* before = nullptr;
    for (const auto* other : catalog.list_versions(code))
        if (other->version < *number) before = other;
    if (published) before = catalog.find_ruled(code, published->base_version);
    if (before) {
        const auto earlier = policy::sheet_of(catalog.get_rules(*before).dmn, before->decision);
        out.difference = shape_of(policy::difference(catalog.get_rules(*before), earlier, rules, sheet), earlier, sheet);
    }
    return give(out);
}

Result<Response> open(Call& call) {
    if (auto may = policy_allowed(call); !may) return tl::unexpected(may.error());
    const auto opened = call.create([&](party::Context& at) -> Result<Response> {
        const auto draft = policy::open_draft(at, *call.house.office.catalog, call.request.param("item"));
        if (!draft) return tl::unexpected(draft.error());
        return http::text_response(draft->id.text());
    });
    if (!opened) return tl::unexpected(opened.error());
    auto draft = call.house.db.read([&](store::Connection& c) { return policy::find_draft(c, *policy::DraftId::parse(opened->body)); });
    expect(draft.has_value(), "a draft once opened is found");
    const std::string place = "/v1/policy/drafts/" + opened->body;
    auto out = show_draft(call, std::move(*draft), 201);
    if (out) out->with("Location", place);
    return out;
}

Result<Response> one(Call& call) {
    auto draft = policy_draft(call);
    if (!draft) return tl::unexpected(draft.error());
    return show_draft(call, std::move(*draft));
}

Result<Response> answer(Call& call, Result<policy::Draft> draft) {
    if (!draft) return tl::unexpected(draft.error());
    return show_draft(call, std::move(*draft));
}

Result<Response> save(Call& call) {
    const auto draft = policy_draft(call);
    if (!draft) return tl::unexpected(draft.error());
    const auto revision = policy_revision(call);
    if (!revision) return tl::unexpected(revision.error());
    const auto body = read_body<PolicySaveShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    std::vector<policy::RuleWhy> whys;
    for (const auto& w : body->whys) whys.push_back({w.rule_id, w.why});
    const auto sheet = sheet_of(body->sheet, draft->sheet());
    return answer(call, call.write([&](party::Context& at) { return policy::save_draft(at, draft->id, *revision, sheet, examples_of(body->cases), whys); }));
}

// The draft as the caller saw it, checked anew. Fails: if_match_missing; a later revision fails in the act itself.
Result<policy::CheckedDraft> checked_draft(Call& call) {
    auto draft = policy_draft(call);
    if (!draft) return tl::unexpected(draft.error());
    const auto revision = policy_revision(call);
    if (!revision) return tl::unexpected(revision.error());
    auto out = policy::check_draft(*call.house.office.catalog, std::move(*draft), call.now);
    out.draft.revision = *revision;
    return out;
}

Result<Response> submit(Call& call) {
    const auto checked = checked_draft(call);
    if (!checked) return tl::unexpected(checked.error());
    const auto body = read_body<PolicySubmitShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    return answer(call, call.write([&](party::Context& at) { return policy::submit_draft(at, *checked, body->from, body->why); }));
}

Result<Response> approve(Call& call) {
    const auto checked = checked_draft(call);
    if (!checked) return tl::unexpected(checked.error());
    const auto done = call.write([&](party::Context& at) { return policy::approve_draft(at, *checked); });
    if (!done) return tl::unexpected(done.error());
    call.house.publisher.refresh();
    return answer(call, policy_draft(call));
}

template <class F>
Result<Response> with_note(Call& call, F act) {
    if (auto may = policy_allowed(call); !may) return tl::unexpected(may.error());
    const auto id = draft_id(call);
    if (!id) return tl::unexpected(id.error());
    const auto body = read_body<PolicyNoteShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    return answer(call, call.write([&](party::Context& at) { return act(at, *id, body->why); }));
}

Result<Response> send_back(Call& call) { return with_note(call, policy::return_draft); }
Result<Response> withdraw(Call& call) { return with_note(call, policy::withdraw_draft); }

Result<Response> check(Call& call) {
    if (auto may = policy_allowed(call); !may) return tl::unexpected(may.error());
    const auto body = read_body<PolicyTryShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    const catalog::Catalog& catalog = *call.house.office.catalog;
    const auto versions = catalog.list_versions(body->item);
    if (versions.empty()) return refuse("policy_table_unknown", "item", {{"item", body->item}});
    const auto known = policy::sheet_of(catalog.get_rules(*versions.back()).dmn, versions.back()->decision);
    return give(shape_of(policy::check_table(catalog, *versions.back(), sheet_of(body->sheet, known), examples_of(body->cases), call.now)));
}

Result<Response> take_back(Call& call, bool confirm) {
    if (auto may = policy_allowed(call); !may) return tl::unexpected(may.error());
    const auto number = number_of(call);
    if (!number) return tl::unexpected(number.error());
    const std::string& code = call.request.param("item");
    std::string why;
    if (!confirm) {
        auto body = read_body<PolicyNoteShape>(call.request);
        if (!body) return tl::unexpected(body.error());
        why = std::move(body->why);
    }
    const auto done = call.write([&](party::Context& at) {
        return confirm ? policy::confirm_withdrawal(at, code, *number) : policy::ask_withdrawal(at, code, *number, why);
    });
    if (!done) return tl::unexpected(done.error());
    call.house.publisher.refresh();
    const auto version = call.house.db.read([&](store::Connection& c) { return policy::find_version(c, code, *number); });
    const catalog::Catalog& catalog = *call.house.office.catalog;
    return give(version_shape(catalog, catalog.find_ruled(code, *number), &*version, call.now.date()));
}

}  // namespace

void add_policy(http::Router& router, House& house) {
    const auto add = [&](const char* method, std::string pattern, std::string summary, auto handler, http::Route route) {
        route.handler = with_call(house, handler);
        route.summary = std::move(summary);
        route.who = "staff: policy";
        route.tag = "policy";
        router.add(method, std::move(pattern), std::move(route));
    };
    const auto draft = http::schema_of<PolicyDraftShape>(), note = http::schema_of<PolicyNoteShape>(), version_row = http::schema_of<PolicyVersionShape>();
    add("GET", "/v1/policy/tables", "Decision tables in force, with their drafts and what is to come", tables, {.response = http::schema_of<PolicyTablesShape>()});
    add("GET", "/v1/policy/tables/{item}", "One table: rows, names, reasons, examples, proof and versions", table, {.response = http::schema_of<PolicyTableShape>()});
    add("GET", "/v1/policy/tables/{item}/versions/{n}", "One version: rows, who changed which and why, and what it answers otherwise", version, {.response = http::schema_of<PolicyVersionDetailShape>()});
    add("POST", "/v1/policy/tables/{item}/versions/{n}/withdraw", "Ask to take back a version before its first day", [](Call& call) { return take_back(call, false); }, {.request = note, .response = version_row});
    add("POST", "/v1/policy/tables/{item}/versions/{n}/withdraw/confirm", "A second person takes it back", [](Call& call) { return take_back(call, true); }, {.response = version_row});
    add("POST", "/v1/policy/tables/{item}/draft", "Begin a draft on the newest version", open, {.response = draft, .status = 201, .headers_optional = {"Idempotency-Key"}});
    add("GET", "/v1/policy/drafts/{id}", "One draft with its check", one, {.response = draft});
    add("PUT", "/v1/policy/drafts/{id}", "Save the draft", save, {.body_max = policy_body_max, .request = http::schema_of<PolicySaveShape>(), .response = draft, .headers = {"If-Match"}});
    add("POST", "/v1/policy/check", "Check a table without keeping it", check, {.body_max = policy_body_max, .request = http::schema_of<PolicyTryShape>(), .response = http::schema_of<PolicyCheckShape>()});
    add("POST", "/v1/policy/drafts/{id}/submit", "Hand the draft to a second person", submit, {.request = http::schema_of<PolicySubmitShape>(), .response = draft, .headers = {"If-Match"}});
    add("POST", "/v1/policy/drafts/{id}/approve", "Publish it with its date in force", approve, {.response = draft, .headers = {"If-Match"}});
    add("POST", "/v1/policy/drafts/{id}/return", "Give it back with a reason", send_back, {.request = note, .response = draft});
    add("POST", "/v1/policy/drafts/{id}/withdraw", "Give the draft up", withdraw, {.request = note, .response = draft});
    add_policy_files(router, house);
    add_policy_retry(router, house);
}

}  // namespace leye::routes
