#include "edge/routes/finding_view.hpp"

#include "edge/routes/case_view.hpp"
#include "records/catalog/rules.hpp"
#include "records/party/duty.hpp"
#include "records/party/person.hpp"
#include "services/determination/finding_store.hpp"
#include "services/determination/objection.hpp"
#include "services/determination/said.hpp"

namespace leye::routes {
namespace {

using determination::FindingState;

Words words(const catalog::Phrase& phrase) { return {phrase.zh, phrase.en}; }

std::vector<std::string> next_of(const party::Actor& actor, const determination::Finding& f, std::string_view kind, Date today) {
    const bool own = actor.kind == party::Actor::Kind::person;
    if (own && !f.ended_at && f.state == FindingState::offered) return {"accept", "decline"};
    if (!own && !f.ended_at && f.state == FindingState::review && party::may(actor, party::Duty::check, f.area)) return {"decide"};
    if (determination::may_object(f, kind, today) && (own || party::may(actor, party::Duty::window))) return {"object"};
    return {};
}

// What became of one that no longer stands: only an objection to its end says more than that it ended.
std::string ended_key(FindingState state) {
    if (state != FindingState::objected && state != FindingState::reversed) return "finding_ended";
    return "finding_ended_" + std::string(determination::name_of(state));
}

}  // namespace

Words state_words(const catalog::Phrases& phrases, FindingState state, bool at_desk) {
    const std::string name(determination::name_of(state));
    return words(phrases.get(at_desk && phrases.has("finding_desk_" + name) ? "finding_desk_" + name : "finding_" + name));
}

FindingShape shape_of(House& house, store::Connection& c, const party::Actor& actor, Instant now, const determination::Finding& f) {
    const auto& phrases = house.office.phrases;
    FindingShape out{.id = f.id.text(), .determination = f.determination, .name = {f.determination, f.determination}, .outcome = f.outcome, .reason_code = f.reason, .table_version = f.table_version,
                     .rule = f.rule, .state = std::string(determination::name_of(f.state)), .since = f.since, .found_at = f.found_at, .ended_at = f.ended_at};
    out.state_name = f.ended_at ? words(phrases.get(ended_key(f.state))) : state_words(phrases, f.state, actor.kind == party::Actor::Kind::staff);
    const auto* d = house.office.catalog->find_determination(f.determination, f.version);
    out.next = next_of(actor, f, d ? d->kind : "", now.date());
    if (!f.note.empty()) out.note = f.note;
    if (!f.case_number.empty()) out.case_number = f.case_number;
    const auto said = determination::said_again(*house.office.catalog, f);
    out.sentence = said ? said->sentence : determination::reason_of(*house.office.catalog, f);
    if (!d) return out;
    out.kind = d->kind, out.name = d->name, out.table = d->decision;
    if (said) {
        if (!said->change.zh.empty()) out.change = said->change;
        out.clause = said->clause;
        if (said->amount) out.amount = AmountShape{said->amount->yuan, said->amount->per, said->amount->months};
        if (!said->item.empty()) out.item = said->item;
    } else if (const auto* reason = d->find_reason(f.reason)) {
        out.clause = reason->clause;
    }
    CaseView view(house, c, actor, now);
    for (const auto& name : d->rules->table.names)
        if (const auto* value = f.facts.if_contains(name); value && !value->is_null()) out.facts.push_back(view.fact(nullptr, name, *value, "rule"));
    return out;
}

FindingShape listed_shape_of(House& house, store::Connection& c, const party::Actor& actor, Instant now, const determination::Finding& f) {
    auto out = shape_of(house, c, actor, now, f);
    out.facts.clear();
    return out;
}

DeskFindingShape opened_shape_of(House& house, store::Connection& c, const party::Actor& actor, Instant now, const determination::Finding& f) {
    DeskFindingShape out;
    static_cast<FindingShape&>(out) = shape_of(house, c, actor, now, f);
    out.person_id = f.person.text();
    if (const auto person = party::find_person(c, house.seal, f.person, party::Documents::without)) out.person_name = party::mask_name(person->name);
    out.area_name = house.reference.areas().full_name(f.area);
    if (f.household != 0) out.household = std::to_string(f.household);
    out.days = now.date() - f.since;
    if (const auto contacts = determination::list_contacts(c, f.id); !contacts.empty()) out.contacts = static_cast<int64_t>(contacts.size()), out.last_contact_at = contacts.back().at;
    return out;
}

DeskFindingShape desk_shape_of(House& house, store::Connection& c, const party::Actor& actor, Instant now, const determination::Finding& f) {
    auto out = opened_shape_of(house, c, actor, now, f);
    out.facts.clear();
    return out;
}

}  // namespace leye::routes
