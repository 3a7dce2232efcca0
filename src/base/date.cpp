#include "base/date.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace leye {
namespace {

struct Civil {
    int year, month, day;
};

// Days-from-civil and back, after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
int32_t days_of(int y, int m, int d) {
    y -= m <= 2;
    const int era = (y >= 0 ? y : y - 399) / 400;
    const int yoe = y - era * 400;
    const int doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    const int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

Civil civil_of(int32_t z) {
    z += 719468;
    const int era = (z >= 0 ? z : z - 146096) / 146097;
    const int doe = z - era * 146097;
    const int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const int mp = (5 * doy + 2) / 153;
    const int month = mp < 10 ? mp + 3 : mp - 9;
    return {yoe + era * 400 + (month <= 2), month, doy - (153 * mp + 2) / 5 + 1};
}

int month_length(int year, int month) {
    static constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : lengths[month - 1];
}

std::optional<int> digits(std::string_view text) {
    int n = 0;
    for (char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        n = n * 10 + (c - '0');
    }
    return n;
}

int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0); }

// Writes the last digits of a number.
void put(char* to, int count, int64_t n) {
    for (int i = count - 1; i >= 0; --i, n /= 10) to[i] = static_cast<char>('0' + n % 10);
}

}  // namespace

std::optional<Date> Date::of(int year, int month, int day) {
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > month_length(year, month))
        return std::nullopt;
    return of_days(days_of(year, month, day));
}

std::optional<Date> Date::parse(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto y = digits(text.substr(0, 4)), m = digits(text.substr(5, 2)), d = digits(text.substr(8, 2));
    if (!y || !m || !d) return std::nullopt;
    return of(*y, *m, *d);
}

int Date::year() const { return civil_of(days_).year; }
int Date::month() const { return civil_of(days_).month; }
int Date::day() const { return civil_of(days_).day; }
int Date::weekday() const { return static_cast<int>(((days_ % 7) + 7 + 3) % 7) + 1; }

std::string Date::text() const {
    const Civil c = civil_of(days_);
    if (c.year < 0 || c.year > 9999) return fmt::format("{:04}-{:02}-{:02}", c.year, c.month, c.day);
    std::string out = "0000-00-00";
    put(out.data(), 4, c.year), put(out.data() + 5, 2, c.month), put(out.data() + 8, 2, c.day);
    return out;
}

Date Date::plus_months(int months) const {
    const Civil c = civil_of(days_);
    const int total = c.year * 12 + (c.month - 1) + months;
    const int year = static_cast<int>(floor_div(total, 12)), month = total - year * 12 + 1;
    return of_days(days_of(year, month, std::min(c.day, month_length(year, month))));
}

int Date::whole_years_to(Date later) const {
    const Civil a = civil_of(days_), b = civil_of(later.days_);
    return b.year - a.year - (b.month < a.month || (b.month == a.month && b.day < a.day));
}

std::optional<Instant> Instant::parse(std::string_view text) {
    if (text.size() < 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text.back() != 'Z')
        return std::nullopt;
    const auto date = Date::parse(text.substr(0, 10));
    const auto h = digits(text.substr(11, 2)), m = digits(text.substr(14, 2)), s = digits(text.substr(17, 2));
    if (!date || !h || !m || !s || *h > 23 || *m > 59 || *s > 59) return std::nullopt;
    int64_t ms = 0;
    if (text.size() != 20) {
        const auto part = digits(text.substr(20, 3));
        if (text.size() != 24 || text[19] != '.' || !part) return std::nullopt;
        ms = *part;
    }
    return of_ms(((int64_t{date->days()} * 24 + *h) * 60 + *m) * 60'000 + *s * 1000 + ms);
}

Date Instant::date() const {
    return Date::of_days(static_cast<int32_t>(floor_div(ms_ + 8 * 3'600'000, 86'400'000)));
}

std::string Instant::text() const {
    const int64_t day = floor_div(ms_, 86'400'000), rest = ms_ - day * 86'400'000;
    char time[] = "T00:00:00.000Z";
    put(time + 1, 2, rest / 3'600'000), put(time + 4, 2, rest / 60'000 % 60), put(time + 7, 2, rest / 1000 % 60), put(time + 10, 3, rest % 1000);
    std::string out;
    out.reserve(24);
    return out.append(Date::of_days(static_cast<int32_t>(day)).text()).append(time);
}

std::optional<Period> Period::of(Date from, std::optional<Date> until) {
    if (until && *until <= from) return std::nullopt;
    return Period{from, until};
}

bool Period::overlaps(const Period& other) const {
    return (!until || other.from < *until) && (!other.until || from < *other.until);
}

}  // namespace leye
