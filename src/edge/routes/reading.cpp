#include "edge/routes/reading.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "records/party/duty.hpp"

namespace leye::routes {
namespace {

using party::Duty;

bool holds(const party::Actor& staff, Duty duty, std::string_view area) { return party::may(staff, duty, area).has_value(); }

bool has_task(const party::Actor& staff, const casework::Case& c, bool question, Instant now) {
    const std::string id = staff.text();
    if (c.assigned_to == staff.staff.text()) return true;
    if (std::ranges::any_of(c.actions, [&](const auto& a) { return a.actor == id && now.ms() - a.at.ms() < task_ms; })) return true;
    if (question && holds(staff, Duty::adviser, {})) return true;
    if (casework::is_open(c.state) && holds(staff, Duty::window, {})) return true;
    if (holds(staff, Duty::window, {}) && party::area_covers(staff.area, c.origin.area)) return true;
    return holds(staff, Duty::manager, c.origin.area) || (c.commitment && holds(staff, Duty::check, c.origin.area));
}

Result<void> needs_duty(const party::Actor& staff) {
    if (party::opens_files(staff)) return {};
    return refuse("duty_missing", "", {{"duty", std::string(party::name_of(Duty::window))}});
}

std::string with_reason(House& house, std::string what, std::string_view reason) {
    const auto why = text::trim(reason);
    if (why.empty()) return what;
    return house.office.phrases.get("read_with_reason", {{"what", std::move(what)}, {"reason", std::string(why)}}).zh;
}

std::string text_in(const json::Object& o, std::string_view key) {
    const auto* v = o.if_contains(key);
    return v && v->is_string() ? std::string(v->get_string()) : std::string();
}

}  // namespace

Result<void> may_read_case(const party::Actor& staff, const casework::Case& c, bool question, std::string_view reason, Instant now) {
    if (auto duty = needs_duty(staff); !duty) return duty;
    if (has_task(staff, c, question, now)) return {};
    return party::check_reason(reason);
}

Result<void> may_read_unit(const party::Actor& staff, const party::Employer& employer, std::string_view reason) {
    if (auto duty = party::may(staff, Duty::window); !duty) return duty;
    if (party::area_covers(staff.area, employer.area)) return {};
    return party::check_reason(reason);
}

bool is_hidden(store::Connection& c, const status::Spell& employment, std::optional<Instant> known_since) {
    if (!known_since) return false;
    const Instant registered_at = employment.version > 1 ? status::list_versions(c, employment.id).front().learnt_at : employment.learnt_at;
    return registered_at < *known_since;
}

std::vector<party::PersonId> list_subjects(store::Connection& c, const seal::Seal& seal, const casework::Case& found) {
    if (found.origin.person) return {*found.origin.person};
    const auto type = reference::document_type_of(text_in(found.values, "document_type"));
    if (!found.origin.employer || !type) return {};
    const auto number = text_in(found.values, "document_number");
    if (const auto worker = party::find_person_by_document(c, seal, *type, number)) return {*worker};
    return {};
}

Seen seen_case(House& house, store::Connection& c, const casework::Case& found, std::string_view reason, bool certificate) {
    const auto& phrases = house.office.phrases;
    const std::string item = house.office.catalog.get_item(found.origin.item, found.origin.item_version).name.zh;
    Seen out{.persons = list_subjects(c, house.seal, found), .employer = found.origin.employer, .case_number = found.origin.number};
    if (found.origin.employer) {
        const std::string employer = party::get_employer(c, *found.origin.employer).name;
        out.person_words = phrases.get("read_case_of_unit", {{"employer", employer}, {"item", item}}).zh;
        out.unit_words = with_reason(house, phrases.get("read_unit_case", {{"item", item}, {"number", found.origin.number}}).zh, reason);
    } else {
        out.person_words = phrases.get(certificate ? "read_certificate" : "read_case", {{"item", item}}).zh;
    }
    out.person_words = with_reason(house, std::move(out.person_words), reason);
    return out;
}

Seen seen_unit(House& house, const party::Employer& employer, std::string_view phrase, std::string_view person_phrase, const std::set<party::PersonId>& persons, std::string_view reason) {
    const auto& phrases = house.office.phrases;
    Seen out{.persons = {persons.begin(), persons.end()}, .employer = employer.id};
    out.unit_words = with_reason(house, phrases.get(phrase).zh, reason);
    if (!persons.empty()) out.person_words = with_reason(house, phrases.get(person_phrase, {{"employer", employer.name}}).zh, reason);
    return out;
}

void record_seen(party::Context& at, const Seen& seen) {
    for (const auto& person : seen.persons) party::record_read(at, person, seen.person_words, seen.case_number);
    if (seen.employer) party::record_unit_read(at, *seen.employer, seen.unit_words);
    if (seen.persons.empty() && !seen.employer) party::record(at, "case_read", "case:" + seen.case_number);
}

}  // namespace leye::routes
