#include "records/reference/calendar.hpp"

#include "base/result.hpp"

namespace leye::reference {
namespace {
constexpr int days_max = 10'000;
}

Calendar::Calendar(std::map<Date, bool> exceptions, std::optional<Date> known_from,
                   std::optional<Date> known_until)
    : exceptions_(std::move(exceptions)), known_from_(known_from), known_until_(known_until) {}

bool Calendar::is_working(Date day) const {
    const auto at = exceptions_.find(day);
    return at == exceptions_.end() ? day.weekday() <= 5 : at->second;
}

Date Calendar::plus_working_days(Date from, int n) const {
    expect(n >= 0 && n <= days_max, "a term has 0 to 10,000 working days");
    while (n > 0) {
        from = from + 1;
        n -= is_working(from);
    }
    return from;
}

Date Calendar::plus(Date from, int n, DayKind kind) const {
    return kind == DayKind::working ? plus_working_days(from, n) : from + n;
}

int Calendar::days_between(Date from, Date to, DayKind kind) const {
    if (to < from) return -days_between(to, from, kind);
    if (kind == DayKind::natural) return to - from;
    int days = 0;
    for (Date day = from + 1; day <= to; day = day + 1) days += is_working(day);
    return days;
}

}  // namespace leye::reference
