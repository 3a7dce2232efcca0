#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace leye::exchange {

/// A sender's public key: Ed25519 (RFC 8032) or SM2 (GB/T 32918). Immutable; safe for many threads.
class PublicKey {
  public:
    /// Reads PEM («-----BEGIN PUBLIC KEY-----»). Nothing where it is no key of these two kinds.
    static std::optional<PublicKey> parse(std::string_view pem);
    std::string_view kind() const;  ///< "ed25519" or "sm2"

    /// Whether the key signed the bytes. in: `signature` 64 bytes, of SM2 also as DER. Cost: linear in the bytes.
    bool verifies(std::string_view bytes, std::string_view signature) const;

  private:
    struct Key;
    explicit PublicKey(std::shared_ptr<const Key> key) : key_(std::move(key)) {}
    std::shared_ptr<const Key> key_;
};

/// RFC 4648 base64 with padding; nothing for anything else.
std::optional<std::string> of_base64(std::string_view text);

}  // namespace leye::exchange
