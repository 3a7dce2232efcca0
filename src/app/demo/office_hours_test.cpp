#include "app/demo/office_hours.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace leye;
using namespace leye::demo;

TEST_CASE("what the demo tells happened on a working day between 9 and 17, whenever the program was started") {
    // The first days of October 2026 are off, Saturday the 10th is worked.
    const Date worked_saturday = *Date::of(2026, 10, 10);
    const reference::Calendar calendar({{*Date::of(2026, 10, 7), false}, {worked_saturday, true}}, std::nullopt, std::nullopt);
    for (const char* now_text : {"2026-10-11T18:30:00Z", "2026-10-12T01:05:00Z", "2026-10-12T08:59:00Z", "2026-10-12T15:59:00Z"}) {
        const Instant now = *Instant::parse(now_text);
        std::set<int64_t> moments;
        for (int days = 0; days < 60; ++days)
            for (int turn = 0; turn < 20; ++turn) {
                const Instant at = office_moment(calendar, now, days, turn, 60);
                CAPTURE(at.text());
                CHECK(calendar.is_working(at.date()));
                CHECK(at >= minute_of(at.date(), opens_at_minute));
                CHECK(at.plus_ms(60 * 60'000) <= minute_of(at.date(), closes_at_minute));
                CHECK(at.plus_ms(60 * 60'000) <= now);
                CHECK(at.date() <= now.date() - days);
                if (days == 0) moments.insert(at.ms());
            }
        CHECK(moments.size() > 10);
    }
}

TEST_CASE("before the office opens, today's acts were done on the last working day") {
    const reference::Calendar calendar;
    const Instant monday_night = *Instant::parse("2026-11-22T18:00:00Z");  // 2 o'clock on Monday the 23rd
    CHECK(office_moment(calendar, monday_night, 0, 0, 60).date() == *Date::of(2026, 11, 20));
    const Instant monday_noon = *Instant::parse("2026-11-23T04:00:00Z");
    CHECK(office_moment(calendar, monday_noon, 0, 0, 60).text() == "2026-11-23T01:00:00.000Z");
}

TEST_CASE("what was told today is known by now in the early morning too") {
    const Date today = *Date::of(2026, 12, 2);
    const Instant night = *Instant::parse("2026-12-01T16:50:00Z"), noon = *Instant::parse("2026-12-02T04:00:00Z");
    CHECK(noon_of(today, night) == night);
    CHECK(noon_of(today, noon.plus_ms(1)) == noon);
    CHECK(noon_of(today - 1, night).text() == "2026-12-01T04:00:00.000Z");
}
