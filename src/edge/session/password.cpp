#include "base/hash.hpp"
#include "base/text.hpp"
#include "edge/session/code.hpp"
#include "edge/session/inside.hpp"
#include "engine/journal/journal.hpp"
#include "engine/seal/totp.hpp"

namespace leye::session {
namespace {

constexpr size_t password_length_min = 12, password_bytes_max = 1024;

Result<void> check_new(std::string_view fresh, std::string_view old, const party::Staff& staff) {
    const size_t length = text::is_utf8(fresh) ? text::length(fresh) : 0;
    if (length < password_length_min || fresh.size() > password_bytes_max) return refuse("password_short", "new_password", {{"least", std::to_string(password_length_min)}});
    if (fresh == old || fresh.find(staff.user) != fresh.npos) return refuse("password_known", "new_password");
    return {};
}

}  // namespace

Result<SignedIn> Sessions::change_password(const http::Request& request, const Session& who, std::string_view old, std::string_view totp, std::string_view fresh) {
    Inside& in = *inside_;
    const Instant now = in.clock.now();
    if (auto allowed = in.sign_ins.take(request.peer, now); !allowed) return tl::unexpected(std::move(allowed.error()));
    const auto [staff, secret] = in.db.read([&](store::Connection& c) {
        return std::pair(party::get_staff(c, who.actor.staff), party::get_secret(c, in.seal, who.actor.staff));
    });
    if (auto good = check_new(fresh, old, staff); !good) return tl::unexpected(std::move(good.error()));
    const std::string index = in.seal.blind("sign_in.user", staff.user);
    const bool password_good = seal::verify_password(old.substr(0, password_bytes_max), secret.password_phc);
    const auto step = seal::verify_totp(secret.totp_secret, text::trim(totp), now);
    const std::string phc = seal::hash_password(fresh);
    struct Outcome {
        std::optional<Refusal> refused;
        std::string token;
        Session session;
    };
    auto outcome = in.db.write([&](store::Transaction& tx) -> Outcome {
        Outcome out;
        // Whoever sits down at an open desk has as many tries here as at its door.
        FailureRow failure = find_failure(tx, index).value_or(FailureRow{.user_index = index, .last_at = now, .locked_until = {}});
        if (failure.locked_until > now) return out.refused = seconds_left("sign_in_locked", failure.locked_until.ms() - now.ms()), out;
        if (!password_good || !step || !accept_step(tx, staff.id, *step)) {
            if (count_failure(tx, failure, now))
                out.refused = seconds_left("sign_in_locked", lock_ms);
            else
                out.refused = Refusal{.code = "password_wrong", .field = "old_password"};
            return out;
        }
        party::Context at{who.actor, now, tx, in.seal, in.reference};
        if (auto changed = party::change_secret(at, staff.id, {phc, secret.totp_secret}); !changed) throw Bug("nobody may change the own password");
        delete_failure(tx, index);
        clear_initial(tx, staff.id);
        delete_staff_sessions(tx, staff.id);
        SessionRow session;
        session.staff_kind = true;
        session.staff = staff.id;
        session.created_at = session.last_seen_at = now;
        session.expires_at = now.plus_ms(staff_life_ms);
        out.token = in.begin(tx, request, session);
        out.session = *in.load(tx, *find_session(tx, sha256(out.token)));
        return out;
    });
    if (outcome.refused) return tl::unexpected(std::move(*outcome.refused));
    forget_staff(staff.id);
    return in.signed_in(request, outcome.token, std::move(outcome.session));
}

Result<NewSecret> Sessions::renew_secret(party::Context& at, party::StaffId id) {
    const auto staff = party::find_staff(at.tx, id);
    if (!staff) return refuse("staff_unknown");
    if (at.actor.staff == id) return refuse("staff_own_rights");
    const NewSecret out = new_secret(staff->user);
    if (auto changed = party::change_secret(at, id, out.secret); !changed) return tl::unexpected(std::move(changed.error()));
    mark_initial(at.tx, id);
    delete_failure(at.tx, inside_->seal.blind("sign_in.user", staff->user));
    delete_staff_sessions(at.tx, id);
    return out;
}

void Sessions::mark_initial(store::Transaction& tx, party::StaffId id) { save_initial(tx, id); }

}  // namespace leye::session
