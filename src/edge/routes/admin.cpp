#include "edge/notify/outbox.hpp"
#include "edge/routes/person_view.hpp"
#include "records/party/area_range.hpp"
#include "edge/session/session_shape.hpp"

namespace leye::routes {

struct StaffRowShape {
    std::string id, user, name, agency, agency_name, area;
    std::vector<std::string> duties;
    bool active = true;
    std::optional<Instant> last_seen_at;
};
BOOST_DESCRIBE_STRUCT(StaffRowShape, (), (id, user, name, agency, agency_name, area, duties, active, last_seen_at))
json::Hints hints_of(const StaffRowShape*) { return {{"duties", session::duty_names()}}; }

struct StaffPageShape {
    std::vector<StaffRowShape> rows;
    std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(StaffPageShape, (), (rows, next_cursor))

struct NewStaffShape {
    std::string user, name, agency;
    std::vector<std::string> duties;
};
BOOST_DESCRIBE_STRUCT(NewStaffShape, (), (user, name, agency, duties))
json::Hints hints_of(const NewStaffShape*) { return {{"duties", session::duty_names()}}; }

struct StaffSecretShape {
    StaffRowShape staff;
    std::string password, totp_secret, totp_uri;
};
BOOST_DESCRIBE_STRUCT(StaffSecretShape, (), (staff, password, totp_secret, totp_uri))

struct StaffChangeShape {
    std::optional<std::string> name, agency;
    std::optional<std::vector<std::string>> duties;
    std::optional<bool> active;
};
BOOST_DESCRIBE_STRUCT(StaffChangeShape, (), (name, agency, duties, active))
json::Hints hints_of(const StaffChangeShape*) { return {{"duties", json::Object{{"type", "array"}, {"items", session::duty_names()}}}}; }

struct AgencyChangeShape {
    std::string name, area, level, address, phone, hours;
    std::optional<std::string> parent;
    std::optional<bool> active;
};
BOOST_DESCRIBE_STRUCT(AgencyChangeShape, (), (name, area, level, address, phone, hours, parent, active))
json::Hints hints_of(const AgencyChangeShape*) { return {{"level", session::agency_levels()}}; }

struct OutboxRowShape {
    Instant at;
    std::string phone_masked, text, state;
};
BOOST_DESCRIBE_STRUCT(OutboxRowShape, (), (at, phone_masked, text, state))
struct OutboxPageShape {
    std::vector<OutboxRowShape> rows;
    std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(OutboxPageShape, (), (rows, next_cursor))

struct ReadRowShape {
    Instant at;
    std::string by, agency, person_name, purpose;
};
BOOST_DESCRIBE_STRUCT(ReadRowShape, (), (at, by, agency, person_name, purpose))
struct ReadPageShape {
    std::vector<ReadRowShape> rows;
    std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(ReadPageShape, (), (rows, next_cursor))

namespace {

using http::Response;

Result<void> admin(const Call& call, std::string_view area = {}) {
    if (auto in = call.staff(); !in) return in;
    return party::may(call.actor(), party::Duty::admin, area);
}

StaffRowShape staff_shape(const party::Staff& s) {
    return {s.id.text(), s.user, s.name, s.agency.text(), s.agency_name, s.area, {s.duties.begin(), s.duties.end()}, s.active, s.last_seen_at};
}

Result<Response> agencies(Call& call) {
    const std::string area = call.request.query("area").value_or(call.actor().area);
    if (auto allowed = admin(call, area); !allowed) return tl::unexpected(allowed.error());
    const auto after = call.cursor(party::AgencyId::parse);
    if (!after) return tl::unexpected(after.error());
    return call.house.db.read([&](store::Connection& c) -> Result<Response> { return give(session::agency_page(c, call.house.reference, area, *after, call.limit(50))); });
}

// Reads the body into an agency; the same for a new and a changed one.
Result<party::Agency> agency_of(const AgencyChangeShape& body) {
    const auto level = party::find_agency_level(body.level);
    if (!level) return refuse("option_unknown", "level");
    party::Agency out{.name = body.name, .level = *level, .area = body.area, .address = body.address, .phone = body.phone, .hours = body.hours, .active = body.active.value_or(true)};
    if (body.parent) {
        out.parent = party::AgencyId::parse(*body.parent);
        if (!out.parent) return refuse("id_invalid", "parent");
    }
    return out;
}

Result<Response> add_agency(Call& call) {
    if (auto in = call.staff(); !in) return tl::unexpected(in.error());
    const auto body = read_body<AgencyChangeShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    const auto a = agency_of(*body);
    if (!a) return tl::unexpected(a.error());
    return call.create([&](party::Context& at) -> Result<Response> {
        const auto id = party::open_agency(at, {a->name, a->level, a->area, a->parent, a->address, a->phone, a->hours});
        if (!id) return tl::unexpected(id.error());
        return give(session::agency_shape(party::get_agency(at.tx, *id), call.house.reference), 201);
    });
}

Result<Response> change_agency(Call& call) {
    if (auto in = call.staff(); !in) return tl::unexpected(in.error());
    const auto id = party::AgencyId::parse(call.request.param("id"));
    if (!id) return refuse("id_invalid", "id");
    const auto body = read_body<AgencyChangeShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    auto a = agency_of(*body);
    if (!a) return tl::unexpected(a.error());
    a->id = *id;
    return call.write([&](party::Context& at) -> Result<Response> {
        if (auto done = party::change_agency(at, *a); !done) return tl::unexpected(done.error());
        return give(session::agency_shape(party::get_agency(at.tx, *id), call.house.reference));
    });
}

Result<Response> staff(Call& call) {
    const std::string area = call.request.query("area").value_or(call.actor().area);
    if (auto allowed = admin(call, area); !allowed) return tl::unexpected(allowed.error());
    const int limit = call.limit(50);
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        const auto rows = party::list_staff(c, area, call.request.query("q").value_or(""), call.request.query("cursor").value_or(""), limit + 1);
        StaffPageShape out;
        for (const auto& s : rows)
            if (static_cast<int>(out.rows.size()) < limit) out.rows.push_back(staff_shape(s));
        if (static_cast<int>(rows.size()) > limit) out.next_cursor = out.rows.back().user;
        return give(out);
    });
}

Result<Response> hire(Call& call) {
    if (auto in = call.staff(); !in) return tl::unexpected(in.error());
    const auto body = read_body<NewStaffShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    const auto agency = party::AgencyId::parse(body->agency);
    if (!agency) return refuse("id_invalid", "agency");
    if (auto allowed = admin(call); !allowed) return tl::unexpected(allowed.error());
    const session::NewSecret secret = call.house.sessions.new_secret(body->user);
    return call.create_secret([&](party::Context& at) -> Result<Response> {
        const auto id = party::hire_staff(at, {body->user, body->name, *agency, {body->duties.begin(), body->duties.end()}}, secret.secret);
        if (!id) return tl::unexpected(id.error());
        call.house.sessions.mark_initial(at.tx, *id);
        return give(StaffSecretShape{staff_shape(party::get_staff(at.tx, *id)), secret.password, secret.totp_secret, secret.totp_uri}, 201);
    });
}

Result<Response> change_staff(Call& call) {
    if (auto in = call.staff(); !in) return tl::unexpected(in.error());
    const auto id = party::StaffId::parse(call.request.param("id"));
    if (!id) return refuse("id_invalid", "id");
    const auto body = read_body<StaffChangeShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    party::StaffChange change{.name = body->name, .active = body->active};
    if (body->agency) {
        change.agency = party::AgencyId::parse(*body->agency);
        if (!change.agency) return refuse("id_invalid", "agency");
    }
    if (body->duties) change.duties = std::set<std::string>(body->duties->begin(), body->duties->end());
    auto done = call.write([&](party::Context& at) -> Result<Response> {
        if (auto changed = party::change_staff(at, *id, change); !changed) return tl::unexpected(changed.error());
        if (body->active == false) call.house.sessions.end_staff_sessions(at.tx, *id);
        return give(staff_shape(party::get_staff(at.tx, *id)));
    });
    call.house.sessions.forget_staff(*id);
    return done;
}

Result<Response> renew(Call& call) {
    if (auto in = admin(call); !in) return tl::unexpected(in.error());
    const auto id = party::StaffId::parse(call.request.param("id"));
    if (!id) return refuse("id_invalid", "id");
    auto done = call.create_secret([&](party::Context& at) -> Result<Response> {
        const auto secret = call.house.sessions.renew_secret(at, *id);
        if (!secret) return tl::unexpected(secret.error());
        return give(StaffSecretShape{staff_shape(party::get_staff(at.tx, *id)), secret->password, secret->totp_secret, secret->totp_uri});
    });
    call.house.sessions.forget_staff(*id);
    return done;
}

Result<Response> outbox(Call& call) {
    if (auto allowed = admin(call); !allowed) return tl::unexpected(allowed.error());
    const auto before = call.cursor(notify::MessageId::parse);
    if (!before) return tl::unexpected(before.error());
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        OutboxPageShape out;
        const int limit = call.limit(50);
        // The province's administrator also sees what concerns no place, such as one-time codes; their text only in the demo.
        const std::string area = party::prefix_of(call.actor().area).size() > 2 ? call.actor().area : "";
        const auto rows = notify::list_messages(c, call.house.seal, area, *before, limit + 1);
        const std::string hidden = call.house.office.phrases.get("message_code_hidden").zh;
        for (const auto& m : rows)
            if (static_cast<int>(out.rows.size()) < limit) out.rows.push_back({m.created_at, m.phone_masked, m.state == "code" && !call.house.demo ? hidden : m.text, m.state});
        if (static_cast<int>(rows.size()) > limit) out.next_cursor = rows[limit - 1].id.text();
        return give(out);
    });
}

Result<Response> reads(Call& call) {
    if (auto allowed = admin(call); !allowed) return tl::unexpected(allowed.error());
    std::optional<party::StaffId> by;
    if (const auto text = call.request.query("staff")) {
        by = party::StaffId::parse(*text);
        if (!by) return refuse("id_invalid", "staff");
    }
    const auto before = call.cursor(Uuid::parse);
    if (!before) return tl::unexpected(before.error());
    const int limit = call.limit(50);
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        const auto rows = party::list_reads_by(c, call.actor().area, by, *before, limit + 1);
        ReadPageShape out;
        for (const auto& r : rows) {
            if (static_cast<int>(out.rows.size()) == limit) break;
            const auto person = party::find_person(c, call.house.seal, r.person);
            out.rows.push_back({r.at, r.by, r.agency_name, person ? party::mask_name(person->name) : "", r.purpose});
        }
        if (static_cast<int>(rows.size()) > limit) out.next_cursor = rows[limit - 1].id.text();
        return give(out);
    });
}

}  // namespace

void add_admin(http::Router& router, House& house) {
    const auto add = [&](const char* method, std::string pattern, std::string summary, auto handler, http::Route route) {
        route.handler = with_call(house, handler);
        route.summary = std::move(summary);
        route.who = "staff: admin";
        route.tag = "admin";
        router.add(method, std::move(pattern), std::move(route));
    };
    const auto agency = http::schema_of<session::AgencyRowShape>();
    add("GET", "/v1/admin/agencies", "Agencies in an area and below", agencies, {.query = {{"area", "area code; the own area where absent"}, {"cursor", "from next_cursor"}, {"limit", "1 to 200"}}, .response = http::schema_of<session::AgencyPageShape>()});
    add("POST", "/v1/admin/agencies", "Open an agency", add_agency, {.request = http::schema_of<AgencyChangeShape>(), .response = agency, .status = 201, .headers_optional = {"Idempotency-Key"}});
    add("PUT", "/v1/admin/agencies/{id}", "Change an agency", change_agency, {.request = http::schema_of<AgencyChangeShape>(), .response = agency});
    add("GET", "/v1/admin/staff", "Staff in an area and below", staff, {.query = {{"area", "area code"}, {"q", "part of a name"}, {"cursor", "from next_cursor"}, {"limit", "1 to 200"}}, .response = http::schema_of<StaffPageShape>()});
    add("POST", "/v1/admin/staff", "Open a staff account; its secrets are shown once", hire, {.request = http::schema_of<NewStaffShape>(), .response = http::schema_of<StaffSecretShape>(), .status = 201, .headers_optional = {"Idempotency-Key"}});
    add("PUT", "/v1/admin/staff/{id}", "Change name, agency, duties or state", change_staff, {.request = http::schema_of<StaffChangeShape>(), .response = http::schema_of<StaffRowShape>()});
    add("POST", "/v1/admin/staff/{id}/secret", "A new first password and second factor, shown once; changed at the first sign-in", renew, {.response = http::schema_of<StaffSecretShape>(), .headers_optional = {"Idempotency-Key"}});
    add("GET", "/v1/admin/outbox", "Text messages about the own area, newest first", outbox, {.query = {{"cursor", "from next_cursor"}, {"limit", "1 to 200"}}, .response = http::schema_of<OutboxPageShape>()});
    add("GET", "/v1/admin/reads", "Who of the own area's staff read which file", reads, {.query = {{"staff", "one member of staff"}, {"cursor", "from next_cursor"}, {"limit", "1 to 200"}}, .response = http::schema_of<ReadPageShape>()});
}

}  // namespace leye::routes
