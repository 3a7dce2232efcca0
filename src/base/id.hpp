#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"

namespace leye {

/// 128 bits; UUIDv7 (RFC 9562) when made by `make`, so that ids made later sort later.
struct Uuid {
    std::array<uint8_t, 16> bytes{};

    /// A new UUIDv7 at `now`; ids of one process within one millisecond are strictly increasing.
    static Uuid make(Instant now);
    /// Reads the 36-character form with hyphens.
    static std::optional<Uuid> parse(std::string_view text);
    /// The 16 bytes as stored; nothing for another length.
    static std::optional<Uuid> of_bytes(std::string_view bytes);
    std::string text() const;
    std::string_view view() const { return {reinterpret_cast<const char*>(bytes.data()), 16}; }
    bool is_nil() const { return *this == Uuid{}; }
    auto operator<=>(const Uuid&) const = default;
};

/// An id of one kind of thing: PersonId and CaseId do not mix. `Tag` is any type, usually incomplete.
template <class Tag>
struct Id {
    Uuid value;
    static Id make(Instant now) { return {Uuid::make(now)}; }
    static std::optional<Id> parse(std::string_view text) {
        if (auto u = Uuid::parse(text)) return Id{*u};
        return std::nullopt;
    }
    std::string text() const { return value.text(); }
    bool is_nil() const { return value.is_nil(); }
    auto operator<=>(const Id&) const = default;
};

/// `count` random bytes from the operating system's generator. Fails: Fault where it has none.
std::string random_bytes(size_t count);

}  // namespace leye

template <>
struct std::hash<leye::Uuid> {
    size_t operator()(const leye::Uuid& u) const noexcept {
        uint64_t x;
        __builtin_memcpy(&x, u.bytes.data() + 8, 8);
        return x;
    }
};
template <class Tag>
struct std::hash<leye::Id<Tag>> {
    size_t operator()(const leye::Id<Tag>& id) const noexcept { return std::hash<leye::Uuid>{}(id.value); }
};
