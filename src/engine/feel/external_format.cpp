#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "engine/feel/external.hpp"

namespace leye::feel {
namespace {

constexpr int width_max = 1000;

struct Conversion {
    std::string flags;
    int width = 0, precision = -1;
    char letter = 0;
    bool has(char flag) const { return flags.find(flag) != std::string::npos; }
};

// Reads from behind the «%»; `i` ends behind the letter.
std::optional<Conversion> conversion(std::string_view s, size_t& i) {
    Conversion c;
    const auto digits = [&] {
        int n = 0;
        for (; i < s.size() && s[i] >= '0' && s[i] <= '9' && n <= width_max; ++i) n = n * 10 + (s[i] - '0');
        return n;
    };
    for (; i < s.size() && std::string_view("-+ 0,(#").find(s[i]) != std::string_view::npos; ++i)
        c.flags += s[i];
    c.width = digits();
    if (i < s.size() && s[i] == '.') ++i, c.precision = digits();
    if (i >= s.size() || c.width > width_max || c.precision > width_max) return std::nullopt;
    c.letter = s[i++];
    return c;
}

std::string grouped(std::string digits) {
    size_t end = std::min(digits.find_first_of(".e"), digits.size());
    while (end > 3) digits.insert(end -= 3, ",");
    return digits;
}

std::string with_sign(const Conversion& c, bool negative, std::string digits) {
    if (c.has(',')) digits = grouped(std::move(digits));
    const bool brackets = negative && c.has('(');
    const std::string sign = negative ? (brackets ? "(" : "-") : c.has('+') ? "+" : c.has(' ') ? " " : "";
    const size_t taken = sign.size() + digits.size() + brackets;
    if (c.has('0') && taken < static_cast<size_t>(c.width))
        digits.insert(0, static_cast<size_t>(c.width) - taken, '0');
    return sign + digits + (brackets ? ")" : "");
}

std::optional<std::string> decimal(const Conversion& c, const Number& n) {
    const int digits = c.precision < 0 ? 6 : c.precision;
    if (c.letter == 'e' || c.letter == 'E')
        return with_sign(c, n.is_negative(), fmt::format("{:.{}e}", n.absolute().approximate(), digits));
    const auto rounded = n.absolute().rounded(digits, Number::Rounding::half_up);
    if (!rounded) return std::nullopt;
    std::string text = rounded->text();
    size_t point = text.find('.');
    if (digits > 0 && point == text.npos) point = text.size(), text += '.';
    if (digits > 0) text.append(static_cast<size_t>(digits) - (text.size() - point - 1), '0');
    return with_sign(c, n.is_negative(), std::move(text));
}

std::optional<std::string> one(const Conversion& c, const Value& v) {
    const auto cut = [&](std::string s) {
        if (c.precision < 0) return s;
        const auto points = text::code_points(s);
        return text::of_code_points(std::u32string_view(points).substr(0, static_cast<size_t>(c.precision)));
    };
    const auto* n = v.as<Number>();
    const auto whole = n ? n->integer() : std::nullopt;
    switch (c.letter) {
        case 's':
        case 'S':
            return cut(text_of(v));
        case 'b':
        case 'B':
            return cut(v.as<bool>() ? text_of(v) : v.is_null() ? "false" : "true");
        case 'c':
            if (v.as<std::string>() && text::length(*v.as<std::string>()) == 1) return *v.as<std::string>();
            return v.is_null() ? std::optional<std::string>("null") : std::nullopt;
        default:
            break;
    }
    if (v.is_null()) return "null";
    if (!n) return std::nullopt;
    switch (c.letter) {
        case 'd':
            return whole ? std::optional(with_sign(c, *whole < 0, n->absolute().text())) : std::nullopt;
        case 'x':
        case 'X':
            return whole && *whole >= 0 ? std::optional(with_sign(c, false, fmt::format("{:x}", *whole)))
                                        : std::nullopt;
        case 'o':
            return whole && *whole >= 0 ? std::optional(with_sign(c, false, fmt::format("{:o}", *whole)))
                                        : std::nullopt;
        case 'f':
        case 'e':
        case 'E':
            return decimal(c, *n);
        default:
            return std::nullopt;
    }
}

}  // namespace

std::optional<std::string> java_format(std::string_view pattern, std::span<const Value> arguments) {
    std::string out;
    size_t next = 0;
    for (size_t i = 0; i < pattern.size();) {
        if (pattern[i] != '%') {
            out += pattern[i++];
            continue;
        }
        ++i;
        const auto c = conversion(pattern, i);
        if (!c) return std::nullopt;
        std::string part;
        if (c->letter == '%' || c->letter == 'n') {
            part = c->letter == '%' ? "%" : "\n";
        } else {
            if (next >= arguments.size()) return std::nullopt;
            auto written = one(*c, arguments[next++]);
            if (!written) return std::nullopt;
            part = std::move(*written);
            if (c->letter >= 'A' && c->letter <= 'Z')
                std::ranges::transform(part, part.begin(), [](char x) {
                    return x >= 'a' && x <= 'z' ? static_cast<char>(x - 'a' + 'A') : x;
                });
        }
        const size_t length = text::length(part), width = static_cast<size_t>(c->width);
        const std::string space(length < width ? width - length : 0, ' ');
        out += c->has('-') ? part + space : space + part;
        if (out.size() > 1'000'000) return std::nullopt;
    }
    return out;
}

}  // namespace leye::feel
