#include "services/casework/effect.hpp"

#include "records/party/person.hpp"
#include "records/reference/reference.hpp"
#include "records/status/status.hpp"
#include "services/casework/draft_store.hpp"

namespace leye::casework {
namespace {

using status::Kind;

std::string text_of(const Case& c, std::string_view field) {
    const auto* v = c.values.if_contains(field);
    return v && v->is_string() ? std::string(v->get_string()) : std::string();
}

std::optional<Date> date_of(const Case& c, std::string_view field) { return Date::parse(text_of(c, field)); }

Date get_date(const Case& c, std::string_view field) {
    const auto date = date_of(c, field);
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

Result<void> open_spell(party::Context& at, const Case& c, status::NewSpell spell) {
    spell.case_number = c.origin.number;
    spell.source = source_of(at.actor);
    if (auto opened = status::open_spell(at, spell); !opened) return tl::unexpected(opened.error());
    return {};
}

// Ends the open spell of the kind on the day; one that began on or after it is taken back, for it never held.
Result<void> end_open(party::Context& at, const Case& c, const status::Spell& spell, Date until, const json::Object& details) {
    if (until <= spell.from) return status::retract_spell(at, spell.id, "ended before it began", c.origin.number);
    return status::end_spell(at, spell.id, until, details, source_of(at.actor), c.origin.number);
}

Result<void> open_unemployment(party::Context& at, const Case& c, Subject& subject) {
    const Date lost_on = get_date(c, "lost_on");
    // The person declares that the work is over: an employment still open in the records ends with it, and the
    // commitment that said so is checked later.
    for (const auto& spell : subject.person()->spells)
        if (spell.kind != Kind::unemployed && !spell.until)
            if (auto ended = end_open(at, c, spell, lost_on, details_of(c, {"reason"})); !ended) return ended;
    return open_spell(at, c,
                      {.person = *c.origin.person, .kind = Kind::unemployed, .from = lost_on, .details = details_of(c, {"reason", "wants_work", "able_to_work", "area"})});
}

Result<void> end_unemployment(party::Context& at, const Case& c, Subject& subject) {
    const auto* open = subject.open_spell(Kind::unemployed);
    if (!open) return refuse("unemployment_not_open");
    return end_open(at, c, *open, date_of(c, "ended_on").value_or(at.now.date()), details_of(c, {"reason", "end_reason"}));
}

Result<void> open_flexible(party::Context& at, const Case& c, Subject&) {
    const Date started = get_date(c, "started_on");
    if (auto closed = status::close_unemployment(at, *c.origin.person, started, source_of(at.actor), c.origin.number); !closed)
        return tl::unexpected(closed.error());
    return open_spell(at, c, {.person = *c.origin.person, .kind = Kind::flexible, .from = started,
                              .details = details_of(c, {"flexible_kind", "work", "platform", "area", "income_month"})});
}

Result<void> end_flexible(party::Context& at, const Case& c, Subject& subject) {
    const auto* open = subject.open_spell(Kind::flexible);
    if (!open) return refuse("flexible_not_open");
    return end_open(at, c, *open, get_date(c, "ended_on"), details_of(c, {"end_reason"}));
}

// The worker's file: found by the document, whose name must then be the one the employer says, or opened with it.
Result<party::PersonId> worker_of(party::Context& at, const Case& c) {
    const auto type = reference::document_type_of(text_of(c, "document_type"));
    expect(type.has_value(), "the form checked the document type");
    auto file = party::register_person(at, {.name = text_of(c, "worker_name"), .document_type = *type, .document_number = text_of(c, "document_number"),
                                       .phone = text_of(c, "phone")});
    if (!file && file.error().code == "person_name_differs") file.error().field = "values.worker_name";
    return file;
}

Result<void> open_employment(party::Context& at, const Case& c, Subject&) {
    const auto worker = worker_of(at, c);
    if (!worker) return tl::unexpected(worker.error());
    const Date started = get_date(c, "started_on");
    if (auto closed = status::close_unemployment(at, *worker, started, source_of(at.actor), c.origin.number); !closed)
        return tl::unexpected(closed.error());
    return open_spell(at, c, {.person = *worker, .kind = Kind::employed, .employer = c.origin.employer, .from = started,
                              .details = details_of(c, {"contract_kind", "contract_until", "post"})});
}

Result<void> end_employment(party::Context& at, const Case& c, Subject&) {
    const auto type = reference::document_type_of(text_of(c, "document_type"));
    expect(type.has_value(), "the form checked the document type");
    const auto worker = party::find_person_by_document(at, *type, text_of(c, "document_number"));
    if (!worker) return refuse("employment_not_open", "document_number");
    const auto open = status::find_open_employment(at.tx, *worker, *c.origin.employer);
    if (!open) return refuse("employment_not_open", "document_number");
    // «Ended on» is the last day of work; the spell ends the day after.
    const Date until = get_date(c, "ended_on") + 1;
    if (until <= open->from) return refuse("end_before_start", "ended_on", {{"started_on", open->from.text()}});
    return status::end_spell(at, open->id, until, details_of(c, {"end_reason"}), source_of(at.actor), c.origin.number);
}

Result<void> record_needs(party::Context& at, const Case& c, Subject&) {
    for (const std::string kind : {"employment", "startup", "training"}) {
        const auto* wanted = c.values.if_contains("wants_" + kind);
        put_need(at.tx, *c.origin.person, c.origin.id,
                 {kind, wanted && wanted->is_bool() && wanted->get_bool(), text_of(c, kind + "_note"), at.now});
    }
    return {};
}

struct Named {
    std::string_view name;
    Result<void> (*run)(party::Context&, const Case&, Subject&);
};
constexpr Named effects[] = {
    {"none", [](party::Context&, const Case&, Subject&) -> Result<void> { return {}; }},
    {"open_unemployment", open_unemployment},
    {"end_unemployment", end_unemployment},
    {"open_flexible", open_flexible},
    {"end_flexible", end_flexible},
    {"open_employment", open_employment},
    {"end_employment", end_employment},
    {"record_needs", record_needs},
};

}  // namespace

Result<void> run_effect(party::Context& at, std::string_view effect, const Case& c, Subject& subject) {
    for (const auto& e : effects)
        if (e.name == effect) return e.run(at, c, subject);
    throw Bug("an item names the effect " + std::string(effect) + ", which does not exist");
}

std::vector<std::string_view> effect_names() {
    std::vector<std::string_view> out;
    for (const auto& e : effects) out.push_back(e.name);
    return out;
}

}  // namespace leye::casework
