#pragma once
#include "base/date.hpp"

namespace leye::demo {

/// A civil month as the number of months since January 1970.
using Month = int;

inline Month month_of(Date day) { return (day.year() - 1970) * 12 + day.month() - 1; }
inline Date first_day_of(Month month) { return Date().plus_months(month); }
/// Month of a year and of its number, 1 to 12.
constexpr Month month_of(int year, int number) { return (year - 1970) * 12 + number - 1; }

}  // namespace leye::demo
