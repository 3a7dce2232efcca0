#include "app/demo/population.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <thread>

#include "app/demo/invented_numbers.hpp"
#include "app/demo/population_rates.hpp"

using namespace leye;
using namespace leye::demo;

namespace {

constexpr const char* catalog_dir = LEYE_SOURCE_DIR "/catalog";
constexpr int base_year = 2026;
constexpr uint64_t many = 400'000;
const Month base_month = month_of(base_year, 1);

const reference::Reference& facts() {
    static const reference::Reference loaded = std::move(*reference::Reference::load(catalog_dir));
    return loaded;
}
Population made(uint64_t seed) { return {std::move(*Census::load(catalog_dir, facts(), *Date::of(base_year, 1, 1))), facts(), seed, base_year}; }
const Population& population() {
    static const Population one = made(20'261'123);
    return one;
}
const std::vector<Citizen>& people() {
    static const std::vector<Citizen> all = [] {
        std::vector<Citizen> out;
        out.reserve(many);
        population().for_each(0, many, [&](const Citizen& citizen) { out.push_back(citizen); });
        return out;
    }();
    return all;
}
/// Full years on the first of January; whoever is born on that day counts as born on the day after.
int age_of(const Citizen& citizen) { return base_year - 1 - citizen.born.year(); }

std::string print(const Citizen& c) {
    std::string out = fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}", Population::number_of(c), c.household, static_cast<int>(c.place), c.township, c.register_area,
                                  static_cast<int>(c.marriage), static_cast<int>(c.level), c.school_ends.text(), c.section, c.retires_on.text(), c.disability, c.minimum_allowance);
    for (const Run& run : c.runs.all()) out += fmt::format("|{} {}-{} {} {}", static_cast<int>(run.work), run.from, run.until, run.employer, run.benefit_months);
    return out + (c.died_on ? c.died_on->text() : "") + (c.business ? fmt::format("{}", c.business->number) : "");
}

/// The share counted, the share wanted, and how far they may differ: four times the sampling error, where people of one
/// household count as one draw, and three in a thousand for the fit.
void compare(double counted, double wanted, double n, double cluster = 3) {
    CHECK(std::abs(counted - wanted) <= 4 * std::sqrt(wanted * (1 - wanted) * cluster / n) + 0.003);
}

struct Tally {
    double n = 0;
    std::map<std::string, double> sums;
    void count(const std::string& what, bool yes) { sums[what] += yes; }
    double share(const std::string& what, const std::string& of = "") const {
        const auto at = sums.find(what);
        return at == sums.end() ? 0 : at->second / (of.empty() ? n : sums.at(of));
    }
};

}  // namespace

TEST_CASE("the same seed makes the same person, alone or in a row or on another thread, and another seed another") {
    const Population again = made(20'261'123), other = made(7);
    int different = 0;
    for (const uint64_t i : {0ULL, 1ULL, 255ULL, 256ULL, 4'711ULL, 99'999ULL, 399'999ULL}) {
        CHECK(print(again.person(i)) == print(people()[i]));
        different += print(other.person(i)) != print(people()[i]);
    }
    CHECK(different == 7);
    std::string one, two;
    const auto part = [&](std::string& out) { again.for_each(1'000, 1'700, [&](const Citizen& citizen) { out += print(citizen); }); };
    std::thread first([&] { part(one); }), second([&] { part(two); });
    first.join(), second.join();
    CHECK(one == two);
    CHECK(one.starts_with(print(people()[1'000])));
    // Far beyond the numbers there are, people go on.
    CHECK(again.person(9'999'999'999ULL).index == 9'999'999'999ULL);
}

TEST_CASE("numbers are valid, belong to nobody, name the birth and the sex, differ, and lead back to the person") {
    std::set<std::string> numbers;
    const Date today = population().base();
    for (size_t i = 0; i < many; i += 7) {
        const Citizen& citizen = people()[i];
        const std::string number = Population::number_of(citizen);
        CAPTURE(number);
        REQUIRE(reference::check_document(reference::DocumentType::resident_id, number, today) == number);
        CHECK(number.starts_with("3799"));
        CHECK(reference::birth_of(reference::DocumentType::resident_id, number) == citizen.born);
        CHECK(reference::sex_of(reference::DocumentType::resident_id, number) == (citizen.male ? 1 : 2));
        CHECK(numbers.insert(number).second);
        CHECK(index_of(number) == i);
    }
    // No two indexes of all that have a number share what the index settles of it.
    std::vector<bool> seen(numbered_people);
    uint64_t doubled = 0;
    for (uint64_t i = 0; i < numbered_people; ++i) {
        const auto parts = number_parts_of(i);
        const auto at = (static_cast<uint64_t>(parts.day_of_year) * 100 + static_cast<uint64_t>(parts.region)) * 500 + static_cast<uint64_t>(parts.order);
        doubled += seen[at];
        seen[at] = true;
    }
    CHECK(doubled == 0);
    CHECK_FALSE(index_of("370102199001011234"));
    CHECK_FALSE(index_of("379901199002300018"));
    for (const uint32_t employer : {0U, 1U, 399'999U, 4'000'000'000U}) {
        const auto code = reference::check_uscc(credit_code_of(employer, employer % 2 ? "92" : "91"));
        REQUIRE(code);
        CHECK(code->region == "379900");
    }
    CHECK(credit_code_of(1, "91") != credit_code_of(2, "91"));
}

TEST_CASE("every city has the census' sexes, ages, households, schooling, work and registers within the sampling error") {
    std::map<std::string, Tally> cities;
    std::map<std::string, size_t> area_of;
    for (const Citizen& citizen : people()) {
        const CensusCounty& county = population().census().counties[citizen.county];
        Tally& city = cities[county.code.substr(0, 4)];
        area_of[county.code.substr(0, 4)] = county.area;
        const int age = age_of(citizen);
        ++city.n;
        city.count("male", citizen.male);
        city.count("urban", citizen.urban);
        city.count(fmt::format("registered {}", static_cast<int>(citizen.registered)), true);
        city.count(fmt::format("age {}", std::min(age / 5, 17)), true);
        city.count("family", citizen.place != Place::dormitory);
        const std::string sex = citizen.male ? "men" : "women";
        city.count(sex, age >= 6);
        if (age >= 6) city.count(fmt::format("{} {}", sex, std::min(static_cast<int>(level_at(citizen.level, age)), 5)), true);
        city.count("grown", age >= 16);
        const bool works = age >= 16 && citizen.works(base_month);
        city.count("works", works);
        if (works) city.count(fmt::format("section {}", citizen.section), true);
    }
    CHECK(cities.size() == 16);
    for (const auto& [code, city] : cities) {
        CAPTURE(code);
        const CensusArea& census = population().census().areas[area_of[code]];
        compare(city.share("male"), census.male, city.n, 1);
        compare(city.share("urban"), census.urban, city.n);
        for (size_t r = 0; r < 3; ++r) compare(city.share(fmt::format("registered {}", r + 1)), census.registered_elsewhere[r], city.n);
        for (size_t band = 0; band < age_bands; ++band) {
            CAPTURE(band);
            compare(city.share(fmt::format("age {}", band)), census.ages[band], city.n, 1.6);
        }
        compare(city.share("family"), census.in_family_households, city.n, 1);
        for (size_t sex = 0; sex < 2; ++sex)
            for (size_t level = 0; level < school_levels; ++level) {
                CAPTURE(level);
                const std::string who = sex == 0 ? "men" : "women";
                compare(city.share(fmt::format("{} {}", who, level), who), census.schooling[sex][level], city.sums.at(who), 1);
            }
        compare(city.share("works", "grown"), census.employed, city.sums.at("grown"), 1);
        for (size_t section = 0; section < work_sections; ++section) {
            CAPTURE(section);
            compare(city.share(fmt::format("section {}", static_cast<char>('A' + section)), "works"), census.sections[section], city.sums.at("works"), 1);
        }
    }
    double all = 0;
    for (const CensusArea& area : population().census().areas) all += area.persons;
    for (const auto& [code, city] : cities) {
        CAPTURE(code);
        compare(city.n / static_cast<double>(many), population().census().areas[area_of[code]].persons / all, static_cast<double>(many));
    }
}

TEST_CASE("households have the counted size and generations, and ages that a family can have") {
    std::map<std::string, Tally> cities;
    std::map<std::string, size_t> area_of;
    for (size_t i = 0; i < many;) {
        const Citizen& head = people()[i];
        const size_t size = head.household_size;
        if (i + size > many) break;
        bool children = false, grandparents = false;
        const Citizen* spouse = nullptr;
        for (size_t m = 0; m < size; ++m) {
            const Citizen& member = people()[i + m];
            REQUIRE(member.household == head.index);
            REQUIRE(member.household_size == size);
            CHECK(member.township == head.township);
            CHECK((member.place == Place::alone || member.place == Place::head || member.place == Place::dormitory) == (m == 0));
            if (member.place == Place::spouse) spouse = &member;
            children |= member.place == Place::child || member.place == Place::grandchild, grandparents |= member.place == Place::grandparent;
        }
        const Citizen& mother = spouse ? *spouse : head;
        for (size_t m = 1; m < size; ++m) {
            const Citizen& member = people()[i + m];
            const int younger = age_of(mother) - age_of(member);
            if (member.place == Place::child) CHECK(younger >= (mother.male ? 11 : 16));
            if (member.place == Place::child) CHECK(age_of(member) <= rates::child_at_home_max);
            if (member.place == Place::grandchild) CHECK(younger >= (mother.male ? 31 : 36));
            if (member.place == Place::grandparent) CHECK(-younger >= 9);
        }
        if (spouse) {
            CHECK(head.male != spouse->male);
            CHECK(head.marriage == Marriage::married);
            CHECK(spouse->marriage == Marriage::married);
            CHECK(std::abs(age_of(head) - age_of(*spouse)) <= 7);
        }
        i += size;
        if (head.place == Place::dormitory) continue;
        const CensusCounty& county = population().census().counties[head.county];
        Tally& city = cities[county.code.substr(0, 4)];
        area_of[county.code.substr(0, 4)] = county.area;
        ++city.n;
        city.sums["people"] += static_cast<double>(size);
        city.count(fmt::format("form {}", size == 1 ? 0 : grandparents ? 3 : children ? 2 : 1), true);
    }
    for (const auto& [code, city] : cities) {
        CAPTURE(code);
        const CensusArea& census = population().census().areas[area_of[code]];
        for (size_t form = 0; form < household_forms; ++form) {
            CAPTURE(form);
            compare(city.share(fmt::format("form {}", form)), census.households[form], city.n, 1);
        }
        const double mean = city.share("people");
        CHECK(std::abs(mean - census.household_size) < 0.03 + 4 * 1.3 / std::sqrt(city.n));
    }
}

TEST_CASE("lives hold together: no work before sixteen, at school, after death, and no insured work after retirement") {
    for (const Citizen& citizen : people()) {
        Month last = 0;
        for (const Run& run : citizen.runs.all()) {
            REQUIRE(run.from < run.until);
            CHECK(run.from >= last);
            last = run.until;
            CHECK(citizen.born.plus_months(16 * 12) <= first_day_of(run.from));
            CHECK_FALSE(citizen.studies(first_day_of(run.from)));
            if (run.work != Work::uninsured) CHECK(first_day_of(run.until) <= citizen.retires_on);
            if (citizen.died_on) CHECK(first_day_of(run.until) <= *citizen.died_on);
            if (run.work == Work::unemployed) CHECK(run.benefit_months <= std::min(24, run.until - run.from));
            if (run.benefit_months > 0) {
                CHECK_FALSE(run.own_will);
                CHECK(citizen.runs.months_of(Work::employee, run.from) >= 12);
            }
        }
        if (citizen.died_on) CHECK(*citizen.died_on > population().base());
        if (citizen.business) CHECK(citizen.business->from < citizen.business->until.value_or(base_month + 1));
        if (citizen.business) CHECK(citizen.born.plus_months(16 * 12) <= first_day_of(citizen.business->from));
        if (citizen.pension_from) CHECK(std::min(citizen.retires_on, first_day_of(month_of(citizen.born) + 60 * 12)) <= *citizen.pension_from);
    }
}

TEST_CASE("from month to month a few in a hundred change: hires, losses, graduates, deaths, in balance") {
    double insured = 0, before = 0, hired = 0, left = 0, lost = 0, died = 0, began = 0;
    const Month month = base_month + 10;
    for (const Citizen& citizen : people()) {
        const bool was = citizen.runs.works_as(Work::employee, month - 1), is = citizen.runs.works_as(Work::employee, month);
        before += was, insured += is;
        hired += is && !was, left += was && !is;
        lost += was && citizen.runs.works_as(Work::unemployed, month);
        died += citizen.died_on && month_of(*citizen.died_on) == month;
        began += is && !was && citizen.runs.months_of(Work::employee, month) == 0 && age_of(citizen) < 27;
    }
    CHECK(hired / before == doctest::Approx(0.011).epsilon(0.35));
    CHECK(left / before == doctest::Approx(0.011).epsilon(0.35));
    CAPTURE(hired / before);
    CAPTURE(left / before);
    CHECK(std::abs(insured - before) / before < 0.004);
    CHECK(lost / left > 0.2);
    CHECK(lost / left < 0.6);
    CHECK(began > 0);
    // About seven in a thousand a year, as reported.
    CHECK(died * 12 / static_cast<double>(many) == doctest::Approx(0.0075).epsilon(0.3));
    // The share of insured employees moves little in two years: graduates come, the old go.
    double later = 0;
    for (const Citizen& citizen : people()) later += citizen.runs.works_as(Work::employee, base_month + 24);
    CHECK(later / before == doctest::Approx(1.0).epsilon(0.08));
}

TEST_CASE("a county table refines its city, and a faulty one is refused with its line") {
    const auto load = [](const std::string& rows) {
        const std::string file = fmt::format("/tmp/leye_county_margins_{}.csv", getpid());
        std::ofstream(file) << "area,margin,key,per_million\n" << rows;
        auto census = Census::load(catalog_dir, facts(), *Date::of(base_year, 1, 1), file);
        std::remove(file.c_str());
        return census;
    };
    std::string rows = "370102,persons,,819139\n370102,sex,male,400000\n370102,urban,,1000000\n370102,in_family_households,,900000\n370102,household_size,,2700000\n";
    rows += "370102,household,alone,250000\n370102,household,one_generation,250000\n370102,household,two_generations,400000\n370102,household,three_generations,100000\n";
    for (int from = 0; from < 90; from += 5) rows += fmt::format("370102,age,{},{}\n", from, 55'556);
    for (const char* sex : {"education_male", "education_female"})
        for (const char* level : {"none", "primary", "junior_high", "senior_high", "college", "bachelor"}) rows += fmt::format("370102,{},{},166667\n", sex, level);
    rows += "370102,employed,,500000\n370102,section,A,500000\n370102,section,C,500000\n";
    const auto refined = load(rows);
    REQUIRE(refined);
    CHECK(refined->areas.size() == 17);
    CHECK(refined->counties[0].code == "370102");
    CHECK(refined->areas[refined->counties[0].area].male == doctest::Approx(0.4));
    CHECK(refined->counties[1].area != refined->counties[0].area);
    CHECK(load("370102,height,,5\n").error().code == "reference_file");
    CHECK(load("370102,persons,,many\n").error().code == "reference_file");
    CHECK(load("370102,persons,,819139\n").error().code == "reference_file");
    CHECK(Census::load("/nonexistent", facts(), *Date::of(base_year, 1, 1)).error().code == "reference_file");
}
