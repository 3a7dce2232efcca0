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
    Number negated() const;
    Number floor() const;
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
