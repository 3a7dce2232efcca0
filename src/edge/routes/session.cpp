#include "edge/session/session.hpp"

#include "edge/notify/outbox.hpp"
#include "edge/routes/house.hpp"
#include "edge/routes/person_view.hpp"
#include "edge/session/session_shape.hpp"
#include "records/party/party.hpp"

namespace leye::routes {

struct PhoneShape {
    std::string phone;
};
BOOST_DESCRIBE_STRUCT(PhoneShape, (), (phone))
struct PhoneCodeShape {
    std::string phone, code;
};
BOOST_DESCRIBE_STRUCT(PhoneCodeShape, (), (phone, code))
struct StaffSignInShape {
    std::string user, password, totp;
};
BOOST_DESCRIBE_STRUCT(StaffSignInShape, (), (user, password, totp))
struct PasswordChangeShape {
    std::string old_password, totp, new_password;
};
BOOST_DESCRIBE_STRUCT(PasswordChangeShape, (), (old_password, totp, new_password))
struct IdentityShape {
    std::string name, document_type, document_number;
    std::optional<std::string> area, phone, code;
};
BOOST_DESCRIBE_STRUCT(IdentityShape, (), (name, document_type, document_number, area, phone, code))
json::Hints hints_of(const IdentityShape*) { return {{"document_type", document_types()}}; }
struct NewEmployerShape {
    std::string uscc, name, area, kind;
    std::optional<std::string> address;
    bool commitment = false;
};
BOOST_DESCRIBE_STRUCT(NewEmployerShape, (), (uscc, name, area, kind, address, commitment))
struct LatestMessageShape {
    std::string text;
};
BOOST_DESCRIBE_STRUCT(LatestMessageShape, (), (text))

namespace {

using http::Response;

Result<Response> describe(House& house, const session::Session& who, int status = 200) {
    return house.db.read([&](store::Connection& c) -> Result<Response> {
        return give(session::session_shape(c, house.sessions, who, house.seal, house.reference), status);
    });
}

Result<Response> current(Call& call) { return describe(call.house, call.session); }

Result<Response> send_code(Call& call) {
    auto body = read_body<PhoneShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    auto sent = call.house.sessions.send_code(call.request, body->phone);
    if (!sent) return tl::unexpected(sent.error());
    return give(*sent, 202);
}

Result<Response> signed_in(Call& call, Result<session::SignedIn> done) {
    if (!done) return tl::unexpected(done.error());
    auto answer = describe(call.house, done->session);
    if (answer) answer->with("Set-Cookie", done->cookie);
    return answer;
}

Result<Response> person(Call& call) {
    auto body = read_body<PhoneCodeShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    return signed_in(call, call.house.sessions.sign_in_person(call.request, body->phone, body->code));
}

Result<Response> staff(Call& call) {
    auto body = read_body<StaffSignInShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    return signed_in(call, call.house.sessions.sign_in_staff(call.request, body->user, body->password, body->totp));
}

Result<Response> password(Call& call) {
    if (auto in = call.staff(); !in) return tl::unexpected(in.error());
    auto body = read_body<PasswordChangeShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    return signed_in(call, call.house.sessions.change_password(call.request, call.session, body->old_password, body->totp, body->new_password));
}

Result<Response> sign_out(Call& call) { return http::no_content().with("Set-Cookie", call.house.sessions.sign_out(call.request)); }

// The session as it is after a change, looked up anew.
Result<Response> again(Call& call) {
    call.house.sessions.forget_account(call.session.account);
    auto fresh = call.house.sessions.resolve(call.request);
    if (!fresh) return tl::unexpected(fresh.error());
    return describe(call.house, *fresh);
}

party::NewPerson named(const IdentityShape& body, reference::DocumentType type) {
    return {.name = body.name, .document_type = type, .document_number = body.document_number, .area = body.area.value_or("")};
}

// Joins the account to the person's file: opens or finds it by the document; a second document joins the same file.
Result<Response> identity(Call& call) {
    if (auto in = call.signed_in(); !in) return tl::unexpected(in.error());
    auto body = read_body<IdentityShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    const auto type = reference::document_type_of(body->document_type);
    if (!type) return refuse("option_unknown", "document_type");
    if (call.actor().kind == party::Actor::Kind::staff) return refuse("person_only");
    if (auto allowed = call.house.sessions.count_identity(call.session.account); !allowed) return tl::unexpected(allowed.error());
    if (call.actor().person.is_nil()) {
        const auto key = call.repeat_key();
        if (!key) return tl::unexpected(key.error());
        auto joined = call.house.sessions.join_file(call.session, named(*body, *type), body->code.value_or(""), *key);
        if (!joined) return tl::unexpected(joined.error());
        return again(call);
    }
    auto done = call.act([&](party::Context& at) -> Result<void> {
        const auto own = party::get_person(at, at.actor.person);
        const auto name = reference::check_name(body->name);
        if (!name) return tl::unexpected(name.error());
        if (own.name != *name) return refuse("person_name_differs", "name");
        return party::add_document(at, at.actor.person, *type, body->document_number);
    });
    if (!done) return tl::unexpected(done.error());
    return again(call);
}

Result<Response> identity_code(Call& call) {
    if (auto in = call.signed_in(); !in) return tl::unexpected(in.error());
    if (call.actor().kind == party::Actor::Kind::staff) return refuse("person_only");
    auto body = read_body<IdentityShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    const auto type = reference::document_type_of(body->document_type);
    if (!type) return refuse("option_unknown", "document_type");
    auto sent = call.house.sessions.send_join_code(call.request, call.session, named(*body, *type));
    if (!sent) return tl::unexpected(sent.error());
    return give(*sent, 202);
}

// The unit's handlers learn that somebody asks to be one.
void tell_handlers(Call& call, party::Context& at, party::EmployerId id) {
    const auto employer = party::get_employer(at.tx, id);
    const std::string own = call.house.sessions.phone_of(at.tx, call.session.account);
    const auto text = call.house.office.phrases.get("handler_asked_message", {{"tail", own.substr(own.size() - 4)}, {"employer", employer.name}}).zh;
    for (const auto& h : party::list_acting_handlers(at.tx, id))
        call.house.office.messenger.send(at, {call.house.sessions.phone_of(at.tx, session::AccountId{h.account}), std::nullopt, employer.area}, text);
}

Result<Response> employer(Call& call) {
    if (auto who = call.person(); !who) return tl::unexpected(who.error());
    auto body = read_body<NewEmployerShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    const auto kind = party::find_employer_kind(body->kind);
    if (!kind) return refuse("option_unknown", "kind");
    if (!body->commitment) return refuse("handler_commitment_missing", "commitment");
    auto done = call.act([&](party::Context& at) -> Result<void> {
        auto id = party::register_employer(at, {body->uscc, body->name, *kind, body->area, body->address.value_or("")});
        if (!id) return tl::unexpected(id.error());
        const auto standing = party::ask_handler(at, *id, call.session.account.value, true);
        if (!standing) return tl::unexpected(standing.error());
        if (*standing == party::Standing::asked) tell_handlers(call, at, *id);
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return again(call);
}

Result<Response> latest_message(Call& call) {
    if (!call.house.demo) return refuse("not_found");
    const auto phone = reference::check_phone(call.request.query("phone").value_or(""));
    if (!phone) return tl::unexpected(phone.error());
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        const auto message = notify::find_latest(c, call.house.seal, *phone);
        if (!message) return refuse("not_found");
        return give(LatestMessageShape{message->text});
    });
}

}  // namespace

void add_session(http::Router& router, House& house) {
    const auto shape = http::schema_of<session::SessionShape>();
    router.add("GET", "/v1/session", {.handler = with_call(house, current), .summary = "Who is signed in, and the CSRF token", .who = "anybody", .tag = "session", .response = shape});
    router.add("DELETE", "/v1/session", {.handler = with_call(house, sign_out), .summary = "Sign out", .who = "anybody", .tag = "session", .status = 204});
    router.add("POST", "/v1/session/code", {.handler = with_call(house, send_code), .summary = "Send a one-time code to a phone", .who = "anybody", .tag = "session",
                                            .request = http::schema_of<PhoneShape>(), .response = http::schema_of<session::CodeSentShape>(), .status = 202});
    router.add("POST", "/v1/session/person", {.handler = with_call(house, person), .summary = "Sign in with phone and code; opens the account", .who = "anybody", .tag = "session",
                                              .request = http::schema_of<PhoneCodeShape>(), .response = shape});
    router.add("POST", "/v1/session/staff", {.handler = with_call(house, staff), .summary = "Sign in as staff: user, password, second factor", .who = "anybody", .tag = "session",
                                             .request = http::schema_of<StaffSignInShape>(), .response = shape});
    router.add("PUT", "/v1/session/staff/password", {.handler = with_call(house, password), .summary = "Change the own password: the old one and the second factor; other sessions end", .who = "staff", .tag = "session",
                                                     .request = http::schema_of<PasswordChangeShape>(), .response = shape});
    router.add("POST", "/v1/account/identity", {.handler = with_call(house, identity), .summary = "Join the account to the person's file, or a second document to it", .who = "account", .tag = "session",
                                                .request = http::schema_of<IdentityShape>(), .response = shape, .headers_optional = {"Idempotency-Key"}});
    router.add("POST", "/v1/account/identity/code", {.handler = with_call(house, identity_code), .summary = "Send a code to the phone that has the file", .who = "account", .tag = "session",
                                                     .request = http::schema_of<IdentityShape>(), .response = http::schema_of<session::JoinCodeShape>(), .status = 202});
    router.add("POST", "/v1/account/employers", {.handler = with_call(house, employer), .summary = "Ask to act for a unit, on written commitment; the first handler acts at once, others wait in asked_for", .who = "person", .tag = "session",
                                                 .request = http::schema_of<NewEmployerShape>(), .response = shape, .headers_optional = {"Idempotency-Key"}});
    router.add("GET", "/v1/outbox/latest", {.handler = with_call(house, latest_message), .summary = "The newest code, or notice about an account or about nobody, to a phone; in the demo only", .who = "anybody", .tag = "session",
                                            .query = {{"phone", "the phone", true}}, .response = http::schema_of<LatestMessageShape>()});
}

}  // namespace leye::routes
