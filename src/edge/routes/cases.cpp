#include <charconv>

#include "base/text.hpp"
#include "edge/http/problem.hpp"
#include "edge/routes/case_view.hpp"
#include "edge/routes/paper.hpp"
#include "edge/routes/reading.hpp"
#include "edge/session/idempotency.hpp"
#include "records/party/merge.hpp"
#include "records/party/read_log.hpp"
#include "services/casework/act.hpp"
#include "services/casework/next.hpp"
#include "services/casework/query_code_store.hpp"
#include "services/casework/submit.hpp"

namespace leye::routes {
namespace {

using http::Response;

/// Somebody with or without an account, but without a file.
bool is_without_file(const party::Actor& actor) {
    return actor.kind == party::Actor::Kind::nobody || (actor.kind == party::Actor::Kind::person && actor.person.is_nil());
}

// Who the call acts as: the handler of the unit it names, else the session itself; with the channel of this request.
// Without a file it is nobody, who may hand in what is for anybody and is refused elsewhere.
Result<party::Actor> actor_for(const Call& call, const catalog::Item* item, const std::optional<std::string>& employer, const std::optional<std::string>& channel) {
    party::Actor actor = call.actor();
    if (is_without_file(actor)) {
        if (!item || item->audience != "anybody") {
            if (auto in = call.signed_in(); !in) return tl::unexpected(in.error());
            return refuse("identity_needed");
        }
        // A page that still believes to be signed in is told, so that no person's case becomes nobody's.
        if (call.session.ended && !call.request.header("x-csrf-token").value_or("").empty()) return refuse("signed_out");
        if (auto allowed = call.house.sessions.count_submission(call.request); !allowed) return tl::unexpected(allowed.error());
        actor = {};
    }
    if (employer && !is_without_file(actor) && actor.kind != party::Actor::Kind::staff) {
        const auto id = party::EmployerId::parse(*employer);
        if (!id) return refuse("id_invalid", "employer");
        auto acting = call.session.acting_for(*id);
        if (!acting) return tl::unexpected(acting.error());
        actor = std::move(*acting);
    }
    actor.channel = channel.value_or(actor.kind == party::Actor::Kind::staff ? "window" : "web");
    return actor;
}

template <class IdType>
Result<std::optional<IdType>> optional_id(const std::optional<std::string>& text, std::string field) {
    if (!text) return std::optional<IdType>();
    const auto id = IdType::parse(*text);
    if (!id) return refuse("id_invalid", std::move(field));
    return id;
}

std::string phone_in(const casework::Case& c) {
    const auto* phone = c.values.if_contains("phone");
    return phone && phone->is_string() ? std::string(phone->get_string()) : std::string();
}

/// Whether an officer has seen the query code: wrote the question down for somebody who left no phone.
bool is_code_seen(const casework::Case& c) { return !c.actions.empty() && c.actions.front().actor.starts_with("staff:") && phone_in(c).empty(); }

/// A case on its way through the writer. What is kept for a repeated request is the number, and the query code where there
/// is one; the answer is drawn outside of the writer's transaction.
struct Submission {
    House& house;
    party::Actor actor;
    Instant now;
    casework::Draft draft;
    session::RepeatKey key;
    Result<casework::Submitted> done = refuse("bug");
    bool replayed = false;

    // Whether to keep what was written. Runs again from the start after a conflict.
    bool write(store::Transaction& tx) {
        party::Context at{actor, now, tx, house.seal, house.reference};
        replayed = false;
        if (auto before = session::find_answer(tx, at.seal, key, now); !before) {
            done = tl::unexpected(before.error());
        } else if (*before) {
            replayed = true;
            const auto kept = text::split(**before, ' ');
            auto found = casework::find_case(tx, at.seal, kept[0]);
            expect(found.has_value(), "a case once answered with is found");
            done = casework::Submitted{std::move(*found), {}, std::string(kept.size() > 1 ? kept[1] : "")};
        } else {
            done = casework::submit(at, house.office, draft);
            if (done && is_sent()) send_code(at);
            if (done) session::keep_answer(tx, at.seal, key, done->query_code.empty() ? done->origin.number : done->origin.number + " " + done->query_code, now);
        }
        return done.has_value();
    }

    // The code of a question that an officer wrote down goes to its asker's phone, not over the officer's desk.
    bool is_sent() const { return actor.kind == party::Actor::Kind::staff && !done->query_code.empty() && !phone_in(*done).empty(); }
    void send_code(party::Context& at) const {
        house.office.messenger.send(at, {phone_in(*done), std::nullopt, done->origin.area},
                                    house.office.phrases.get("query_code_message", {{"number", done->origin.number}, {"code", done->query_code}}).zh);
    }

    Response answer() const {
        if (!done) return http::problem(done.error(), house.texts);
        return house.db.read([&](store::Connection& c) {
            CaseView view(house, c, actor, now);
            if (!done->person_name.empty()) view.know(*done->origin.person, done->person_name);
            CaseShape shape = view.whole(*done);
            if (!done->query_code.empty() && !is_sent()) shape.query_code = done->query_code;
            Response out = http::json_response(shape, 201).with("Location", "/v1/cases/" + shape.number).with("ETag", shape.etag);
            if (replayed) out.with("Idempotency-Replayed", "true");
            return out;
        });
    }
};

Result<void> submit(Call& call, const http::Done& answered) {
    auto body = read_body<NewCaseShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    auto actor = actor_for(call, call.house.office.catalog->find_item(body->item, call.now.date()), body->employer, body->channel);
    if (!actor) return tl::unexpected(actor.error());
    const auto person = optional_id<party::PersonId>(body->person, "person");
    const auto employer = optional_id<party::EmployerId>(body->employer, "employer");
    if (!person) return tl::unexpected(person.error());
    if (!employer) return tl::unexpected(employer.error());
    const auto spell = optional_id<status::SpellId>(body->spell, "spell");
    if (!spell) return tl::unexpected(spell.error());
    // A case tells whom it is about: nobody learns from the roll who may still turn out to be a stranger to the unit.
    if (const auto since = *employer ? call.session.unchecked_since(**employer) : std::nullopt; *spell && since) {
        const auto named = call.house.db.read([&](store::Connection& c) {
            const auto found = status::find_spell(c, **spell);
            return !found || is_hidden(c, *found, since);
        });
        if (named) return refuse("handler_not_confirmed", "spell");
    }
    auto key = session::repeat_key(call.house.seal, call.session.owner(), call.request.header("idempotency-key").value_or(""), "POST /v1/cases", call.request.body);
    if (!key) return tl::unexpected(key.error());

    casework::Draft draft{.item = std::move(body->item), .values = std::move(body->values), .person = *person, .employer = *employer, .spell = *spell,
                          .commitment = body->commitment.value_or(false), .channel = actor->channel, .note = actor->kind == party::Actor::Kind::staff ? body->on_behalf_note.value_or("") : ""};
    const auto submission = std::make_shared<Submission>(Submission{call.house, std::move(*actor), call.now, std::move(draft), std::move(*key)});
    call.house.db.write_rehearsed([submission](store::Transaction& tx) { return submission->write(tx); },
                                  [submission, answered](std::exception_ptr failed) {
                                  answered.from([submission, failed]() -> Response {
                                      if (failed) std::rethrow_exception(failed);
                                      return submission->answer();
                                  });
                              });
    return {};
}

// A case and the actor who may see it: the person, a handler of the unit, staff with a task or a reason, or who has its
// query code.
struct Found {
    casework::Case c;
    party::Actor actor;
};

// A wrong code is told like a wrong number. The try was counted before.
Result<Found> find_by_code(const Call& call, store::Connection& c, const std::string& number) {
    // An officer who wrote the question down does not come back as its asker.
    if (call.actor().kind == party::Actor::Kind::staff) return refuse("query_code_staff", "query_code");
    auto found = casework::find_case(c, call.house.seal, number);
    if (!found || !casework::is_query_code(c, call.house.seal, found->origin, *call.request.header("query-code"))) return refuse("query_code_wrong", "query_code");
    party::Actor actor{.channel = "web", .case_number = number};
    return Found{std::move(*found), std::move(actor)};
}

// Every try of a query code counts, once a request.
Result<void> count_code(const Call& call) {
    if (!call.request.header("query-code")) return {};
    return call.house.sessions.count_query_code(call.request);
}

std::string reason_of(const Call& call) { return call.request.query("reason").value_or(""); }

// What staff need to see a case. `refused_late`: of an act that came too late, where having read the case is reason enough.
enum class Moment { any, refused_late };

Result<Found> find_allowed(const Call& call, store::Connection& c, Moment moment = Moment::any) {
    const std::string& number = call.request.param("number");
    if (!casework::is_number(number)) return refuse("case_number", "number");
    if (call.request.header("query-code")) return find_by_code(call, c, number);
    if (auto in = call.signed_in(); !in) return tl::unexpected(in.error());
    auto found = casework::find_case(c, call.house.seal, number);
    if (!found) return refuse("case_unknown", "number");
    if (found->origin.person) found->origin.person = party::resolve(c, *found->origin.person);
    party::Actor actor = call.actor();
    if (found->origin.employer && actor.kind != party::Actor::Kind::staff) {
        auto acting = call.session.acting_for(*found->origin.employer);
        const auto since = call.session.unchecked_since(*found->origin.employer);
        if (acting && !(since && found->origin.submitted_at < *since)) actor = std::move(*acting);
    }
    // A stranger is told that there is no such case, not that it is somebody else's.
    if (casework::role_of(actor, *found) == casework::Role::stranger) return refuse("case_unknown", "number");
    if (actor.kind == party::Actor::Kind::staff) {
        const bool question = call.house.office.catalog.get_item(found->origin.item, found->origin.item_version).answered;
        auto allowed = may_read_case(actor, *found, question, reason_of(call), call.now);
        if (!allowed && moment == Moment::refused_late && allowed.error().code == "read_needs_reason" && party::has_read(c, actor.staff, number, call.now.plus_ms(-task_ms))) allowed = {};
        if (!allowed) return tl::unexpected(allowed.error());
    }
    return Found{std::move(*found), std::move(actor)};
}

Result<void> read(Call& call, const http::Done& answered) {
    if (auto allowed = count_code(call); !allowed) return allowed;
    const bool staff = call.actor().kind == party::Actor::Kind::staff;
    Seen seen;
    const auto look = [&](store::Connection& c) -> Result<Response> {
        auto found = find_allowed(call, c);
        if (!found) return tl::unexpected(found.error());
        if (staff) seen = seen_case(call.house, c, found->c, reason_of(call));
        CaseShape shape = CaseView(call.house, c, found->actor, call.now).whole(found->c);
        if (found->actor.kind == party::Actor::Kind::nobody && is_code_seen(found->c)) std::erase(shape.next, "evaluate");
        if (call.request.header("if-none-match") == shape.etag) return Response{304, "", ""}.with("ETag", shape.etag);
        return http::json_response(shape).with("ETag", shape.etag);
    };
    auto answer = staff ? call.house.db.read_before_write(look) : call.house.db.read(look);
    if (!answer) return tl::unexpected(answer.error());
    if (!staff) return answered(std::move(*answer)), Result<void>();
    // Staff: the reading itself is journalled and the person sees it; nothing is shown before that is durable.
    struct Reading {
        House& house;
        party::Actor actor;
        Instant now;
        Seen seen;
        Response answer;
    };
    const auto reading = std::make_shared<Reading>(Reading{call.house, call.actor(), call.now, std::move(seen), std::move(*answer)});
    call.house.db.write_later(
        [reading](store::Transaction& tx) {
            party::Context at{reading->actor, reading->now, tx, reading->house.seal, reading->house.reference};
            record_seen(at, reading->seen);
            return true;
        },
        [reading, answered](std::exception_ptr failed) {
            if (!failed) return answered(std::move(reading->answer));
            answered.from([failed]() -> Response { std::rethrow_exception(failed); });
        });
    return {};
}

Result<Response> act(Call& call) {
    auto body = read_body<NewActionShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    const auto what = casework::find_act(body->act);
    if (!what) return refuse("act_unknown", "act", {{"act", body->act}});
    const auto match = call.request.header("if-match");
    int64_t version = 0;
    if (!match || !match->starts_with("\"v") || std::from_chars(match->data() + 2, match->data() + match->size(), version).ec != std::errc())
        return refuse("if_match_missing");
    if (auto allowed = count_code(call); !allowed) return tl::unexpected(allowed.error());

    casework::Order order{.act = *what, .values = body->values.value_or(json::Object()), .note = body->note.value_or(""), .outcome = body->outcome.value_or(""),
                          .reason_code = body->reason_code.value_or(""), .grade = body->grade.value_or(0), .comment = body->comment.value_or(""),
                          .result = body->result.value_or("")};
    for (const auto& f : body->fields) order.fields.push_back({f.field, f.sentence});
    const std::string number = call.request.param("number");
    auto done = call.house.db.write([&](store::Transaction& tx) -> Result<Response> {
        auto found = find_allowed(call, tx, Moment::refused_late);
        if (!found) return tl::unexpected(found.error());
        // Only who asked rates the answer: a code that went over the desk proves nobody.
        if (order.act == casework::Act::evaluate && found->actor.kind == party::Actor::Kind::nobody && is_code_seen(found->c)) return refuse("evaluation_code_seen");
        found->actor.channel = body->channel.value_or(found->actor.kind == party::Actor::Kind::staff ? "window" : "web");
        party::Context at{found->actor, call.now, tx, call.house.seal, call.house.reference};
        auto c = casework::act(at, call.house.office, number, version, order);
        if (!c) return tl::unexpected(c.error());
        CaseView view(call.house, tx, found->actor, call.now);
        const CaseShape shape = view.whole(*c);
        return http::json_response(shape).with("ETag", shape.etag);
    });
    if (done || done.error().code != "case_changed") return done;
    // Somebody else acted first: say so, and send what the case is now, which is a reading like any other.
    return call.write([&](party::Context& at) -> Result<Response> {
        auto found = find_allowed(call, at.tx, Moment::refused_late);
        if (!found) return tl::unexpected(found.error());
        if (at.actor.kind == party::Actor::Kind::staff) record_seen(at, seen_case(call.house, at.tx, found->c, reason_of(call)));
        CaseView view(call.house, at.tx, found->actor, call.now);
        const CaseShape shape = view.whole(found->c);
        json::Object problem = http::problem_object(done.error(), call.house.texts);
        problem["current"] = json::write(shape);
        Response answer = http::json_response(json::Value(std::move(problem)), 412);
        answer.content_type = "application/problem+json";
        return std::move(answer).with("ETag", shape.etag);
    });
}

Result<Response> certificate(Call& call) {
    if (auto allowed = count_code(call); !allowed) return tl::unexpected(allowed.error());
    Seen seen;
    auto answer = call.house.db.read([&](store::Connection& c) -> Result<Response> {
        auto found = find_allowed(call, c);
        if (!found) return tl::unexpected(found.error());
        if (found->c.certificate.empty()) return refuse("certificate_unknown", "number");
        seen = seen_case(call.house, c, found->c, reason_of(call), true);
        return http::download("就业失业登记凭证-" + found->c.origin.number + ".pdf", "application/pdf", certificate_pdf(call.house, c, found->c, call.now), "inline");
    });
    if (answer && call.actor().kind == party::Actor::Kind::staff) call.write([&](party::Context& at) { record_seen(at, seen); });
    return answer;
}

}  // namespace

void add_cases(http::Router& router, House& house) {
    router.add("POST", "/v1/cases", {.deferred = with_call_later(house, submit), .summary = "Hand in a case; the rule answers in the same request", .who = "person, handler, staff: window; anybody for an item for anybody",
                                     .tag = "cases", .request = http::schema_of<NewCaseShape>(), .response = http::schema_of<CaseShape>(), .status = 201, .headers = {"Idempotency-Key"}});
    router.add("GET", "/v1/cases/{number}", {.deferred = with_call_later(house, read), .summary = "One case; a reading by staff needs a task or a reason, is recorded and shown to the person", .who = "its applicant, staff, who has its query code",
                                             .tag = "cases", .query = {{"reason", "staff: why, where there is no task"}}, .response = http::schema_of<CaseShape>(), .headers_optional = {"Query-Code"}});
    router.add("POST", "/v1/cases/{number}/actions", {.handler = with_call(house, act), .summary = "Do one act: correct, withdraw, commit, evaluate, object, take, ask_correction, decide, answer, check, contact",
                                                      .who = "its applicant, staff, who has its query code", .tag = "cases", .request = http::schema_of<NewActionShape>(), .response = http::schema_of<CaseShape>(), .headers = {"If-Match"}, .headers_optional = {"Query-Code"}});
    router.add("GET", "/v1/cases/{number}/certificate.pdf", {.handler = with_call(house, certificate), .summary = "The electronic certificate (网证)", .who = "its applicant, staff", .tag = "cases", .query = {{"reason", "staff: why, where there is no task"}},
                                                             .response_type = "application/pdf"});
}

}  // namespace leye::routes
