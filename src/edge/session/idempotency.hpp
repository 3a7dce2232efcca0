#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "engine/seal/seal.hpp"
#include "engine/store/store.hpp"

namespace leye::session {

/// What makes two requests the same: who asks, the Idempotency-Key, and what is asked.
struct RepeatKey {
    std::string actor_index, key, request_index;
};
/// in: `actor` as Actor::text(); `what` method, path and query. Fails: idempotency_missing (empty or longer than 128
/// characters).
Result<RepeatKey> repeat_key(const seal::Seal& seal, std::string_view actor, std::string_view key,
                             std::string_view what, std::string_view body);

/// How long an answer is kept: as long as somebody may come back to it. One that holds a secret is kept only while it may be
/// that the network has lost it.
inline constexpr int64_t answer_kept_ms = 86'400'000, secret_kept_ms = 600'000;

/// What is still kept for the key; or nothing, and then the act is this transaction's to do: end with
/// `keep_answer`. A transaction that is undone frees the key. Of many at once one is kept and the others get its answer.
/// Fails: idempotency_conflict (the key was used for another request). Cost: 1 statement.
Result<std::optional<std::string>> find_answer(store::Connection& tx, const seal::Seal& seal, const RepeatKey& key, Instant now);
/// Keeps for `kept_ms`, sealed, what tells the outcome of the act (the number of a case, say). Where another transaction kept
/// one meanwhile, this one is run again and finds it. Cost: 1 statement.
void keep_answer(store::Transaction& tx, const seal::Seal& seal, const RepeatKey& key, std::string_view answer, Instant now,
                 int64_t kept_ms = answer_kept_ms);

}  // namespace leye::session
