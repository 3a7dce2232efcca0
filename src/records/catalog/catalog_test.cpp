#include "records/catalog/catalog.hpp"

#include <doctest/doctest.h>

#include <set>

#include "records/catalog/fact.hpp"
#include "records/catalog/shape.hpp"
#include "records/catalog/test/place.hpp"

using namespace leye;
using namespace leye::catalog;
using namespace leye::catalog::test;

TEST_CASE("the catalogue has no fault, and every example of every table comes out as written") {
    int ran = 0;
    for (const auto& failure : published().run_cases(now, ran)) FAIL_CHECK(failure);
    CHECK(ran >= 90);
    CHECK(published().services().size() == 10);
    CHECK(published().list_items(today).size() == 9);
}

TEST_CASE("a lost job that the records prove is settled with its rule, clause and sentence") {
    const auto decided = published().decide(item("unemployment_registration"), lost_job(), now);
    REQUIRE(decided);
    CHECK(decided->outcome == "settle");
    CHECK(decided->reason == "settled_on_record");
    CHECK(decided->clause == "6号文(十八)");
    CHECK(decided->table == "unemployment_registration");
    CHECK(decided->table_version.size() == 12);
    CHECK(decided->rule == 18);
}

TEST_CASE("a second registration is refused naming since when, in words people use") {
    auto facts = lost_job();
    facts["open_unemployment"] = true;
    facts["open_unemployment_since"] = "2026-03-01";
    const auto decided = published().decide(item("unemployment_registration"), facts, now);
    REQUIRE(decided);
    CHECK(decided->outcome == "refuse");
    CHECK(decided->sentence.zh == "您从2026年3月1日起已在失业登记");
    CHECK(decided->sentence.en == "You are registered as unemployed since 1 March 2026");
}

TEST_CASE("what a sentence names is kept with the decision, so that it can be read again later") {
    auto facts = lost_job();
    facts["open_employment"] = true;
    facts["open_employment_since"] = "2024-02-01";
    facts["open_employment_employer"] = "青岛某某物流有限公司";
    facts["last_employment_until"] = nullptr;
    const auto decided = published().decide(item("unemployment_registration"), facts, now);
    REQUIRE(decided);
    CHECK(decided->outcome == "commit");
    CHECK(decided->sentence.zh.find("青岛某某物流有限公司") != std::string::npos);
    CHECK(std::ranges::find(decided->inputs, "open_employment_employer") != decided->inputs.end());
}

TEST_CASE("a sentence whose fact is not known says so and shows no braces") {
    const auto words = filled({"您还在{open_employment_employer}就业", "You are at {open_employment_employer}"}, {});
    CHECK(words.zh == "您还在（不详）就业");
    CHECK(words.en == "You are at (not known)");
}

TEST_CASE("nothing known at all is reviewed with a stated reason, never refused and never settled") {
    for (const Item* i : published().list_items(today)) {
        const auto decided = published().decide(*i, {}, now);
        REQUIRE(decided);
        CAPTURE(i->code);
        CHECK(decided->outcome == (i->code == "needs_opening" ? "settle" : "review"));
        CHECK_FALSE(decided->sentence.zh.empty());
    }
}

TEST_CASE("no rule has the household register or where somebody lives as an input (row 1.2)") {
    for (const Item* i : published().list_items(today))
        for (const auto& input : published().list_inputs(*i)) {
            CAPTURE(i->code);
            CAPTURE(input);
            for (const std::string_view banned : {"hukou", "residence", "area", "region", "household", "origin", "ethnic", "sex", "document_type", "document_number"})
                CHECK(input.find(banned) == std::string::npos);
        }
}

TEST_CASE("a non-local resident gets the same answer as a local one for every combination of facts tried (row 1.2)") {
    const std::vector<std::pair<std::string, std::vector<json::Value>>> axes = {
        {"open_unemployment", {true, false}}, {"age", {15, 16, 40, nullptr}},        {"past_retirement", {true, false}},
        {"wants_work", {true, false}},        {"lost_on", {"2026-11-20", "2026-12-01"}}, {"open_employment", {true, false}},
        {"open_flexible", {true, false}},     {"open_employment_here", {true, false}}, {"age_at_start", {15, 30}},
        {"started_on", {"2026-11-20", "2027-03-01"}}, {"commitment", {true, false}},
    };
    size_t combinations = 1;
    for (const auto& [name, values] : axes) combinations *= values.size();
    for (const Item* i : published().list_items(today)) {
        for (size_t n = 0; n < combinations; ++n) {
            auto facts = lost_job();
            facts["last_employment_until"] = nullptr;
            size_t rest = n;
            for (const auto& [name, values] : axes) facts[name] = values[rest % values.size()], rest /= values.size();
            auto elsewhere = facts;
            facts["hukou"] = "370102", facts["residence"] = "370102001", facts["area"] = "370102001";
            elsewhere["hukou"] = "510104", elsewhere["residence"] = nullptr, elsewhere["area"] = "371302001";
            const auto local = published().decide(*i, facts, now), other = published().decide(*i, elsewhere, now);
            REQUIRE(local);
            REQUIRE(other);
            if (local->rule != other->rule || local->outcome != other->outcome) FAIL(i->code);
        }
    }
}

TEST_CASE("a limit of days is the item's dated setting, not a number in the table") {
    Item late = item("employment_registration");
    CHECK(settings_on(late, today).at("hire_report_within") == "P30D");
    late.settings.push_back({"hire_report_within", true, 15, today + 10, "a later rule"});
    CHECK(settings_on(late, today).at("hire_report_within") == "P30D");
    CHECK(settings_on(late, today + 10).at("hire_report_within") == "P15D");
    CHECK_FALSE(settings_on(late, *Date::parse("2018-12-31")).contains("hire_report_within"));
}

TEST_CASE("an item is found in force on its days only, an unknown one not at all") {
    CHECK(published().find_item("policy_advice", *Date::parse("2019-01-20")) == nullptr);
    CHECK(published().find_item("policy_advice", *Date::parse("2019-01-21")) != nullptr);
    CHECK(published().find_item("nothing", today) == nullptr);
    CHECK(published().get_item("policy_advice", 1).version == 1);
    CHECK_THROWS_AS(published().get_item("policy_advice", 99), Bug);
}

TEST_CASE("a new version serves new cases, an open case keeps the version it began under") {
    Copy copy;
    copy.replace("items/policy_advice.yaml", "from: 2019-01-21", "from: 2019-01-21\nuntil: 2026-12-01");
    copy.write("items/policy_advice.v2.yaml", copy.text_of("items/policy_advice.yaml"));
    copy.replace("items/policy_advice.v2.yaml", "from: 2019-01-21\nuntil: 2026-12-01", "from: 2026-12-01");
    copy.replace("items/policy_advice.v2.yaml", "version: 1", "version: 2");
    copy.replace("items/policy_advice.v2.yaml", "promised: {days: 2", "promised: {days: 1");
    std::vector<std::string> faults;
    const Catalog both = copy.load(faults);
    for (const auto& f : faults) FAIL_CHECK(f);
    CHECK(both.find_item("policy_advice", *Date::parse("2026-11-30"))->version == 1);
    CHECK(both.find_item("policy_advice", *Date::parse("2026-12-01"))->version == 2);
    CHECK(both.get_item("policy_advice", 1).promised.days == 2);
    CHECK(both.list_items(*Date::parse("2027-01-01")).size() == 9);
    CHECK(both.decide(both.get_item("policy_advice", 1), {{"question", "怎么办理失业登记"}}, now)->reason == "waits_for_adviser");
}

TEST_CASE("the two published catalogues come from the items in force") {
    const auto window = published_rows(published(), Published::window, today);
    CHECK(window.size() == 10);
    for (const auto& row : window) CHECK(row.size() == window.front().size());
    CHECK(window[1][2] == "政策咨询");
    CHECK(window[1][7] == "2个工作日");
    CHECK(published_rows(published(), Published::online, *Date::parse("2018-01-01")).size() == 1);
}

TEST_CASE("services and items have the shape that the API sends") {
    const auto services = list_services(published(), today);
    CHECK(services.size() == 10);
    CHECK(services[5].items.size() == 7);
    CHECK(services[6].items.empty());
    const auto shape = json::write(shape_of(item("unemployment_registration"))).as_object();
    for (const auto* key : {"code", "version", "name", "summary", "annex", "audience", "channels", "promised", "online", "window", "clauses", "fields", "guide",
                            "commitment", "no_longer_asked", "certificate", "opens", "in_force_from"})
        CHECK_MESSAGE(shape.contains(key), key);
    CHECK(shape.at("promised").at("unit") == "working");
    CHECK(list_summaries(published(), today, "hotline").size() == 7);
    CHECK(officer_reasons(item("unemployment_registration"), "refuse").size() == 5);
    CHECK(officer_reasons(item("unemployment_registration"), "settle").size() == 1);
}

TEST_CASE("every item promises, guides, and says what it no longer asks for (row 16.1)") {
    for (const Item* i : published().list_items(today)) {
        CAPTURE(i->code);
        CHECK_FALSE(i->clauses.empty());
        CHECK_FALSE(i->no_longer_asked.empty());
        CHECK_FALSE(i->guide.steps.empty());
        CHECK_FALSE(i->guide.law.empty());
        CHECK(i->guide.fee.zh == "免费");
        CHECK(i->promised.days >= 1);
        CHECK(i->offers("window"));
        CHECK(i->offers("web"));
        if (i->code != "needs_opening") CHECK_FALSE(officer_reasons(*i, "settle").empty());
    }
}

TEST_CASE("the list of facts in catalog/README.md is that of the program") {
    const std::string readme = read_file(home + "/README.md");
    for (const FactName& f : fact_names()) CHECK_MESSAGE(readme.find("`" + std::string(f.name) + "`") != std::string::npos, f.name);
}
