#pragma once
#include "edge/session/cache.hpp"
#include "edge/session/session_store.hpp"

namespace leye::session {

inline constexpr int64_t minute_ms = 60'000;
inline constexpr int64_t staff_life_ms = 12 * 60 * minute_ms;
inline constexpr int64_t person_life_ms = 24 * 60 * minute_ms;

/// What signing in and looking up share.
struct Sessions::Inside {
    store::Database& db;
    const seal::Seal& seal;
    const reference::Reference& reference;
    const Clock& clock;
    Settings settings;
    std::string no_hash;  // of a password nobody knows: for users that do not exist
    Cache cache;
    Limiter requests{settings.requests_per_minute, settings.requests_per_minute};
    Limiter sign_ins{10, 20};  // of one address
    Limiter codes{1, 30};      // of one address: about thirty, then one a minute
    Limiter submissions{1, 10};    // without a file, of one address: ten, then one a minute
    Limiter query_codes{10, 20};   // of one address, right or wrong
    Limiter identities{1, 5};      // of one account, whatever came of it

    /// The session of a row as requests see it; nothing where its account or member of staff is gone or closed.
    std::optional<Session> load(store::Connection& c, const SessionRow& row) const;
    int idle_minutes(bool staff) const { return staff ? settings.staff_idle_minutes : settings.person_idle_minutes; }
    /// Writes a new session and takes away the one the request came with. out: its token.
    std::string begin(store::Transaction& tx, const http::Request& request, SessionRow row) const;
    SignedIn signed_in(const http::Request& request, const std::string& token, Session session);
    std::string cookie(std::string_view token, bool gone) const;
};

/// The hash a token is stored under (SHA-256); empty where the request has no well-formed token.
std::string token_hash_of(const http::Request& request);

}  // namespace leye::session
