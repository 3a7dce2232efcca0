#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace leye {

/// A civil day of the proleptic Gregorian calendar, years 1 to 9999. Always valid.
class Date {
  public:
    /// 1970-01-01.
    constexpr Date() = default;
    /// The day `days` after 1970-01-01.
    static constexpr Date of_days(int32_t days) { return Date(days); }
    /// The day year-month-day, or nothing where the calendar has no such day.
    static std::optional<Date> of(int year, int month, int day);
    /// Reads exactly "YYYY-MM-DD"; nothing for any other text or a day that does not exist.
    static std::optional<Date> parse(std::string_view text);

    /// Days since 1970-01-01.
    constexpr int32_t days() const { return days_; }
    int year() const;
    int month() const;  ///< 1 to 12
    int day() const;    ///< 1 to 31
    int weekday() const;  ///< 1 Monday to 7 Sunday
    /// "YYYY-MM-DD".
    std::string text() const;

    constexpr Date operator+(int n) const { return Date(days_ + n); }
    constexpr Date operator-(int n) const { return Date(days_ - n); }
    constexpr int operator-(Date other) const { return days_ - other.days_; }
    /// The same day `months` later, or the last day of that month where it is shorter.
    Date plus_months(int months) const;
    /// Whole years from this day to `later`: an age when this is the day of birth.
    int whole_years_to(Date later) const;
    constexpr auto operator<=>(const Date&) const = default;

  private:
    explicit constexpr Date(int32_t days) : days_(days) {}
    int32_t days_ = 0;
};

/// A point in time, UTC, in milliseconds since 1970.
class Instant {
  public:
    constexpr Instant() = default;
    static constexpr Instant of_ms(int64_t ms) { return Instant(ms); }
    /// Midnight in China (Asia/Shanghai, +08:00 all year since 1992) at the beginning of `date`.
    static constexpr Instant start_of(Date date) { return Instant((int64_t{date.days()} * 24 - 8) * 3'600'000); }
    /// Reads "2026-11-23T08:30:00Z", with optional milliseconds.
    static std::optional<Instant> parse(std::string_view text);

    constexpr int64_t ms() const { return ms_; }
    /// The civil day in China.
    Date date() const;
    /// "2026-11-23T08:30:00.123Z".
    std::string text() const;
    constexpr Instant plus_ms(int64_t ms) const { return Instant(ms_ + ms); }
    constexpr auto operator<=>(const Instant&) const = default;

  private:
    explicit constexpr Instant(int64_t ms) : ms_(ms) {}
    int64_t ms_ = 0;
};

/// Days from `from` up to but not including `until`; open-ended where `until` is empty.
/// Invariant kept by `of`: from < until.
struct Period {
    Date from;
    std::optional<Date> until;

    /// The period, or nothing where until <= from.
    static std::optional<Period> of(Date from, std::optional<Date> until);
    bool contains(Date day) const { return from <= day && (!until || day < *until); }
    bool overlaps(const Period& other) const;
    bool operator==(const Period&) const = default;
};

}  // namespace leye
