#include <algorithm>

#include "base/hash.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "edge/notify/outbox.hpp"
#include "edge/session/code.hpp"
#include "edge/session/inside.hpp"
#include "engine/journal/journal.hpp"
#include "engine/seal/totp.hpp"
#include "records/reference/phone.hpp"

namespace leye::session {
namespace {

std::string phone_index(const seal::Seal& seal, std::string_view phone) { return seal.blind("sign_in.phone", phone); }
Refusal locked(Instant until, Instant now) {
    const int64_t minutes = std::max<int64_t>(1, (until.ms() - now.ms() + minute_ms - 1) / minute_ms);
    return {.code = "sign_in_locked", .details = {{"minutes", std::to_string(minutes)}, {"retry_after_s", std::to_string(minutes * 60)}}};
}

// What a transaction that is to be kept came to: a refusal, or a session with its token.
struct Outcome {
    std::optional<Refusal> refused;
    std::string token;
    Session session;
};

}  // namespace

Result<CodeSentShape> Sessions::send_code(const http::Request& request, std::string_view given) {
    Inside& in = *inside_;
    const Instant now = in.clock.now();
    auto phone = reference::check_phone(given);
    if (!phone) return tl::unexpected(std::move(phone.error()));
    if (auto allowed = in.codes.take(request.peer, now); !allowed) return tl::unexpected(std::move(allowed.error()));
    const std::string index = phone_index(in.seal, *phone), code = new_code();
    return in.db.write([&](store::Transaction& tx) -> Result<CodeSentShape> {
        if (auto kept = keep_code(tx, in.seal, index, *phone, code, now); !kept) return tl::unexpected(std::move(kept.error()));
        const std::string minutes = std::to_string(code_life_ms / minute_ms);
        notify::send(tx, in.seal, now, {*phone}, filled(filled(in.settings.code_message, "{code}", code), "{minutes}", minutes), notify::Purpose::code);
        return CodeSentShape{};
    });
}

Result<SignedIn> Sessions::sign_in_person(const http::Request& request, std::string_view given, std::string_view code) {
    Inside& in = *inside_;
    const Instant now = in.clock.now();
    auto phone = reference::check_phone(given);
    if (!phone) return tl::unexpected(std::move(phone.error()));
    if (auto allowed = in.sign_ins.take(request.peer, now); !allowed) return tl::unexpected(std::move(allowed.error()));
    const std::string index = phone_index(in.seal, *phone);
    auto outcome = in.db.write([&](store::Transaction& tx) -> Outcome {
        Outcome out;
        if ((out.refused = spend_code(tx, in.seal, index, *phone, code, now))) return out;
        SessionRow session;
        session.account = claim_account(tx, in.seal, *phone, now);
        session.created_at = session.last_seen_at = now;
        session.expires_at = now.plus_ms(person_life_ms);
        out.token = in.begin(tx, request, session);
        const auto begun = find_session(tx, sha256(out.token));
        out.session = *in.load(tx, *begun);
        const std::string account = "account:" + session.account.text();
        journal::use_keys(tx, in.seal);
        journal::append(tx, {now, account, "signed_in", account, "{}"});
        return out;
    });
    if (outcome.refused) return tl::unexpected(std::move(*outcome.refused));
    return in.signed_in(request, outcome.token, std::move(outcome.session));
}

Result<SignedIn> Sessions::sign_in_staff(const http::Request& request, std::string_view user_given, std::string_view password,
                                         std::string_view totp) {
    Inside& in = *inside_;
    const Instant now = in.clock.now();
    if (auto allowed = in.sign_ins.take(request.peer, now); !allowed) return tl::unexpected(std::move(allowed.error()));
    std::string user(text::trim(user_given));
    for (char& c : user)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    const std::string index = in.seal.blind("sign_in.user", user);

    struct Known {
        std::optional<Instant> locked_until;
        std::optional<party::Staff> staff;
        party::StaffSecret secret;
    };
    const Known known = in.db.read([&](store::Connection& c) {
        Known out;
        if (const auto row = find_failure(c, index); row && row->locked_until > now) out.locked_until = row->locked_until;
        out.staff = party::find_staff_by_user(c, user);
        if (out.staff) out.secret = party::get_secret(c, in.seal, out.staff->id);
        return out;
    });
    if (known.locked_until) return tl::unexpected(locked(*known.locked_until, now));
    // A user that does not exist takes the same time: a password is checked all the same.
    const bool password_good = seal::verify_password(password.substr(0, 1024), known.staff ? known.secret.password_phc : in.no_hash);
    const auto step = known.staff ? seal::verify_totp(known.secret.totp_secret, text::trim(totp), now) : std::nullopt;
    const bool good = known.staff && known.staff->active && password_good && step;

    auto outcome = in.db.write([&](store::Transaction& tx) -> Outcome {
        Outcome out;
        FailureRow failure = find_failure(tx, index).value_or(FailureRow{.user_index = index, .last_at = now, .locked_until = {}});
        if (failure.locked_until > now) {  // others have failed meanwhile
            out.refused = locked(failure.locked_until, now);
            return out;
        }
        if (!good || !accept_step(tx, known.staff->id, *step)) {
            out.refused = Refusal{.code = "sign_in_failed"};
            if (count_failure(tx, failure, now)) out.refused = locked(failure.locked_until, now);
            if (known.staff) {
                const std::string subject = "staff:" + known.staff->id.text();
                const bool lock = failure.locked_until > now;
                journal::use_keys(tx, in.seal);
                journal::append(tx, {now, "nobody", lock ? "sign_in_locked" : "sign_in_failed", subject, "{}"});
            }
            return out;
        }
        delete_failure(tx, index);
        SessionRow session;
        session.staff_kind = true;
        session.staff = known.staff->id;
        session.created_at = session.last_seen_at = now;
        session.expires_at = now.plus_ms(staff_life_ms);
        out.token = in.begin(tx, request, session);
        const auto begun = find_session(tx, sha256(out.token));
        auto loaded = in.load(tx, *begun);
        if (!loaded) {  // closed in between
            delete_session(tx, sha256(out.token));
            out.refused = Refusal{.code = "sign_in_failed"};
            return out;
        }
        out.session = std::move(*loaded);
        party::Context at{out.session.actor, now, tx, in.seal, in.reference};
        party::note_seen(at, session.staff);
        party::record(at, "signed_in", "staff:" + session.staff.text());
        return out;
    });
    if (outcome.refused) return tl::unexpected(std::move(*outcome.refused));
    return in.signed_in(request, outcome.token, std::move(outcome.session));
}

NewSecret Sessions::new_secret(std::string_view user) const {
    // Without characters that look alike; 16 of 56 are 92 bits.
    constexpr std::string_view letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
    NewSecret out;
    while (out.password.size() < 19) {
        const auto byte = static_cast<unsigned char>(random_bytes(1)[0]);
        if (byte >= 256 / letters.size() * letters.size()) continue;
        out.password += letters[byte % letters.size()];
        if (out.password.size() % 5 == 4 && out.password.size() < 19) out.password += '-';
    }
    out.secret.totp_secret = seal::new_totp_secret();
    out.secret.password_phc = seal::hash_password(out.password);
    out.totp_secret = seal::base32(out.secret.totp_secret);
    out.totp_uri = seal::totp_uri(out.secret.totp_secret, inside_->settings.totp_issuer, user);
    return out;
}

}  // namespace leye::session
