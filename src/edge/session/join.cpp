#include <algorithm>
#include <charconv>

#include "base/json.hpp"
#include "edge/notify/outbox.hpp"
#include "edge/session/code.hpp"
#include "edge/session/inside.hpp"
#include "edge/session/join_store.hpp"
#include "records/reference/phone.hpp"

namespace leye::session {
namespace {

constexpr int64_t grant_life_ms = 24 * 60 * minute_ms;

std::string tail_of(std::string_view phone) { return std::string(phone.substr(phone.size() - std::min<size_t>(4, phone.size()))); }

/// A file that an account asks for, and what stands between them.
struct Claim {
    AccountId account;
    std::string phone;  // the account's
    party::NewPerson given;
    std::optional<party::PersonId> file;
    std::vector<party::PersonId> ids;       // the file's, merged ones too
    std::vector<AccountRow> others;         // accounts that have it
    std::string old_phone;                  // whose code proves it; empty where nobody else has the file
    bool name_right = false;

    bool is_free() const { return name_right && old_phone.empty(); }
    std::string what() const { return account.text() + ":" + given.document_number + ":" + given.name; }
};

Claim claim_of(store::Connection& c, const seal::Seal& seal, AccountId account, const party::NewPerson& given) {
    const auto row = find_account(c, account);
    expect(row.has_value(), "a signed-in account");
    Claim out{.account = account, .phone = open_phone(*row, seal), .given = given};
    out.file = party::find_person_by_document(c, seal, given.document_type, given.document_number);
    if (!out.file) return out;
    const auto person = party::get_person(c, seal, *out.file, party::Documents::without);
    out.name_right = person.name == given.name;
    out.ids = party::list_ids(c, *out.file);
    out.others = list_accounts_of(c, out.ids, account);
    if (!out.others.empty())
        out.old_phone = open_phone(out.others.back(), seal);
    else if (person.phone != out.phone)
        out.old_phone = person.phone;
    return out;
}

// A wrong name is answered with a phone that nobody has, so that the answer tells nobody which it was.
std::string tail_shown(const Claim& claim, const seal::Seal& seal) {
    if (claim.name_right) return tail_of(claim.old_phone);
    const std::string mixed = seal.blind("join.tail", claim.given.document_number + ":" + claim.given.name);
    std::string out;
    for (size_t i = 0; i < 4; ++i) out += static_cast<char>('0' + static_cast<unsigned char>(mixed[i]) % 10);
    return out;
}

/// Tries of an account and tries at a number, each locked after five within a quarter of an hour.
struct Tries {
    FailureRow of_account, at_number;

    Tries(store::Connection& c, const seal::Seal& seal, const Claim& claim)
        : of_account(row(c, seal.blind("join.account", claim.account.text()))), at_number(row(c, seal.blind("join.number", claim.given.document_number))) {}
    static FailureRow row(store::Connection& c, const std::string& index) {
        return find_failure(c, index).value_or(FailureRow{.user_index = index, .last_at = {}, .locked_until = {}});
    }
    std::optional<Refusal> locked(Instant now) const {
        const Instant until = std::max(of_account.locked_until, at_number.locked_until);
        if (until <= now) return std::nullopt;
        return seconds_left("identity_locked", until.ms() - now.ms());
    }
    void count(store::Transaction& tx, Instant now) {
        for (FailureRow* row : {&of_account, &at_number}) count_failure(tx, *row, now);
    }
    void forget(store::Transaction& tx) const {
        delete_failure(tx, of_account.user_index);
        delete_failure(tx, at_number.user_index);
    }
};

Refusal proof_needed(const Claim& claim, const seal::Seal& seal) {
    return {.code = "identity_proof_needed", .field = "code", .details = {{"tail", tail_shown(claim, seal)}}};
}

}  // namespace

Result<void> Sessions::join_file(const Session& who, const party::NewPerson& given, std::string_view code, const std::optional<RepeatKey>& key) {
    Inside& in = *inside_;
    const Instant now = in.clock.now();
    const auto checked = party::check_person(given, in.reference, now.date());
    if (!checked) return tl::unexpected(checked.error());
    struct Outcome {
        std::optional<Refusal> refused;
        std::vector<AccountId> left;
    };
    // A refused try is counted, so the transaction is kept.
    auto outcome = in.db.write([&](store::Transaction& tx) -> Outcome {
        Outcome out;
        if (key) {
            const auto before = find_answer(tx, in.seal, *key, now);
            if (!before) return out.refused = before.error(), out;
            if (*before) return out;
        }
        party::Context at{who.actor, now, tx, in.seal, in.reference};
        const Claim claim = claim_of(tx, in.seal, who.account, *checked);
        Tries tries(tx, in.seal, claim);
        const auto refuse_it = [&](Refusal refusal) {
            tries.count(tx, now);
            out.refused = std::move(refusal);
            return out;
        };
        if (claim.file && !claim.is_free()) {
            const bool granted = claim.name_right && take_grant(tx, claim.ids, in.seal.blind("join.phone", claim.phone), now);
            if (!granted) {
                if (auto locked = tries.locked(now)) return out.refused = std::move(locked), out;
                if (code.empty()) return refuse_it(proof_needed(claim, in.seal));
                if (auto wrong = spend_code(tx, in.seal, in.seal.blind("join.code", claim.what()), claim.what(), code, now)) return refuse_it(std::move(*wrong));
            }
        }
        auto file = party::register_person(at, *checked);
        party::PersonChange change{.phone = claim.phone};
        if (!checked->area.empty()) change.area = checked->area;
        if (file)
            if (auto changed = party::change_person(at, *file, change); !changed) file = tl::unexpected(changed.error());
        if (!file) throw Bug("a person that was checked is refused: " + file.error().code);
        for (const AccountRow& other : claim.others) {
            clear_person(tx, other.id);
            out.left.push_back(other.id);
            party::record(at, "account_left", "account:" + other.id.text(), json::print(json::Object{{"person", file->text()}}));
        }
        if (auto joined = join_person(at, who.account, *file); !joined) throw Bug("an account without a file has one");
        tries.forget(tx);
        if (claim.file && !claim.old_phone.empty() && claim.old_phone != claim.phone)
            notify::send(tx, in.seal, now, {claim.old_phone, *file, party::get_person(at, *file).area}, filled(in.settings.moved_message, "{tail}", tail_of(claim.phone)),
                         notify::Purpose::account);
        if (key) keep_answer(tx, in.seal, *key, "204\n", now);
        return out;
    });
    for (const AccountId left : outcome.left) forget_account(left);
    if (outcome.refused) return tl::unexpected(std::move(*outcome.refused));
    return {};
}

Result<JoinCodeShape> Sessions::send_join_code(const http::Request& request, const Session& who, const party::NewPerson& given) {
    Inside& in = *inside_;
    const Instant now = in.clock.now();
    const auto checked = party::check_person(given, in.reference, now.date());
    if (!checked) return tl::unexpected(checked.error());
    if (auto allowed = in.codes.take(request.peer, now); !allowed) return tl::unexpected(std::move(allowed.error()));
    return in.db.write([&](store::Transaction& tx) -> Result<JoinCodeShape> {
        const Claim claim = claim_of(tx, in.seal, who.account, *checked);
        if (auto locked = Tries(tx, in.seal, claim).locked(now)) return tl::unexpected(std::move(*locked));
        const std::string fresh = new_code();
        if (auto kept = keep_code(tx, in.seal, in.seal.blind("join.code", claim.what()), claim.what(), fresh, now); !kept) return tl::unexpected(std::move(kept.error()));
        if (claim.name_right && !claim.old_phone.empty())
            notify::send(tx, in.seal, now, {claim.old_phone}, filled(filled(filled(in.settings.join_message, "{code}", fresh), "{minutes}", std::to_string(code_life_ms / minute_ms)), "{tail}", tail_of(claim.phone)),
                         notify::Purpose::code);
        return JoinCodeShape{.phone_tail = claim.is_free() ? tail_of(claim.phone) : tail_shown(claim, in.seal)};
    });
}

Result<void> Sessions::grant_join(party::Context& at, party::PersonId person, std::string_view given, std::string_view reason) {
    if (auto allowed = party::may(at.actor, party::Duty::window); !allowed) return allowed;
    if (auto good = party::check_reason(reason); !good) return good;
    const auto phone = reference::check_phone(given);
    if (!phone) return tl::unexpected(phone.error());
    const auto kept = party::resolve(at.tx, person);
    if (!kept) return refuse("person_unknown", "id");
    Inside& in = *inside_;
    save_grant(at.tx, *kept, in.seal.blind("join.phone", *phone), at.actor.staff, at.now.plus_ms(grant_life_ms));
    party::record(at, "join_granted", "person:" + kept->text(), json::print(json::Object{{"reason", reason}}));
    const auto file = party::get_person(at, *kept);
    if (!file.phone.empty() && file.phone != *phone)
        notify::send(at.tx, in.seal, at.now, {file.phone, *kept, file.area}, filled(in.settings.grant_message, "{tail}", tail_of(*phone)), notify::Purpose::account);
    return {};
}

}  // namespace leye::session
