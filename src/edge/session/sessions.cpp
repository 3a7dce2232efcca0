#include <algorithm>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "edge/session/inside.hpp"

namespace leye::session {
namespace {

constexpr std::string_view cookie_name = "leye_session";
constexpr int64_t fresh_ms = 30'000;  // how long memory is believed

bool changes_state(std::string_view method) { return method != "GET" && method != "HEAD" && method != "OPTIONS"; }

// "https://leye.example/path" → "https://leye.example".
std::string_view origin_of(std::string_view url) {
    const size_t scheme = url.find("://");
    return scheme == url.npos ? url : url.substr(0, url.find('/', scheme + 3));
}

Result<void> check_origin(const http::Request& request, std::string_view public_url) {
    const auto origin = request.header("origin");
    if (!origin) {
        if (request.header("sec-fetch-site") == "cross-site") return refuse("origin_foreign");
        return {};
    }
    if (*origin == origin_of(public_url)) return {};
    const size_t scheme = origin->find("://");
    const auto host = request.header("host");
    if (scheme != origin->npos && host && origin->substr(scheme + 3) == *host) return {};
    return refuse("origin_foreign");
}

}  // namespace

std::string token_hash_of(const http::Request& request) {
    const auto token = request.cookie(cookie_name);
    if (!token || token->size() != 64) return {};
    return sha256(*token);
}

Result<party::Actor> Session::acting_for(party::EmployerId employer) const {
    if (!is_signed_in()) return refuse(ended ? "signed_out" : "sign_in_needed");
    const auto found = std::ranges::find(handlings, employer, &party::Handler::employer);
    if (found == handlings.end()) return refuse("employer_not_yours", "employer");
    if (!found->acts()) return refuse("handler_waiting", "employer");
    party::Actor out = actor;
    out.kind = party::Actor::Kind::handler;
    out.employer = employer;
    return out;
}

std::optional<Instant> Session::unchecked_since(party::EmployerId employer) const {
    const auto found = std::ranges::find(handlings, employer, &party::Handler::employer);
    if (found == handlings.end() || found->standing != party::Standing::unchecked) return std::nullopt;
    return found->since_at;
}

std::string Session::owner() const {
    if (!is_signed_in()) return {};
    return actor.kind == party::Actor::Kind::staff ? actor.text() : "account:" + account.text();
}

Sessions::Sessions(store::Database& db, const seal::Seal& seal, const reference::Reference& reference, const Clock& clock,
                   Settings settings)
    : inside_(std::make_unique<Inside>(db, seal, reference, clock, std::move(settings), seal::hash_password(random_bytes(16)))) {}

Sessions::~Sessions() = default;

std::optional<Session> Sessions::Inside::load(store::Connection& c, const SessionRow& row) const {
    Session out;
    out.csrf = row.csrf;
    out.key = row.token_hash;
    out.idle_minutes = idle_minutes(row.staff_kind);
    if (row.staff_kind) {
        const auto staff = party::find_staff(c, row.staff);
        if (!staff || !staff->active) return std::nullopt;
        out.actor = staff->actor("window");
        out.must_change = is_initial(c, staff->id);
        return out;
    }
    const auto account = find_account(c, row.account);
    if (!account) return std::nullopt;
    out.account = row.account;
    out.actor.kind = party::Actor::Kind::person;
    out.actor.channel = "web";
    if (account->person) out.actor.person = party::resolve(c, *account->person).value_or(*account->person);
    out.handlings = party::list_handlings(c, row.account.value);
    return out;
}

Result<Session> Sessions::resolve(const http::Request& request) {
    Inside& in = *inside_;
    const Instant now = in.clock.now();
    const std::string hash = token_hash_of(request);
    // Only a token that is known has a count of its own: others are as many as their sender likes to invent.
    auto entry = hash.empty() ? std::nullopt : in.cache.find(hash);
    if (auto allowed = in.requests.take(entry ? hash : request.peer, now); !allowed)
        return tl::unexpected(std::move(allowed.error()));
    const bool changing = changes_state(request.method);
    if (changing)
        if (auto good = check_origin(request, in.settings.public_url); !good) return tl::unexpected(std::move(good.error()));

    Session nobody;
    nobody.key = request.peer;
    nobody.actor.channel = "web";
    if (hash.empty()) return nobody;
    nobody.ended = true;

    if (!entry || now.ms() - entry->loaded_at.ms() >= fresh_ms) {
        const auto loaded = in.db.read([&](store::Connection& c) -> std::optional<Cache::Entry> {
            const auto row = find_session(c, hash);
            if (!row) return std::nullopt;
            auto session = in.load(c, *row);
            if (!session) return std::nullopt;
            return Cache::Entry{std::move(*session), now, row->last_seen_at, row->last_seen_at, row->expires_at};
        });
        if (!loaded) {
            in.cache.erase(hash);
            return nobody;
        }
        const auto seen = entry ? std::max(entry->last_seen_at, loaded->last_seen_at) : loaded->last_seen_at;
        entry = *loaded;
        entry->last_seen_at = seen;
        in.cache.put(hash, *entry);
    }
    if (now >= entry->expires_at || now.ms() - entry->last_seen_at.ms() >= entry->session.idle_minutes * minute_ms) {
        in.cache.erase(hash);
        in.db.write([&](store::Transaction& tx) { delete_session(tx, hash); });
        return nobody;
    }
    if (changing && !seal::constant_time_equal(request.header("x-csrf-token").value_or(""), entry->session.csrf))
        return refuse("csrf_missing");
    if (in.cache.touch(hash, now))
        in.db.write_later([hash, now](store::Transaction& tx) { return write_last_seen(tx, hash, now), true; },
                          [](std::exception_ptr) {});
    return std::move(entry->session);
}

bool Sessions::is_known(const http::Request& request) {
    const std::string hash = token_hash_of(request);
    const auto entry = hash.empty() ? std::nullopt : inside_->cache.find(hash);
    const Instant now = inside_->clock.now();
    return entry && now < entry->expires_at && now.ms() - entry->last_seen_at.ms() < entry->session.idle_minutes * minute_ms;
}

std::string Sessions::Inside::cookie(std::string_view token, bool gone) const {
    std::string out(cookie_name);
    out += '=';
    out += token;
    out += "; Path=/; HttpOnly; SameSite=Lax";
    if (settings.public_url.starts_with("https://")) out += "; Secure";
    if (gone) out += "; Max-Age=0";
    return out;
}

std::string Sessions::Inside::begin(store::Transaction& tx, const http::Request& request, SessionRow row) const {
    if (const std::string old = token_hash_of(request); !old.empty()) delete_session(tx, old);
    const std::string token = text::hex(random_bytes(32));
    row.token_hash = sha256(token);
    row.csrf = text::hex(random_bytes(16));
    insert_session(tx, row);
    return token;
}

SignedIn Sessions::Inside::signed_in(const http::Request& request, const std::string& token, Session session) {
    if (const std::string old = token_hash_of(request); !old.empty()) cache.erase(old);
    return {std::move(session), cookie(token, false)};
}

std::string Sessions::sign_out(const http::Request& request) {
    if (const std::string hash = token_hash_of(request); !hash.empty()) {
        inside_->cache.erase(hash);
        inside_->db.write([&](store::Transaction& tx) { delete_session(tx, hash); });
        inside_->cache.erase(hash);  // a request in between may have read it back
    }
    return inside_->cookie("", true);
}

Result<void> Sessions::count_submission(const http::Request& request) { return inside_->submissions.take(request.peer, inside_->clock.now()); }

Result<void> Sessions::count_query_code(const http::Request& request) { return inside_->query_codes.take(request.peer, inside_->clock.now()); }

Result<void> Sessions::count_identity(AccountId account) { return inside_->identities.take(account.value.view(), inside_->clock.now()); }

Result<void> Sessions::join_person(party::Context& ctx, AccountId id, party::PersonId person) {
    const auto account = find_account(ctx.tx, id);
    expect(account.has_value(), "a signed-in account");
    if (account->person) {
        if (party::resolve(ctx.tx, *account->person) != party::resolve(ctx.tx, person)) return refuse("account_has_person");
        return {};
    }
    write_person(ctx.tx, id, person);
    party::record(ctx, "account_joined", "account:" + id.text(), json::print(json::Object{{"person", person.text()}}));
    return {};
}

std::string Sessions::phone_of(store::Connection& c, AccountId id) const {
    const auto account = find_account(c, id);
    expect(account.has_value(), "a signed-in account");
    return open_phone(*account, inside_->seal);
}

std::optional<party::PersonId> Sessions::person_of(store::Connection& c, AccountId id) const {
    const auto account = find_account(c, id);
    return account ? account->person : std::nullopt;
}

void Sessions::forget_account(AccountId account) {
    inside_->cache.erase_where([&](const Session& s) { return s.account == account && s.actor.staff.is_nil(); });
}

void Sessions::forget_staff(party::StaffId staff) {
    inside_->cache.erase_where([&](const Session& s) { return s.actor.staff == staff; });
}

void Sessions::end_staff_sessions(store::Transaction& tx, party::StaffId staff) { delete_staff_sessions(tx, staff); }

void Sessions::sweep() {
    inside_->db.write([&](store::Transaction& tx) { delete_old(tx, inside_->clock.now()); });
}

}  // namespace leye::session
