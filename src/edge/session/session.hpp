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
#include "edge/session/idempotency.hpp"
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
    std::vector<party::Handler> handlings;     ///< how the account stands with units
    std::string csrf;                          ///< empty for nobody
    std::string key;                           ///< hash of the token, or the peer's address for nobody
    int idle_minutes = 0;
    bool must_change = false;  ///< of staff with a first password: it is changed before anything else
    bool ended = false;  ///< nobody, but the request carried the cookie of a session that ended

    bool is_signed_in() const { return actor.kind != party::Actor::Kind::nobody; }
    /// The actor for one employer. Fails: sign_in_needed, signed_out (it ended), employer_not_yours, handler_waiting (asked
    /// to act, not confirmed yet).
    Result<party::Actor> acting_for(party::EmployerId employer) const;
    /// Since when an unchecked handler acts for the employer: what the unit had before is not shown yet.
    std::optional<Instant> unchecked_since(party::EmployerId employer) const;
    /// For Idempotency-Key and drafts: the account or member of staff, also where no file is joined yet.
    std::string owner() const;
};

struct Settings {
    std::string public_url;  ///< "https://…" makes cookies Secure; its origin is the only one accepted
    /// The text message of a one-time code; {code} and {minutes} are filled in.
    std::string code_message = "{code}";
    /// To the phone that has a file: with a code for another phone ({code}, {minutes}, {tail} of that phone), after that
    /// phone got the file ({tail}), and after a window let it ({tail}).
    std::string join_message = "{code}", moved_message = "{tail}", grant_message = "{tail}";
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

/// What POST /v1/account/identity/code answers: where the code went.
struct JoinCodeShape {
    std::string phone_tail;
    int resend_after_s = 60;
};
BOOST_DESCRIBE_STRUCT(JoinCodeShape, (), (phone_tail, resend_after_s))

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

    /// Whether memory knows the session of the request, from one of its requests in the last minutes. Cost: no SQL.
    bool is_known(const http::Request& request);

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
    /// Gives a member of staff a new password of the own choice; other sessions end. A failure counts as one at sign-in.
    /// Fails: password_short (details: least), password_known (the old one, or with the user name in it), password_wrong,
    /// sign_in_locked, rate_limited. Cost: two Argon2id.
    Result<SignedIn> change_password(const http::Request& request, const Session& who, std::string_view old, std::string_view totp, std::string_view fresh);
    /// A new first password and second factor for a member of staff, whose sessions end; call `forget_staff` after the
    /// commit. Fails: staff_unknown, staff_own_rights, duty_*. Cost: one Argon2id.
    Result<NewSecret> renew_secret(party::Context& at, party::StaffId staff);
    /// The password of the member of staff is a first one, which somebody else was shown.
    void mark_initial(store::Transaction& tx, party::StaffId staff);
    /// Ends the request's session. out: the Set-Cookie header that takes the cookie away.
    std::string sign_out(const http::Request& request);

    /// Counts a case handed in without a file. Fails: rate_limited (ten at once from an address, then one a minute).
    Result<void> count_submission(const http::Request& request);
    /// Counts a try of a query code. Fails: rate_limited (twenty at once from an address, then ten a minute).
    Result<void> count_query_code(const http::Request& request);

    /// Counts a document that an account gives. Fails: rate_limited (five at once, then one a minute).
    Result<void> count_identity(AccountId account);
    /// Joins the account to the file that name and document open or find. Where another account has the file, or it has
    /// another phone, a code sent to that phone proves it, or a grant of a window; then the other accounts leave it and the
    /// old phone is told. A wrong name is answered as a file that needs proof, so that nobody learns which it was. in: `key` of
    /// a request that may be repeated; done already, nothing happens.
    /// Fails: those of party::check_person, identity_proof_needed (details: tail of the phone), code_wrong, code_expired,
    /// code_void, identity_locked (five tries of the account or at the number: 15 minutes), idempotency_conflict.
    Result<void> join_file(const Session& who, const party::NewPerson& given, std::string_view code, const std::optional<RepeatKey>& key = {});
    /// Sends the code that `join_file` asks for; to nobody where the name is wrong, with the same answer. Fails: those of
    /// party::check_person, code_too_soon, code_too_many, identity_locked, rate_limited.
    Result<JoinCodeShape> send_join_code(const http::Request& request, const Session& who, const party::NewPerson& given);
    /// A window, which has the person there, lets the phone's account have the file: for a day, once. The old phone is
    /// told. Fails: duty_missing, read_needs_reason, phone_*, person_unknown.
    Result<void> grant_join(party::Context& at, party::PersonId person, std::string_view phone, std::string_view reason);
    /// Joins the account to a person's file without asking for proof; call `forget_account` after the commit. Fails: account_has_person (another).
    Result<void> join_person(party::Context& ctx, AccountId account, party::PersonId person);
    /// The account's own phone, in the clear.
    std::string phone_of(store::Connection& c, AccountId account) const;
    /// Whose file the account has.
    std::optional<party::PersonId> person_of(store::Connection& c, AccountId account) const;
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
