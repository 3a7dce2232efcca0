#pragma once
#include "base/date.hpp"
#include "records/reference/calendar.hpp"

namespace leye::demo {

/// An office is open on working days from 9 until 17 o'clock.
inline constexpr int opens_at_minute = 9 * 60;
inline constexpr int closes_at_minute = 17 * 60;

/// The moment `minute` minutes after midnight.
Instant minute_of(Date day, int minute);

/// A moment of an open office with `after` more minutes until it closed, all of them past by `now`: on the day `days`
/// before today, or on the last working day before it. in: `turn` spreads what happens on one day; 0 ≤ after < 480.
Instant office_moment(const reference::Calendar& calendar, Instant now, int days, int turn, int after);

/// When the register learnt what was told on that day: at noon, or by `now` while it is not noon yet.
Instant noon_of(Date day, Instant now);

}  // namespace leye::demo
