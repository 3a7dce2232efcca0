#include "base/hints.hpp"
#include "edge/routes/finding_view.hpp"
#include "edge/routes/person_view.hpp"
#include "edge/routes/reading.hpp"
#include "services/casework/need_store.hpp"
#include "services/determination/finding_store.hpp"

namespace leye::routes {

struct PersonHitShape {
    std::string id, name, document_masked;
    std::optional<Date> born_on;
    std::optional<std::string> area_name;
    std::string status;
    std::optional<bool> similar;
};
BOOST_DESCRIBE_STRUCT(PersonHitShape, (), (id, name, document_masked, born_on, area_name, status, similar))

struct PeoplePageShape {
    std::vector<PersonHitShape> rows;
    std::optional<std::string> next_cursor;
    bool cut = false;  // not all were looked at
};
BOOST_DESCRIBE_STRUCT(PeoplePageShape, (), (rows, next_cursor, cut))

struct NewPersonShape {
    std::string name, document_type, document_number;
    std::optional<std::string> phone, area;
};
BOOST_DESCRIBE_STRUCT(NewPersonShape, (), (name, document_type, document_number, phone, area))
json::Hints hints_of(const NewPersonShape*) { return {{"document_type", document_types()}}; }

struct PersonCheckShape {
    std::optional<json::Object> problem;
    std::optional<PersonHitShape> existing;
    std::vector<PersonHitShape> similar;
};
BOOST_DESCRIBE_STRUCT(PersonCheckShape, (), (problem, existing, similar))
json::Hints hints_of(const PersonCheckShape*) { return {{"problem", json::same_as("Problem")}}; }

struct MergeShape {
    std::string id, other_name;
    Instant at;
    std::optional<Instant> undone_at;
};
BOOST_DESCRIBE_STRUCT(MergeShape, (), (id, other_name, at, undone_at))

struct NeedShape {
    std::string kind;
    bool wanted = false;
    std::optional<std::string> note;
    Instant at;
};
BOOST_DESCRIBE_STRUCT(NeedShape, (), (kind, wanted, note, at))

struct PersonFileShape : MeShape {
    std::vector<SpellShape> spells;
    std::vector<CaseSummaryShape> cases;
    std::vector<TimelineEntryShape> timeline;
    std::vector<MemberShape> household;
    std::vector<HouseholdChangeShape> household_changes;
    std::vector<MergeShape> merges;
    std::vector<NeedShape> needs;
    std::vector<FindingShape> findings;  ///< what stands, and what can still be objected to; without the facts
    std::string opened_for;
    std::optional<AskedDayShape> asked_day;
};
BOOST_DESCRIBE_STRUCT(PersonFileShape, (MeShape), (spells, cases, timeline, household, household_changes, merges, needs, findings, opened_for, asked_day))

struct NewDocumentShape {
    std::string document_type, document_number;
};
BOOST_DESCRIBE_STRUCT(NewDocumentShape, (), (document_type, document_number))
json::Hints hints_of(const NewDocumentShape*) { return {{"document_type", document_types()}}; }

struct JoinGrantShape {
    std::string phone, reason;
};
BOOST_DESCRIBE_STRUCT(JoinGrantShape, (), (phone, reason))

struct MergeOrderShape {
    std::string keep, drop, reason;
};
BOOST_DESCRIBE_STRUCT(MergeOrderShape, (), (keep, drop, reason))

namespace {

using http::Response;

PersonHitShape hit_shape(Call& call, store::Connection& c, const party::PersonHit& h) {
    PersonHitShape out{.id = h.id.text(), .name = h.name, .document_masked = h.document, .born_on = h.born_on};
    if (!h.area.empty()) out.area_name = call.house.reference.areas().full_name(h.area);
    const auto now = status::status_on(c, h.id, call.now.date(), call.now);
    out.status = now.kind ? std::string(status::name_of(*now.kind)) : "none";
    return out;
}

Result<party::NewPerson> new_person(const NewPersonShape& body) {
    const auto type = reference::document_type_of(body.document_type);
    if (!type) return refuse("option_unknown", "document_type");
    return party::NewPerson{.name = body.name, .document_type = *type, .document_number = body.document_number, .area = body.area.value_or(""), .phone = body.phone.value_or("")};
}

Result<Response> search(Call& call) {
    if (auto allowed = call.staff(); !allowed) return tl::unexpected(allowed.error());
    const auto after = call.cursor(party::PeoplePlace::parse);
    if (!after) return tl::unexpected(after.error());
    PeoplePageShape out;
    const auto found = call.house.db.read([&](store::Connection& c) -> Result<party::PeopleFound> {
        auto found = party::find_people(c, call.house.seal, call.actor(), call.request.query("q").value_or(""), *after, call.limit(20));
        if (!found) return found;
        for (const auto& h : found->hits) out.rows.push_back(hit_shape(call, c, h));
        return found;
    });
    if (!found) return tl::unexpected(found.error());
    if (found->next) out.next_cursor = found->next->text();
    out.cut = found->cut;
    if (found->by_name) call.write([&](party::Context& at) { party::record_search(at, *found); });
    return give(out);
}

// While an officer types: the first fault, the file that has the document, files that look alike.
Result<Response> check(Call& call) {
    if (auto allowed = call.staff(); !allowed) return tl::unexpected(allowed.error());
    if (auto allowed = party::may(call.actor(), party::Duty::window); !allowed) return tl::unexpected(allowed.error());
    const auto person = new_person({call.request.query("name").value_or(""), call.request.query("document_type").value_or("resident_id"), call.request.query("document_number").value_or(""), {}, {}});
    if (!person) return tl::unexpected(person.error());
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        const auto found = party::check_new_person(c, call.house.seal, call.house.reference, *person, call.now.date());
        PersonCheckShape out;
        if (found.problem) out.problem = http::problem_object(*found.problem, call.house.texts);
        if (found.existing) out.existing = hit_shape(call, c, *found.existing);
        for (const auto& h : found.similar) {
            out.similar.push_back(hit_shape(call, c, h));
            out.similar.back().similar = true;
        }
        return give(out);
    });
}

Result<Response> add(Call& call) {
    if (auto allowed = call.staff(); !allowed) return tl::unexpected(allowed.error());
    if (auto allowed = party::may(call.actor(), party::Duty::window); !allowed) return tl::unexpected(allowed.error());
    const auto body = read_body<NewPersonShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    const auto person = new_person(*body);
    if (!person) return tl::unexpected(person.error());
    return call.create([&](party::Context& at) -> Result<Response> {
        const auto id = party::register_person(at, *person);
        if (!id) return tl::unexpected(id.error());
        const auto file = party::get_person(at, *id);
        return give(hit_shape(call, at.tx, {*id, party::mask_name(file.name), file.documents.empty() ? "" : file.documents.front().masked(), file.born_on, file.area}), 201);
    });
}

Result<party::PersonId> person_id(const Call& call) {
    const auto id = party::PersonId::parse(call.request.param("id"));
    if (!id) return refuse("id_invalid", "id");
    return *id;
}

PersonFileShape file_shape(Call& call, party::Context& at, const party::Person& p, std::string opened_for) {
    PersonFileShape out;
    static_cast<MeShape&>(out) = me_shape(call.house, at.tx, p, call.now);
    out.spells = status_shape(call.house, at.tx, p.id, call.now.date(), call.now).spells;
    out.cases = cases_of_person(call.house, at.tx, p.id, call.actor(), call.now, "", 100).rows;
    out.timeline = timeline_of(call.house, at.tx, p, call.actor(), call.now);
    out.household = household_shape(at, p.id);
    out.household_changes = household_changes_shape(at, p.id);
    for (const auto& m : party::list_merges(at.tx, p.id)) {
        const auto other = party::find_person(at.tx, at.seal, m.drop);
        out.merges.push_back({m.id.text(), other ? other->name : "", m.at, m.undone_at});
    }
    for (const auto& n : casework::list_needs(at.tx, p.id)) out.needs.push_back({n.kind, n.wanted, n.note.empty() ? std::nullopt : std::optional(n.note), n.at});
    for (const auto& f : determination::list_findings_of(at.tx, at.seal, p.id)) {
        auto shape = listed_shape_of(call.house, at.tx, call.actor(), call.now, f);
        if (!f.ended_at || !shape.next.empty() || shape.case_number) out.findings.push_back(std::move(shape));
    }
    out.opened_for = std::move(opened_for);
    return out;
}

// Opens a file: with a task, or with a reason that is recorded and that the person can read (row 11.1).
Result<Response> open(Call& call) {
    if (auto allowed = call.staff(); !allowed) return tl::unexpected(allowed.error());
    const auto id = person_id(call);
    if (!id) return tl::unexpected(id.error());
    const std::string purpose = call.request.query("reason").value_or("");
    std::optional<Date> day;
    if (const auto text = call.request.query("day")) {
        day = Date::parse(*text);
        if (!day || *day > call.now.date()) return refuse("date_invalid", "day");
    }
    return call.write([&](party::Context& at) -> Result<Response> {
        const auto ids = party::list_ids(at.tx, *id);
        party::Task task;
        task.held = casework::has_task(at.tx, at.actor.staff.text(), ids, at.now.plus_ms(-task_ms), task.case_number);
        // The person reads what was seen, also where a task was reason enough.
        const std::string words = task.held && purpose.empty() ? call.house.office.phrases.get("read_file").zh : purpose;
        if (auto opened = party::open_file(at, *id, words, task); !opened) return tl::unexpected(opened.error());
        const auto person = party::find_person(at.tx, at.seal, *id);
        if (!person) return refuse("person_unknown", "id");
        auto file = file_shape(call, at, *person, task.held ? task.case_number : purpose);
        if (day) file.asked_day = asked_day_shape(call.house, at.tx, *id, *day, call.now);
        return give(file);
    });
}

Result<Response> add_document(Call& call) {
    if (auto allowed = party::may(call.actor(), party::Duty::window); !allowed) return tl::unexpected(allowed.error());
    const auto id = person_id(call);
    if (!id) return tl::unexpected(id.error());
    const auto body = read_body<NewDocumentShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    const auto type = reference::document_type_of(body->document_type);
    if (!type) return refuse("option_unknown", "document_type");
    const auto done = call.act([&](party::Context& at) { return party::add_document(at, *id, *type, body->document_number); });
    if (!done) return tl::unexpected(done.error());
    return http::no_content();
}

// The person stands there without the old phone: another phone may have the file.
Result<Response> grant(Call& call) {
    if (auto allowed = call.staff(); !allowed) return tl::unexpected(allowed.error());
    const auto id = person_id(call);
    if (!id) return tl::unexpected(id.error());
    const auto body = read_body<JoinGrantShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    const auto done = call.act([&](party::Context& at) { return call.house.sessions.grant_join(at, *id, body->phone, body->reason); });
    if (!done) return tl::unexpected(done.error());
    return http::no_content();
}

Result<Response> merge(Call& call) {
    if (auto allowed = call.staff(); !allowed) return tl::unexpected(allowed.error());
    const auto body = read_body<MergeOrderShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    const auto keep = party::PersonId::parse(body->keep), drop = party::PersonId::parse(body->drop);
    if (!keep) return refuse("id_invalid", "keep");
    if (!drop) return refuse("id_invalid", "drop");
    const auto done = call.act([&](party::Context& at) { return party::merge(at, *keep, *drop, body->reason); });
    if (!done) return tl::unexpected(done.error());
    return http::no_content();
}

Result<Response> undo_merge(Call& call) {
    if (auto allowed = call.staff(); !allowed) return tl::unexpected(allowed.error());
    const auto id = party::MergeId::parse(call.request.param("id"));
    if (!id) return refuse("id_invalid", "id");
    const auto body = read_body<ReasonOnlyShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    const auto done = call.act([&](party::Context& at) { return party::unmerge(at, *id, body->reason); });
    if (!done) return tl::unexpected(done.error());
    return http::no_content();
}

}  // namespace

void add_people(http::Router& router, House& house) {
    router.add("GET", "/v1/desk/people", {.handler = with_call(house, search), .summary = "Find people by document number, phone, any part of a name, pinyin or initials; masked", .who = "staff", .tag = "people",
                                          .query = {{"q", "what to look for", true}, {"cursor", "from next_cursor"}, {"limit", "1 to 200"}}, .response = http::schema_of<PeoplePageShape>()});
    router.add("GET", "/v1/desk/people/check", {.handler = with_call(house, check), .summary = "Check a new person while typing", .who = "staff: window", .tag = "people",
                                                .query = {{"name", ""}, {"document_type", ""}, {"document_number", ""}}, .response = http::schema_of<PersonCheckShape>()});
    router.add("POST", "/v1/desk/people", {.handler = with_call(house, add), .summary = "Open a person's file, or find the one with this document", .who = "staff: window", .tag = "people",
                                           .request = http::schema_of<NewPersonShape>(), .response = http::schema_of<PersonHitShape>(), .status = 201, .headers_optional = {"Idempotency-Key"}});
    router.add("GET", "/v1/desk/people/{id}", {.handler = with_call(house, open), .summary = "Open a file, for a task or a recorded reason; the person sees it", .who = "staff", .tag = "people",
                                               .query = {{"reason", "why, where there is no task"}, {"day", "a past day: what was known then of it, and what is known now"}}, .response = http::schema_of<PersonFileShape>()});
    router.add("POST", "/v1/desk/people/{id}/documents", {.handler = with_call(house, add_document), .summary = "Join a second document to the file", .who = "staff: window", .tag = "people",
                                                          .request = http::schema_of<NewDocumentShape>(), .status = 204, .headers_optional = {"Idempotency-Key"}});
    router.add("POST", "/v1/desk/people/{id}/join-grants", {.handler = with_call(house, grant), .summary = "The person is there: let another phone have the file, for a day", .who = "staff: window", .tag = "people",
                                                            .request = http::schema_of<JoinGrantShape>(), .status = 204, .headers_optional = {"Idempotency-Key"}});
    router.add("POST", "/v1/desk/people/merge", {.handler = with_call(house, merge), .summary = "Two files of one person become one", .who = "staff: merge", .tag = "people",
                                                 .request = http::schema_of<MergeOrderShape>(), .status = 204, .headers_optional = {"Idempotency-Key"}});
    router.add("POST", "/v1/desk/merges/{id}/undo", {.handler = with_call(house, undo_merge), .summary = "Take a merge back", .who = "staff: merge", .tag = "people",
                                                     .request = http::schema_of<ReasonOnlyShape>(), .status = 204, .headers_optional = {"Idempotency-Key"}});
    add_households(router, house);
}

}  // namespace leye::routes
