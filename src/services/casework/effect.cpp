#include "services/casework/effect.hpp"

#include <algorithm>

#include "records/party/person.hpp"
#include "records/reference/reference.hpp"
#include "records/status/claim.hpp"
#include "records/status/status.hpp"
#include "services/casework/case_store.hpp"
#include "services/casework/need_store.hpp"

namespace leye::casework {
namespace {

using status::Kind;

std::string text_of(const json::Object& values, std::string_view field) {
    const auto* v = values.if_contains(field);
    return v && v->is_string() ? std::string(v->get_string()) : std::string();
}

std::string text_of(const Case& c, std::string_view field) { return text_of(c.values, field); }

Date get_date(const Case& c, std::string_view field) {
    const auto date = Date::parse(text_of(c, field));
    expect(date.has_value(), "the item's form has the date its effect needs");
    return *date;
}

// The fields of the case that a spell keeps.
json::Object details_of(const Case& c, std::initializer_list<std::string_view> fields) {
    json::Object out;
    for (auto field : fields)
        if (const auto* v = c.values.if_contains(field); v && !v->is_null()) out[field] = *v;
    return out;
}

std::string_view source_of(const party::Actor& actor) {
    switch (actor.kind) {
        case party::Actor::Kind::staff: return "staff";
        case party::Actor::Kind::handler: return "employer";
        case party::Actor::Kind::system: return "import";
        default: return "person";
    }
}

// Everything an effect may look at.
struct About {
    party::Context& at;
    const Case& c;
    Subject& subject;
};
using Claimed = Result<status::Claim>;

status::Claim::End ending(const About& a, const status::Spell& spell, Date until, json::Object details = {}) {
    return {spell.id, until, std::move(details), std::string(source_of(a.at.actor))};
}

// The work that begins on the day ends unemployment that holds then. Unemployment that begins later stays: who lost the new
// job again is out of work again.
void end_unemployment_on(const About& a, const std::vector<status::Spell>& spells, Date day, status::Claim& claim) {
    for (const auto& spell : spells)
        if (spell.kind == Kind::unemployed && spell.period().contains(day)) claim.ends.push_back(ending(a, spell, day));
}

Claimed open_unemployment(const About& a) {
    const Date lost_on = get_date(a.c, "lost_on"), asked_on = a.subject.asked_at().date();
    status::Claim out;
    std::optional<Date> until;
    // The person declares that the work is over: an employment that goes on in the records ends with it, and the commitment
    // that said so is checked later. Work that has not begun stays, and unemployment runs until it does.
    for (const auto& spell : a.subject.person()->found.spells) {
        if (spell.kind == Kind::unemployed) continue;
        if (spell.from > asked_on)
            until = std::min(until.value_or(spell.from), spell.from);
        else if (!spell.until || *spell.until > asked_on)
            out.ends.push_back(ending(a, spell, lost_on, details_of(a.c, {"reason"})));
    }
    out.opens.push_back({.person = *a.c.origin.person, .kind = Kind::unemployed, .from = lost_on, .until = until,
                         .details = details_of(a.c, {"reason", "wants_work", "able_to_work", "area"}), .source = std::string(source_of(a.at.actor))});
    return out;
}

Claimed end_unemployment(const About& a) {
    const auto* open = a.subject.open_spell(Kind::unemployed);
    if (!open) return refuse("unemployment_not_open");
    return status::Claim{{}, {ending(a, *open, get_date(a.c, "ended_on"), details_of(a.c, {"end_reason"}))}};
}

Claimed open_flexible(const About& a) {
    const Date started = get_date(a.c, "started_on");
    status::Claim out;
    end_unemployment_on(a, a.subject.person()->found.spells, started, out);
    out.opens.push_back({.person = *a.c.origin.person, .kind = Kind::flexible, .from = started,
                         .details = details_of(a.c, {"flexible_kind", "work", "platform", "area"}), .source = std::string(source_of(a.at.actor))});
    return out;
}

Claimed end_flexible(const About& a) {
    const auto* open = a.subject.open_spell(Kind::flexible);
    if (!open) return refuse("flexible_not_open");
    return status::Claim{{}, {ending(a, *open, get_date(a.c, "ended_on"), details_of(a.c, {"end_reason"}))}};
}

// The worker's file: found by the document, whose name must then be the one the employer says, or opened with it.
Result<party::PersonId> worker_of(const About& a) {
    const auto type = reference::document_type_of(text_of(a.c, "document_type"));
    expect(type.has_value(), "the form checked the document type");
    auto file = party::register_person(a.at, {.name = text_of(a.c, "worker_name"), .document_type = *type, .document_number = text_of(a.c, "document_number"),
                                              .phone = text_of(a.c, "phone")});
    if (!file && file.error().code == "person_name_differs") file.error().field = "values.worker_name";
    return file;
}

Claimed open_employment(const About& a) {
    const auto worker = worker_of(a);
    if (!worker) return tl::unexpected(worker.error());
    const Date started = get_date(a.c, "started_on");
    status::Claim out;
    end_unemployment_on(a, a.subject.worker(a.c.values).found.spells, started, out);
    out.opens.push_back({.person = *worker, .kind = Kind::employed, .employer = a.c.origin.employer, .from = started,
                         .details = details_of(a.c, {"contract_kind", "contract_until", "post"}), .source = std::string(source_of(a.at.actor))});
    return out;
}

Claimed end_employment(const About& a) {
    const auto& spells = a.subject.worker(a.c.values).found.spells;
    const auto open = std::ranges::find_if(spells, [&](const status::Spell& s) { return s.employer == a.c.origin.employer && !s.until; });
    if (open == spells.end()) return refuse("employment_not_open", "values.document_number");
    // «Ended on» is the last day of work; the spell ends the day after.
    const Date until = get_date(a.c, "ended_on") + 1;
    if (until <= open->from) return refuse("end_before_start", "values.ended_on", {{"started_on", open->from.text()}});
    return status::Claim{{}, {ending(a, *open, until, details_of(a.c, {"end_reason"}))}};
}

// Whom a unit's case has been about: a correction may name somebody else.
std::vector<status::Spell> versions_of_workers(const About& a) {
    const WorkerFacts& now = a.subject.worker(a.c.values);
    std::vector<status::Spell> out = now.found.versions();
    if (a.subject.case_number().empty()) return out;
    std::vector<party::PersonId> seen;
    if (now.person) seen.push_back(*now.person);
    json::Object values;
    for (const Action& action : a.c.actions) {
        for (const auto& [key, value] : action.values) values[key] = value;
        if (action.values.empty()) continue;
        const auto type = reference::document_type_of(text_of(values, "document_type"));
        const auto person = type ? party::find_person_by_document(a.at, *type, text_of(values, "document_number")) : std::nullopt;
        if (!person || std::ranges::find(seen, *person) != seen.end()) continue;
        seen.push_back(*person);
        std::ranges::move(status::list_history(a.at.tx, *person), std::back_inserter(out));
    }
    return out;
}

Result<void> put(const About& a, const status::Claim& claim, std::string_view reason) {
    if (a.c.origin.employer) return status::put_claim(a.at, versions_of_workers(a), a.c.origin.number, claim, reason);
    return status::put_claim(a.at, a.subject.person()->found.versions(), a.c.origin.number, claim, reason);
}

void record_needs(party::Context& at, const Case& c, Instant said_at) {
    for (const auto kind : need_kinds) {
        const auto* wanted = c.values.if_contains("wants_" + std::string(kind));
        put_need(at.tx, *c.origin.person, c.origin.id,
                 {std::string(kind), wanted && wanted->is_bool() && wanted->get_bool(), text_of(c, std::string(kind) + "_note"), said_at});
    }
}

// What was said before this case holds again.
void undo_needs(party::Context& at, const Case& c) {
    drop_needs(at.tx, *c.origin.person, c.origin.id);
    const auto number = find_needs_before(at.tx, *c.origin.person, c.origin.item, c.origin.id);
    const auto before = number.empty() ? std::nullopt : find_case(at.tx, at.seal, number);
    if (before) record_needs(at, *before, before->closed_at.value_or(before->origin.submitted_at));
}

struct Named {
    std::string_view name;
    Claimed (*claim)(const About&);  ///< what the case says about spells; nullptr where it says nothing about them
};
constexpr Named effects[] = {
    {"none", nullptr},
    {"open_unemployment", open_unemployment},
    {"end_unemployment", end_unemployment},
    {"open_flexible", open_flexible},
    {"end_flexible", end_flexible},
    {"open_employment", open_employment},
    {"end_employment", end_employment},
    {"record_needs", nullptr},
};

const Named& get_effect(std::string_view name) {
    for (const auto& e : effects)
        if (e.name == name) return e;
    throw Bug("an item names the effect " + std::string(name) + ", which does not exist");
}

}  // namespace

Result<void> run_effect(party::Context& at, std::string_view effect, const Case& c, Subject& subject, std::string_view reason) {
    const About about{at, c, subject};
    if (effect == "record_needs") return record_needs(at, c, at.now), Result<void>();
    const Named& named = get_effect(effect);
    if (!named.claim) return {};
    const auto claim = named.claim(about);
    if (!claim) return tl::unexpected(claim.error());
    return put(about, *claim, reason);
}

Result<void> undo_effect(party::Context& at, std::string_view effect, const Case& c, Subject& subject, std::string_view reason) {
    if (effect == "record_needs") return undo_needs(at, c), Result<void>();
    if (!get_effect(effect).claim) return {};
    return put({at, c, subject}, {}, reason);
}

std::vector<std::string_view> effect_names() {
    std::vector<std::string_view> out;
    for (const auto& e : effects) out.push_back(e.name);
    return out;
}

}  // namespace leye::casework
