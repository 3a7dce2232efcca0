#include "services/determination/benefit.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "records/catalog/catalog.hpp"
#include "services/casework/test/world.hpp"

using namespace leye;
using namespace leye::determination;

namespace {

Date day(std::string_view text) { return *Date::parse(text); }

/// A working life told month by month.
struct Life {
    std::vector<fact::Fact> facts;
    Life& add(fact::Kind kind, const char* first, int count, std::string unit = "A") {
        for (Date at = day(first); count-- > 0; at = at.plus_months(1)) {
            fact::Fact f;
            f.kind = kind, f.from = at, f.until = at.plus_months(1), f.unit = unit;
            facts.push_back(f);
        }
        return *this;
    }
    Life& works(const char* first, int count, std::string unit = "A") { return add(fact::Kind::insured_employee, first, count, std::move(unit)); }
    Life& draws(const char* first, int count) { return add(fact::Kind::benefit_paid, first, count); }
    /// As on 2026-10: months that count, and months carried.
    std::pair<int64_t, int64_t> account(std::optional<Date> current = {}) {
        std::ranges::stable_sort(facts, {}, [](const fact::Fact& f) { return std::pair(f.kind, f.from); });
        const auto out = benefit_account(facts, day("2026-10-01"), current, {});
        return {out.insured, out.carried};
    }
};
using Account = std::pair<int64_t, int64_t>;

}  // namespace

TEST_CASE("months of benefit follow the months paid, at the borders of the law (15.3)") {
    const BenefitTerms terms;
    for (const auto& [insured, due] : {std::pair{0, 0}, {11, 0}, {12, 12}, {59, 12}, {60, 18}, {119, 18}, {120, 24}, {400, 24}}) CHECK_MESSAGE(terms.months_due(insured) == due, insured);
}

TEST_CASE("the terms are the catalogue's settings of the day") {
    const auto terms = benefit_terms_on(*casework::test::catalogue(), day("2026-11-23"));
    CHECK(std::tuple(terms.months_min, terms.months_second, terms.months_third) == std::tuple(12, 60, 120));
    CHECK(std::tuple(terms.grant_first, terms.grant_second, terms.grant_third) == std::tuple(12, 18, 24));
}

TEST_CASE("who never drew benefit has all months count and nothing carried; two employers in one month are one month (15.3)") {
    CHECK(Life().account() == Account(0, 0));
    CHECK(Life().works("2020-01-01", 30).works("2021-01-01", 10, "B").account() == Account(30, 0));
}

TEST_CASE("after benefit was drawn, months count anew from the next job and what was left is carried (15.3)") {
    // Five years paid: 18 months due, 6 drawn, 14 months worked again.
    CHECK(Life().works("2018-01-01", 60).draws("2023-01-01", 6).works("2023-07-01", 14).account() == Account(14, 12));
    // All drawn: nothing is left.
    CHECK(Life().works("2018-01-01", 24).draws("2020-01-01", 12).works("2021-01-01", 8).account() == Account(8, 0));
    // Drawn more than the records explain, as where months in another province are not known here.
    CHECK(Life().works("2018-01-01", 5).draws("2019-01-01", 9).works("2020-01-01", 20).account() == Account(20, 0));
    // Drew, and found no work since: the rest goes on.
    CHECK(Life().works("2018-01-01", 24).draws("2020-01-01", 5).account() == Account(0, 7));
}

TEST_CASE("what is left twice adds up, and is never more than the most the law grants (15.3)") {
    // 24 due, 2 drawn; again 5 years: 18 + 22 is more than 24, 4 of which are drawn.
    CHECK(Life().works("2003-01-01", 130).draws("2013-11-01", 2).works("2014-01-01", 60).draws("2019-01-01", 4).works("2019-06-01", 3).account() == Account(3, 20));
    // 12 due, 3 drawn; less than a year again, of the rest 4 drawn; then two years.
    CHECK(Life().works("2018-01-01", 12).draws("2019-01-01", 3).works("2019-04-01", 8).draws("2019-12-01", 4).works("2020-04-01", 24).account() == Account(24, 5));
}

TEST_CASE("benefit of the unemployment that is open is not yet past (15.3)") {
    Life life;
    life.works("2018-01-01", 60).draws("2023-01-01", 6).works("2023-07-01", 14).draws("2024-09-01", 3);
    CHECK(life.account(day("2024-08-20")) == Account(14, 12));
    CHECK(life.account() == Account(0, 21));  // 12 carried and 12 of the year paid, at most 24, 3 drawn
}

TEST_CASE("a month both worked and drawn in belongs to what went on before it") {
    // The last month of work is paid, and benefit begins in it.
    CHECK(Life().works("2018-01-01", 24).draws("2019-12-01", 4).works("2020-06-01", 2).account() == Account(2, 8));
    // The new job begins in a month for which benefit was still paid.
    CHECK(Life().works("2018-01-01", 24).draws("2020-01-01", 4).works("2020-04-01", 6).account() == Account(6, 8));
}
