#pragma once
#include "base/clock.hpp"
#include "records/fact/batch.hpp"

namespace leye::fact {

/// Whether the batch can be taken back for this reason. Fails: fact_reason_missing (under 4 characters), fact_batch_unknown,
/// fact_batch_undone, fact_batch_is_undo.
Result<void> may_undo(const Batch& batch, std::string_view reason);

/// Takes a batch back, as a batch of its own: what it told is believed no longer, and what it had replaced or retracted is
/// told again, unless a later batch of the source spoke of it. Fails: as `may_undo` and `begin_batch`. out: the number it has. Cost: one pass over
/// all facts, in transactions of some thousand.
Result<int64_t> undo_batch(store::Database& db, const seal::Seal& seal, const reference::Reference& reference, const party::Actor& actor, int64_t number,
                           std::string_view reason, const Clock& clock, const std::function<void(int64_t rows)>& progress = {});

}  // namespace leye::fact
