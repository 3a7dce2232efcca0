#pragma once
#include <map>
#include <optional>

#include "base/date.hpp"

namespace leye::reference {

/// How a term of days is counted.
enum class DayKind { working, natural };

/// Working days of China: weekends off, the State Council's holidays off, swapped weekends worked.
/// Beyond `known_until` only weekends are off, because the notice for that year is not loaded.
class Calendar {
  public:
    Calendar() = default;
    /// `exceptions`: day → true where it is worked although a weekend, false where it is off.
    Calendar(std::map<Date, bool> exceptions, std::optional<Date> known_from,
             std::optional<Date> known_until);

    bool is_working(Date day) const;
    /// The n-th working day after `from`, `from` itself for n = 0. In: 0 ≤ n ≤ 10,000. Cost: linear in n.
    Date plus_working_days(Date from, int n) const;
    /// The last day of a term of `n` days that begins the day after `from`.
    /// Law: 民法典 200–203 (the first day is not counted); a natural term is not moved off a holiday here.
    Date plus(Date from, int n, DayKind kind) const;
    /// Days of the kind in (from, to]; negative where `to` is before `from`: days left, or days overdue.
    int days_between(Date from, Date to, DayKind kind) const;
    /// The first day for which no notice is loaded.
    std::optional<Date> known_until() const { return known_until_; }
    std::optional<Date> known_from() const { return known_from_; }

  private:
    std::map<Date, bool> exceptions_;
    std::optional<Date> known_from_, known_until_;
};

}  // namespace leye::reference
