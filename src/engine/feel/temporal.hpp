#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace leye::feel {

/// Whole months; never mixed with DaysDuration.
struct MonthsDuration {
    int64_t months = 0;
    auto operator<=>(const MonthsDuration&) const = default;
};
/// Seconds and nanoseconds. Invariant: 0 <= nanos < 1,000,000,000, so −0.5 s is −1 s and 500,000,000 ns.
struct DaysDuration {
    int64_t seconds = 0;
    int32_t nanos = 0;
    static DaysDuration of_nanos(__int128 total);
    __int128 total_nanos() const { return static_cast<__int128>(seconds) * 1'000'000'000 + nanos; }
    auto operator<=>(const DaysDuration&) const = default;
};

/// A civil day, years −999,999,999 to 999,999,999, by days since 1970-01-01.
struct Day {
    int64_t days = 0;
    auto operator<=>(const Day&) const = default;
    /// Nothing where the calendar has no such day.
    static std::optional<Day> of(int64_t year, int64_t month, int64_t day);
    struct Parts {
        int64_t year;
        int month, day;
    };
    Parts parts() const;
    int weekday() const;  ///< 1 Monday to 7 Sunday
    /// The same day of the month, or that month's last. Fails: nothing beyond the range of years.
    std::optional<Day> plus_months(int64_t months) const;
};

/// None, a fixed offset from UTC, or a region of the time zone database.
struct Zone {
    enum class Kind { none, offset, region } kind = Kind::none;
    int32_t seconds = 0;
    std::string region;
    /// "Z", "+08:00", "@Asia/Shanghai"; nothing for anything else. An empty text is no zone.
    static std::optional<Zone> parse(std::string_view text);
    /// Seconds east of UTC when it is `local` there (seconds since 1970 by the local clock).
    int32_t offset_at(int64_t local) const;
    std::string text() const;
    bool operator==(const Zone&) const = default;
};

struct Time {
    int64_t nanos = 0;  ///< since midnight
    Zone zone;
};
struct DateTime {
    Day day;
    Time time;
};

std::optional<Day> parse_day(std::string_view text);
std::optional<Time> parse_time(std::string_view text);
/// Also a day alone: midnight then.
std::optional<DateTime> parse_date_time(std::string_view text);
std::optional<MonthsDuration> parse_months(std::string_view text);
std::optional<DaysDuration> parse_days(std::string_view text);

std::string text_of(const Day& d);
std::string text_of(const Time& t);
std::string text_of(const DateTime& t);
std::string text_of(const MonthsDuration& d);
std::string text_of(const DaysDuration& d);

/// Nanoseconds on the UTC line (for times: of 1970-01-01); local ones count as UTC.
__int128 instant_of(const DateTime& t);
__int128 instant_of(const Time& t);
/// One zoned, the other not: they cannot be compared.
inline bool comparable(const Zone& a, const Zone& b) { return (a.kind == Zone::Kind::none) == (b.kind == Zone::Kind::none); }
DateTime plus(const DateTime& t, const DaysDuration& d);
Time plus(const Time& t, const DaysDuration& d);

}  // namespace leye::feel
