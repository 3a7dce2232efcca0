#include "records/catalog/published.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "records/catalog/current.hpp"
#include "records/catalog/determination.hpp"
#include "records/catalog/rules.hpp"
#include "records/catalog/test/place.hpp"

using namespace leye;
using namespace leye::catalog;
using namespace leye::catalog::test;

namespace {

const Date first_day = *Date::parse("2026-12-01");

// The table that asks for a question of at least so many characters.
std::string asks_for(int characters) {
    std::string text = read_file(home + "/decisions/policy_advice.dmn");
    const std::string limit = "&lt; 5";
    const size_t at = text.find(limit);
    REQUIRE_MESSAGE(at != text.npos, text);
    return text.replace(at, limit.size(), "&lt; " + std::to_string(characters));
}

PublishedVersion version(int number, int base, Date from, int characters = 8) {
    return {"policy_advice", number, base, from, false, asks_for(characters), read_file(home + "/decisions/policy_advice.cases.yaml")};
}

Catalog with(const std::vector<PublishedVersion>& some) {
    std::vector<std::string> faults;
    Catalog out = published().with(some, faults);
    for (const auto& f : faults) FAIL_CHECK(f);
    return out;
}

std::string reason_of(const Catalog& c, const Item& item, const std::string& question = "怎么登记？") {
    const auto decided = c.decide(item, {{"question", question}}, now);
    return decided ? decided->reason : decided.error().code;
}

}  // namespace

TEST_CASE("a published version decides from its first day on, the one before until then, and both stay") {
    const Catalog both = with({version(2, 1, first_day)});
    const Item *before = both.find_item("policy_advice", first_day - 1), *after = both.find_item("policy_advice", first_day);
    REQUIRE(before);
    REQUIRE(after);
    CHECK(before->version == 1);
    CHECK(before->until == first_day);
    CHECK(after->version == 2);
    CHECK(after->name.zh == before->name.zh);
    CHECK(reason_of(both, *before) == "waits_for_adviser");
    CHECK(reason_of(both, *after) == "question_short");
    CHECK(both.get_rules(*after).hash != both.get_rules(*before).hash);
    CHECK(both.list_items(first_day).size() == 9);
    CHECK(both.list_versions("policy_advice").size() == 2);
    CHECK(published().list_versions("policy_advice").size() == 1);
}

TEST_CASE("a version stands on a published one, and versions follow each other without sharing a day") {
    const Catalog three = with({version(2, 1, first_day), version(3, 2, first_day + 31, 20)});
    CHECK(three.get_item("policy_advice", 2).until == first_day + 31);
    CHECK(three.find_item("policy_advice", first_day + 30)->version == 2);
    CHECK(three.find_item("policy_advice", first_day + 31)->version == 3);
    CHECK_FALSE(three.get_item("policy_advice", 3).until);
}

TEST_CASE("a version that leaves cases out for the catalogue at hand does not take effect") {
    auto gap = version(2, 1, first_day);
    const std::string open = "<inputEntry><text>-</text></inputEntry>";
    const size_t at = gap.dmn.find(open);
    REQUIRE(at != gap.dmn.npos);
    gap.dmn.replace(at, open.size(), "<inputEntry><text>&gt; 8</text></inputEntry>");
    std::vector<std::string> faults;
    published().with({gap}, faults);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].find("database, policy_advice version 2") == 0);
    CHECK(faults[0].find("no rule holds for") != std::string::npos);
    gap.withdrawn = true;
    with({gap});
}

TEST_CASE("a determination takes a published table as an item does, from its first day on, and those that look at it follow") {
    std::string dmn = read_file(home + "/decisions/hardship_ground.dmn");
    const std::string limit = "&lt; 16";
    REQUIRE(dmn.find(limit) != dmn.npos);
    dmn.replace(dmn.find(limit), limit.size(), "&lt; 18");
    const PublishedVersion p{"hardship_ground", 2, 1, first_day, false, dmn, read_file(home + "/decisions/hardship_ground.cases.yaml")};
    const Catalog both = with({p});
    const Determination *before = both.find_determination("hardship_ground", first_day - 1), *after = both.find_determination("hardship_ground", first_day);
    REQUIRE(before);
    REQUIRE(after);
    CHECK(before->version == 1);
    CHECK(before->until == first_day);
    CHECK(after->version == 2);
    const json::Object young{{"age", 17}, {"disabled", true}, {"deceased", false}, {"draws_pension", false}, {"past_retirement", false}};
    CHECK(determine(*before, young, now)->reason == "disabled");
    CHECK(determine(*after, young, now)->reason == "under_16");
    CHECK(both.get_rules(*after).hash != both.get_rules(*before).hash);
    CHECK(both.list_determinations(first_day).size() == published().list_determinations(today).size());
    const auto order = both.list_determinations(first_day);
    CHECK(std::ranges::find(order, after) < std::ranges::find(order, both.find_determination("hardship_recognition", first_day)));
    CHECK(both.list_versions("hardship_ground").size() == 2);
    CHECK(both.find_ruled("hardship_ground", 2) == after);
    CHECK(published().find_ruled("policy_advice", today) == &item("policy_advice"));
    CHECK(published().list_ruled(today).size() == published().list_items(today).size() + published().list_determinations(today).size());
}

TEST_CASE("an item and a determination never share a code") {
    Copy copy;
    copy.write("determinations/policy_advice.yaml", copy.text_of("determinations/hardship_ground.yaml"));
    copy.replace("determinations/policy_advice.yaml", "code: hardship_ground", "code: policy_advice");
    std::vector<std::string> faults;
    copy.load(faults);
    REQUIRE_FALSE(faults.empty());
    CHECK(faults.back().find("policy_advice is the code of an item") != std::string::npos);
}

TEST_CASE("a withdrawn version is never in force and keeps its number") {
    auto taken_back = version(2, 1, first_day);
    taken_back.withdrawn = true;
    const Catalog c = with({taken_back, version(3, 1, first_day + 7)});
    CHECK(c.find_item("policy_advice", first_day)->version == 1);
    CHECK(c.get_item("policy_advice", 1).until == first_day + 7);
    CHECK(c.find_item("policy_advice", first_day + 7)->version == 3);
    CHECK(c.get_item("policy_advice", 2).version == 2);
    CHECK(c.list_versions("policy_advice").size() == 2);
}

TEST_CASE("a later version of the folder ends a published one") {
    Copy copy;
    copy.replace("items/policy_advice.yaml", "from: 2019-01-21", "from: 2019-01-21\nuntil: 2027-03-01");
    copy.write("items/policy_advice.v3.yaml", copy.text_of("items/policy_advice.yaml"));
    copy.replace("items/policy_advice.v3.yaml", "from: 2019-01-21\nuntil: 2027-03-01", "from: 2027-03-01");
    copy.replace("items/policy_advice.v3.yaml", "version: 1", "version: 3");
    std::vector<std::string> faults;
    const Catalog c = copy.load(faults).with({version(2, 1, first_day)}, faults);
    for (const auto& f : faults) FAIL_CHECK(f);
    CHECK(c.get_item("policy_advice", 1).until == first_day);
    CHECK(c.get_item("policy_advice", 2).until == Date::parse("2027-03-01"));
    CHECK(c.find_item("policy_advice", *Date::parse("2027-03-01"))->version == 3);
}

TEST_CASE("an item of the catalogue before is decided by its own rules in the next one") {
    const Item& old = item("policy_advice");
    const Catalog next = with({version(2, 1, first_day)});
    CHECK(reason_of(next, old) == "waits_for_adviser");
    CHECK(reason_of(published(), next.get_item("policy_advice", 1)) == "waits_for_adviser");
    CHECK_THROWS_AS(reason_of(published(), next.get_item("policy_advice", 2)), Bug);
}

TEST_CASE("what cannot be put over the folder is a sentence") {
    const auto says = [](const PublishedVersion& p, const std::string& sentence) {
        std::vector<std::string> faults;
        published().with({p}, faults);
        REQUIRE(faults.size() == 1);
        CHECK_MESSAGE(faults[0].find(sentence) != std::string::npos, faults[0]);
    };
    says(version(1, 1, first_day), "database, policy_advice version 1: the catalogue's folder has this version too");
    says(version(3, 2, first_day), "it stands on version 2, which is missing");
    says(version(2, 1, *Date::parse("2019-01-21")), "it begins before version 1 does");
    auto broken = version(2, 1, first_day);
    broken.dmn.replace(broken.dmn.find("question_short"), 14, "no_such_reason");
    std::vector<std::string> faults;
    published().with({broken}, faults);
    REQUIRE_FALSE(faults.empty());
    CHECK(faults[0].find("database, policy_advice version 2:") != std::string::npos);
    CHECK(faults[0].find("rule 1: the item has no reason no_such_reason for rules") != std::string::npos);
}

TEST_CASE("a catalogue is replaced while items of the one before are in use, and an unknown version is fetched once") {
    std::vector<std::string> faults;
    Current current(Catalog::load(home, facts_of_province(), effects, faults));
    const Item* held = current->find_item("policy_advice", first_day);
    int fetched = 0;
    current.on_unknown([&] { ++fetched, current.replace(current.folder().with({version(2, 1, first_day)}, faults)); });
    CHECK(current.get_item("policy_advice", 1).version == 1);
    CHECK(fetched == 0);
    CHECK(current.get_item("policy_advice", 2).from == first_day);
    CHECK(fetched == 1);
    CHECK(held->version == 1);
    CHECK(reason_of(*current, *held) == "waits_for_adviser");
    CHECK(current->find_item("policy_advice", first_day)->version == 2);
    CHECK_THROWS_AS(current.get_item("policy_advice", 9), Fault);
    for (const auto& f : faults) FAIL_CHECK(f);
}

TEST_CASE("examples are read from YAML and from JSON alike") {
    std::vector<std::string> faults;
    const Examples yaml = read_examples(read_file(home + "/decisions/unemployment_registration.cases.yaml"), "cases", faults);
    CHECK(yaml.cases.size() > 20);
    const Examples again = read_examples(json::print(json::write(yaml)), "cases", faults);
    CHECK(faults.empty());
    CHECK(json::write(again) == json::write(yaml));
}
