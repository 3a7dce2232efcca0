#include "edge/routes/finding_view.hpp"
#include "records/party/duty.hpp"
#include "records/party/read_log.hpp"
#include "services/determination/answer.hpp"
#include "services/determination/finding_store.hpp"
#include "services/determination/objection.hpp"

namespace leye::routes {
namespace {

using determination::Finding;
using determination::FindingId;
using http::Response;

Result<FindingId> finding_id(const Call& call) {
    const auto id = FindingId::parse(call.request.param("id"));
    if (!id) return refuse("finding_unknown", "id");
    return *id;
}

Result<Response> own_findings(Call& call) {
    const auto person = call.person();
    if (!person) return tl::unexpected(person.error());
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        FindingListShape out;
        for (const auto& f : determination::list_findings_of(c, call.house.seal, *person)) {
            // A suspicion is nobody's news before an officer has looked.
            const auto* d = call.house.office.catalog->find_determination(f.determination, f.version);
            if (d && d->kind == "sign") continue;
            out.rows.push_back(shape_of(call.house, c, call.actor(), call.now, f));
        }
        return give(out);
    });
}

// One tap of the person, told as what it made of the finding.
Result<Response> answer(Call& call, const std::string& channel, const std::function<Result<Finding>(party::Context&, FindingId)>& act) {
    if (const auto person = call.person(); !person) return tl::unexpected(person.error());
    const auto id = finding_id(call);
    if (!id) return tl::unexpected(id.error());
    party::Actor own = call.actor();
    own.channel = channel;
    return call.create_as(own, [&](party::Context& at) -> Result<Response> {
        const auto done = act(at, *id);
        if (!done) return tl::unexpected(done.error());
        return give(shape_of(call.house, at.tx, call.actor(), call.now, *done));
    });
}

Result<Response> accept(Call& call) { return answer(call, "web", determination::accept_offer); }
Result<Response> decline(Call& call) { return answer(call, "web", determination::decline_offer); }
Result<Response> object(Call& call) {
    const auto body = read_body<ObjectionShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    return answer(call, body->channel.value_or("web"), [&](party::Context& at, FindingId id) { return determination::object(at, call.house.office, id, body->reason); });
}

// For somebody who stands at the window or calls.
Result<Response> object_for(Call& call) {
    if (auto in = call.staff(); !in) return tl::unexpected(in.error());
    const auto id = finding_id(call);
    if (!id) return tl::unexpected(id.error());
    const auto body = read_body<ObjectionShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    party::Actor officer = call.actor();
    officer.channel = body->channel.value_or("window");
    return call.create_as(officer, [&](party::Context& at) -> Result<Response> {
        const auto done = determination::object(at, call.house.office, *id, body->reason);
        if (!done) return tl::unexpected(done.error());
        return give(desk_shape_of(call.house, at.tx, call.actor(), call.now, *done));
    });
}

Result<Response> desk_findings(Call& call) {
    if (auto in = call.staff(); !in) return tl::unexpected(in.error());
    if (auto allowed = party::may_any(call.actor(), {party::Duty::check, party::Duty::manager, party::Duty::window}); !allowed) return tl::unexpected(allowed.error());
    determination::FindingFilter filter{.determination = call.request.query("determination").value_or(""), .area = call.request.query("area").value_or(call.actor().area)};
    if (!party::area_covers(call.actor().area, filter.area)) return refuse("duty_other_area", "area", {{"duty", "check"}, {"area", filter.area}});
    if (const auto state = call.request.query("state"); state && !state->empty()) {
        filter.state = determination::find_finding_state(*state);
        if (!filter.state) return refuse("option_unknown", "state");
    }
    if (filter.determination.empty() && !filter.state) filter.state = determination::FindingState::review;
    const auto after = call.cursor(FindingId::parse);
    if (!after) return tl::unexpected(after.error());
    const int limit = call.limit(50);
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        const auto rows = determination::list_findings(c, call.house.seal, filter, *after, limit + 1);
        DeskFindingPageShape out;
        for (const auto& f : rows)
            if (static_cast<int>(out.rows.size()) < limit) out.rows.push_back(desk_shape_of(call.house, c, call.actor(), call.now, f));
        if (static_cast<int>(rows.size()) > limit) out.next_cursor = rows[static_cast<size_t>(limit) - 1].id.text();
        return give(out);
    });
}

// Who looks at the facts is recorded, and the person sees it.
Result<Response> look(Call& call) {
    if (auto in = call.staff(); !in) return tl::unexpected(in.error());
    if (auto allowed = party::may_any(call.actor(), {party::Duty::check, party::Duty::manager, party::Duty::window}); !allowed) return tl::unexpected(allowed.error());
    const auto id = finding_id(call);
    if (!id) return tl::unexpected(id.error());
    return call.write([&](party::Context& at) -> Result<Response> {
        const auto f = determination::find_finding(at.tx, at.seal, *id);
        if (!f) return refuse("finding_unknown", "id");
        if (!party::area_covers(at.actor.area, f->area)) return refuse("duty_other_area", "id", {{"duty", "check"}, {"area", f->area}});
        const auto out = opened_shape_of(call.house, at.tx, call.actor(), call.now, *f);
        party::record_read(at, f->person, catalog::filled(call.house.office.phrases.get("read_finding").zh, {{"determination", out.name.zh}}));
        return give(out);
    });
}

Result<Response> counts(Call& call) {
    if (auto in = call.staff(); !in) return tl::unexpected(in.error());
    if (auto allowed = party::may_any(call.actor(), {party::Duty::manager, party::Duty::check, party::Duty::window}); !allowed) return tl::unexpected(allowed.error());
    const auto& catalog = *call.house.office.catalog;
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        FindingCountsShape out;
        const std::string area = call.request.query("area").value_or(call.actor().area);
        if (!party::area_covers(call.actor().area, area)) return refuse("duty_other_area", "area", {{"duty", "check"}, {"area", area}});
        for (const auto& n : determination::count_findings(c, area)) {
            const auto* d = catalog.find_determination(n.determination, call.now.date());
            const auto* place = call.house.reference.areas().find(n.place);
            const auto state = std::string(determination::name_of(n.state));
            out.rows.push_back({n.determination, d ? d->kind : "", d ? d->name : Words{n.determination, n.determination}, n.place, place ? place->name : "", state, state_words(call.house.office.phrases, n.state, true), n.n});
        }
        return give(out);
    });
}

Result<Response> decide(Call& call) {
    if (auto in = call.staff(); !in) return tl::unexpected(in.error());
    const auto id = finding_id(call);
    if (!id) return tl::unexpected(id.error());
    const auto body = read_body<FindingDecisionShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    return call.create([&](party::Context& at) -> Result<Response> {
        const auto done = determination::decide_finding(at, call.house.office, *id, body->right, body->note);
        if (!done) return tl::unexpected(done.error());
        return give(desk_shape_of(call.house, at.tx, call.actor(), call.now, *done));
    });
}

Result<Response> contacts(Call& call) {
    if (auto in = call.staff(); !in) return tl::unexpected(in.error());
    if (auto allowed = party::may_any(call.actor(), {party::Duty::check, party::Duty::window, party::Duty::manager}); !allowed) return tl::unexpected(allowed.error());
    const auto id = finding_id(call);
    if (!id) return tl::unexpected(id.error());
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        const auto f = determination::find_finding(c, call.house.seal, *id);
        if (!f) return refuse("finding_unknown", "id");
        if (!party::area_covers(call.actor().area, f->area)) return refuse("duty_other_area", "id", {{"duty", "check"}, {"area", f->area}});
        FindingContactsShape out;
        for (const auto& one : determination::list_contacts(c, *id)) out.rows.push_back({one.seq, one.at, one.by_name, one.channel, one.note});
        return give(out);
    });
}

Result<Response> note_contact(Call& call) {
    if (auto in = call.staff(); !in) return tl::unexpected(in.error());
    const auto id = finding_id(call);
    if (!id) return tl::unexpected(id.error());
    const auto body = read_body<NewFindingContactShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    return call.create([&](party::Context& at) -> Result<Response> {
        const auto seq = determination::note_contact(at, *id, body->channel, body->note);
        if (!seq) return tl::unexpected(seq.error());
        return give(FindingContactShape{*seq, at.now, at.actor.name, body->channel, body->note});
    });
}

}  // namespace

void add_findings(http::Router& router, House& house) {
    const auto add = [&](const char* method, std::string pattern, std::string summary, std::string who, std::string tag, auto handler, http::Schema response, std::optional<http::Schema> body = {},
                         std::vector<http::QueryParameter> query = {}, std::vector<std::string> headers = {}) {
        http::Route route{.handler = with_call(house, handler), .summary = std::move(summary), .who = std::move(who), .tag = std::move(tag), .query = std::move(query), .response = std::move(response)};
        if (body) route.request = std::move(*body);
        route.headers_optional = std::move(headers);
        router.add(method, std::move(pattern), std::move(route));
    };
    const auto one = http::schema_of<FindingShape>();
    add("GET", "/v1/me/findings", "What was found about me from data, newest first", "person", "me", own_findings, http::schema_of<FindingListShape>());
    add("POST", "/v1/me/findings/{id}/accept", "Take what was offered", "person", "me", accept, one);
    add("POST", "/v1/me/findings/{id}/decline", "Do not take what was offered", "person", "me", decline, one);
    add("POST", "/v1/me/findings/{id}/object", "This is wrong: put it back, and begin a case that an officer decides", "person", "me", object, one, http::schema_of<ObjectionShape>());
    add("GET", "/v1/desk/findings", "What sweeps found and stands, oldest first", "staff: check, manager, window", "desk", desk_findings, http::schema_of<DeskFindingPageShape>(), {},
        {{"determination", "code"}, {"state", "of the finding; review where neither is given"}, {"area", "area code, and below"}, {"cursor", "from next_cursor"}, {"limit", "1 to 200"}});
    add("GET", "/v1/desk/findings/{id}", "One finding with the facts behind it; who looks is recorded", "staff: check, manager, window", "desk", look, http::schema_of<DeskFindingShape>());
    add("GET", "/v1/desk/findings/counts", "How many findings stand, by determination, city and state", "staff: manager, check, window", "desk", counts, http::schema_of<FindingCountsShape>(), {}, {{"area", "area code; counted by the places right below it"}});
    add("GET", "/v1/desk/findings/{id}/contacts", "Talks with the person of a roster or an alarm", "staff: check, window, manager", "desk", contacts, http::schema_of<FindingContactsShape>());
    add("POST", "/v1/desk/findings/{id}/contacts", "Note a talk", "staff: window, check", "desk", note_contact, http::schema_of<FindingContactShape>(), http::schema_of<NewFindingContactShape>(), {}, {"Idempotency-Key"});
    add("POST", "/v1/desk/findings/{id}/object", "Somebody at the window or on the phone says that it is wrong", "staff: window", "desk", object_for, http::schema_of<DeskFindingShape>(), http::schema_of<ObjectionShape>());
    add("POST", "/v1/desk/findings/{id}/decision", "An officer has looked: it is right, or it is not", "staff: check", "desk", decide, http::schema_of<DeskFindingShape>(), http::schema_of<FindingDecisionShape>());
}

}  // namespace leye::routes
