#include "edge/routes/house.hpp"

#include <charconv>

#include "edge/http/openapi.hpp"
#include "services/casework/number_store.hpp"

namespace leye::routes {
namespace {

// A first password, which an administrator has seen, opens nothing but its own change.
Result<void> check_password(const http::Request& request, const session::Session& session) {
    if (session.must_change && !request.path.starts_with("/v1/session")) return refuse("password_change_needed");
    return {};
}

Result<std::optional<http::Response>> find_kept(const Call& call, store::Connection& c, const session::RepeatKey& key) {
    const auto kept = session::find_answer(c, call.house.seal, key, call.now);
    if (!kept) return tl::unexpected(kept.error());
    if (!*kept) return std::nullopt;
    const size_t line = (*kept)->find('\n');
    http::Response out{std::stoi((*kept)->substr(0, line)), "application/json; charset=utf-8", (*kept)->substr(line + 1)};
    if (out.body.empty()) out = http::no_content();
    return std::optional(std::move(out).with("Idempotency-Replayed", "true"));
}

}  // namespace

Result<std::optional<session::RepeatKey>> Call::repeat_key() const {
    const auto given = request.header("idempotency-key");
    if (!given) return std::nullopt;
    std::string what = request.method + " " + request.path;
    if (!request.query_string.empty()) what += "?" + request.query_string;
    auto key = session::repeat_key(house.seal, session.owner(), *given, what, request.body);
    if (!key) return tl::unexpected(key.error());
    return std::optional(std::move(*key));
}

Result<std::optional<http::Response>> Call::repeated() const {
    const auto key = repeat_key();
    if (!key) return tl::unexpected(key.error());
    if (!*key) return std::nullopt;
    return house.db.read([&](store::Connection& c) { return find_kept(*this, c, **key); });
}

Result<http::Response> Call::once(party::Context& at, const std::function<Result<http::Response>(party::Context&)>& work, int64_t kept_ms) const {
    const auto key = repeat_key();
    if (!key) return tl::unexpected(key.error());
    if (!*key) return work(at);
    auto before = find_kept(*this, at.tx, **key);
    if (!before) return tl::unexpected(before.error());
    if (*before) return std::move(**before);
    auto made = work(at);
    if (!made) {
        // The same request, sent twice at once, may have been carried out while this one waited for it.
        auto meanwhile = find_kept(*this, at.tx, **key);
        if (meanwhile && *meanwhile) return std::move(**meanwhile);
    }
    if (made) session::keep_answer(at.tx, at.seal, **key, std::to_string(made->status) + "\n" + made->body, now, kept_ms);
    return made;
}

Result<void> Call::signed_in() const {
    if (!session.is_signed_in()) return refuse(session.ended ? "signed_out" : "sign_in_needed");
    return {};
}

Result<party::PersonId> Call::person() const {
    if (auto in = signed_in(); !in) return tl::unexpected(in.error());
    if (session.actor.person.is_nil()) return refuse("identity_needed");
    return session.actor.person;
}

Result<void> Call::staff() const {
    if (auto in = signed_in(); !in) return in;
    if (session.actor.kind != party::Actor::Kind::staff) return refuse("staff_only");
    return {};
}

Result<std::optional<int>> Call::number_cursor() const {
    return cursor([](const std::string& text) -> std::optional<int> {
        int n = 0;
        const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), n);
        if (failed != std::errc() || end != text.data() + text.size() || n < 0) return std::nullopt;
        return n;
    });
}

Result<std::optional<std::string>> Call::case_cursor() const {
    return cursor([](const std::string& text) { return casework::is_number(text) ? std::optional(text) : std::nullopt; });
}

int Call::limit(int usual) const {
    const auto text = request.query("limit");
    int n = usual;
    if (text) std::from_chars(text->data(), text->data() + text->size(), n);
    return std::clamp(n, 1, 200);
}

http::Handler with_call(House& house, std::function<Result<http::Response>(Call&)> handler) {
    return [&house, handler = std::move(handler)](const http::Request& request) -> http::Response {
        auto session = house.sessions.resolve(request);
        if (!session) return http::problem(session.error(), house.texts);
        if (auto free = check_password(request, *session); !free) return http::problem(free.error(), house.texts);
        Call call{house, request, std::move(*session), house.clock.now()};
        auto answer = handler(call);
        if (!answer) return http::problem(answer.error(), house.texts);
        return std::move(*answer);
    };
}

http::DeferredHandler with_call_later(House& house, std::function<Result<void>(Call&, const http::Done&)> handler) {
    return [&house, handler = std::move(handler)](const http::Request& request, const http::Done& done) {
        auto session = house.sessions.resolve(request);
        if (!session) return done(http::problem(session.error(), house.texts));
        if (auto free = check_password(request, *session); !free) return done(http::problem(free.error(), house.texts));
        Call call{house, request, std::move(*session), house.clock.now()};
        if (auto begun = handler(call, done); !begun) done(http::problem(begun.error(), house.texts));
    };
}

void add_all(http::Router& router, House& house) {
    add_public(router, house);
    add_session(router, house);
    add_me(router, house);
    add_cases(router, house);
    add_employers(router, house);
    add_handlers(router, house);
    add_sheets(router, house);
    add_desk(router, house);
    add_people(router, house);
    add_admin(router, house);
    add_policy(router, house);
    add_entitlements(router, house);
    add_findings(router, house);
    add_sweeps(router, house);
    add_trials(router, house);
    add_facts(router, house);
    // Described from what stands before it; the text is made once.
    auto description = std::make_shared<const http::Response>(
        http::json_response(http::openapi(router, {"Leye 乐业", LEYE_VERSION, "Public employment service for a province, after 鲁人社发〔2019〕6号."})));
    router.add("GET", "/openapi.json", {.constant = std::move(description), .described = false});
}

}  // namespace leye::routes
