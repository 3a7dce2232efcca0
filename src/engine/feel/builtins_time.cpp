#include "engine/feel/builtins.hpp"

namespace leye::feel {
namespace {

using Args = std::vector<Value>;

std::optional<Day> day_argument(const Args& a, size_t i) {
    if (const auto* d = argument<Day>(a, i)) return *d;
    if (const auto* t = argument<DateTime>(a, i)) return t->day;
    return std::nullopt;
}

Value date_of(Args& a, Run&) {
    if (a.size() == 1) {
        if (const auto* s = argument<std::string>(a, 0)) return Value(parse_day(*s));
        return Value(day_argument(a, 0));
    }
    const auto y = integer_argument(a, 0), m = integer_argument(a, 1), d = integer_argument(a, 2);
    return y && m && d ? Value(Day::of(*y, *m, *d)) : Value();
}

Value time_of(Args& a, Run&) {
    if (a.size() == 1) {
        if (const auto* s = argument<std::string>(a, 0)) return Value(parse_time(*s));
        if (const auto* t = argument<Time>(a, 0)) return *t;
        if (const auto* t = argument<DateTime>(a, 0)) return t->time;
        if (argument<Day>(a, 0)) return Time{0, {Zone::Kind::offset, 0, {}}};
        return {};
    }
    const auto h = integer_argument(a, 0), m = integer_argument(a, 1);
    const auto* s = argument<Number>(a, 2);
    if (!h || !m || !s || *h < 0 || *h > 23 || *m < 0 || *m > 59 || s->is_negative() || *s >= Number(60)) return {};
    const auto nanos = multiply(*s, Number(1'000'000'000))->rounded(0, Number::Rounding::down)->integer();
    Time out{(*h * 3600 + *m * 60) * 1'000'000'000 + *nanos, {}};
    if (a.size() > 3 && !a[3].is_null()) {
        const auto* d = argument<DaysDuration>(a, 3);
        if (!d || std::abs(d->seconds) > 18 * 3600) return {};
        out.zone = {Zone::Kind::offset, static_cast<int32_t>(d->seconds), {}};
    }
    return out;
}

Value date_time_of(Args& a, Run&) {
    if (a.size() == 1) {
        if (const auto* s = argument<std::string>(a, 0)) return Value(parse_date_time(*s));
        if (const auto* t = argument<DateTime>(a, 0)) return *t;
        if (const auto* d = argument<Day>(a, 0)) return DateTime{*d, {0, {Zone::Kind::offset, 0, {}}}};
        return {};
    }
    if (const auto* t = argument<DateTime>(a, 0))
        if (const auto* z = argument<std::string>(a, 1)) {
            const auto zone = Zone::parse(*z == "Z" || z->starts_with('+') || z->starts_with('-') ? *z : "@" + *z);
            if (!zone || t->time.zone.kind == Zone::Kind::none) return {};
            DateTime utc = *t;
            const int64_t local = t->day.days * 86'400 + t->time.nanos / 1'000'000'000;
            utc.time.zone = *zone;
            const int64_t instant = local - t->time.zone.offset_at(local);
            return plus(utc, DaysDuration{zone->offset_at(instant + zone->offset_at(instant)) - (local - instant)});
        }
    const auto day = day_argument(a, 0);
    const auto* time = argument<Time>(a, 1);
    return day && time ? Value(DateTime{*day, *time}) : Value();
}

Value duration_of(Args& a, Run&) {
    if (argument<MonthsDuration>(a, 0) || argument<DaysDuration>(a, 0)) return a[0];
    const auto* s = argument<std::string>(a, 0);
    if (!s) return {};
    if (auto m = parse_months(*s)) return *m;
    return Value(parse_days(*s));
}

Value months_between(Args& a, Run&) {
    const auto from = day_argument(a, 0), to = day_argument(a, 1);
    if (!from || !to) return {};
    // Whole months between the days; the time of day does not count.
    const auto p = from->parts(), q = to->parts();
    int64_t months = (q.year - p.year) * 12 + q.month - p.month;
    if (months > 0 && q.day < p.day) --months;
    if (months < 0 && q.day > p.day) ++months;
    return MonthsDuration{months};
}

DateTime pinned(const Run& run) {
    const int64_t ms = run.now.ms(), day = ms >= 0 ? ms / 86'400'000 : (ms - 86'399'999) / 86'400'000;
    return {{day}, {(ms - day * 86'400'000) * 1'000'000, {Zone::Kind::offset, 0, {}}}};
}
Value now(Args&, Run& run) { return pinned(run); }
Value today(Args&, Run& run) { return run.now.date(); }

Value day_of_year(Args& a, Run&) {
    const auto d = day_argument(a, 0);
    return d ? Value(Number(d->days - Day::of(d->parts().year, 1, 1)->days + 1)) : Value();
}
Value day_of_week(Args& a, Run&) {
    static constexpr const char* names[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
    const auto d = day_argument(a, 0);
    return d ? Value(names[d->weekday() - 1]) : Value();
}
Value month_of_year(Args& a, Run&) {
    static constexpr const char* names[] = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};
    const auto d = day_argument(a, 0);
    return d ? Value(names[d->parts().month - 1]) : Value();
}
Value week_of_year(Args& a, Run&) {
    const auto d = day_argument(a, 0);
    if (!d) return {};
    const Day thursday{d->days - d->weekday() + 4};
    const auto first = Day::of(thursday.parts().year, 1, 1);
    return first ? Value(Number((thursday.days - first->days) / 7 + 1)) : Value();
}
Value same(Args& a, Run&) {
    if (a[0].is.index() != a[1].is.index()) return false;
    if (const auto* x = a[0].as<Time>(); x && !(x->zone == a[1].as<Time>()->zone)) return x->zone.kind != Zone::Kind::none && comparable(x->zone, a[1].as<Time>()->zone) && x->nanos == a[1].as<Time>()->nanos && x->zone.offset_at(0) == a[1].as<Time>()->zone.offset_at(0);
    if (const auto* x = a[0].as<DateTime>(); x && !(x->time.zone == a[1].as<DateTime>()->time.zone)) return false;
    return equal(a[0], a[1]) == true;
}

constexpr Builtin table[] = {
    {"date", "from", date_of}, {"date", "year,month,day", date_of},
    {"time", "from", time_of}, {"time", "hour,minute,second,offset?", time_of},
    {"date and time", "from", date_time_of}, {"date and time", "date,time", date_time_of}, {"date and time", "date,timezone", date_time_of},
    {"duration", "from", duration_of}, {"years and months duration", "from,to", months_between},
    {"now", "", now}, {"today", "", today},
    {"day of year", "date", day_of_year}, {"day of week", "date", day_of_week}, {"month of year", "date", month_of_year},
    {"week of year", "date", week_of_year}, {"is", "value1,value2", same},
};

}  // namespace

std::span<const Builtin> time_builtins() { return table; }

}  // namespace leye::feel
