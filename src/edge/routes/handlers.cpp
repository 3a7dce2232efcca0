#include <charconv>

#include "base/hints.hpp"
#include "base/text.hpp"
#include "edge/routes/reading.hpp"
#include "edge/session/session_shape.hpp"

namespace leye::routes {

struct HandlerShape {
    std::string account, name, phone_masked, standing;
    Instant since_at;
    std::optional<Instant> until_at;
    std::optional<Date> check_due_on;
    bool own = false;  ///< the caller's
};
BOOST_DESCRIBE_STRUCT(HandlerShape, (), (account, name, phone_masked, standing, since_at, until_at, check_due_on, own))
json::Hints hints_of(const HandlerShape*) { return {{"standing", session::standings()}}; }

struct HandlerPageShape {
    std::vector<HandlerShape> rows;
    std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(HandlerPageShape, (), (rows, next_cursor))

struct WaitingHandlerShape : HandlerShape {
    std::string employer_id, employer, uscc;
    bool overdue = false;
};
BOOST_DESCRIBE_STRUCT(WaitingHandlerShape, (HandlerShape), (employer_id, employer, uscc, overdue))

struct WaitingHandlerPageShape {
    std::vector<WaitingHandlerShape> rows;
    std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(WaitingHandlerPageShape, (), (rows, next_cursor))

struct HandlerReasonShape {
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(HandlerReasonShape, (), (reason))

namespace {

using http::Response;

HandlerShape shape(const Call& call, store::Connection& c, const party::Handler& h) {
    const session::AccountId account{h.account};
    HandlerShape out{.account = h.account.text(), .phone_masked = party::mask_phone(call.house.sessions.phone_of(c, account)), .standing = std::string(party::name_of(h.standing)),
                     .since_at = h.since_at, .until_at = h.until_at, .check_due_on = h.check_due_on, .own = account == call.session.account};
    if (const auto id = call.house.sessions.person_of(c, account))
        if (const auto person = party::find_person(c, call.house.seal, *id, party::Documents::without)) out.name = party::mask_name(person->name);
    return out;
}

// Handlers stand in lists by since when they do, and by account.
std::string place(const party::Handler& h) { return std::to_string(h.since_at.ms()) + "/" + h.account.text(); }

std::optional<party::Handler> place_of(const std::string& text) {
    int64_t ms = 0;
    const auto [stop, failed] = std::from_chars(text.data(), text.data() + text.size(), ms);
    if (failed != std::errc() || stop == text.data() + text.size() || *stop != '/') return std::nullopt;
    const auto account = Uuid::parse(std::string(stop + 1));
    if (!account) return std::nullopt;
    return party::Handler{.account = *account, .since_at = Instant::of_ms(ms), .until_at = {}};
}

bool is_staff(const Call& call) { return call.actor().kind == party::Actor::Kind::staff; }

// The unit of the path, for who handles it and, with the duty, for a window.
Result<party::EmployerId> unit(const Call& call) {
    if (auto in = call.signed_in(); !in) return tl::unexpected(in.error());
    const auto id = party::EmployerId::parse(call.request.param("id"));
    if (!id) return refuse("id_invalid", "id");
    if (is_staff(call)) {
        if (auto allowed = party::may(call.actor(), party::Duty::window); !allowed) return tl::unexpected(allowed.error());
    } else if (std::ranges::find(call.session.handlings, *id, &party::Handler::employer) == call.session.handlings.end()) {
        return refuse("employer_not_yours", "id");
    }
    return *id;
}

Result<Response> list(Call& call) {
    const auto id = unit(call);
    if (!id) return tl::unexpected(id.error());
    if (!is_staff(call))
        if (auto acting = call.session.acting_for(*id); !acting) return tl::unexpected(acting.error());
    const auto after = call.cursor(place_of);
    if (!after) return tl::unexpected(after.error());
    const int limit = call.limit(50);
    const std::string reason = call.request.query("reason").value_or("");
    Seen seen;
    auto answer = call.house.db.read([&](store::Connection& c) -> Result<Response> {
        const auto employer = party::find_employer(c, *id);
        if (!employer) return refuse("employer_unknown", "id");
        if (is_staff(call))
            if (auto allowed = may_read_unit(call.actor(), *employer, reason); !allowed) return tl::unexpected(allowed.error());
        seen = seen_unit(call.house, *employer, "read_unit", {}, {}, reason);
        const auto rows = party::list_handlers(c, *id, *after ? &**after : nullptr, limit + 1);
        HandlerPageShape out;
        for (const auto& h : rows)
            if (static_cast<int>(out.rows.size()) < limit) out.rows.push_back(shape(call, c, h));
        if (static_cast<int>(rows.size()) > limit) out.next_cursor = place(rows[limit - 1]);
        return give(out);
    });
    if (answer && is_staff(call)) call.write([&](party::Context& at) { record_seen(at, seen); });
    return answer;
}

enum class Decision { confirm, end };

Result<Response> decide(Call& call, Decision decision) {
    const auto id = unit(call);
    if (!id) return tl::unexpected(id.error());
    const auto account = Uuid::parse(call.request.param("account"));
    if (!account) return refuse("id_invalid", "account");
    const auto body = read_body<HandlerReasonShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    const std::string reason(text::trim(body->reason.value_or("")));
    const Uuid own = is_staff(call) ? Uuid{} : call.session.account.value;
    const auto done = call.act([&](party::Context& at) -> Result<void> {
        const auto employer = party::find_employer(at.tx, *id);
        if (!employer) return refuse("employer_unknown", "id");
        auto decided = decision == Decision::confirm ? party::confirm_handler(at, *id, *account, own, reason) : party::end_handler(at, *id, *account, own, reason);
        if (!decided || *account == own) return decided;
        const char* phrase = decision == Decision::confirm ? "handler_confirmed_message" : "handler_ended_message";
        call.house.office.messenger.send(at, {call.house.sessions.phone_of(at.tx, session::AccountId{*account}), std::nullopt, employer->area},
                                         call.house.office.phrases.get(phrase, {{"employer", employer->name}}).zh);
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    call.house.sessions.forget_account(session::AccountId{*account});
    return http::no_content();
}

Result<Response> confirm(Call& call) { return decide(call, Decision::confirm); }
Result<Response> end(Call& call) { return decide(call, Decision::end); }

// Who asked to act for a unit of the own area, and who is to be checked; masked.
Result<Response> waiting(Call& call) {
    if (auto in = call.staff(); !in) return tl::unexpected(in.error());
    if (auto allowed = party::may_any(call.actor(), {party::Duty::window, party::Duty::check}); !allowed) return tl::unexpected(allowed.error());
    const auto after = call.cursor(place_of);
    if (!after) return tl::unexpected(after.error());
    const int limit = call.limit(50);
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        const auto rows = party::list_waiting_handlers(c, call.actor().area, *after ? &**after : nullptr, limit + 1);
        WaitingHandlerPageShape out;
        for (const auto& h : rows) {
            if (static_cast<int>(out.rows.size()) == limit) break;
            const auto employer = party::get_employer(c, h.employer);
            WaitingHandlerShape row;
            static_cast<HandlerShape&>(row) = shape(call, c, h);
            row.employer_id = employer.id.text();
            row.employer = employer.name;
            row.uscc = employer.uscc;
            row.overdue = h.check_due_on && *h.check_due_on < call.now.date();
            out.rows.push_back(std::move(row));
        }
        if (static_cast<int>(rows.size()) > limit) out.next_cursor = place(rows[limit - 1]);
        return give(out);
    });
}

}  // namespace

void add_handlers(http::Router& router, House& house) {
    const std::string who = "handler of the unit, staff: window";
    router.add("GET", "/v1/employers/{id}/handlers", {.handler = with_call(house, list), .summary = "Who acts, acted or asks to act for the unit; masked", .who = who, .tag = "employers",
                                                      .query = {{"cursor", "from next_cursor"}, {"limit", "1 to 200"}, {"reason", "staff: why, where the unit is outside the own area"}}, .response = http::schema_of<HandlerPageShape>()});
    router.add("POST", "/v1/employers/{id}/handlers/{account}/confirm", {.handler = with_call(house, confirm), .summary = "Confirm somebody who asked to act for the unit, or was to be checked; staff with a reason", .who = who, .tag = "employers",
                                                                         .request = http::schema_of<HandlerReasonShape>(), .status = 204, .headers_optional = {"Idempotency-Key"}});
    router.add("POST", "/v1/employers/{id}/handlers/{account}/end", {.handler = with_call(house, end), .summary = "Somebody acts for the unit no more, or may not; staff with a reason", .who = "the handler, another of the unit, staff: window", .tag = "employers",
                                                                     .request = http::schema_of<HandlerReasonShape>(), .status = 204, .headers_optional = {"Idempotency-Key"}});
    router.add("GET", "/v1/desk/handlers", {.handler = with_call(house, waiting), .summary = "Handlers who asked or are to be checked in the own area, oldest first", .who = "staff: window, check", .tag = "desk",
                                            .query = {{"cursor", "from next_cursor"}, {"limit", "1 to 200"}}, .response = http::schema_of<WaitingHandlerPageShape>()});
}

}  // namespace leye::routes
