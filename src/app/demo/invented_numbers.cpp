#include "app/demo/invented_numbers.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "base/result.hpp"
#include "records/reference/document.hpp"
#include "records/reference/uscc.hpp"

namespace leye::demo {
namespace {

// A step of some 0.618 of the whole puts the people of one household far apart.
constexpr uint64_t step = 11'279'121;
constexpr uint64_t offset = 4'711;
static_assert(std::gcd(step, numbered_people) == 1, "every index has a number of its own");

/// x with step × x ≡ 1, by Euclid.
constexpr uint64_t inverse_step() {
    int64_t a = step, m = numbered_people, x = 1, y = 0;
    while (m != 0) {
        const int64_t q = a / m;
        a -= q * m, std::swap(a, m);
        x -= q * y, std::swap(x, y);
    }
    return static_cast<uint64_t>(x < 0 ? x + static_cast<int64_t>(numbered_people) : x);
}
constexpr uint64_t back = inverse_step();
static_assert(step * back % numbered_people == 1);

constexpr std::array<int, 13> month_begins{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

void put(char* at, int digits, int value) {
    for (int i = digits; i-- > 0; value /= 10) at[i] = static_cast<char>('0' + value % 10);
}

std::optional<int> number_at(std::string_view text, size_t from, size_t digits) {
    int value = 0;
    for (const char c : text.substr(from, digits)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

}  // namespace

NumberParts number_parts_of(uint64_t index) {
    const uint64_t n = (index % numbered_people * step + offset) % numbered_people;
    return {.day_of_year = static_cast<int>(n / 50'000), .region = static_cast<int>(n % 100), .order = static_cast<int>(n / 100 % 500)};
}

Date day_in_year(int year, int day_of_year) {
    const auto after = std::upper_bound(month_begins.begin(), month_begins.end(), day_of_year);
    const int month = static_cast<int>(after - month_begins.begin());
    return *Date::of(year, month, day_of_year - *(after - 1) + 1);
}

std::string identity_number_of(uint64_t index, Date born, bool male) {
    expect(index < numbered_people, "a person with a number of one's own");
    const auto parts = number_parts_of(index);
    std::string out(18, '0');
    out.replace(0, 4, "3799");
    put(&out[4], 2, parts.region);
    put(&out[6], 4, born.year());
    put(&out[10], 2, born.month());
    put(&out[12], 2, born.day());
    put(&out[14], 3, parts.order * 2 + (male ? 1 : 0));
    out[17] = reference::check_digit_of(std::string_view(out).substr(0, 17));
    return out;
}

std::optional<uint64_t> index_of(std::string_view number) {
    if (number.size() != 18 || !number.starts_with("3799")) return std::nullopt;
    const auto region = number_at(number, 4, 2), month = number_at(number, 10, 2), day = number_at(number, 12, 2), order = number_at(number, 14, 3);
    if (!region || !month || !day || !order || *month < 1 || *month > 12 || number[17] != reference::check_digit_of(number.substr(0, 17))) return std::nullopt;
    const int day_of_year = month_begins[static_cast<size_t>(*month - 1)] + *day - 1;
    if (*day < 1 || day_of_year >= month_begins[static_cast<size_t>(*month)]) return std::nullopt;
    const uint64_t n = static_cast<uint64_t>(day_of_year) * 50'000 + static_cast<uint64_t>(*order / 2) * 100 + static_cast<uint64_t>(*region);
    return (n + numbered_people - offset) % numbered_people * back % numbered_people;
}

std::string credit_code_of(uint32_t employer, std::string_view kind) {
    constexpr std::string_view letters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    std::string code = std::string(kind) + "379900N0000000";
    uint64_t n = employer;
    for (size_t at = code.size(); n > 0; n /= letters.size()) code[--at] = letters[n % letters.size()];
    code += reference::organisation_check_of(std::string_view(code).substr(8));
    return code + reference::uscc_check_of(code);
}

}  // namespace leye::demo
