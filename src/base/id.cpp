#include "base/id.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <array>
#include <atomic>
#include <cstring>

#include "base/result.hpp"

namespace leye {

namespace {

void draw(unsigned char* to, size_t count) {
    if (RAND_bytes(to, static_cast<int>(count)) != 1) throw Fault("the system's random generator failed");
}

}  // namespace

// A few bytes come from a block: one call of the generator costs more than most of its callers. What is given out is
// wiped from the block.
std::string random_bytes(size_t count) {
    std::string out(count, '\0');
    thread_local std::array<unsigned char, 1024> block;
    thread_local size_t left = 0;
    if (count > block.size() / 16) {
        draw(reinterpret_cast<unsigned char*>(out.data()), count);
        return out;
    }
    if (left < count) draw(block.data(), left = block.size());
    unsigned char* from = block.data() + (left -= count);
    std::memcpy(out.data(), from, count);
    OPENSSL_cleanse(from, count);
    return out;
}

Uuid Uuid::make(Instant now) {
    // RFC 9562 6.2 method 1: the 12 bits of rand_a count within one ms. One count for all threads: what one thread wrote
    // and another then reads as «the newest» must not depend on which of a database's writers made it.
    static std::atomic<uint64_t> last = 0;  // ms * 4096 + count
    const uint64_t fresh = static_cast<uint64_t>(now.ms()) << 12;
    uint64_t before = last.load(std::memory_order_relaxed), stamp;
    do {
        const bool same = fresh >> 12 <= before >> 12 && (before >> 12) - (fresh >> 12) < 1000;
        stamp = same ? before + 1 : fresh;
    } while (!last.compare_exchange_weak(before, stamp, std::memory_order_relaxed));
    const uint64_t ms = stamp >> 12, counter = stamp & 0xfff;

    Uuid u;
    for (int i = 0; i < 6; ++i) u.bytes[i] = static_cast<uint8_t>(ms >> (40 - 8 * i));
    u.bytes[6] = static_cast<uint8_t>(0x70 | (counter >> 8));
    u.bytes[7] = static_cast<uint8_t>(counter);
    std::memcpy(u.bytes.data() + 8, random_bytes(8).data(), 8);
    u.bytes[8] = static_cast<uint8_t>((u.bytes[8] & 0x3f) | 0x80);
    return u;
}

std::optional<Uuid> Uuid::parse(std::string_view text) {
    if (text.size() != 36) return std::nullopt;
    Uuid u;
    size_t nibble = 0;
    for (size_t i = 0; i < 36; ++i) {
        if (i == 8 || i == 13 || i == 18 || i == 23) {
            if (text[i] != '-') return std::nullopt;
            continue;
        }
        const char c = text[i];
        int v = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
        if (v < 0) return std::nullopt;
        u.bytes[nibble / 2] = static_cast<uint8_t>(u.bytes[nibble / 2] << 4 | v);
        ++nibble;
    }
    return u;
}

std::optional<Uuid> Uuid::of_bytes(std::string_view bytes) {
    if (bytes.size() != 16) return std::nullopt;
    Uuid u;
    std::memcpy(u.bytes.data(), bytes.data(), 16);
    return u;
}

std::string Uuid::text() const {
    static constexpr char hex[] = "0123456789abcdef";
    std::string out;
    out.reserve(36);
    for (int i = 0; i < 16; ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
        out += hex[bytes[i] >> 4];
        out += hex[bytes[i] & 15];
    }
    return out;
}

}  // namespace leye
