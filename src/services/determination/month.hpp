#pragma once
#include "base/date.hpp"

namespace leye::determination {

/// Months since the year 0, so that they can be counted.
inline int64_t month_number(Date d) { return int64_t{d.year()} * 12 + d.month() - 1; }
inline Date first_of(int64_t month) { return *Date::of(static_cast<int>(month / 12), static_cast<int>(month % 12) + 1, 1); }

}  // namespace leye::determination
