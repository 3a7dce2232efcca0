#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "edge/http/response.hpp"
#include "engine/seal/seal.hpp"
#include "engine/store/store.hpp"

namespace leye::session {

/// What makes two requests the same: who asks, the Idempotency-Key, and what is asked.
struct RepeatKey {
    std::string actor_index, key, request_index;
};
/// in: `actor` as Actor::text(); `what` method and path. Fails: idempotency_missing (empty or longer than 128
/// characters).
Result<RepeatKey> repeat_key(const seal::Seal& seal, std::string_view actor, std::string_view key,
                             std::string_view what, std::string_view body);

/// The answer given before, with the header Idempotency-Replayed; or nothing, and then the key is this transaction's:
/// end with `keep_answer`. A transaction that is undone frees the key. Of many at once one gets nothing and the others
/// its answer. Fails: idempotency_conflict (the key was used for another request). Cost: ≤ 3 statements.
Result<std::optional<http::Response>> find_answer(store::Transaction& tx, const seal::Seal& seal,
                                                  const RepeatKey& key, Instant now);
/// Keeps the answer for 24 hours, sealed. Status, content type, body, and the headers Location and ETag are kept.
void keep_answer(store::Transaction& tx, const seal::Seal& seal, const RepeatKey& key,
                 const http::Response& answer);

}  // namespace leye::session
