#include <doctest/doctest.h>

#include "engine/feel/type.hpp"
#include "records/catalog/determination.hpp"
#include "records/party/test/place.hpp"
#include "services/determination/profile.hpp"

using namespace leye;
using namespace leye::determination;
using fact::Fact;

namespace {

Date day(const char* text) { return *Date::parse(text); }

Fact fact_of(fact::Kind kind, const char* from, std::optional<const char*> until = {}, std::string code = {}, std::string unit = {}) {
    Fact out;
    out.kind = kind, out.from = day(from), out.code = std::move(code), out.unit = std::move(unit);
    if (until) out.until = day(*until);
    return out;
}

std::vector<Fact> months(fact::Kind kind, const char* first, int count) {
    std::vector<Fact> out;
    for (Date at = day(first); count-- > 0; at = at.plus_months(1)) out.push_back(fact_of(kind, at.text().c_str(), at.plus_months(1).text().c_str()));
    return out;
}

struct Bench {
    Dictionary words = make_dictionary(party::test::reference_data());
    Moment moment{day("2026-11-23"), party::test::first_day(), day("2026-10-01"), {}};
    Basics who{party::PersonId::make(party::test::first_day()), day("1980-05-20"), party::Sex::male, "370102001"};

    Profile fold(const std::vector<Fact>& facts, const std::vector<Stretch>& spells = {}) const { return Folder(party::test::reference_data(), words, moment).fold(who, facts, spells); }
};

Date date_of(const Profile& p, Column c) { return Date::of_days(static_cast<int32_t>(p.get(c))); }

}  // namespace

TEST_CASE("the registry of the catalogue and the columns of a profile name the same facts of the same types (18.3)") {
    const auto names = catalog::determination_fact_names();
    CHECK(names.size() == column_count);
    for (const auto& name : names) {
        const auto column = find_column(name.name);
        REQUIRE_MESSAGE(column, name.name);
        CHECK(feel::kind_named(name.type) == rule_of(*column).kind);
    }
}

TEST_CASE("insurance delivered month by month becomes months paid, unbroken since, and months since the last (18.3)") {
    const Bench b;
    auto facts = months(fact::Kind::insured_employee, "2024-01-01", 12);
    auto later = months(fact::Kind::insured_employee, "2026-03-01", 8);
    facts.insert(facts.end(), later.begin(), later.end());
    const auto p = b.fold(facts);
    CHECK(p.is(Column::insured_employee));
    CHECK(date_of(p, Column::insured_employee_since) == day("2026-03-01"));
    CHECK(p.get(Column::insured_months) == 20);
    CHECK(p.get(Column::insured_months_since_benefit) == 20);
    CHECK(p.get(Column::benefit_months_carried) == 0);
    CHECK(p.get(Column::months_uninsured) == 0);
    CHECK(p.is(Column::data_complete));

    facts.resize(facts.size() - 3);
    const auto lapsed = b.fold(facts);
    CHECK_FALSE(lapsed.is(Column::insured_employee));
    CHECK(lapsed.get(Column::insured_employee_since) == unknown);
    CHECK(date_of(lapsed, Column::last_insured_month) == day("2026-07-01"));
    CHECK(lapsed.get(Column::months_uninsured) == 3);
}

TEST_CASE("a month paid by two employers is one month, and a month beyond the newest is not looked at") {
    const Bench b;
    auto facts = months(fact::Kind::insured_employee, "2026-09-01", 2);
    facts.push_back(facts.back());
    facts.push_back(fact_of(fact::Kind::insured_employee, "2026-11-01", "2026-12-01"));
    const auto p = b.fold(facts);
    CHECK(p.get(Column::insured_months) == 2);
    CHECK(date_of(p, Column::last_insured_month) == day("2026-10-01"));
}

TEST_CASE("of a city whose month is thin the data are not complete, and without any month nothing is said of insurance") {
    Bench b;
    b.moment.thin_cities = {"370100"};
    CHECK_FALSE(b.fold({}).is(Column::data_complete));
    b.who.area = "370202";
    CHECK(b.fold({}).is(Column::data_complete));
    b.moment.data_month.reset();
    const auto p = b.fold(months(fact::Kind::insured_employee, "2026-10-01", 1));
    CHECK_FALSE(p.is(Column::data_complete));
    CHECK(p.get(Column::insured_months) == unknown);
    CHECK(p.get(Column::months_uninsured) == unknown);
}

TEST_CASE("a woman's age of retirement depends on the post that insurance tells; untold, the later one and the question (1.3)") {
    Bench b;
    b.who.sex = party::Sex::female;
    b.who.born = day("1974-02-10");
    const auto asked = b.fold({});
    CHECK(asked.is(Column::retirement_by_post));
    CHECK_FALSE(asked.is(Column::past_retirement));
    const auto worker = b.fold({fact_of(fact::Kind::post, "2010-01-01", {}, "worker")});
    CHECK_FALSE(worker.is(Column::retirement_by_post));
    CHECK(worker.is(Column::past_retirement));
    CHECK(worker.get(Column::months_to_retirement) == 0);
}

TEST_CASE("spells say what is open and since when, and which work ended last") {
    const Bench b;
    const auto p = b.fold({}, {{status::Kind::employed, day("2020-01-01"), day("2026-05-10"), b.words.code(Column::last_end_reason, "redundancy")},
                               {status::Kind::unemployed, day("2026-05-10"), {}, unknown}});
    CHECK(p.is(Column::open_unemployment));
    CHECK(p.get(Column::unemployed_months) == 6);
    CHECK(date_of(p, Column::last_employment_until) == day("2026-05-10"));
    CHECK(to_json(p, b.words).at("last_end_reason") == "redundancy");
    const auto employed = b.fold({}, {{status::Kind::employed, day("2020-01-01"), {}, unknown}});
    CHECK(employed.get(Column::last_employment_until) == unknown);
}

TEST_CASE("who only holds shares runs no business; one who does, since its oldest (D23)") {
    const Bench b;
    CHECK_FALSE(b.fold({fact_of(fact::Kind::business, "2020-01-01", {}, "shareholder", "913799000000000000")}).is(Column::runs_business));
    const auto p = b.fold({fact_of(fact::Kind::business, "2020-01-15", {}, "owner", "a"), fact_of(fact::Kind::business, "2022-01-01", {}, "legal_representative", "b"),
                           fact_of(fact::Kind::business, "2010-01-01", "2015-01-01", "owner", "c")});
    CHECK(date_of(p, Column::business_since) == day("2020-01-15"));
    CHECK(p.get(Column::business_months) == 82);
}

TEST_CASE("whom the businesses that somebody runs hired for a year are counted, each once and the founder not; without a business nothing is known (D23)") {
    const Bench b;
    const auto id = [](int64_t n) { return party::PersonId::make(Instant::of_ms(n)); };
    const auto one = id(1), two = id(2), three = id(3);
    Hires hires;
    for (const auto who : {one, two, b.who.id}) hires.add("a", who);
    hires.add("b", two);
    hires.add("closed", three), hires.add("shares", three);
    const std::vector<Fact> facts{fact_of(fact::Kind::business, "2020-01-15", {}, "owner", "a"), fact_of(fact::Kind::business, "2022-01-01", {}, "legal_representative", "b"),
                                  fact_of(fact::Kind::business, "2010-01-01", "2015-01-01", "owner", "closed"), fact_of(fact::Kind::business, "2020-01-01", {}, "shareholder", "shares")};
    const Folder folder(party::test::reference_data(), b.words, b.moment);
    CHECK(folder.fold(b.who, facts, {}, hires).get(Column::hires) == 2);
    CHECK(folder.fold(b.who, facts, {}).get(Column::hires) == 0);
    CHECK(folder.fold(b.who, {}, {}, hires).get(Column::hires) == unknown);
}

TEST_CASE("a household counts those who can work and those who do (8.2); a single parent is the only adult of one with a minor") {
    Bench b;
    const auto household = fact_of(fact::Kind::household, "2015-01-01", {}, "H1");
    const Folder folder(party::test::reference_data(), b.words, b.moment);
    auto parent = b.fold({fact_of(fact::Kind::marriage, "2020-01-01", {}, "divorced"), household});
    b.who.born = day("2015-09-01");
    const auto child = b.fold({household});
    b.who.born = day("1950-01-01");
    const auto grandmother = b.fold({fact_of(fact::Kind::pension, "2005-01-01"), household});
    HouseholdCount count;
    for (const auto& member : {parent, child, grandmother}) count.add(member);
    folder.add_household(parent, count);
    CHECK(parent.household != 0);
    CHECK(parent.household == child.household);
    CHECK(parent.get(Column::household_of_age) == 1);
    CHECK(parent.get(Column::household_working) == 0);
    CHECK(parent.is(Column::single_parent));
}

TEST_CASE("who registered as out of work after the month that the data end with is not counted as working (8.2)") {
    const Bench b;
    const auto insured = months(fact::Kind::insured_employee, "2026-05-01", 6);
    const auto count = [&](const char* since) {
        HouseholdCount out;
        out.add(b.fold(insured, {{status::Kind::unemployed, day(since), {}, unknown}}));
        return int{out.working};
    };
    CHECK(count("2026-11-02") == 0);
    CHECK(count("2026-09-01") == 1);
}

TEST_CASE("whether somebody is local is kept for breakdowns and is no column that a rule could look at (1.2)") {
    const Bench b;
    CHECK(b.fold({fact_of(fact::Kind::household_register, "1980-05-20", {}, "370105")}).local);
    CHECK_FALSE(b.fold({fact_of(fact::Kind::household_register, "1980-05-20", {}, "410102")}).local);
    CHECK_FALSE(find_column("local"));
    CHECK_FALSE(find_column("household_register"));
    CHECK_FALSE(find_column("residence"));
}
