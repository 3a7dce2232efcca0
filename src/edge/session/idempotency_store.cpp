#include "edge/session/idempotency.hpp"

#include "edge/session/sealed.hpp"

namespace leye::session {
Result<RepeatKey> repeat_key(const seal::Seal& seal, std::string_view actor, std::string_view key,
                             std::string_view what, std::string_view body) {
    if (key.empty() || key.size() > 128) return refuse("idempotency_missing");
    std::string request(what);
    request += '\n';
    request += body;
    return RepeatKey{seal.blind("idempotency.actor", actor), std::string(key), seal.blind("idempotency.request", request)};
}

Result<std::optional<std::string>> find_answer(store::Connection& tx, const seal::Seal& seal, const RepeatKey& key, Instant now) {
    auto rows = tx.query("select request_index, answer from idempotency where actor_index = ? and request_key = ? and until_at >= ?",
                         store::Blob{key.actor_index}, key.key, now);
    if (!rows.next()) return std::nullopt;
    if (rows.get<store::Blob>(0).bytes != key.request_index) return refuse("idempotency_conflict");
    return seal.decrypt(rows.get<store::Blob>(1).bytes, answer_binding(key.actor_index, key.key));
}

void keep_answer(store::Transaction& tx, const seal::Seal& seal, const RepeatKey& key, std::string_view answer, Instant now, int64_t kept_ms) {
    const store::Blob sealed{seal.encrypt(answer, answer_binding(key.actor_index, key.key))};
    tx.change_one(
        "insert into idempotency (actor_index, request_key, request_index, answer, until_at) values (?, ?, ?, ?, ?) "
        "on conflict (actor_index, request_key) do update set request_index = excluded.request_index, answer = excluded.answer, "
        "until_at = excluded.until_at where idempotency.until_at < ?",
        store::Blob{key.actor_index}, key.key, store::Blob{key.request_index}, sealed, now.plus_ms(kept_ms), now);
}

}  // namespace leye::session
