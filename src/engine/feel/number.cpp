#include "engine/feel/number.hpp"

#include <cstring>

#define DECIMAL_CALL_BY_REFERENCE 0
#define DECIMAL_GLOBAL_ROUNDING 0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
#include <bid_conf.h>
#include <bid_functions.h>

namespace leye::feel {

struct NumberAccess {
    static BID_UINT128 get(const Number& n) {
        BID_UINT128 x;
        std::memcpy(&x, &n.bits_, sizeof x);
        return x;
    }
    static Number of(BID_UINT128 x) {
        Number n;
        std::memcpy(&n.bits_, &x, sizeof x);
        return n;
    }
    static std::optional<Number> finite(BID_UINT128 x) {
        if (!bid128_isFinite(x)) return std::nullopt;
        return of(x);
    }
};

namespace {
constexpr unsigned half_even = 0;
constexpr size_t text_length_max = 6'300;  // the least number of all has 6,176 digits behind the point
}  // namespace

Number::Number(int64_t n) {
    const BID_UINT128 x = bid128_from_int64(n);
    std::memcpy(&bits_, &x, sizeof x);
}

std::optional<Number> Number::parse(std::string_view text) {
    if (text.empty() || text.size() > text_length_max) return std::nullopt;
    size_t digits = 0;
    for (size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool sign_place = i == 0 || text[i - 1] == 'e' || text[i - 1] == 'E';
        digits += c >= '0' && c <= '9';
        if (!((c >= '0' && c <= '9') || c == '.' || c == 'e' || c == 'E' || ((c == '-' || c == '+') && sign_place))) return std::nullopt;
    }
    if (digits == 0) return std::nullopt;
    std::string copy(text);
    unsigned flags = 0;
    return NumberAccess::finite(bid128_from_string(copy.data(), half_even, &flags));
}

std::string Number::text() const {
    // The library prints «+30E-1»: sign, digits, exponent.
    char raw[64];
    unsigned flags = 0;
    bid128_to_string(raw, NumberAccess::get(*this), &flags);
    std::string_view s(raw);
    const bool negative = s.front() == '-';
    s.remove_prefix(1);
    const size_t e = s.find('E');
    std::string digits(s.substr(0, e));
    int exponent = std::atoi(std::string(s.substr(e + 1)).c_str());
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    if (digits.empty()) return "0";
    while (digits.ends_with('0')) digits.pop_back(), ++exponent;
    std::string out;
    if (exponent >= 0) {
        out = digits + std::string(static_cast<size_t>(exponent), '0');
    } else if (static_cast<size_t>(-exponent) < digits.size()) {
        out = digits.substr(0, digits.size() + exponent) + "." + digits.substr(digits.size() + exponent);
    } else {
        out = "0." + std::string(static_cast<size_t>(-exponent) - digits.size(), '0') + digits;
    }
    return negative ? "-" + out : out;
}

std::optional<int64_t> Number::integer() const {
    unsigned flags = 0;
    const int64_t n = bid128_to_int64_xint(NumberAccess::get(*this), &flags);
    if (flags != 0) return std::nullopt;
    return n;
}

std::optional<Number> add(const Number& a, const Number& b) {
    unsigned flags = 0;
    return NumberAccess::finite(bid128_add(NumberAccess::get(a), NumberAccess::get(b), half_even, &flags));
}
std::optional<Number> subtract(const Number& a, const Number& b) {
    unsigned flags = 0;
    return NumberAccess::finite(bid128_sub(NumberAccess::get(a), NumberAccess::get(b), half_even, &flags));
}
std::optional<Number> multiply(const Number& a, const Number& b) {
    unsigned flags = 0;
    return NumberAccess::finite(bid128_mul(NumberAccess::get(a), NumberAccess::get(b), half_even, &flags));
}
std::optional<Number> divide(const Number& a, const Number& b) {
    unsigned flags = 0;
    return NumberAccess::finite(bid128_div(NumberAccess::get(a), NumberAccess::get(b), half_even, &flags));
}
std::optional<Number> power(const Number& a, const Number& b) {
    unsigned flags = 0;
    return NumberAccess::finite(bid128_pow(NumberAccess::get(a), NumberAccess::get(b), half_even, &flags));
}

Number Number::negated() const { return NumberAccess::of(bid128_negate(NumberAccess::get(*this))); }

Number Number::floor() const {
    unsigned flags = 0;
    return NumberAccess::of(bid128_round_integral_negative(NumberAccess::get(*this), &flags));
}

std::optional<Number> modulo(const Number& a, const Number& b) {
    if (b == Number(0)) return std::nullopt;
    unsigned flags = 0;
    auto rest = NumberAccess::finite(bid128_fmod(NumberAccess::get(a), NumberAccess::get(b), &flags));
    if (rest && !(*rest == Number(0)) && rest->is_negative() != b.is_negative()) return add(*rest, b);
    return rest;
}

Number Number::absolute() const { return NumberAccess::of(bid128_abs(NumberAccess::get(*this))); }

std::optional<Number> Number::rounded(int64_t scale, Rounding how) const {
    if (scale < -6111 || scale > 6176) return std::nullopt;
    const std::string written = text();
    const size_t point = written.find('.');
    if (scale >= 0 && (point == written.npos || static_cast<int64_t>(written.size() - point - 1) <= scale)) return *this;
    const auto unit = parse("1E" + std::to_string(-scale));
    if (!unit) return std::nullopt;
    const auto to_unit = [&](const Number& n, unsigned mode) {
        unsigned flags = 0;
        return NumberAccess::finite(bid128_quantize(NumberAccess::get(n), NumberAccess::get(*unit), mode, &flags));
    };
    switch (how) {
        case Rounding::half_even: return to_unit(*this, 0);
        case Rounding::floor: return to_unit(*this, 1);
        case Rounding::ceiling: return to_unit(*this, 2);
        case Rounding::down: return to_unit(*this, 3);
        case Rounding::half_up: return to_unit(*this, 4);
        case Rounding::up: return to_unit(*this, is_negative() ? 1 : 2);
        case Rounding::half_down: break;
    }
    const auto low = to_unit(absolute(), 3);
    if (!low) return std::nullopt;
    const auto rest = subtract(absolute(), *low), half = divide(*unit, Number(2));
    const auto out = *rest > *half ? add(*low, *unit) : low;
    return out && is_negative() ? std::optional(out->negated()) : out;
}

std::optional<Number> Number::square_root() const {
    unsigned flags = 0;
    return NumberAccess::finite(bid128_sqrt(NumberAccess::get(*this), half_even, &flags));
}
std::optional<Number> Number::exponential() const {
    unsigned flags = 0;
    return NumberAccess::finite(bid128_exp(NumberAccess::get(*this), half_even, &flags));
}
std::optional<Number> Number::logarithm() const {
    unsigned flags = 0;
    return NumberAccess::finite(bid128_log(NumberAccess::get(*this), half_even, &flags));
}
double Number::approximate() const {
    unsigned flags = 0;
    return bid128_to_binary64(NumberAccess::get(*this), half_even, &flags);
}

std::weak_ordering Number::operator<=>(const Number& other) const {
    unsigned flags = 0;
    const BID_UINT128 a = NumberAccess::get(*this), b = NumberAccess::get(other);
    if (bid128_quiet_less(a, b, &flags)) return std::weak_ordering::less;
    if (bid128_quiet_equal(a, b, &flags)) return std::weak_ordering::equivalent;
    return std::weak_ordering::greater;
}

}  // namespace leye::feel
