#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "edge/http/request.hpp"
#include "edge/session/limit.hpp"
#include "engine/seal/seal.hpp"
#include "engine/store/store.hpp"
#include "records/party/party.hpp"

namespace leye::reference {
class Reference;
}

/// Who is there: accounts with one-time codes, staff with two factors, sessions, and what protects them.
namespace leye::session {

using AccountId = Id<struct AccountTag>;

/// The module's tables.
std::span<const store::Migration> schema();

/// Who makes a request. Invariant: `actor.kind` is nobody, person or staff; `account` is set for a person.
struct Session {
    party::Actor actor;
    AccountId account;
    std::vector<party::EmployerId> employers;  ///< the account acts for these
    std::string csrf;                          ///< empty for nobody
    std::string key;                           ///< hash of the token, or the peer's address for nobody
    int idle_minutes = 0;
    bool ended = false;  ///< nobody, but the request carried the cookie of a session that ended

    bool is_signed_in() const { return actor.kind != party::Actor::Kind::nobody; }
    /// The actor for one employer. Fails: sign_in_needed, signed_out (it ended), employer_not_yours.
    Result<party::Actor> acting_for(party::EmployerId employer) const;
    /// For Idempotency-Key and drafts: the account or member of staff, also where no file is joined yet.
    std::string owner() const;
};

struct Settings {
    std::string public_url;  ///< "https://…" makes cookies Secure; its origin is the only one accepted
    /// The text message of a one-time code; {code} and {minutes} are filled in.
    std::string code_message = "{code}";
    int64_t requests_per_minute = 600;  ///< of one session or address; 0 is no limit
    int staff_idle_minutes = 30;
    int person_idle_minutes = 60;
    std::string totp_issuer = "Leye";
};

/// A session just begun, and the Set-Cookie header that carries its token.
struct SignedIn {
    Session session;
    std::string cookie;
};

/// What POST /v1/session/code answers.
struct CodeSentShape {
    int resend_after_s = 60;
};
BOOST_DESCRIBE_STRUCT(CodeSentShape, (), (resend_after_s))

/// A new member of staff's secrets, shown once.
struct NewSecret {
    std::string password, totp_secret, totp_uri;  ///< the secret in base32
    party::StaffSecret secret;                    ///< for party::hire_staff and change_secret
};

/// Signs people and staff in and out and says who makes a request. Thread-safe. Looking a session up costs no SQL while
/// it is in memory (30 s); what it learns meanwhile from another server waits as long.
class Sessions {
  public:
    /// in: all outlive it.
    Sessions(store::Database& db, const seal::Seal& seal, const reference::Reference& reference,
             const Clock& clock, Settings settings);
    ~Sessions();

    /// Who makes this request; nobody where there is no cookie, or only one of a session that ended. Checks, for methods
    /// that change state, Origin and, of a session, the CSRF token. Fails: rate_limited, csrf_missing, origin_foreign.
    Result<Session> resolve(const http::Request& request);

    /// Sends a one-time code: six digits, good for 5 minutes and 5 tries. Fails: phone_*, code_too_soon (details:
    /// retry_after_s), code_too_many (ten a day for a phone), rate_limited (thirty an hour for an address).
    Result<CodeSentShape> send_code(const http::Request& request, std::string_view phone);
    /// Begins a person's session; opens the account where the phone has none. Fails: phone_*, code_wrong (details: left),
    /// code_expired, code_void (tried five times), rate_limited.
    Result<SignedIn> sign_in_person(const http::Request& request, std::string_view phone,
                                    std::string_view code);
    /// Begins a session of staff. The answer and its time do not tell whether the user exists. Fails: sign_in_failed,
    /// sign_in_locked (five failures: 15 minutes; details: minutes), rate_limited. Cost: one Argon2id, about 40 ms.
    Result<SignedIn> sign_in_staff(const http::Request& request, std::string_view user,
                                   std::string_view password, std::string_view totp);
    /// Ends the request's session. out: the Set-Cookie header that takes the cookie away.
    std::string sign_out(const http::Request& request);

    /// Counts a case handed in without a file. Fails: rate_limited (ten at once from an address, then one a minute).
    Result<void> count_submission(const http::Request& request);
    /// Counts a try of a query code. Fails: rate_limited (twenty at once from an address, then ten a minute).
    Result<void> count_query_code(const http::Request& request);

    /// Joins the account to a person's file; call `forget_account` after the commit. Fails: account_has_person (another).
    Result<void> join_person(party::Context& ctx, AccountId account, party::PersonId person);
    /// The account's own phone, in the clear.
    std::string phone_of(store::Connection& c, AccountId account) const;
    /// Drops what memory holds about the account or the member of staff; all their next requests read anew.
    void forget_account(AccountId account);
    void forget_staff(party::StaffId staff);
    /// Ends all sessions of a member of staff: after a new password or when the account is closed.
    void end_staff_sessions(store::Transaction& tx, party::StaffId staff);

    /// A new random password and second factor for `user`. Cost: one Argon2id.
    NewSecret new_secret(std::string_view user) const;
    /// Deletes sessions that ended, codes and kept answers that are too old. Call once an hour or so.
    void sweep();

  private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace leye::session
