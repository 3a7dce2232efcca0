#include "records/reference/calendar.hpp"

#include <doctest/doctest.h>

#include "records/reference/reference.hpp"

using namespace leye;
using namespace leye::reference;

namespace {
Date day(const char* text) {
    return *Date::parse(text);
}
const Calendar& calendar() {
    static const Reference loaded = std::move(*Reference::load(LEYE_SOURCE_DIR "/catalog"));
    return loaded.calendar();
}
std::string plus(const char* from, int n) {
    return calendar().plus(day(from), n, DayKind::working).text();
}
}  // namespace

TEST_CASE("weekends and holidays are off, swapped weekends are worked") {
    CHECK(calendar().is_working(day("2026-11-23")));
    CHECK_FALSE(calendar().is_working(day("2026-11-22")));
    CHECK_FALSE(calendar().is_working(day("2026-10-01")));
    CHECK(calendar().is_working(day("2026-10-10")));
    CHECK(calendar().is_working(day("2026-02-14")));
    CHECK_FALSE(calendar().is_working(day("2026-02-16")));
    CHECK_FALSE(calendar().is_working(day("2020-01-31")));
    CHECK(calendar().is_working(day("2019-05-05")));
}

TEST_CASE("three working days across a swapped weekend end on the right day") {
    CHECK(plus("2026-09-30", 3) == "2026-10-10");
    CHECK(plus("2026-09-18", 1) == "2026-09-20");
    CHECK(plus("2026-02-13", 1) == "2026-02-14");
    CHECK(plus("2026-02-14", 1) == "2026-02-24");
    CHECK(plus("2026-11-20", 3) == "2026-11-25");
    CHECK(plus("2026-11-21", 1) == "2026-11-23");
}

TEST_CASE("a term across the end of a year counts the new year's days off") {
    CHECK(plus("2024-12-31", 1) == "2025-01-02");
    CHECK(plus("2025-12-31", 1) == "2026-01-04");
    CHECK(plus("2018-12-28", 2) == "2019-01-02");
    CHECK(plus("2022-12-30", 1) == "2023-01-03");
}

TEST_CASE("natural days are counted as they come and no days stay where they are") {
    CHECK(calendar().plus(day("2026-09-30"), 3, DayKind::natural).text() == "2026-10-03");
    CHECK(plus("2026-10-03", 0) == "2026-10-03");
    CHECK(calendar().plus(day("2024-02-28"), 1, DayKind::natural).text() == "2024-02-29");
}

TEST_CASE("days left and days overdue are counted in the same kind of days") {
    const auto between = [](const char* from, const char* to, DayKind kind) {
        return calendar().days_between(day(from), day(to), kind);
    };
    CHECK(between("2026-09-30", "2026-10-10", DayKind::working) == 3);
    CHECK(between("2026-10-10", "2026-09-30", DayKind::working) == -3);
    CHECK(between("2026-09-30", "2026-10-10", DayKind::natural) == 10);
    CHECK(between("2026-10-10", "2026-10-10", DayKind::working) == 0);
    for (int n = 0; n < 60; ++n)
        CHECK(calendar().days_between(day("2026-01-15"), calendar().plus_working_days(day("2026-01-15"), n),
                                      DayKind::working) == n);
}

TEST_CASE("beyond the years with a notice only weekends are off and the calendar says so") {
    REQUIRE(calendar().known_until());
    CHECK(calendar().known_until()->text() == "2027-01-01");
    CHECK(calendar().known_from()->text() == "2019-01-01");
    CHECK(calendar().is_working(day("2027-10-01")));
    CHECK_FALSE(calendar().is_working(day("2027-10-02")));
}

TEST_CASE("each loaded year has 247 to 252 working days") {
    for (int year = 2019; year <= 2026; ++year) {
        CAPTURE(year);
        const int days =
            calendar().days_between(*Date::of(year, 1, 1) - 1, *Date::of(year, 12, 31), DayKind::working);
        CHECK(days >= 247);
        CHECK(days <= 252);
    }
}

TEST_CASE("a term of more than 10,000 working days or less than none is a bug of the caller") {
    CHECK_THROWS_AS((void)calendar().plus_working_days(day("2026-01-01"), -1), Bug);
    CHECK_THROWS_AS((void)calendar().plus_working_days(day("2026-01-01"), 10'001), Bug);
}
