#include "edge/routes/person_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "edge/notify/outbox.hpp"
#include "records/catalog/fact.hpp"
#include "services/determination/finding.hpp"

namespace leye::routes {
namespace {

Words words(const catalog::Phrase& p) { return {p.zh, p.en}; }

template <class T>
std::optional<T> present(T value) {
    if (value.empty()) return std::nullopt;
    return value;
}

// The case behind a spell; what a sweep told has none.
std::optional<std::string> case_of(const std::string& number) { return determination::is_claim_number(number) ? std::nullopt : present(number); }

std::optional<std::string> employer_name(store::Connection& c, const status::Spell& spell) {
    if (!spell.employer) return std::nullopt;
    const auto employer = party::find_employer(c, *spell.employer);
    return employer ? std::optional(employer->name) : std::nullopt;
}

StatusNowShape status_now(House& house, store::Connection& c, party::PersonId person, Date on, Instant known_at) {
    const auto now = status::status_on(c, person, on, known_at);
    StatusNowShape out{.kind = "none"};
    json::Object values;
    if (now.spell) {
        out.kind = status::name_of(*now.kind);
        out.since = now.spell->from;
        out.spell_id = now.spell->id.text();
        out.employer = employer_name(c, *now.spell);
        values = {{"date", now.spell->from.text()}, {"employer", out.employer.value_or("")}};
    }
    out.sentence = catalog::filled(words(house.office.phrases.get("status_" + out.kind)), values);
    return out;
}

SpellShape spell_shape(House& house, store::Connection& c, const status::Spell& s, Date today) {
    const std::string source = house.office.phrases.has("source_" + s.source) ? s.source : "register";
    return {s.id.text(), std::string(status::name_of(s.kind)), s.from, s.until, employer_name(c, s), s.learnt_at,
            words(house.office.phrases.get("source_" + source)), case_of(s.case_number), s.superseded_at,
            !s.superseded_at && s.is_believed() && (!s.until || *s.until > today)};
}

}  // namespace

MeShape me_shape(House& house, store::Connection& c, const party::Person& person, Instant now) {
    MeShape out{.id = person.id.text(), .name = person.name, .born_on = person.born_on, .area = present(person.area)};
    for (const auto& d : person.documents) out.documents.push_back({std::string(reference::name_of(d.type)), d.masked(), d.added_at.date()});
    if (person.sex) out.sex = party::name_of(*person.sex);
    if (!person.phone.empty()) out.phone_masked = party::mask_phone(person.phone);
    if (!person.area.empty()) out.area_name = house.reference.areas().full_name(person.area);
    const auto facts = casework::gather_person(c, house.seal, house.reference, person.id, now);
    const auto age = facts.get("working_age");
    out.working_age = age.is_bool() && age.get_bool();
    if (const auto retires = facts.get("retires_on"); retires.is_string()) out.retires_on = Date::parse(retires.get_string());
    out.status = status_now(house, c, person.id, now.date(), now);
    return out;
}

StatusShape status_shape(House& house, store::Connection& c, party::PersonId person, Date on, Instant known_at) {
    StatusShape out{status_now(house, c, person, on, known_at), {}};
    std::set<status::SpellId> believed;
    for (auto s : status::list_spells(c, person, known_at)) {
        believed.insert(s.id);
        // What was learnt later was not known then.
        if (s.superseded_at && *s.superseded_at > known_at) s.superseded_at.reset();
        out.spells.push_back(spell_shape(house, c, s, on));
    }
    // What was believed once and is no more: the last version of each such spell.
    std::map<status::SpellId, status::Spell> former;
    for (const auto& s : status::list_history(c, person))
        if (s.learnt_at <= known_at && !believed.contains(s.id)) former[s.id] = s;
    for (auto& [_, s] : former) {
        if (!s.superseded_at || *s.superseded_at > known_at) s.superseded_at = s.learnt_at;
        out.spells.push_back(spell_shape(house, c, s, on));
        out.spells.back().current = false;
    }
    return out;
}

AskedDayShape asked_day_shape(House& house, store::Connection& c, party::PersonId person, Date day, Instant now) {
    const Instant end = std::min(Instant::start_of(day + 1).plus_ms(-1), now);
    auto then = status_shape(house, c, person, day, end);
    return {day, std::move(then.now), status_now(house, c, person, day, now), std::move(then.spells)};
}

namespace {

Words span_of(House& house, const status::Spell& s) {
    json::Object dates{{"from", s.from.text()}};
    if (s.until) dates["until"] = (*s.until - 1).text();
    return catalog::filled(words(house.office.phrases.get(s.until ? "span_closed" : "span_open")), dates);
}

// Where a day that was believed once was put right: what was believed, and what is since.
void add_corrections(std::vector<TimelineEntryShape>& out, House& house, store::Connection& c, const std::vector<status::Spell>& history, status::SpellId id) {
    const status::Spell* before = nullptr;
    for (const auto& s : history) {
        if (s.id != id) continue;
        const bool moved = before && before->is_believed() && s.is_believed() && (before->from != s.from || (before->until && before->until != s.until));
        if (moved) {
            const Words was = span_of(house, *before), is = span_of(house, s);
            const auto p = house.office.phrases.get("span_corrected");
            Words detail{catalog::filled(p.zh, {{"was", was.zh}, {"is", is.zh}}), catalog::filled(p.en, {{"was", was.en}, {"is", is.en}})};
            if (const auto name = employer_name(c, s)) detail = {*name + "，" + detail.zh, *name + ", " + detail.en};
            out.push_back({s.learnt_at, s.learnt_at.date(), "spell", words(house.office.phrases.get("spell_corrected_" + std::string(status::name_of(s.kind)))), detail, case_of(s.case_number), std::nullopt});
        }
        before = &s;
    }
}

// A spell whose end was learnt later stands there twice: when it began and when it ended, each with its own case.
void add_spells(std::vector<TimelineEntryShape>& out, House& house, store::Connection& c, party::PersonId person, Instant now) {
    const auto& phrases = house.office.phrases;
    const auto history = status::list_history(c, person);
    std::map<status::SpellId, status::Spell> first;
    for (const auto& s : history) first.try_emplace(s.id, s);
    const auto add = [&](Instant at, Date on, const std::string& title, const char* span, const status::Spell& s, const std::string& number) {
        json::Object dates{{"from", s.from.text()}};
        if (s.until) dates["until"] = (*s.until - 1).text();
        Words detail = catalog::filled(words(phrases.get(span)), dates);
        if (const auto name = employer_name(c, s)) detail = {*name + "，" + detail.zh, *name + ", " + detail.en};
        out.push_back({at, on, "spell", words(phrases.get(title)), detail, case_of(number), std::nullopt});
    };
    for (const auto& s : status::list_spells(c, person, now)) {
        const std::string kind(status::name_of(s.kind));
        const auto known = first.find(s.id);
        const status::Spell& begun = known == first.end() ? s : known->second;
        const bool ended_later = s.until && !begun.until;
        add(begun.learnt_at, s.from, "spell_" + kind, s.until && !ended_later ? "span_closed" : "span_open", s, begun.case_number);
        add_corrections(out, house, c, history, s.id);
        if (ended_later) add(s.learnt_at, *s.until - 1, "spell_end_" + kind, "span_closed", s, s.case_number);
    }
}

// Where the person was entered into a household or out of it; what concerns the others stands with the others.
void add_household(std::vector<TimelineEntryShape>& out, House& house, store::Connection& c, const std::vector<party::PersonId>& ids, Date today) {
    const auto& phrases = house.office.phrases;
    for (const auto& change : party::list_household_changes(c, ids.front(), today)) {
        if (std::ranges::find(ids, change.person) == ids.end()) continue;
        Words detail{change.reason, change.reason};
        if (change.undone_at) detail = catalog::filled(words(phrases.get("timeline_household_undone")), json::Object{{"reason", change.reason}, {"why", change.undo_reason}});
        out.push_back({change.at, change.at.date(), "household", words(phrases.get("timeline_household_" + std::string(party::name_of(change.act)))), detail, std::nullopt, present(change.by)});
    }
}

constexpr int page_rows = 500;

// Every row of a list that comes in pages. in: `page` takes the last row of the page before, or nullptr.
template <class Page, class F>
void all_pages(Page page, F each) {
    for (auto rows = page(nullptr); !rows.empty();) {
        for (const auto& row : rows) each(row);
        if (static_cast<int>(rows.size()) < page_rows) return;
        const auto last = std::move(rows.back());
        rows = page(&last);
    }
}

// Where an entry stands: its day, its moment and what it says, as text that sorts alike.
std::string place_of(const TimelineEntryShape& e) {
    const std::string said = e.kind + "\n" + e.title.zh + "\n" + e.detail.zh + "\n" + e.case_number.value_or("") + "\n" + e.by.value_or("");
    return fmt::format("{}/{:015}/{}", e.on.text(), e.at.ms(), text::hex(sha256(said)).substr(0, 16));
}

}  // namespace

std::vector<TimelineEntryShape> timeline_of(House& house, store::Connection& c, const party::Person& person, const party::Actor& actor, Instant now) {
    std::vector<TimelineEntryShape> out;
    const auto& phrases = house.office.phrases;
    const auto ids = party::list_ids(c, person.id);
    CaseView view(house, c, actor, now);
    all_pages([&](const casework::CaseRow* last) { return casework::list_of_persons(c, ids, last ? last->origin.number : "", page_rows); }, [&](const auto& row) {
        const auto s = view.summary(row);
        out.push_back({row.origin.submitted_at, row.origin.submitted_at.date(), "case", s.item_name, s.state_name, s.number, std::nullopt});
    });
    add_spells(out, house, c, person.id, now);
    add_household(out, house, c, ids, now.date());
    all_pages([&](const party::Reading* last) { return party::list_reads(c, person.id, page_rows, last ? std::optional(last->id) : std::nullopt); }, [&](const auto& r) {
        out.push_back({r.at, r.at.date(), "read", words(phrases.get("timeline_read")), {r.purpose, r.purpose}, present(r.case_number), r.by + "·" + r.agency_name});
    });
    all_pages([&](const notify::Message* last) { return notify::list_messages_about(c, house.seal, ids, last ? std::optional(last->id) : std::nullopt, page_rows); }, [&](const auto& m) {
        out.push_back({m.created_at, m.created_at.date(), "message", words(phrases.get("timeline_message")), {m.text, m.text}, std::nullopt, std::nullopt});
    });
    const auto* kinds = house.reference.find_list("document_type");
    for (const auto& d : person.documents) {
        const auto* kind = kinds ? kinds->find(reference::name_of(d.type)) : nullptr;
        out.push_back({d.added_at, d.added_at.date(), "document", words(phrases.get("timeline_document")),
                       {(kind ? kind->zh + " " : "") + d.masked(), (kind ? kind->en + " " : "") + d.masked()}, std::nullopt, std::nullopt});
    }
    std::ranges::stable_sort(out, [](const auto& a, const auto& b) { return std::tie(a.on, a.at) > std::tie(b.on, b.at); });
    return out;
}

TimelinePageShape timeline_page(const std::vector<TimelineEntryShape>& whole, std::string_view after, int limit) {
    std::vector<std::pair<std::string, const TimelineEntryShape*>> placed;
    for (const auto& entry : whole)
        if (auto place = place_of(entry); after.empty() || place < after) placed.emplace_back(std::move(place), &entry);
    std::ranges::stable_sort(placed, std::ranges::greater(), [](const auto& one) { return std::string_view(one.first); });
    TimelinePageShape out;
    for (const auto& [place, entry] : placed) {
        if (static_cast<int>(out.rows.size()) == limit) {
            out.next_cursor = place_of(out.rows.back());
            break;
        }
        out.rows.push_back(*entry);
    }
    return out;
}

bool is_timeline_place(std::string_view text) { return text.size() == 10 + 1 + 15 + 1 + 16 && text[10] == '/' && Date::parse(text.substr(0, 10)); }

CasePageShape cases_of_person(House& house, store::Connection& c, party::PersonId person, const party::Actor& actor, Instant now, std::string_view cursor, int limit) {
    const auto ids = party::list_ids(c, person);
    const auto rows = casework::list_of_persons(c, ids, cursor, limit + 1);
    CaseView view(house, c, actor, now);
    CasePageShape out;
    for (const auto& row : rows)
        if (static_cast<int>(out.rows.size()) < limit) out.rows.push_back(view.summary(row));
    if (static_cast<int>(rows.size()) > limit) out.next_cursor = out.rows.back().number;
    return out;
}

}  // namespace leye::routes
