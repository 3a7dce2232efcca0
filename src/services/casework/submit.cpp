#include "services/casework/submit.hpp"

#include <algorithm>

#include "records/party/duty.hpp"
#include "records/party/merge.hpp"
#include "records/reference/reference.hpp"
#include "records/status/status.hpp"
#include "services/casework/case_store.hpp"
#include "services/casework/draft_store.hpp"
#include "services/casework/next.hpp"
#include "services/casework/query_code_store.hpp"
#include "services/casework/settle.hpp"

namespace leye::casework {
namespace {

using ActorKind = party::Actor::Kind;

// For whom the case is: the own file, the unit the actor handles, or whoever stands before the officer.
Result<void> check_rights(party::Context& at, const catalog::Item& item, const Draft& draft, std::optional<party::PersonId> person) {
    const party::Actor& actor = at.actor;
    const bool nobodys = item.audience == "anybody" && !person;
    if (nobodys && actor.kind != ActorKind::staff) return {};  // anybody may ask, also without an account (row A1)
    if (actor.kind == ActorKind::nobody) return refuse("sign_in_needed");
    if (nobodys) return party::may(actor, party::Duty::window);
    if (item.audience == "employer") {
        if (!draft.employer) return refuse("item_needs_employer");
        if (actor.kind == ActorKind::handler && actor.employer == *draft.employer) return {};
    } else {
        if (!person) return refuse("item_needs_person");
        if ((actor.kind == ActorKind::person || actor.kind == ActorKind::handler) && actor.person == *person) return {};
    }
    if (actor.kind == ActorKind::system) return {};
    if (actor.kind == ActorKind::staff) return party::may(actor, party::Duty::window);
    return refuse("case_not_yours");
}

Result<void> check_channel(const party::Actor& actor, const catalog::Item& item, std::string_view channel) {
    if (auto own = may_use_channel(actor, channel); !own) return own;
    if (actor.kind != ActorKind::system && !item.offers(channel)) return refuse("channel_not_offered", "channel");
    return {};
}

std::string named_area(const party::Context& at, const Draft& draft, Subject& subject) {
    if (const auto* v = draft.values.if_contains("area"); v && v->is_string()) return std::string(v->get_string());
    if (const auto* employer = subject.employer()) return employer->area;
    if (const auto* facts = subject.person(); facts && !facts->person.area.empty()) return facts->person.area;
    return at.actor.area.empty() ? "370000" : at.actor.area;
}

// Where the applicant is served: the place named in the form, else where the file says they live, else the officer's. Work
// on a retired area is its successor's, and so in its queues, checks and counts.
std::string area_of(const party::Context& at, const Draft& draft, Subject& subject) {
    std::string named = named_area(at, draft, subject);
    const auto* current = at.reference.areas().find_current(named, at.now.date());
    return current ? current->code : named;
}

// Whom the unit means by an employment on its roll, as the form would ask it (row 16.1).
Result<json::Object> with_worker(party::Context& at, const Draft& draft) {
    json::Object out = draft.values;
    if (!draft.spell) return out;
    const auto spell = status::find_spell(at.tx, *draft.spell);
    if (!spell || !draft.employer || spell->employer != draft.employer) return refuse("employment_not_open", "spell");
    const party::Person worker = party::get_person(at.tx, at.seal, spell->person);
    expect(!worker.documents.empty(), "a file has a document");
    out["worker_name"] = worker.name;
    out["document_type"] = reference::name_of(worker.documents.front().type);
    out["document_number"] = worker.documents.front().number;
    return out;
}

}  // namespace

Result<Submitted> submit(party::Context& at, const Office& office, const Draft& draft) {
    const Date today = at.now.date();
    const catalog::Item* item = office.catalog->find_item(draft.item, today);
    if (!item) return refuse("item_unknown", "item", {{"item", draft.item}});
    if (item->begun_by != draft.begun_by) return refuse("item_begun_elsewhere", "item", {{"item", item->name.zh}});

    std::optional<party::PersonId> person = draft.person;
    if (!person && item->audience != "employer" && !at.actor.person.is_nil()) person = at.actor.person;
    if (person) {
        person = party::resolve(at.tx, *person);
        if (!person) return refuse("person_unknown", "person");
        // Of two cases of one person at once the second sees what the first did.
        party::hold_persons(at.tx, {*person});
    }
    if (std::ranges::find(channels, draft.channel) == channels.end()) return refuse("channel_unknown", "channel");
    if (auto allowed = check_rights(at, *item, draft, person); !allowed) return tl::unexpected(allowed.error());
    if (auto open = check_channel(at.actor, *item, draft.channel); !open) return tl::unexpected(open.error());
    const auto given = with_worker(at, draft);
    if (!given) return tl::unexpected(given.error());
    auto values = office.catalog->check_values(*item, *given, at.reference, today);
    if (!values) return tl::unexpected(values.error());

    const bool of_employer = item->audience == "employer";
    Subject subject(at, of_employer ? std::nullopt : person, of_employer ? draft.employer : std::nullopt);
    Submitted c;
    c.origin = {.id = CaseId::make(at.now), .number = {}, .item = item->code, .item_version = item->version,
                .person = of_employer ? std::nullopt : person, .employer = of_employer ? draft.employer : std::nullopt,
                .area = area_of(at, draft, subject), .channel = draft.channel, .submitted_at = at.now};
    const Date due = at.reference.calendar().plus(today, item->promised.days, item->promised.unit);
    json::Object body{{"due_on", due.text()}};
    if (!draft.note.empty()) body["note"] = draft.note;
    add_action(at, c, Act::submit, std::move(body), std::move(*values));
    if (auto decided = decide_by_rule(at, office, *item, c, subject); !decided) return tl::unexpected(decided.error());

    // Agreed beforehand: the commitment is given where, and only where, the rule asks for one.
    if (c.outcome == "commit" && draft.commitment && item->commitment) {
        const Date check = at.reference.calendar().plus(today, item->commitment->check_days, item->commitment->check_unit);
        add_action(at, c, Act::commit, {{"check_due_on", check.text()}});
        if (auto decided = decide_by_rule(at, office, *item, c, subject); !decided) return tl::unexpected(decided.error());
    }
    if (auto stored = store_case(at, c, 0); !stored) return tl::unexpected(stored.error());
    if (c.origin.person) drop_draft(at.tx, *c.origin.person, item->code);
    if (!c.origin.person && !c.origin.employer) {
        c.query_code = make_query_code();
        add_query_code(at.tx, at.seal, c.origin, c.query_code);
    } else {
        // A phone that nobody proved to be theirs is written to only when an officer has acted.
        tell(at, office, *item, c, c.state == State::accepted ? "submitted" : name_of(c.state), subject);
    }
    if (const auto* facts = subject.person()) c.person_name = facts->person.name;
    return c;
}

}  // namespace leye::casework
