#pragma once
#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "engine/seal/seal.hpp"

/// The two algorithm suites behind the envelopes: raw nonce, ciphertext and tag, without the envelope's head.
namespace leye::seal {

using Key = std::array<uint8_t, 32>;

/// The keys one suite derives from one numbered key. `serial` is unique in this process and names the pair in
/// the per-thread caches of prepared contexts.
struct SuiteKeys {
    uint64_t serial = 0;
    Key cipher{};  ///< AES-256, or SM4 in the first 16 bytes
    Key mac{};     ///< HMAC-SM3; unused by AES-GCM
};

/// Derives the keys of `suite` from a numbered key, each for one purpose.
SuiteKeys derive(const Key& master, Suite suite);

/// Appends nonce, ciphertext and tag to `out`. in: `head`, the envelope so far; it and `bound_to` are
/// authenticated.
void seal_body(Suite suite, const SuiteKeys& keys, std::string_view head, std::string_view bound_to,
               std::string_view plain, std::string& out);
/// The plain text of nonce, ciphertext and tag. out: false where they are not genuine.
bool open_body(Suite suite, const SuiteKeys& keys, std::string_view head, std::string_view bound_to,
               std::string_view body, std::string& plain);

/// HMAC with SHA-256 (aes_gcm) or SM3 (sm4_sm3), 32 bytes, over the concatenation of `parts`.
std::string hmac(Suite suite, const Key& key, uint64_t serial, std::initializer_list<std::string_view> parts);
/// A number no other set of keys in this process has.
uint64_t next_serial();

}  // namespace leye::seal
