#pragma once
#include "base/hints.hpp"
#include "edge/routes/case_view.hpp"
#include "records/party/party.hpp"
#include "records/status/status.hpp"

namespace leye::routes {

/// A text that names a kind of document.
inline json::Value document_types() { return json::name_from(reference::DocumentType::resident_id, reference::DocumentType::tw_travel_permit); }

struct DocumentShape {
    std::string type, masked;
    Date added_on;
};
BOOST_DESCRIBE_STRUCT(DocumentShape, (), (type, masked, added_on))
inline json::Hints hints_of(const DocumentShape*) { return {{"type", document_types()}}; }

struct StatusNowShape {
    std::string kind;
    std::optional<Date> since;
    Words sentence;
    std::optional<std::string> spell_id, employer;
};
BOOST_DESCRIBE_STRUCT(StatusNowShape, (), (kind, since, sentence, spell_id, employer))
inline json::Hints hints_of(const StatusNowShape*) { return {{"kind", json::one_of({"unemployed", "employed", "flexible", "none"})}}; }

struct MeShape {
    std::string id, name;
    std::vector<DocumentShape> documents;
    std::optional<Date> born_on;
    std::optional<std::string> sex, phone_masked, area, area_name;
    bool working_age = false;
    std::optional<Date> retires_on;
    StatusNowShape status;
};
BOOST_DESCRIBE_STRUCT(MeShape, (), (id, name, documents, born_on, sex, phone_masked, area, area_name, working_age, retires_on, status))
inline json::Hints hints_of(const MeShape*) { return {{"sex", json::name_from(party::Sex::male, party::Sex::female)}}; }

/// A text that names how one stands to the head of the household.
inline json::Value relations() { return json::name_from(party::Relation::head, party::Relation::other); }

struct MemberShape {
    std::string person_id, name, relation;
    Date from;
};
BOOST_DESCRIBE_STRUCT(MemberShape, (), (person_id, name, relation, from))
inline json::Hints hints_of(const MemberShape*) { return {{"relation", relations()}}; }

struct HouseholdChangeShape {
    std::string id, act, name, relation;
    Date on;
    std::string reason, by;
    Instant at;
    std::optional<Instant> undone_at;
    std::optional<std::string> undone_by, undo_reason;
    bool undoable = false;
};
BOOST_DESCRIBE_STRUCT(HouseholdChangeShape, (), (id, act, name, relation, on, reason, by, at, undone_at, undone_by, undo_reason, undoable))
inline json::Hints hints_of(const HouseholdChangeShape*) {
    return {{"act", json::name_from(party::HouseholdChange::Act::joined, party::HouseholdChange::Act::left)}, {"relation", relations()}};
}

struct ReasonOnlyShape {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(ReasonOnlyShape, (), (reason))

struct SpellShape {
    std::string id, kind;
    Date from;
    std::optional<Date> until;
    std::optional<std::string> employer;
    Instant learnt_at;
    Words source;
    std::optional<std::string> case_number;
    std::optional<Instant> corrected_at;
    bool current = false;
};
BOOST_DESCRIBE_STRUCT(SpellShape, (), (id, kind, from, until, employer, learnt_at, source, case_number, corrected_at, current))
inline json::Hints hints_of(const SpellShape*) { return {{"kind", json::name_from(status::Kind::employed, status::Kind::unemployed)}}; }

struct StatusShape {
    StatusNowShape now;
    std::vector<SpellShape> spells;
};
BOOST_DESCRIBE_STRUCT(StatusShape, (), (now, spells))

/// A past day: where one stood on it, as known at its end and as known now; and every spell as known then.
struct AskedDayShape {
    Date on;
    StatusNowShape known_then, known_now;
    std::vector<SpellShape> spells;
};
BOOST_DESCRIBE_STRUCT(AskedDayShape, (), (on, known_then, known_now, spells))

struct TimelineEntryShape {
    Instant at;
    Date on;
    std::string kind;
    Words title, detail;
    std::optional<std::string> case_number, by;
};
BOOST_DESCRIBE_STRUCT(TimelineEntryShape, (), (at, on, kind, title, detail, case_number, by))

struct TimelinePageShape {
    std::vector<TimelineEntryShape> rows;
    std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(TimelinePageShape, (), (rows, next_cursor))

struct CasePageShape {
    std::vector<CaseSummaryShape> rows;
    std::optional<std::string> next_cursor;
    std::optional<int64_t> total;
};
BOOST_DESCRIBE_STRUCT(CasePageShape, (), (rows, next_cursor, total))

/// What a person's page shows, for the person and for whoever may open the file.
MeShape me_shape(House& house, store::Connection& c, const party::Person& person, Instant now);
/// Where the person stood on `on` as known at `known_at`, and every spell: those believed first, corrected ones after.
StatusShape status_shape(House& house, store::Connection& c, party::PersonId person, Date on, Instant known_at);
/// What was known of `day` at its end, or until `now` where it is today, and what is known of it now.
AskedDayShape asked_day_shape(House& house, store::Connection& c, party::PersonId person, Date day, Instant now);
/// Everything that happened, newest first: cases, spells, readings, messages, documents (row 15.4).
/// Cost: one statement for every 500 cases, readings and messages, and those of the spells.
std::vector<TimelineEntryShape> timeline_of(House& house, store::Connection& c, const party::Person& person, const party::Actor& actor, Instant now);
/// The page of a timeline behind `after`, the next_cursor of the page before: entries that come meanwhile move nothing.
TimelinePageShape timeline_page(const std::vector<TimelineEntryShape>& whole, std::string_view after, int limit);
/// Whether the text is such a place.
bool is_timeline_place(std::string_view text);
/// Cases newest first, one page.
CasePageShape cases_of_person(House& house, store::Connection& c, party::PersonId person, const party::Actor& actor, Instant now, std::string_view cursor, int limit);

/// Who lives with the person today, head first, names masked.
std::vector<MemberShape> household_shape(party::Context& at, party::PersonId person);
/// What staff entered about the person's household, newest first, names masked.
std::vector<HouseholdChangeShape> household_changes_shape(party::Context& at, party::PersonId person);
void add_households(http::Router& router, House& house);

}  // namespace leye::routes
