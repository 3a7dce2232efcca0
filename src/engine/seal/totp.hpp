#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"

/// One-time codes of a phone app: RFC 6238 with SHA-1, 30 seconds and 6 digits, which every app understands.
namespace leye::seal {

/// 20 random bytes, the secret one person's app and we share; kept sealed.
std::string new_totp_secret();
/// The code of the 30-second step that holds `at`, six digits.
std::string totp_code(std::string_view secret, Instant at);
/// The step whose code this is, among the one at `at` and its two neighbours; nothing otherwise. in: `after`,
/// the last step accepted for this person, so that no code works twice. out: the step to remember.
std::optional<int64_t> verify_totp(std::string_view secret, std::string_view code, Instant at,
                                   int64_t after = -1);
/// What the app reads from a QR code: otpauth://totp/…
std::string totp_uri(std::string_view secret, std::string_view issuer, std::string_view account);

/// RFC 4648 base32 in capitals without padding, and back; nothing for other characters. Lower case, blanks,
/// hyphens and padding are read.
std::string base32(std::string_view bytes);
std::optional<std::string> of_base32(std::string_view text);

}  // namespace leye::seal
