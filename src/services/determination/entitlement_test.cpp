#include "services/determination/entitlement.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "records/catalog/test/place.hpp"
#include "services/determination/told_facts.hpp"

using namespace leye;
using namespace leye::determination;
using catalog::test::facts_of_province;
using catalog::test::now;
using catalog::test::published;
using catalog::test::today;

namespace {

json::Object told(const json::Object& facts) {
    auto out = with_told(facts_of_province(), {}, facts, today);
    REQUIRE_MESSAGE(out, (out ? "" : out.error().code + " " + out.error().field));
    return std::move(*out);
}

Entitlement one_of_known(const json::Object& facts, std::string_view code) {
    auto all = list_entitlements(published(), facts, now);
    REQUIRE(all);
    for (auto& e : *all)
        if (e.determination->code == code) return std::move(e);
    FAIL(code);
    return {};
}

Entitlement one(const json::Object& facts, std::string_view code) { return one_of_known(told(facts), code); }

bool has(const std::vector<std::string>& list, std::string_view name) { return std::ranges::find(list, name) != list.end(); }

// A man of 45 whose contract ended after ten months insured.
json::Object ten_months() {
    return {{"birth_date", "1981-03-05"}, {"sex", "male"}, {"insured_months", 10}, {"last_end_reason", "contract_expired"}, {"open_unemployment", true}, {"open_unemployment_since", "2026-11-01"}, {"benefit_months_paid", 0}};
}

}  // namespace

TEST_CASE("two months short of unemployment benefit is «near», says the months and what two more would give (rows 15.3, 16.1)") {
    const auto e = one(ten_months(), "unemployment_benefit");
    CHECK(e.standing == Standing::near);
    CHECK(e.said.sentence.zh == "单位缴费10个月，满12个月才能领，还差2个月");
    CHECK(has(e.facts, "insured_months_since_benefit"));
    REQUIRE_FALSE(e.ways.empty());
    REQUIRE(e.ways[0].steps.size() == 1);
    CHECK(e.ways[0].steps[0].name == "insured_months_since_benefit");
    CHECK(e.ways[0].steps[0].to == 12);
    REQUIRE(e.ways[0].amount);
    CHECK(e.ways[0].amount->months == 12);
    CHECK(e.missing.empty());
}

TEST_CASE("months told on top of those on record are months after benefit was last drawn; what was left goes on (row 15.3)") {
    auto known = told(ten_months());
    known["insured_months"] = 70, known["insured_months_since_benefit"] = 10, known["benefit_months_carried"] = 0;
    const auto months = [&](json::Object told) { return with_told(facts_of_province(), known, std::move(told), today)->at("insured_months_since_benefit"); };
    CHECK(months({}) == 10);
    CHECK(months({{"insured_months", 73}}) == 13);
    CHECK(months({{"insured_months", 50}}) == 0);
    known["benefit_months_carried"] = 6;
    const auto carried = one_of_known(known, "unemployment_benefit");
    CHECK(carried.standing == Standing::granted);
    CHECK(carried.said.reason == "months_carried");
    CHECK(carried.said.amount->months == 6);
}

TEST_CASE("who has paid long enough and only has to register is told so; registered, it is granted with its amount (row 15.3)") {
    auto facts = ten_months();
    facts["insured_months"] = 130, facts["open_unemployment"] = false, facts.erase("open_unemployment_since");
    const auto near = one(facts, "unemployment_benefit");
    CHECK(near.standing == Standing::near);
    CHECK(near.said.item == "unemployment_registration");
    CHECK(near.ways[0].steps[0].name == "open_unemployment");
    facts["open_unemployment"] = true;
    const auto granted = one(facts, "unemployment_benefit");
    CHECK(granted.standing == Standing::granted);
    CHECK(granted.said.amount->months == 24);
    CHECK(granted.ways.empty());
}

TEST_CASE("nobody is told to grow older, poorer or to lose the job: such facts are no way to anything") {
    auto facts = ten_months();
    facts["last_end_reason"] = "worker_resigned", facts["insured_months"] = 200;
    const auto resigned = one(facts, "unemployment_benefit");
    CHECK(resigned.standing == Standing::no);
    CHECK(resigned.ways.empty());
    facts["insured_employee"] = true;
    const auto all = list_entitlements(published(), told(facts), now);
    REQUIRE(all);
    for (const auto& e : *all)
        for (const auto& way : e.ways)
            for (const auto& step : way.steps)
                CHECK(has({"open_unemployment", "open_flexible", "insured_flexible", "insured_months", "insured_months_since_benefit", "runs_business", "business_months"}, step.name));
}

TEST_CASE("an entitlement names what another determination found, and the granted come first") {
    auto facts = ten_months();
    facts["disabled"] = true;
    const auto e = one(facts, "hardship_recognition");
    CHECK(e.standing == Standing::granted);
    REQUIRE(e.because.size() == 1);
    CHECK(e.because[0].determination->code == "hardship_ground");
    CHECK(e.because[0].said.sentence.zh == "持有残疾人证");
    const auto all = list_entitlements(published(), told(facts), now);
    REQUIRE(all);
    CHECK(std::ranges::is_sorted(*all, {}, &Entitlement::standing));
    CHECK(all->size() == 10);
    for (const auto& each : *all) {
        CHECK_FALSE(each.said.clause.empty());
        CHECK_FALSE(each.said.sentence.en.empty());
    }
}

TEST_CASE("what nobody knows is named as missing, not guessed") {
    const auto e = one({{"open_unemployment", true}}, "unemployment_benefit");
    CHECK(e.standing == Standing::review);
    CHECK(has(e.missing, "insured_months"));
    CHECK(has(e.missing, "last_end_reason"));
    CHECK_FALSE(has(e.missing, "open_unemployment"));
    CHECK(one({{"sex", "male"}}, "graduate_job_grant").missing == std::vector<std::string>{"months_since_graduation"});
    CHECK(one({{"sex", "male"}}, "startup_grant").missing.empty());
}

TEST_CASE("every way that is told was tried: with its facts the answer is «granted»") {
    const std::vector<std::pair<std::string, std::vector<json::Value>>> axes = {
        {"insured_months", {0, 11, 70}}, {"open_unemployment", {true, false}}, {"disabled", {true, false}}, {"open_flexible", {true, false}},
        {"insured_flexible", {true, false}}, {"runs_business", {true, false}}, {"graduated_on", {"2026-06-30", nullptr}},
    };
    size_t combinations = 1, ways = 0;
    for (const auto& [name, values] : axes) combinations *= values.size();
    for (size_t n = 0; n < combinations; ++n) {
        json::Object given{{"birth_date", "1996-05-01"}, {"sex", "female"}, {"last_end_reason", "redundancy"}, {"graduate_level", "bachelor"}, {"business_since", "2026-01-15"}};
        size_t rest = n;
        for (const auto& [name, values] : axes) given[name] = values[rest % values.size()], rest /= values.size();
        const auto facts = told(given);
        const auto all = list_entitlements(published(), facts, now);
        REQUIRE(all);
        for (const auto& e : *all)
            for (const auto& way : e.ways) {
                auto changed = facts;
                for (const auto& step : way.steps) changed[step.name] = step.to;
                const auto then = list_entitlements(published(), changed, now);
                REQUIRE(then);
                const auto same = std::ranges::find(*then, e.determination, &Entitlement::determination);
                CHECK(same->standing == Standing::granted);
                ++ways;
            }
    }
    CHECK(ways > 50);
}

TEST_CASE("what follows from what is told is worked out anew: age, retirement, months (row 1.3)") {
    const auto facts = told({{"birth_date", "1976-09-15"}, {"sex", "male"}, {"runs_business", true}, {"business_since", "2025-11-23"}, {"graduated_on", "2024-06-24"}, {"open_unemployment", true}, {"open_unemployment_since", "2026-10-24"}});
    CHECK(facts.at("age") == 50);
    CHECK(facts.at("retires_on") == "2039-09-01");
    CHECK(facts.at("months_to_retirement") == 153);
    CHECK(facts.at("past_retirement") == false);
    CHECK(facts.at("business_months") == 12);
    CHECK(facts.at("months_since_graduation") == 28);
    CHECK(facts.at("unemployed_months") == 0);
    CHECK(facts.at("in_army") == false);
    const auto woman = told({{"birth_date", "1974-01-01"}, {"sex", "female"}});
    CHECK(woman.at("retirement_by_post") == true);
    const auto changed = with_told(facts_of_province(), facts, {{"runs_business", false}}, today);
    REQUIRE(changed);
    CHECK(changed->at("business_since").is_null());
    CHECK(changed->at("business_months").is_null());
    CHECK(changed->at("age") == 50);
}

TEST_CASE("facts that nobody asks for, or that are no facts of their kind, are refused at their name, all at once") {
    const auto code = [](const json::Object& facts) {
        const auto out = with_told(facts_of_province(), {}, facts, today);
        return out ? std::string("taken") : out.error().field + " " + out.error().code;
    };
    CHECK(code({{"hukou", "370102"}}) == "facts.hukou field_unknown");
    CHECK(code({{"residence", "370102"}}) == "facts.residence field_unknown");
    CHECK(code({{"age", 40}}) == "facts.age field_unknown");
    CHECK(code({{"deceased", false}}) == "facts.deceased field_unknown");
    CHECK(code({{"disabled", "yes"}}) == "facts.disabled json_type");
    CHECK(code({{"insured_months", 2.5}}) == "facts.insured_months json_type");
    CHECK(code({{"insured_months", -1}}) == "facts.insured_months json_range");
    CHECK(code({{"insured_months", 1201}}) == "facts.insured_months json_range");
    CHECK(code({{"birth_date", "1985-02-30"}}) == "facts.birth_date date_invalid");
    CHECK(code({{"birth_date", "2027-01-01"}}) == "facts.birth_date date_invalid");
    CHECK(code({{"sex", "unknown"}}) == "facts.sex option_unknown");
    CHECK(code({{"last_end_reason", "whatever"}}) == "facts.last_end_reason option_unknown");
    CHECK(code({{"last_end_reason", "redundancy"}, {"insured_months", nullptr}}) == "taken");
    const auto many = with_told(facts_of_province(), {}, {{"a", 1}, {"b", 2}, {"c", 3}}, today);
    REQUIRE_FALSE(many);
    CHECK(many.error().also.size() == 2);
}

TEST_CASE("every fact that is asked for is one of a profile, and stands in a group") {
    for (const auto& f : asked_facts()) {
        const auto known = std::ranges::find(catalog::determination_fact_names(), f.name, &catalog::FactName::name);
        REQUIRE_MESSAGE(known != catalog::determination_fact_names().end(), f.name);
        CHECK(std::ranges::find(asked_groups, f.group) != asked_groups.end());
        if (known->type == "string") CHECK_FALSE(options_of(facts_of_province(), f.name).empty());
    }
}
