#include "app/demo/office_hours.hpp"

#include <algorithm>

namespace leye::demo {

Instant minute_of(Date day, int minute) { return Instant::start_of(day).plus_ms(int64_t{minute} * 60'000); }

Instant office_moment(const reference::Calendar& calendar, Instant now, int days, int turn, int after) {
    const int minute = opens_at_minute + turn * 37 % (closes_at_minute - opens_at_minute - after);
    for (Date day = now.date() - days;; day = day - 1)
        if (calendar.is_working(day) && minute_of(day, minute + after) <= now) return minute_of(day, minute);
}

Instant noon_of(Date day, Instant now) { return std::min(minute_of(day, 12 * 60), now); }

}  // namespace leye::demo
