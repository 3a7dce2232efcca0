#include "app/demo/province_facts.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "app/demo/months.hpp"

using namespace leye;
using namespace leye::demo;
using fact::Fact;
using fact::Kind;

namespace {

const Date today = *Date::of(2026, 11, 23);
const Date newest = *Date::of(2026, 10, 1);
constexpr const char* catalog_dir = LEYE_SOURCE_DIR "/catalog";

const reference::Reference& reference_data() {
    static const reference::Reference loaded = std::move(*reference::Reference::load(catalog_dir));
    return loaded;
}
const Province& province() {
    static const Province made = std::move(*make_province(catalog_dir, reference_data(), today, {}));
    return made;
}
const std::vector<std::vector<Fact>>& facts() {
    static const auto made = make_province_facts(Size{}.seed, province(), reference_data(), today);
    return made;
}

bool has(size_t person, Kind kind, Date day) {
    return std::ranges::any_of(facts()[person], [&](const Fact& f) { return f.kind == kind && f.from <= day && (!f.until || day < *f.until); });
}
std::map<size_t, const Spell*> open_spells() {
    std::map<size_t, const Spell*> out;
    for (const Spell& spell : province().spells)
        if (!spell.until) out[spell.person] = &spell;
    return out;
}

}  // namespace

TEST_CASE("facts of the province hold together: in order, once each, begun, and about people who could have them") {
    CHECK(newest_month_on(today) == newest);
    CHECK(facts().size() == province().people.size());
    CHECK(make_province_facts(Size{}.seed, province(), reference_data(), today) == facts());
    std::set<std::string> units;
    for (const Employer& employer : province().employers) units.insert(employer.uscc);
    for (size_t i = 0; i < facts().size(); ++i) {
        const Person& person = province().people[i];
        std::set<std::tuple<Kind, Date, std::string>> seen;
        CHECK(std::ranges::is_sorted(facts()[i], {}, [](const Fact& f) { return std::pair(f.kind, f.from); }));
        for (const Fact& f : facts()[i]) {
            CHECK(f.from < today);
            CHECK(person.born <= f.from);
            if (f.until) CHECK(f.from < *f.until);
            CHECK(seen.emplace(f.kind, f.from, f.unit).second);
            if (!f.unit.empty()) CHECK(units.contains(f.unit));
            if (f.kind == Kind::insured_employee) CHECK(f.from <= newest);
            if (f.kind == Kind::insured_employee) CHECK(person.born.plus_months(15 * 12) <= f.from);
            if (f.kind == Kind::marriage) CHECK(person.born.whole_years_to(today) >= 20);
        }
    }
}

TEST_CASE("most lives agree with the register, and some hundred do not, so that a sweep finds work (rows 8.2 18.3)") {
    const auto open = open_spells();
    std::map<std::string, int> seen;
    for (const auto& [person, spell] : open) {
        const bool insured = has(person, Kind::insured_employee, newest);
        if (spell->kind == SpellKind::employed && spell->from < newest) ++seen[insured ? "employed, insured" : "employed, not insured"];
        if (spell->kind == SpellKind::unemployed) ++seen[insured ? "unemployed, insured" : "unemployed, not insured"];
        if (spell->kind == SpellKind::unemployed && insured && has(person, Kind::benefit_paid, newest)) ++seen["draws benefit while insured"];
        if (spell->kind == SpellKind::unemployed && !insured && has(person, Kind::benefit_paid, newest)) ++seen["draws benefit"];
    }
    for (size_t i = 0; i < facts().size(); ++i)
        if (!open.contains(i) && has(i, Kind::insured_employee, newest)) ++seen["no spell, insured"];
    CHECK(seen["employed, insured"] > 10'000);
    CHECK(seen["employed, not insured"] >= 60);
    CHECK(seen["employed, not insured"] <= 250);
    CHECK(seen["unemployed, not insured"] > 700);
    CHECK(seen["unemployed, insured"] >= 80);
    CHECK(seen["unemployed, insured"] <= 300);
    CHECK(seen["draws benefit"] > 80);
    CHECK(seen["draws benefit while insured"] >= 5);
    CHECK(seen["draws benefit while insured"] <= 80);
    CHECK(seen["no spell, insured"] >= 30);
    int out_of_work = 0;
    for (const Household& home : province().households) {
        const auto works = [&](size_t who) { return open.contains(who) && open.at(who)->kind != SpellKind::unemployed; };
        const auto of_age = [&](size_t who) { return today < retirement_of(province().people[who], reference_data()).on_month_first; };
        out_of_work += has(home.head, Kind::household, newest) && !works(home.head) && !works(home.spouse) && of_age(home.head) && of_age(home.spouse);
    }
    CHECK(out_of_work >= 15);
    CHECK(out_of_work <= 120);
}

TEST_CASE("the accounts that the demo prints have facts that agree with what they are said to show") {
    const auto open = open_spells();
    for (const PersonAccount& account : province().accounts) {
        CAPTURE(account.role);
        // Who left of late was still paid for in the month before.
        if (account.role != "seeker") CHECK(has(account.person, Kind::insured_employee, newest) == (account.role == "employer"));
        CHECK(has(account.person, Kind::insured_flexible, newest) == (account.role == "flexible" && open.at(account.person)->from < newest));
        CHECK_FALSE(has(account.person, Kind::death, today));
    }
}

TEST_CASE("the files have every fact once, and the newest month of insurance stands apart") {
    const auto files = make_source_files(province(), facts(), today);
    std::map<std::string, size_t> rows, wanted;
    std::set<std::string> names;
    for (const SourceFile& file : files) {
        CHECK(names.insert(file.name).second);
        rows[file.source] += static_cast<size_t>(std::ranges::count(file.content, '\n')) - 1;
    }
    CHECK(names.contains("social_insurance_202610.csv"));
    CHECK(names.contains("social_insurance_202609.csv"));
    CHECK(names.contains("social_insurance_until_202608.csv"));
    size_t insured = 0, households = 0, benefits = 0;
    for (const auto& of_person : facts())
        for (const Fact& f : of_person) {
            insured += f.kind == Kind::insured_employee || f.kind == Kind::insured_flexible;
            households += f.kind == Kind::household, benefits += f.kind == Kind::benefit_paid;
        }
    CHECK(rows["social_insurance"] == insured);
    CHECK(rows["household_register"] == households);
    CHECK(rows["unemployment_benefit"] == benefits);
    const auto newest_file = std::ranges::find(files, "social_insurance_202610.csv", &SourceFile::name);
    CHECK(std::ranges::count(newest_file->content, '\n') > 10'000);
    CHECK(newest_file->content.find(",202609,") == std::string::npos);
}
