#include "records/reference/retirement.hpp"

#include <doctest/doctest.h>

#include "records/reference/reference.hpp"

using namespace leye;
using namespace leye::reference;

namespace {
const Reference& loaded() {
    static const Reference reference = std::move(*Reference::load(LEYE_SOURCE_DIR "/catalog"));
    return reference;
}
struct Vector {
    const char* born;
    RetirementKind kind;
    int age_months;
    const char* month;
};
constexpr RetirementKind man = RetirementKind::man, woman_55 = RetirementKind::woman_55,
                         woman_50 = RetirementKind::woman_50;
}  // namespace

TEST_CASE("the ages printed in the tables of 国发〔2024〕18号 come out") {
    for (const auto& [born, kind, age_months, month] :
         {Vector{"1965-01-20", man, 721, "2025-02-01"}, Vector{"1976-09-01", man, 756, "2039-09-01"},
          Vector{"1975-03-15", woman_50, 602, "2025-05-01"},
          Vector{"1984-11-30", woman_50, 660, "2039-11-01"},
          Vector{"1981-09-09", woman_55, 696, "2039-09-01"}, Vector{"1964-12-31", man, 720, "2024-12-01"},
          Vector{"1965-04-30", man, 721, "2025-05-01"}, Vector{"1965-05-01", man, 722, "2025-07-01"},
          Vector{"1970-01-01", woman_55, 661, "2025-02-01"},
          Vector{"1975-01-31", woman_50, 601, "2025-02-01"},
          Vector{"1975-02-28", woman_50, 601, "2025-03-01"},
          Vector{"1969-12-31", woman_55, 660, "2024-12-01"},
          Vector{"1974-12-31", woman_50, 600, "2024-12-01"}}) {
        CAPTURE(born);
        const Retirement result = loaded().retirement(*Date::parse(born), kind);
        CHECK(result.age_months == age_months);
        CHECK(result.on_month_first.text() == month);
    }
}

TEST_CASE("whoever reached the former age before 2025 is not touched, and nobody goes beyond the cap") {
    for (const RetirementRule& rule : loaded().retirement_table().rules())
        for (int month = 0; month < 12 * 80; ++month) {
            const Date born = Date::of(1930, 1, 15)->plus_months(month);
            const Retirement result = loaded().retirement(born, rule.kind);
            CHECK(result.delay_months >= 0);
            CHECK(result.delay_months <= rule.delay_months_max);
            CHECK(result.age_months == rule.former_age_months + result.delay_months);
            const Date former = Date::of(born.year(), born.month(), 1)->plus_months(rule.former_age_months);
            CHECK((result.delay_months == 0) == (former < rule.from));
            CHECK(result.on_month_first == former.plus_months(result.delay_months));
        }
}

TEST_CASE("somebody born a month later never retires earlier") {
    for (const RetirementRule& rule : loaded().retirement_table().rules()) {
        Date last = loaded().retirement(*Date::of(1929, 12, 1), rule.kind).on_month_first;
        for (int month = 0; month < 12 * 80; ++month) {
            const Date next =
                loaded().retirement(Date::of(1930, 1, 31)->plus_months(month), rule.kind).on_month_first;
            CHECK(last < next);
            last = next;
        }
    }
}

TEST_CASE("the cap is reached by men of September 1976, women of September 1981 and of November 1984") {
    const auto delay = [](int year, int month, RetirementKind kind) {
        return loaded().retirement(*Date::of(year, month, 1), kind).delay_months;
    };
    CHECK(delay(1976, 8, man) == 35);
    CHECK(delay(1976, 9, man) == 36);
    CHECK(delay(1981, 8, woman_55) == 35);
    CHECK(delay(1981, 9, woman_55) == 36);
    CHECK(delay(1984, 10, woman_50) == 59);
    CHECK(delay(1984, 11, woman_50) == 60);
}

TEST_CASE("the kinds are known by name") {
    for (const auto kind : {man, woman_55, woman_50}) CHECK(retirement_kind_of(name_of(kind)) == kind);
    CHECK_FALSE(retirement_kind_of("woman"));
}
