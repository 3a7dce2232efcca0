#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace leye::http {

/// A range of addresses: "10.0.0.0/8", "fd00::/8", or one address alone. IPv4 inside IPv6 (::ffff:10.0.0.1) is IPv4.
class Network {
  public:
    /// Nothing where it is no range, or where bits behind the prefix are set.
    static std::optional<Network> parse(std::string_view text);
    /// False too where `address` is none.
    bool contains(std::string_view address) const;

  private:
    std::array<uint8_t, 16> bytes_{};
    int bits_ = 128;
};

/// Who really asked: `peer`, the address of the socket, unless that is a trusted proxy; then the last of the addresses in
/// `forwarded` (the values of X-Forwarded-For, in order) that is no trusted proxy itself. What is no address ends the search,
/// for only a trusted proxy's own entry may be believed.
std::string asking_address(std::string_view peer, std::span<const std::string_view> forwarded, std::span<const Network> trusted);

}  // namespace leye::http
