#include "edge/http/network.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <charconv>

#include "base/text.hpp"

namespace leye::http {
namespace {

using Bytes = std::array<uint8_t, 16>;

// As IPv6, so that there is one kind of address to compare.
std::optional<Bytes> bytes_of(std::string_view text) {
    if (text.empty() || text.size() > 45) return std::nullopt;
    boost::system::error_code failed;
    const auto address = boost::asio::ip::make_address(std::string(text), failed);
    if (failed) return std::nullopt;
    if (address.is_v6()) return address.to_v6().to_bytes();
    return boost::asio::ip::make_address_v6(boost::asio::ip::v4_mapped, address.to_v4()).to_bytes();
}

bool same_start(const Bytes& a, const Bytes& b, int bits) {
    const int whole = bits / 8, rest = bits % 8;
    if (!std::equal(a.begin(), a.begin() + whole, b.begin())) return false;
    return rest == 0 || (a[whole] ^ b[whole]) >> (8 - rest) == 0;
}

}  // namespace

std::optional<Network> Network::parse(std::string_view text) {
    const size_t slash = text.find('/');
    const std::string_view address = text.substr(0, slash);
    const auto bytes = bytes_of(address);
    if (!bytes) return std::nullopt;
    Network out;
    out.bytes_ = *bytes;
    if (slash == text.npos) return out;
    const bool v4 = address.find(':') == address.npos;
    const std::string_view length = text.substr(slash + 1);
    int bits = 0;
    const auto [end, failed] = std::from_chars(length.data(), length.data() + length.size(), bits);
    if (failed != std::errc() || end != length.data() + length.size() || bits < 0 || bits > (v4 ? 32 : 128)) return std::nullopt;
    out.bits_ = v4 ? bits + 96 : bits;
    Bytes cut = out.bytes_;
    for (int i = out.bits_; i < 128; ++i) cut[i / 8] &= static_cast<uint8_t>(~(0x80 >> i % 8));
    if (cut != out.bytes_) return std::nullopt;
    return out;
}

bool Network::contains(std::string_view address) const {
    const auto bytes = bytes_of(address);
    return bytes && same_start(bytes_, *bytes, bits_);
}

std::string asking_address(std::string_view peer, std::span<const std::string_view> forwarded, std::span<const Network> trusted) {
    const auto is_trusted = [&](std::string_view address) { return std::ranges::any_of(trusted, [&](const Network& n) { return n.contains(address); }); };
    if (!is_trusted(peer)) return std::string(peer);
    std::vector<std::string_view> entries;
    for (const auto value : forwarded)
        for (const auto entry : text::split(value, ',')) entries.push_back(text::trim(entry));
    std::string out(peer);
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        if (!bytes_of(*entry)) break;
        out = *entry;
        if (!is_trusted(*entry)) break;
    }
    return out;
}

}  // namespace leye::http
