#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "edge/session/session_store.hpp"

/// One-time codes, whatever they prove: kept as a keyed hash under an index of their own.
namespace leye::session {

inline constexpr int64_t code_life_ms = 5 * 60'000, resend_ms = 60'000, lock_ms = 15 * 60'000;
inline constexpr int64_t tries_max = 5, codes_per_day = 10, failures_max = 5;

/// Six random digits.
std::string new_code();
/// The first {…} called `name` replaced by the value.
std::string filled(std::string text, std::string_view name, std::string_view value);
/// A refusal with how long to wait.
Refusal seconds_left(std::string code, int64_t ms);

/// Keeps a code for what it proves, in place of the one before. in: `index` finds it, `what` goes into its hash.
/// Fails: code_too_soon (details: retry_after_s), code_too_many.
Result<void> keep_code(store::Transaction& tx, const seal::Seal& seal, const std::string& index, std::string_view what, std::string_view code, Instant now);
/// Uses the code up. out: why not: code_wrong (details: left), code_expired, code_void. A wrong try is counted, so the
/// transaction is to be kept.
std::optional<Refusal> spend_code(store::Transaction& tx, const seal::Seal& seal, const std::string& index, std::string_view what, std::string_view code, Instant now);

}  // namespace leye::session
