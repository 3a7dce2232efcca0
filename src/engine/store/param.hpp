#pragma once
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "base/date.hpp"
#include "base/id.hpp"

namespace leye::store {

struct Blob {
    std::string bytes;
};
/// A parameter known only at run time: null, integer, text or bytes.
using Value = std::variant<std::monostate, int64_t, std::string, Blob>;

namespace detail {
template <class T>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {};
template <class T>
struct is_id : std::false_type {};
template <class T>
struct is_id<Id<T>> : std::true_type {};
}  // namespace detail

/// What stands for one `?`: looks at the caller's text or bytes and copies none of it. Lives for one call.
class Param {
  public:
    enum class Kind : uint8_t { null, integer, text, bytes };

    Param() = default;
    /// null, bool, an integer or enumeration, Date, Instant, Uuid, Id, Blob, Value, or anything that is a string_view; or
    /// an optional of these.
    template <class T>
        requires(!std::is_same_v<T, Param>)
    explicit Param(const T& x) {
        if constexpr (detail::is_optional<T>::value) {
            if (x) *this = Param(*x);
        } else if constexpr (std::is_same_v<T, std::nullptr_t>) {
        } else if constexpr (std::is_same_v<T, bool> || std::is_integral_v<T> || std::is_enum_v<T>) {
            set(static_cast<int64_t>(x));
        } else if constexpr (std::is_same_v<T, Date>) {
            const std::string day = x.text();
            kind_ = Kind::text, own_ = true, size_ = day.size();
            std::memcpy(day_, day.data(), size_);
        } else if constexpr (std::is_same_v<T, Instant>) {
            set(x.ms());
        } else if constexpr (std::is_same_v<T, Uuid>) {
            set(Kind::bytes, x.view());
        } else if constexpr (detail::is_id<T>::value) {
            set(Kind::bytes, x.value.view());
        } else if constexpr (std::is_same_v<T, Blob>) {
            set(Kind::bytes, x.bytes);
        } else if constexpr (std::is_same_v<T, Value>) {
            if (const auto* n = std::get_if<int64_t>(&x)) set(*n);
            if (const auto* s = std::get_if<std::string>(&x)) set(Kind::text, *s);
            if (const auto* b = std::get_if<Blob>(&x)) set(Kind::bytes, b->bytes);
        } else {
            set(Kind::text, std::string_view(x));
        }
    }

    /// Text or bytes that outlive the parameter.
    static Param of(Kind kind, std::string_view s) {
        Param out;
        out.set(kind, s);
        return out;
    }

    Kind kind() const { return kind_; }
    int64_t integer() const { return integer_; }
    /// Of text and bytes.
    std::string_view view() const { return {own_ ? day_ : data_, size_}; }

  private:
    void set(int64_t n) { kind_ = Kind::integer, integer_ = n; }
    void set(Kind kind, std::string_view s) { kind_ = kind, data_ = s.data() ? s.data() : "", size_ = s.size(); }

    Kind kind_ = Kind::null;
    bool own_ = false;
    size_t size_ = 0;
    union {
        int64_t integer_ = 0;
        const char* data_;
        char day_[12];
    };
};

/// The parameter as a value of its own, to be kept.
template <class T>
Value to_value(const T& x) {
    const Param p(x);
    switch (p.kind()) {
        case Param::Kind::integer: return p.integer();
        case Param::Kind::text: return std::string(p.view());
        case Param::Kind::bytes: return Blob{std::string(p.view())};
        default: return {};
    }
}

}  // namespace leye::store
