#include <algorithm>
#include <map>

#include "base/hints.hpp"
#include "edge/notify/outbox.hpp"
#include "edge/routes/person_view.hpp"
#include "edge/routes/reading.hpp"
#include "services/casework/draft_store.hpp"
#include "services/casework/next.hpp"

namespace leye::routes {

struct ReadingShape {
    Instant at;
    std::string by, agency, purpose;
    std::optional<std::string> case_number;
};
BOOST_DESCRIBE_STRUCT(ReadingShape, (), (at, by, agency, purpose, case_number))
struct ReadingPageShape {
    std::vector<ReadingShape> rows;
    std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(ReadingPageShape, (), (rows, next_cursor))

struct MessageShape {
    Instant at;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(MessageShape, (), (at, text))
struct MessagePageShape {
    std::vector<MessageShape> rows;
    std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(MessagePageShape, (), (rows, next_cursor))

struct FormShape {
    catalog::ItemShape item;
    std::vector<FactShape> known;
    std::vector<std::string> ask;
    std::optional<json::Object> blocked;
    std::optional<json::Object> draft;
};
BOOST_DESCRIBE_STRUCT(FormShape, (), (item, known, ask, blocked, draft))
json::Hints hints_of(const FormShape*) { return {{"blocked", json::same_as("Problem")}}; }

struct DraftShape {
    json::Object values;
};
BOOST_DESCRIBE_STRUCT(DraftShape, (), (values))

namespace {

using http::Response;

// A read about the caller's own file.
template <class F>
Result<Response> own(Call& call, F work) {
    const auto id = call.person();
    if (!id) return tl::unexpected(id.error());
    return call.house.db.read([&](store::Connection& c) -> Result<Response> { return work(c, party::get_person(c, call.house.seal, *id)); });
}

Result<Response> me(Call& call) {
    return own(call, [&](store::Connection& c, const party::Person& p) { return give(me_shape(call.house, c, p, call.now)); });
}

Result<Response> status(Call& call) {
    Date on = call.now.date();
    Instant known_at = call.now;
    if (const auto text = call.request.query("on")) {
        const auto day = Date::parse(*text);
        if (!day) return refuse("date_invalid", "on");
        on = *day;
    }
    if (const auto text = call.request.query("known_at")) {
        const auto at = Instant::parse(*text);
        if (!at) return refuse("date_invalid", "known_at");
        known_at = *at;
    }
    return own(call, [&](store::Connection& c, const party::Person& p) { return give(status_shape(call.house, c, p.id, on, known_at)); });
}

Result<Response> timeline(Call& call) {
    return own(call, [&](store::Connection& c, const party::Person& p) -> Result<Response> {
        const auto after = call.cursor([](const std::string& text) { return is_timeline_place(text) ? std::optional(text) : std::nullopt; });
        if (!after) return tl::unexpected(after.error());
        return give(timeline_page(timeline_of(call.house, c, p, call.actor(), call.now), after->value_or(""), call.limit(50)));
    });
}

Result<Response> cases(Call& call) {
    return own(call, [&](store::Connection& c, const party::Person& p) -> Result<Response> {
        const auto after = call.case_cursor();
        if (!after) return tl::unexpected(after.error());
        return give(cases_of_person(call.house, c, p.id, call.actor(), call.now, after->value_or(""), call.limit()));
    });
}

Result<Response> reads(Call& call) {
    return own(call, [&](store::Connection& c, const party::Person& p) -> Result<Response> {
        const auto before = call.cursor(Uuid::parse);
        if (!before) return tl::unexpected(before.error());
        const int limit = call.limit(50);
        const auto rows = party::list_reads(c, p.id, limit + 1, *before);
        ReadingPageShape out;
        for (const auto& r : rows)
            if (static_cast<int>(out.rows.size()) < limit)
                out.rows.push_back({r.at, r.by, r.agency_name, r.purpose, r.case_number.empty() ? std::nullopt : std::optional(r.case_number)});
        if (static_cast<int>(rows.size()) > limit) out.next_cursor = rows[limit - 1].id.text();
        return give(out);
    });
}

Result<Response> messages(Call& call) {
    return own(call, [&](store::Connection& c, const party::Person& p) -> Result<Response> {
        const auto before = call.cursor(notify::MessageId::parse);
        if (!before) return tl::unexpected(before.error());
        const int limit = call.limit(50);
        const auto rows = notify::list_messages_about(c, call.house.seal, party::list_ids(c, p.id), *before, limit + 1);
        MessagePageShape out;
        for (const auto& m : rows)
            if (static_cast<int>(out.rows.size()) < limit) out.rows.push_back({m.created_at, m.text});
        if (static_cast<int>(rows.size()) > limit) out.next_cursor = rows[limit - 1].id.text();
        return give(out);
    });
}

// Whether the rule would refuse at once whatever is filled in: told before anybody types.
std::optional<json::Object> blocked(Call& call, const catalog::Item& item, const casework::PersonFacts& facts) {
    json::Object given = casework::decision_facts(&facts, nullptr, {}, true, call.now.date());
    // The best answers to what would be asked: what is refused even so is refused in any case.
    for (const auto& field : item.fields) {
        if (given.contains(field.name)) continue;
        if (field.type == "boolean") given[field.name] = true;
        if (field.type == "date") given[field.name] = call.now.date().text();
    }
    const auto decided = call.house.office.catalog->decide(item, given, call.now);
    if (!decided || decided->outcome != "refuse") return std::nullopt;
    Refusal r{.code = "decision_refused", .clause = decided->clause};
    r.details = {{"reason", decided->reason}, {"zh", decided->sentence.zh}, {"en", decided->sentence.en}};
    return http::problem_object(r, call.house.texts);
}

// Whom an employment of the unit's roll is about, by field; empty where the request names none.
Result<std::map<std::string, std::string>> worker_on_roll(const Call& call, store::Connection& c) {
    std::map<std::string, std::string> out;
    const auto spell_text = call.request.query("spell"), employer_text = call.request.query("employer");
    if (!spell_text) return out;
    const auto spell_id = status::SpellId::parse(*spell_text);
    const auto employer = party::EmployerId::parse(employer_text.value_or(""));
    if (!spell_id || !employer) return refuse("id_invalid", spell_id ? "employer" : "spell");
    if (auto acting = call.session.acting_for(*employer); !acting) return tl::unexpected(acting.error());
    const auto spell = status::find_spell(c, *spell_id);
    if (!spell || spell->employer != *employer) return refuse("employment_not_open", "spell");
    if (is_hidden(c, *spell, call.session.unchecked_since(*employer))) return refuse("handler_not_confirmed", "spell");
    const party::Person worker = party::get_person(c, call.house.seal, spell->person);
    out["worker_name"] = worker.name;
    if (worker.documents.empty()) return out;
    out["document_type"] = reference::name_of(worker.documents.front().type);
    out["document_number"] = worker.documents.front().masked();
    return out;
}

// What is known and what must be asked, before anybody types (rows 16.1 and 18.1).
Result<Response> form(Call& call) {
    const auto* item = call.house.office.catalog->find_item(call.request.param("code"), call.now.date());
    if (!item) return refuse("item_unknown", "code", {{"item", call.request.param("code")}});
    if (!item->begun_by.empty()) return refuse("item_begun_elsewhere", "code", {{"item", item->name.zh}});
    if (auto in = call.signed_in(); !in && item->audience != "anybody") return tl::unexpected(in.error());
    std::optional<party::PersonId> person;
    if (!call.actor().person.is_nil()) person = call.actor().person;
    if (const auto text = call.request.query("person"); text && call.actor().kind == party::Actor::Kind::staff) {
        if (auto allowed = party::may(call.actor(), party::Duty::window); !allowed) return tl::unexpected(allowed.error());
        person = party::PersonId::parse(*text);
        if (!person) return refuse("id_invalid", "person");
    }
    auto answer = call.house.db.read([&](store::Connection& c) -> Result<Response> {
        FormShape out{.item = catalog::shape_of(*item)};
        std::optional<casework::PersonFacts> facts;
        if (person && !party::resolve(c, *person)) return refuse("person_unknown", "person");
        if (person && item->audience != "employer") facts = casework::gather_person(c, call.house.seal, call.house.reference, *person, call.now);
        CaseView view(call.house, c, call.actor(), call.now);
        const auto worker = worker_on_roll(call, c);
        if (!worker) return tl::unexpected(worker.error());
        for (const auto& field : item->fields) {
            if (const auto known = worker->find(field.name); known != worker->end()) {
                out.known.push_back(view.fact(item, field.name, json::write(known->second), "register"));
                continue;
            }
            if (!field.asked_if.empty()) {
                const auto asked = facts ? facts->get(field.asked_if) : json::Value();
                if (!asked.is_bool() || !asked.get_bool()) continue;
            }
            const json::Value value = facts && !field.known_from.empty() ? facts->get(field.known_from) : json::Value();
            if (value.is_null()) {
                out.ask.push_back(field.name);
                continue;
            }
            const auto known = std::ranges::find(facts->known, field.known_from, &casework::KnownFact::name);
            out.known.push_back(view.fact(item, field.name, value, known->source, known->learnt_on));
        }
        if (facts) out.blocked = blocked(call, *item, *facts);
        if (person && call.actor().kind != party::Actor::Kind::staff) out.draft = casework::find_draft(c, call.house.seal, *person, item->code);
        return give(out);
    });
    if (answer && person && call.actor().kind == party::Actor::Kind::staff)
        call.write([&](party::Context& at) { record_seen(at, {.persons = {*person}, .person_words = call.house.office.phrases.get("read_form", {{"item", item->name.zh}}).zh}); });
    return answer;
}

Result<Response> keep_draft(Call& call) {
    const auto id = call.person();
    if (!id) return tl::unexpected(id.error());
    auto body = read_body<DraftShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    const std::string code = call.request.param("item");
    if (!call.house.office.catalog->find_item(code, call.now.date())) return refuse("item_unknown", "item", {{"item", code}});
    if (call.request.body.size() > 20'000) return refuse("body_too_large");
    call.write([&](party::Context& at) { casework::keep_draft(at.tx, at.seal, *id, code, body->values, at.now); });
    return http::no_content();
}

}  // namespace

void add_me(http::Router& router, House& house) {
    const auto get = [&](std::string pattern, std::string summary, auto handler, http::Schema response, std::vector<http::QueryParameter> query = {}) {
        router.add("GET", std::move(pattern), {.handler = with_call(house, handler), .summary = std::move(summary), .who = "person", .tag = "me", .query = std::move(query), .response = std::move(response)});
    };
    get("/v1/me", "My file", me, http::schema_of<MeShape>());
    get("/v1/me/status", "My status on a day, as known at a time", status, http::schema_of<StatusShape>(), {{"on", "the day; today where absent"}, {"known_at", "what was known then; now where absent"}});
    get("/v1/me/timeline", "Everything that happened, newest first", timeline, http::schema_of<TimelinePageShape>(), {{"cursor", "from next_cursor"}, {"limit", "1 to 200"}});
    get("/v1/me/cases", "My cases, newest first", cases, http::schema_of<CasePageShape>(), {{"cursor", "from next_cursor"}, {"limit", "1 to 200"}});
    get("/v1/me/reads", "Who looked at my file, newest first", reads, http::schema_of<ReadingPageShape>(), {{"cursor", "from next_cursor"}, {"limit", "1 to 200"}});
    get("/v1/me/messages", "Text messages about me, newest first", messages, http::schema_of<MessagePageShape>(), {{"cursor", "from next_cursor"}, {"limit", "1 to 200"}});
    router.add("GET", "/v1/items/{code}/form", {.handler = with_call(house, form), .summary = "What is known already and what must be asked", .who = "person; anybody for an item for anybody", .tag = "me",
                                                .query = {{"person", "staff: for whom"}, {"employer", "the unit acted for"}, {"spell", "an employment on its roll: whom the case is about"}}, .response = http::schema_of<FormShape>()});
    router.add("PUT", "/v1/me/drafts/{item}", {.handler = with_call(house, keep_draft), .summary = "Keep what was typed and not sent yet", .who = "person", .tag = "me",
                                               .request = http::schema_of<DraftShape>(), .status = 204});
}

}  // namespace leye::routes
