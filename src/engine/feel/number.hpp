#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace leye::feel {

/// A decimal128 number (IEEE 754-2008): 34 digits, half-even, never infinite and never «not a number».
/// Operations whose result would be either give nothing.
class Number {
  public:
    Number() : Number(0) {}
    explicit Number(int64_t n);
    /// Reads "12", "-0.50", "1e6"; nothing for any other text.
    static std::optional<Number> parse(std::string_view text);

    /// Without exponent where 34 digits allow it, without trailing zeros: "0.3", "1000000".
    std::string text() const;
    /// The value where it is whole and fits.
    std::optional<int64_t> integer() const;

    friend std::optional<Number> add(const Number& a, const Number& b);
    friend std::optional<Number> subtract(const Number& a, const Number& b);
    friend std::optional<Number> multiply(const Number& a, const Number& b);
    friend std::optional<Number> divide(const Number& a, const Number& b);
    friend std::optional<Number> power(const Number& a, const Number& b);
    /// With the sign of `b`; nothing where b is 0.
    friend std::optional<Number> modulo(const Number& a, const Number& b);
    Number negated() const;
    Number floor() const;
    Number absolute() const;
    bool is_negative() const { return *this < Number(0); }
    bool is_whole() const { return *this == floor(); }
    enum class Rounding { half_even, floor, ceiling, down, up, half_up, half_down };
    /// With `scale` digits behind the point (negative: before it); nothing where scale is not in −6111..6176.
    std::optional<Number> rounded(int64_t scale, Rounding how) const;
    std::optional<Number> square_root() const;
    std::optional<Number> exponential() const;
    std::optional<Number> logarithm() const;
    /// Nearest double; for printing measurements only.
    double approximate() const;
    std::weak_ordering operator<=>(const Number& other) const;
    bool operator==(const Number& other) const { return (*this <=> other) == 0; }

  private:
    struct alignas(16) Bits {
        uint64_t w[2];
    };
    Bits bits_;
    friend struct NumberAccess;
};

}  // namespace leye::feel
