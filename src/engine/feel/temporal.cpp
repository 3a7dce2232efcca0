#include "engine/feel/temporal.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace leye::feel {
namespace {

constexpr int64_t year_max = 999'999'999, second = 1'000'000'000, day_nanos = 86'400 * second;

bool digit(char c) { return c >= '0' && c <= '9'; }

// Exactly `count` digits at the front of `s`, taken off.
std::optional<int64_t> digits(std::string_view& s, size_t count) {
    if (s.size() < count) return std::nullopt;
    int64_t n = 0;
    for (size_t i = 0; i < count; ++i) {
        if (!digit(s[i])) return std::nullopt;
        n = n * 10 + (s[i] - '0');
    }
    s.remove_prefix(count);
    return n;
}

bool take(std::string_view& s, char c) {
    if (s.empty() || s.front() != c) return false;
    s.remove_prefix(1);
    return true;
}

std::string fraction(int64_t nanos) {
    if (nanos == 0) return {};
    std::string out = fmt::format(".{:09}", nanos);
    while (out.back() == '0') out.pop_back();
    return out;
}

int64_t floor_div(__int128 a, int64_t b) { return static_cast<int64_t>(a / b - (a % b < 0)); }

}  // namespace

DaysDuration DaysDuration::of_nanos(__int128 total) {
    const int64_t s = floor_div(total, second);
    return {s, static_cast<int32_t>(total - static_cast<__int128>(s) * second)};
}

std::optional<Day> Day::of(int64_t y, int64_t m, int64_t d) {
    static constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (y < -year_max || y > year_max || m < 1 || m > 12 || d < 1) return std::nullopt;
    const bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    if (d > lengths[m - 1] + (m == 2 && leap)) return std::nullopt;
    y -= m <= 2;
    const int64_t era = (y >= 0 ? y : y - 399) / 400;
    const int64_t yoe = y - era * 400, doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return Day{era * 146'097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719'468};
}

Day::Parts Day::parts() const {
    const int64_t z = days + 719'468, era = (z >= 0 ? z : z - 146'096) / 146'097, doe = z - era * 146'097;
    const int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146'096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const int64_t mp = (5 * doy + 2) / 153;
    const int m = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
    return {yoe + era * 400 + (m <= 2), m, static_cast<int>(doy - (153 * mp + 2) / 5 + 1)};
}

int Day::weekday() const { return static_cast<int>(((days + 3) % 7 + 7) % 7) + 1; }

std::optional<Day> Day::plus_months(int64_t months) const {
    if (months > 13 * year_max * 2 || months < -13 * year_max * 2) return std::nullopt;
    const auto p = parts();
    const int64_t total = p.year * 12 + p.month - 1 + months;
    const int64_t y = total >= 0 ? total / 12 : (total - 11) / 12;
    for (int d = p.day; d > p.day - 4; --d)
        if (auto out = of(y, total - y * 12 + 1, d)) return out;
    return std::nullopt;
}

std::optional<Zone> Zone::parse(std::string_view s) {
    if (s.empty()) return Zone{};
    if (s == "Z" || s == "z") return Zone{Kind::offset, 0, {}};
    if (take(s, '@')) {
        if (s.empty() || s.size() > 64) return std::nullopt;
        if (s == "Z") return Zone{Kind::offset, 0, {}};
        try {
            date::locate_zone(std::string(s));
        } catch (const std::exception&) {
            return std::nullopt;
        }
        return Zone{Kind::region, 0, std::string(s)};
    }
    const bool negative = s.front() == '-';
    if (!negative && s.front() != '+') return std::nullopt;
    s.remove_prefix(1);
    const auto h = digits(s, 2);
    if (!h || !take(s, ':')) return std::nullopt;
    const auto m = digits(s, 2);
    if (!m || *m > 59) return std::nullopt;
    int64_t sec = 0;
    if (take(s, ':')) {
        const auto x = digits(s, 2);
        if (!x || *x > 59) return std::nullopt;
        sec = *x;
    }
    const int64_t total = *h * 3600 + *m * 60 + sec;
    if (!s.empty() || total > 18 * 3600) return std::nullopt;
    return Zone{Kind::offset, static_cast<int32_t>(negative ? -total : total), {}};
}

int32_t Zone::offset_at(int64_t local) const {
    if (kind != Kind::region) return seconds;
    // Beyond the years the library knows, the last rule holds: moved by whole cycles of 400 years.
    constexpr int64_t cycle = int64_t{146'097} * 86'400;
    while (local > cycle) local -= cycle;
    while (local < -cycle * 4) local += cycle;
    try {
        const auto info = date::locate_zone(region)->get_info(date::local_seconds(std::chrono::seconds(local)));
        return static_cast<int32_t>(info.first.offset.count());
    } catch (const std::exception&) {
        return 0;
    }
}

std::string Zone::text() const {
    if (kind == Kind::none) return {};
    if (kind == Kind::region) return "@" + region;
    if (seconds == 0) return "Z";
    const int n = std::abs(seconds);
    std::string out = fmt::format("{}{:02}:{:02}", seconds < 0 ? '-' : '+', n / 3600, n / 60 % 60);
    if (n % 60) out += fmt::format(":{:02}", n % 60);
    return out;
}

std::optional<Day> parse_day(std::string_view s) {
    const bool negative = take(s, '-');
    const size_t width = static_cast<size_t>(std::ranges::find_if_not(s, digit) - s.begin());
    if (width < 4 || width > 9 || (width > 4 && s.front() == '0')) return std::nullopt;
    const auto y = digits(s, width);
    if (!take(s, '-')) return std::nullopt;
    const auto m = digits(s, 2);
    if (!m || !take(s, '-')) return std::nullopt;
    const auto d = digits(s, 2);
    if (!d || !s.empty()) return std::nullopt;
    return Day::of(negative ? -*y : *y, *m, *d);
}

std::optional<Time> parse_time(std::string_view s) {
    const auto h = digits(s, 2);
    if (!h || !take(s, ':')) return std::nullopt;
    const auto m = digits(s, 2);
    if (!m || !take(s, ':')) return std::nullopt;
    const auto sec = digits(s, 2);
    if (!sec) return std::nullopt;
    int64_t nanos = 0;
    if (take(s, '.')) {
        size_t count = 0;
        for (; !s.empty() && digit(s.front()); s.remove_prefix(1), ++count)
            if (count < 9) nanos = nanos * 10 + (s.front() - '0');
        if (count == 0) return std::nullopt;
        for (; count < 9; ++count) nanos *= 10;
    }
    if (*h > 24 || *m > 59 || *sec > 59 || (*h == 24 && (*m || *sec || nanos))) return std::nullopt;
    const auto zone = Zone::parse(s);
    if (!zone) return std::nullopt;
    return Time{((*h % 24 * 60 + *m) * 60 + *sec) * second + nanos, *zone};
}

std::optional<DateTime> parse_date_time(std::string_view s) {
    const size_t t = s.find('T');
    const auto day = parse_day(s.substr(0, t));
    if (!day) return std::nullopt;
    if (t == s.npos) return DateTime{*day, {}};
    const auto time = parse_time(s.substr(t + 1));
    if (!time) return std::nullopt;
    DateTime out{*day, *time};
    if (s.substr(t + 1, 2) == "24") ++out.day.days;
    return out;
}

namespace {

// "P…": numbers and their letters in the order of `letters`, T before the first of HMS.
struct Part {
    char letter;
    bool behind_t;
    __int128 value;
    int64_t nanos;
};
std::optional<std::vector<Part>> parts_of(std::string_view s, bool& negative) {
    negative = take(s, '-');
    if (!take(s, 'P') || s.empty()) return std::nullopt;
    std::vector<Part> out;
    bool behind_t = false;
    while (!s.empty()) {
        if (take(s, 'T')) {
            if (behind_t || s.empty()) return std::nullopt;
            behind_t = true;
        }
        const size_t n = static_cast<size_t>(std::ranges::find_if_not(s, digit) - s.begin());
        if (n == 0 || n > 18) return std::nullopt;
        Part p{0, behind_t, *digits(s, n), 0};
        if (take(s, '.')) {
            size_t count = 0;
            for (; !s.empty() && digit(s.front()); s.remove_prefix(1), ++count)
                if (count < 9) p.nanos = p.nanos * 10 + (s.front() - '0');
            for (; count < 9; ++count) p.nanos *= 10;
            if (s.empty() || s.front() != 'S') return std::nullopt;
        }
        if (s.empty()) return std::nullopt;
        p.letter = s.front();
        s.remove_prefix(1);
        out.push_back(p);
    }
    return out;
}

bool ordered(const std::vector<Part>& parts, std::string_view letters) {
    size_t at = 0;
    for (const auto& p : parts) {
        const size_t i = letters.find(p.letter, at);
        if (i == letters.npos) return false;
        at = i + 1;
    }
    return !parts.empty();
}

}  // namespace

std::optional<MonthsDuration> parse_months(std::string_view s) {
    bool negative = false;
    const auto parts = parts_of(s, negative);
    if (!parts || !ordered(*parts, "YM")) return std::nullopt;
    __int128 total = 0;
    for (const auto& p : *parts) {
        if (p.behind_t) return std::nullopt;
        total += p.letter == 'Y' ? p.value * 12 : p.value;
    }
    if (total > INT64_MAX) return std::nullopt;
    return MonthsDuration{static_cast<int64_t>(negative ? -total : total)};
}

std::optional<DaysDuration> parse_days(std::string_view s) {
    bool negative = false;
    const auto parts = parts_of(s, negative);
    if (!parts || !ordered(*parts, "DHMS")) return std::nullopt;
    __int128 total = 0;
    for (const auto& p : *parts) {
        if (p.behind_t == (p.letter == 'D')) return std::nullopt;
        const int64_t unit = p.letter == 'D' ? 86'400 : p.letter == 'H' ? 3600 : p.letter == 'M' ? 60 : 1;
        total += p.value * unit * second + p.nanos;
    }
    if (total / second > INT64_MAX / 2) return std::nullopt;
    return DaysDuration::of_nanos(negative ? -total : total);
}

std::string text_of(const Day& d) {
    const auto p = d.parts();
    return fmt::format("{}{:04}-{:02}-{:02}", p.year < 0 ? "-" : "", std::abs(p.year), p.month, p.day);
}
std::string text_of(const Time& t) {
    const int64_t s = t.nanos / second;
    return fmt::format("{:02}:{:02}:{:02}{}{}", s / 3600, s / 60 % 60, s % 60, fraction(t.nanos % second), t.zone.text());
}
std::string text_of(const DateTime& t) { return text_of(t.day) + "T" + text_of(t.time); }

std::string text_of(const MonthsDuration& d) {
    if (d.months == 0) return "P0M";
    const int64_t n = std::abs(d.months);
    std::string out = d.months < 0 ? "-P" : "P";
    if (n / 12) out += fmt::format("{}Y", n / 12);
    if (n % 12) out += fmt::format("{}M", n % 12);
    return out;
}

std::string text_of(const DaysDuration& d) {
    __int128 total = d.total_nanos();
    if (total == 0) return "PT0S";
    std::string out = total < 0 ? "-P" : "P";
    if (total < 0) total = -total;
    const int64_t s = static_cast<int64_t>(total / second), nanos = static_cast<int64_t>(total % second);
    if (s / 86'400) out += fmt::format("{}D", s / 86'400);
    if (s % 86'400 || nanos) out += 'T';
    if (s / 3600 % 24) out += fmt::format("{}H", s / 3600 % 24);
    if (s / 60 % 60) out += fmt::format("{}M", s / 60 % 60);
    if (s % 60 || nanos) out += fmt::format("{}{}S", s % 60, fraction(nanos));
    return out;
}

__int128 instant_of(const DateTime& t) {
    const int64_t local = t.day.days * 86'400 + t.time.nanos / second;
    return static_cast<__int128>(local - t.time.zone.offset_at(local)) * second + t.time.nanos % second;
}
__int128 instant_of(const Time& t) { return instant_of(DateTime{{}, t}); }

DateTime plus(const DateTime& t, const DaysDuration& d) {
    // Where the clocks change in between, it is the time that passes that counts, not what the clock shows.
    if (t.time.zone.kind == Zone::Kind::region) {
        const __int128 instant = instant_of(t) + d.total_nanos();
        const int64_t utc = floor_div(instant, second);
        const int64_t local = utc + t.time.zone.offset_at(utc + t.time.zone.offset_at(utc)), days = floor_div(local, 86'400);
        return {{days}, {(local - days * 86'400) * second + static_cast<int64_t>(instant - static_cast<__int128>(utc) * second), t.time.zone}};
    }
    const __int128 total = static_cast<__int128>(t.day.days) * day_nanos + t.time.nanos + d.total_nanos();
    const int64_t days = floor_div(total, day_nanos);
    return {{days}, {static_cast<int64_t>(total - static_cast<__int128>(days) * day_nanos), t.time.zone}};
}
Time plus(const Time& t, const DaysDuration& d) { return plus(DateTime{{}, t}, d).time; }

}  // namespace leye::feel
