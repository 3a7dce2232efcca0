#include "engine/feel/expect_test.hpp"

using namespace leye::feel;

TEST_CASE("days, times and zones are read as written and refused where the calendar has none") {
    constexpr Expected table[] = {
        {"date(\"2017-12-31\")", "2017-12-31"}, {"date(\"999999999-12-31\")", "999999999-12-31"}, {"date(\"-999999999-01-01\")", "-999999999-01-01"}, {"date(\"1000000000-01-01\")", "null"}, {"date(\"998-12-31\")", "null"}, {"date(\"01211-12-31\")", "null"},
        {"date(\"2012-12-25T\")", "null"}, {"date(\"2017-02-29\")", "null"}, {"date(\"2016-02-29\")", "2016-02-29"}, {"date(\"1900-02-29\")", "null"}, {"date(\"2000-02-29\")", "2000-02-29"}, {"date(\"2017-1-1\")", "null"}, {"date(\"+2017-01-01\")", "null"}, {"date(\"2017-01-01T00:00:00\")", "null"},
        {"date(2017, 8, 30)", "2017-08-30"}, {"date(2017, 13, 1)", "null"}, {"date(2017, 2, 29)", "null"}, {"date(year: 2017, month: 8, day: 30)", "2017-08-30"}, {"date(2017, null, 1)", "null"}, {"date(2017, 8)", "null"}, {"date(null)", "null"}, {"date(date and time(\"2017-08-30T11:22:33\"))", "2017-08-30"}, {"date(from: \"2017-08-30\")", "2017-08-30"},
        {"date(999999999, 12, 31) + @\"P1D\"", "null"}, {"date(999999999, 12, 31) + @\"P1M\"", "null"}, {"date(-999999999, 1, 1) - @\"P1D\"", "null"}, {"date(999999999, 12, 31) - date(-999999999, 1, 1)", "P730484999633D"},
        {"time(\"11:22:33.123456789\")", "11:22:33.123456789"}, {"time(\"23:59:00Z\")", "23:59:00Z"}, {"time(\"11:00:00@Europe/Paris\")", "11:00:00@Europe/Paris"}, {"time(\"11:00:00@Nowhere/Land\")", "null"}, {"time(\"24:00:01\")", "null"}, {"time(\"7:00:00\")", "null"}, {"time(\"11:00\")", "null"}, {"time(\"11:00:00+19:00\")", "null"}, {"time(\"11:00:00-05:30\")", "11:00:00-05:30"},
        {"time(11, 59, 45, null)", "11:59:45"}, {"time(11, 59, 45, @\"PT1H30M\")", "11:59:45+01:30"}, {"time(11, 59, 45, @\"-PT2H\")", "11:59:45-02:00"}, {"time(11, 59, 45.5)", "11:59:45.5"}, {"time(24, 0, 0)", "null"}, {"time(hour: 11, minute: 59, second: 0)", "11:59:00"}, {"time(11, 59, 60)", "null"}, {"time(date(\"2017-08-10\"))", "00:00:00Z"},
        {"time(date and time(\"2017-08-10T10:20:00@Etc/UTC\"))", "10:20:00@Etc/UTC"}, {"date and time(\"2012-12-24\")", "2012-12-24T00:00:00"}, {"date and time(\"2012-12-24T23:59:00.5+08:00\")", "2012-12-24T23:59:00.5+08:00"}, {"date and time(date(\"2017-01-01\"), time(\"23:59:01@Europe/Paris\"))", "2017-01-01T23:59:01@Europe/Paris"},
        {"date and time(date and time(\"2017-08-10T10:20:00\"), time(\"23:59:01\"))", "2017-08-10T23:59:01"}, {"date and time(\"2017-00-10T11:22:33\")", "null"}, {"date and time(\"2017-12-31T7:00:00\")", "null"}, {"date and time(\"2017-12-31T13:20:00@xyz/abc\")", "null"}, {"date and time(\"99999-12-31T11:22:33\")", "99999-12-31T11:22:33"},
        {"date and time(date: date(\"2017-01-01\"), time: time(\"10:00:00\"))", "2017-01-01T10:00:00"}, {"date and time(date(\"2017-01-01\"), null)", "null"}, {"date and time(null)", "null"}, {"@\"2017-01-01\" = date(\"2017-01-01\")", "true"}, {"@\"foo\"", "null"}, {"@\"10:00:00Z\".hour", "10"},
        {"today()", "2026-11-23"}, {"now() instance of date and time", "true"}, {"today(1)", "null"}, {"now().year", "2026"}};
    check_all(table);
}

TEST_CASE("durations: months and days never mix, both have their own parts") {
    constexpr Expected table[] = {
        {"duration(\"P1Y2M\")", "P1Y2M"}, {"duration(\"P14M\")", "P1Y2M"}, {"duration(\"-P1Y\")", "-P1Y"}, {"duration(\"P0Y\")", "P0M"}, {"duration(\"P1DT2H3M4.5S\")", "P1DT2H3M4.5S"}, {"duration(\"PT24H\")", "P1D"}, {"duration(\"P\")", "null"}, {"duration(\"PT\")", "null"}, {"duration(\"P1Y1D\")", "null"}, {"duration(\"P1H\")", "null"}, {"duration(null)", "null"}, {"duration(1)", "null"}, {"duration(from: \"P1D\")", "P1D"},
        {"duration(\"P99999999999999999999Y\")", "null"}, {"@\"P1Y\" = @\"P365D\"", "null"}, {"@\"P1Y\" = @\"P12M\"", "true"}, {"@\"P1Y\" + @\"P1D\"", "null"}, {"@\"P1Y\" < @\"P1D\"", "null"}, {"@\"P1D\" * 2.5", "P2DT12H"}, {"2 * @\"P1M\"", "P2M"}, {"@\"P1Y\" / @\"P1M\"", "12"}, {"@\"P1D\" / 2", "PT12H"}, {"@\"P1D\" / 0", "null"}, {"@\"P1Y\" ** 2", "null"}, {"@\"P1D\" * @\"P1D\"", "null"},
        {"@\"P1Y2M\".years", "1"}, {"@\"P1Y2M\".months", "2"}, {"@\"P1Y2M\".days", "null"}, {"@\"P1DT2H3M4S\".days", "1"}, {"@\"P1DT2H3M4S\".hours", "2"}, {"@\"P1DT2H3M4S\".minutes", "3"}, {"@\"P1DT2H3M4S\".seconds", "4"}, {"@\"P1D\".years", "null"},
        {"years and months duration(date(\"2011-12-22\"), date(\"2013-08-24\"))", "P1Y8M"}, {"years and months duration(date(\"2013-08-24\"), date(\"2011-12-22\"))", "-P1Y8M"}, {"years and months duration(date and time(\"2014-12-31T23:59:59\"), date and time(\"2019-10-01T12:32:59\"))", "P4Y9M"},
        {"years and months duration(date and time(\"2015-08-11T09:00:00\"), date(\"2017-08-11\"))", "P2Y"}, {"years and months duration(from: date(\"2016-01-31\"), to: date(\"2016-02-29\"))", "P0M"}, {"years and months duration(date(\"2016-01-31\"), null)", "null"}, {"years and months duration(date(\"2016-01-31\"))", "null"}, {"years and months duration(date(-999999999,1,1), date(999999999,12,31))", "P1999999998Y11M"},
        {"@\"2020-03-28T12:00:00@Europe/Paris\" + @\"P1D\"", "2020-03-29T13:00:00@Europe/Paris"}, {"@\"2020-03-28T12:00:00@Europe/Paris\" + @\"P1M\"", "2020-04-28T12:00:00@Europe/Paris"}, {"@\"2020-10-25T12:00:00@Europe/Paris\" - @\"P1D\"", "2020-10-24T13:00:00@Europe/Paris"},
        {"date(\"2021-01-31\") + @\"P1M\"", "2021-02-28"}, {"date(\"2020-03-31\") - @\"P1M\"", "2020-02-29"}, {"time(\"23:00:00\") + @\"PT2H\"", "01:00:00"}, {"time(\"10:00:00\") - time(\"11:30:00\")", "-PT1H30M"}, {"date(\"2021-01-02\") - date(\"2021-01-01\")", "P1D"}, {"date(\"2021-01-01\") + date(\"2021-01-01\")", "null"}, {"@\"P1D\" - date(\"2021-01-01\")", "null"}, {"date and time(\"2021-01-01T00:00:00\") - date and time(\"2021-01-01T00:00:00Z\")", "null"}};
    check_all(table);
}

TEST_CASE("the calendar's questions, and what two values are when they are the same") {
    constexpr Expected table[] = {
        {"day of year(date(2019, 9, 17))", "260"}, {"day of year(date(2020, 12, 31))", "366"}, {"day of week(date(2019, 9, 17))", "\"Tuesday\""}, {"day of week(date and time(\"2019-09-17T10:00:00\"))", "\"Tuesday\""}, {"month of year(date(2019, 9, 17))", "\"September\""}, {"day of week(null)", "null"}, {"day of year(\"2019-09-17\")", "null"},
        {"week of year(date(2019, 9, 17))", "38"}, {"week of year(date(2003, 12, 29))", "1"}, {"week of year(date(2004, 1, 4))", "1"}, {"week of year(date(2005, 1, 1))", "53"}, {"week of year(date(2005, 1, 3))", "1"}, {"week of year(date: date(2005, 1, 9))", "1"}, {"week of year()", "null"},
        {"date(\"2018-12-10\").year", "2018"}, {"date(\"2018-12-10\").month", "12"}, {"date(\"2018-12-10\").day", "10"}, {"date(\"2018-12-10\").weekday", "1"}, {"date(\"2018-12-16\").weekday", "7"}, {"date(\"2018-12-10\").minutes", "null"}, {"time(\"10:30:05Z\").second", "5"}, {"time(\"10:30:00+05:00\").time offset", "PT5H"}, {"time(\"10:30:00\").time offset", "null"},
        {"time(\"10:30:00@Etc/UTC\").timezone", "\"Etc/UTC\""}, {"date and time(\"2018-12-10T10:30:00@Australia/Melbourne\").time offset", "PT11H"}, {"date and time(\"2018-07-10T10:30:00@Australia/Melbourne\").time offset", "PT10H"}, {"time(\"10:30:00\").year", "null"},
        {"is(date(\"2012-12-25\"), time(\"23:00:50\"))", "false"}, {"is(date(\"2012-12-25\"), date(\"2012-12-25\"))", "true"}, {"is(time(\"23:00:50Z\"), time(\"23:00:50\"))", "false"}, {"is(time(\"23:00:50Z\"), time(\"23:00:50+00:00\"))", "true"}, {"is(null, null)", "true"}, {"is(1)", "null"}, {"is(value1: 1, value2: 1)", "true"},
        {"date and time(\"2018-12-08T00:00:00@Europe/Paris\") = date and time(\"2018-12-08T00:00:00+01:00\")", "true"}, {"date and time(\"2018-07-08T00:00:00@Europe/Paris\") = date and time(\"2018-07-08T00:00:00+01:00\")", "false"}, {"time(\"10:00:00Z\") = time(\"10:00:00\")", "false"}, {"time(\"10:00:00Z\") < time(\"11:00:00+01:00\")", "false"}};
    check_all(table);
}
