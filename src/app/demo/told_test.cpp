#include "app/demo/told.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "app/demo/source_files.hpp"

using namespace leye;
using namespace leye::demo;
using fact::Fact;
using fact::Kind;

namespace {

constexpr const char* catalog_dir = LEYE_SOURCE_DIR "/catalog";
constexpr int base_year = 2026;
const Month newest = month_of(2027, 6);

const Population& population() {
    static const reference::Reference facts = std::move(*reference::Reference::load(catalog_dir));
    static const Population one(std::move(*Census::load(catalog_dir, facts, *Date::of(base_year, 1, 1))), facts, 20'261'123, base_year);
    return one;
}

std::vector<Fact> told(const Citizen& citizen, Months months) {
    std::vector<Fact> out;
    tell(citizen, months, out);
    return out;
}

std::string description_of(std::string_view source) {
    std::stringstream yaml;
    yaml << std::ifstream(fmt::format("{}/sources/{}.yaml", catalog_dir, source)).rdbuf();
    return yaml.str();
}
Date earliest_of(std::string_view source) {
    static std::map<std::string, Date, std::less<>> known;
    if (const auto at = known.find(source); at != known.end()) return at->second;
    const std::string described = description_of(source), key = "\nearliest: ";
    return known[std::string(source)] = Date::parse(described.substr(described.find(key) + key.size(), 10)).value();
}

/// What is believed when each month's facts are taken in turn, a later row in the place of an earlier one of the same key.
using Key = std::tuple<Kind, Date, std::string, std::string>;
std::map<Key, Fact> believed(const std::vector<Fact>& facts) {
    std::map<Key, Fact> out;
    for (const Fact& f : facts) out[{f.kind, f.from, fact::has_code_in_key(f.kind) ? f.code : "", fact::has_unit_in_key(f.kind) ? f.unit : ""}] = f;
    return out;
}

}  // namespace

TEST_CASE("month after month the departments tell what they tell at once, and every kind is told (row 18.3)") {
    std::set<Kind> kinds;
    int changed_later = 0;
    population().for_each(0, 20'000, [&](const Citizen& citizen) {
        const auto whole = told(citizen, {month_of(1900, 1), newest + 1});
        std::vector<Fact> by_month = told(citizen, {month_of(1900, 1), month_of(base_year, 1)});
        const size_t before = by_month.size();
        for (Month month = month_of(base_year, 1); month <= newest; ++month)
            for (const Fact& f : told(citizen, {month, month + 1})) by_month.push_back(f);
        changed_later += by_month.size() > before;
        CHECK(believed(by_month) == believed(whole));
        CHECK(std::ranges::is_sorted(whole, {}, [](const Fact& f) { return std::pair(f.kind, f.from); }));
        for (const Fact& f : whole) {
            kinds.insert(f.kind);
            CHECK(f.from < first_day_of(newest + 1));
            if (f.until) CHECK(f.from < *f.until);
            CAPTURE(fact::name_of(f.kind));
            CAPTURE(f.from.text());
            CHECK(citizen.born <= f.from);
        }
    });
    CHECK(changed_later > 4'000);
    CHECK(kinds.size() == fact::kind_count);
}

TEST_CASE("nobody is paid for, draws anything or studies after death") {
    int dead = 0;
    population().for_each(0, 60'000, [&](const Citizen& citizen) {
        if (!citizen.died_on || *citizen.died_on >= first_day_of(newest)) return;
        ++dead;
        for (const Fact& f : told(citizen, {month_of(1900, 1), newest + 1})) {
            if (f.kind == Kind::insured_employee || f.kind == Kind::insured_flexible || f.kind == Kind::benefit_paid) CHECK(*f.until <= *citizen.died_on);
            if (f.kind == Kind::pension) CHECK(*f.until == *citizen.died_on);
            if (f.kind == Kind::business) CHECK((f.until && *f.until <= *citizen.died_on));
            if (f.kind == Kind::studying) CHECK((f.until && *f.until <= *citizen.died_on));
            if (f.kind == Kind::graduation || f.kind == Kind::grant_paid) CHECK(f.from <= *citizen.died_on);
        }
    });
    CHECK(dead > 300);
}

TEST_CASE("each fact stands in the file of one source, under titles and words that the source knows") {
    std::map<std::string, std::string, std::less<>> files;
    size_t facts = 0;
    population().for_each(0, 2'000, [&](const Citizen& citizen) {
        const auto all = told(citizen, {month_of(1900, 1), newest + 1});
        for (const Fact& f : all)
            for (const auto source : source_names()) {
                std::string row;
                append_rows(source, "", {&f, 1}, row);
                // Earlier ones the import refuses.
                if (!row.empty()) CHECK(f.from >= earliest_of(source));
            }
        // A household and its register are one row.
        facts += all.size() - static_cast<size_t>(std::ranges::count(all, Kind::household_register, &Fact::kind));
        for (const auto source : source_names()) append_rows(source, Population::number_of(citizen), all, files[std::string(source)]);
    });
    size_t rows = 0;
    for (const auto& [source, text] : files) {
        CAPTURE(source);
        const std::string header(header_of(source));
        const std::string described = description_of(source);
        std::stringstream titles(header.substr(0, header.size() - 1));
        size_t columns = 0;
        for (std::string title; std::getline(titles, title, ','); ++columns) CHECK(described.find(title) != std::string::npos);
        std::stringstream lines(text);
        for (std::string line; std::getline(lines, line); ++rows) {
            CHECK(static_cast<size_t>(std::ranges::count(line, ',')) == columns - 1);
            CHECK(line.starts_with("3799"));
        }
    }
    CHECK(rows == facts);
    CHECK(files.size() == 19);
}
