#include "engine/seal/totp.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/id.hpp"
#include "base/result.hpp"
#include "engine/seal/seal.hpp"

namespace leye::seal {
namespace {

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr int64_t step_ms = 30'000;

std::string code_of_step(std::string_view secret, int64_t step) {
    uint8_t counter[8], mac[20];
    for (int i = 7; i >= 0; --i, step >>= 8) counter[i] = static_cast<uint8_t>(step);
    unsigned size = 0;
    if (!HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter, sizeof counter, mac,
              &size))
        throw Fault("the cipher library does not offer HMAC-SHA-1");
    const int at = mac[19] & 15;
    const uint32_t number =
        (uint32_t{mac[at]} << 24 | mac[at + 1] << 16 | mac[at + 2] << 8 | mac[at + 3]) & 0x7fffffff;
    const std::string digits = std::to_string(number % 1'000'000);
    return std::string(6 - digits.size(), '0') + digits;
}

std::string percent(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           c == '-' || c == '.' || c == '_' || c == '~' || c == '@';
        if (plain) {
            out += c;
        } else {
            out += '%';
            out += "0123456789ABCDEF"[static_cast<uint8_t>(c) >> 4];
            out += "0123456789ABCDEF"[static_cast<uint8_t>(c) & 15];
        }
    }
    return out;
}

}  // namespace

std::string new_totp_secret() {
    return random_bytes(20);
}

std::string totp_code(std::string_view secret, Instant at) {
    return code_of_step(secret, at.ms() / step_ms);
}

std::optional<int64_t> verify_totp(std::string_view secret, std::string_view code, Instant at,
                                   int64_t after) {
    const int64_t now = at.ms() / step_ms;
    std::optional<int64_t> found;
    // All three are computed whatever the first says, so that the time tells nothing.
    for (int64_t step = now - 1; step <= now + 1; ++step)
        if (constant_time_equal(code_of_step(secret, step), code) && step > after && !found) found = step;
    return found;
}

std::string totp_uri(std::string_view secret, std::string_view issuer, std::string_view account) {
    return "otpauth://totp/" + percent(issuer) + ":" + percent(account) + "?secret=" + base32(secret) +
           "&issuer=" + percent(issuer) + "&algorithm=SHA1&digits=6&period=30";
}

std::string base32(std::string_view bytes) {
    std::string out;
    uint32_t bits = 0;
    int held = 0;
    for (const char c : bytes) {
        bits = (bits << 8 | static_cast<uint8_t>(c)) & 0xffff;
        for (held += 8; held >= 5; held -= 5) out += letters[bits >> (held - 5) & 31];
    }
    if (held > 0) out += letters[bits << (5 - held) & 31];
    return out;
}

std::optional<std::string> of_base32(std::string_view text) {
    std::string out;
    uint32_t bits = 0;
    int held = 0;
    for (char c : text) {
        if (c == ' ' || c == '-' || c == '=') continue;
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        const size_t value = letters.find(c);
        if (value == letters.npos) return std::nullopt;
        bits = (bits << 5 | static_cast<uint32_t>(value)) & 0xffff;
        if ((held += 5) >= 8) {
            held -= 8;
            out += static_cast<char>(bits >> held & 0xff);
        }
    }
    return out;
}

}  // namespace leye::seal
