#include "base/date.hpp"

#include <doctest/doctest.h>

using namespace leye;

TEST_CASE("a day that the calendar lacks is not read") {
    CHECK(Date::parse("2024-02-29"));
    CHECK_FALSE(Date::parse("2023-02-29"));
    CHECK_FALSE(Date::parse("2023-13-01"));
    CHECK_FALSE(Date::parse("2023-00-10"));
    CHECK_FALSE(Date::parse("2023-1-10"));
    CHECK_FALSE(Date::parse("20230110"));
    CHECK_FALSE(Date::parse("２０２３-01-10"));
}

TEST_CASE("every day of four centuries reads back as written") {
    for (int32_t d = Date::of(1899, 12, 31)->days(); d < Date::of(2300, 1, 1)->days(); ++d)
        REQUIRE(Date::parse(Date::of_days(d).text())->days() == d);
}

TEST_CASE("a month later than a month's end is the end of the shorter month") {
    CHECK(Date::parse("2021-01-31")->plus_months(1).text() == "2021-02-28");
    CHECK(Date::parse("2020-01-31")->plus_months(1).text() == "2020-02-29");
    CHECK(Date::parse("2021-03-31")->plus_months(-13).text() == "2020-02-29");
}

TEST_CASE("age turns on the birthday") {
    const Date born = *Date::parse("2008-11-24");
    CHECK(born.whole_years_to(*Date::parse("2024-11-23")) == 15);
    CHECK(born.whole_years_to(*Date::parse("2024-11-24")) == 16);
}

TEST_CASE("the civil day changes at midnight in China, not in Greenwich") {
    CHECK(Instant::parse("2026-11-22T15:59:59Z")->date().text() == "2026-11-22");
    CHECK(Instant::parse("2026-11-22T16:00:00Z")->date().text() == "2026-11-23");
    CHECK(Instant::start_of(*Date::parse("2026-11-23")).text() == "2026-11-22T16:00:00.000Z");
    CHECK_FALSE(Instant::parse("2026-11-22T25:00:00Z"));
}

TEST_CASE("weekdays run from Monday 1 to Sunday 7") {
    CHECK(Date::parse("2026-11-23")->weekday() == 1);
    CHECK(Date::parse("2026-11-22")->weekday() == 7);
    CHECK(Date::parse("1969-12-31")->weekday() == 3);
}

TEST_CASE("periods are half-open") {
    const auto day = [](const char* t) { return *Date::parse(t); };
    CHECK_FALSE(Period::of(day("2026-01-01"), day("2026-01-01")));
    const auto a = *Period::of(day("2026-01-01"), day("2026-02-01"));
    CHECK(a.contains(day("2026-01-31")));
    CHECK_FALSE(a.contains(day("2026-02-01")));
    CHECK_FALSE(a.overlaps(*Period::of(day("2026-02-01"), std::nullopt)));
    CHECK(a.overlaps(*Period::of(day("2026-01-31"), std::nullopt)));
}
