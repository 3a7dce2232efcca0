#include "records/catalog/determination.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "records/catalog/phrases.hpp"
#include "records/catalog/rules.hpp"
#include "records/catalog/test/place.hpp"

using namespace leye;
using namespace leye::catalog;
using namespace leye::catalog::test;

namespace {

const Determination& determination(std::string_view code) {
    const Determination* found = published().find_determination(code, today);
    REQUIRE_MESSAGE(found, code);
    return *found;
}

// Somebody of 35 who works nowhere, with the data of October there.
json::Object nothing_open() {
    return {{"age", 35}, {"sex", "male"}, {"deceased", false}, {"draws_pension", false}, {"past_retirement", false}, {"in_army", false}, {"abroad", false},
            {"data_month", "2026-10-01"}, {"data_complete", true}, {"insured_employee", false}, {"insured_flexible", false}, {"runs_business", false},
            {"studying", false}, {"open_employment", false}, {"open_flexible", false}, {"open_unemployment", false}};
}

Determined said(std::string_view code, json::Object facts) {
    auto out = determine(determination(code), facts, now);
    REQUIRE(out);
    return std::move(*out);
}

// The faults after one text of one file was replaced.
std::vector<std::string> faults_after(const std::string& file, const std::string& from, const std::string& to) {
    Copy copy;
    copy.replace(file, from, to);
    std::vector<std::string> faults;
    copy.load(faults);
    return faults;
}

void says(const std::string& file, const std::string& from, const std::string& to, const std::string& sentence) {
    const auto faults = faults_after(file, from, to);
    CAPTURE(to);
    REQUIRE_FALSE(faults.empty());
    CHECK_MESSAGE(faults[0].find("/" + file + ":") != std::string::npos, faults[0]);
    CHECK_MESSAGE(faults[0].find(sentence) != std::string::npos, faults[0]);
}

const std::string status = "determinations/employment_status.yaml", ground = "determinations/hardship_ground.yaml";

}  // namespace

TEST_CASE("employment and insurance data say who is employed, out of work or neither (row 18.3)") {
    auto facts = nothing_open();
    facts["insured_employee"] = true, facts["insured_employee_since"] = "2026-08-01";
    const auto employed = said("employment_status", facts);
    CHECK(employed.outcome == "employed");
    CHECK(employed.clause == "6号文(十八)");
    CHECK(employed.sentence.zh == "自2026年8月1日起，单位每月为您缴社保");
    facts["insured_employee"] = false, facts["open_employment"] = true, facts["open_employment_since"] = "2026-01-01", facts["months_uninsured"] = 3;
    const auto stopped = said("employment_status", facts);
    CHECK(stopped.outcome == "unemployed");
    CHECK(stopped.sentence.zh == "单位已3个月没为您缴社保，满3个月按失业登记");
    CHECK(stopped.change.zh.starts_with("还在上班的"));
}

TEST_CASE("silence is not unemployment: without the month's data nothing changes (row 18.3)") {
    auto facts = nothing_open();
    facts["open_employment"] = true, facts["open_employment_since"] = "2020-01-01", facts["months_uninsured"] = 20;
    for (const json::Value& missing : {json::Value(false), json::Value(nullptr)}) {
        facts["data_complete"] = missing;
        CHECK(said("employment_status", facts).outcome == "unchanged");
        CHECK(said("employment_status", facts).reason == "data_missing");
    }
    facts["data_complete"] = true;
    CHECK(said("employment_status", facts).outcome == "unemployed");
}

TEST_CASE("a household in which nobody works is found, and hardship follows from it (row 8.2)") {
    auto facts = nothing_open();
    facts["household_of_age"] = 2, facts["household_working"] = 0;
    facts["zero_employment_household"] = said("zero_employment_household", facts).outcome;
    CHECK(facts["zero_employment_household"] == "zero_employment");
    const auto because = said("hardship_ground", facts);
    CHECK(because.outcome == "listed");
    CHECK(because.reason == "zero_employment");
    facts["hardship_ground"] = because.outcome;
    const auto waits = said("hardship_recognition", facts);
    CHECK(waits.outcome == "not_entitled");
    CHECK(waits.item == "unemployment_registration");
    facts["open_unemployment"] = true;
    CHECK(said("hardship_recognition", facts).outcome == "entitled");
}

TEST_CASE("unemployment benefit: a year insured, not one's own wish, registered; 12, 18 or 24 months, and what is missing is said in months (rows 15.3, 20.1)") {
    auto facts = nothing_open();
    facts["open_unemployment"] = true, facts["last_end_reason"] = "contract_expired", facts["insured_months_since_benefit"] = 10, facts["benefit_months_paid"] = 0, facts["benefit_months_carried"] = 0;
    const auto missing = said("unemployment_benefit", facts);
    CHECK(missing.outcome == "not_entitled");
    CHECK(missing.sentence.zh == "单位缴费10个月，满12个月才能领，还差2个月");
    CHECK(missing.change.zh.starts_with("再缴2个月"));
    CHECK_FALSE(missing.amount);
    const std::vector<std::tuple<int, int, std::string>> tiers = {{12, 12, "months_first"}, {60, 18, "months_second"}, {120, 24, "months_third"}};
    for (const auto& [insured, months, reason] : tiers) {
        facts["insured_months_since_benefit"] = insured, facts["benefit_months_paid"] = 5;
        const auto entitled = said("unemployment_benefit", facts);
        CHECK(entitled.reason == reason);
        REQUIRE(entitled.amount);
        CHECK(entitled.amount->months == months - 5);
        CHECK(entitled.amount->per == "month");
        CHECK(entitled.item == "policy_advice");
    }
    Determination raised = determination("unemployment_benefit");
    raised.settings.push_back({"wage_least", false, 2000, today, "a later decision", "law"});
    CHECK(determine(raised, facts, now)->amount->yuan == 1800);
    CHECK(determine(raised, facts, Instant::start_of(today - 1))->amount->yuan == 1638);
    facts["insured_months_since_benefit"] = nullptr;
    CHECK(said("unemployment_benefit", facts).outcome == "review");
}

TEST_CASE("unemployment benefit after earlier benefit: months left are added, at most 24; under a year insured they alone go on (row 15.3)") {
    auto facts = nothing_open();
    facts["open_unemployment"] = true, facts["last_end_reason"] = "contract_expired";
    const auto with = [&](int insured, int carried, int paid) {
        facts["insured_months_since_benefit"] = insured, facts["benefit_months_carried"] = carried, facts["benefit_months_paid"] = paid;
        return said("unemployment_benefit", facts);
    };
    CHECK(with(12, 5, 0).amount->months == 17);
    CHECK(with(12, 5, 4).sentence.zh == "缴费12个月，满1年不满5年，加上上次没领完的5个月，最长领17个月，还能领13个月，每月至少1638元");
    CHECK(with(60, 20, 0).amount->months == 24);
    CHECK(with(130, 20, 0).amount->months == 24);
    CHECK(with(8, 10, 3).amount->months == 7);
    CHECK(with(8, 10, 10).reason == "carried_used_up");
    CHECK(with(8, 0, 0).reason == "months_short");
}

TEST_CASE("what is granted is worth something, and an amount that cannot be reckoned is not invented (row 15.3)") {
    for (const Determination* d : published().list_determinations(today))
        for (const Reason& r : d->reasons) {
            CAPTURE(d->code);
            CAPTURE(r.code);
            CHECK_FALSE(r.clause.empty());
            if (r.amount) CHECK((r.amount->per != "month" || !r.amount->months.empty()));
            // Recognition opens help and the pension is reckoned elsewhere; all else that is granted has an amount.
            if (r.outcome == "entitled" && d->code != "hardship_recognition" && d->code != "pension_due") CHECK(r.amount.has_value());
        }
    const Determination& subsidy = determination("insurance_subsidy");
    const auto amount = amount_of(subsidy, *subsidy.find_reason("until_retirement"), {{"months_to_retirement", 40}}, now);
    REQUIRE(amount);
    CHECK(amount->yuan == 565);
    CHECK(amount->months == 40);
    CHECK_FALSE(amount_of(subsidy, *subsidy.find_reason("until_retirement"), {}, now)->months);
    CHECK_FALSE(amount_of(subsidy, *subsidy.find_reason("used_up"), {}, now));
}

TEST_CASE("limits and amounts are settings with source and mark; no table holds a number of its own but the age of 16 (劳动法15)") {
    for (const Determination* d : published().list_determinations(today)) {
        CAPTURE(d->code);
        CHECK_FALSE(d->law.empty());
        for (const Setting& s : d->settings) {
            CHECK_FALSE(s.source.empty());
            CHECK_FALSE(s.mark.empty());
        }
        for (const auto& rule : d->rules->table.rules)
            for (std::string cell : rule.cell_sources) {
                std::erase_if(cell, [](char c) { return c < '0' || c > '9'; });
                CHECK_MESSAGE((cell.empty() || cell == "0" || cell == "1" || cell == "16"), cell);
            }
    }
    CHECK(published().list_determinations(today).size() == 18);
}

TEST_CASE("a person about whom nothing is known is never entitled, listed, suspected or given another status") {
    for (const Determination* d : published().list_determinations(today)) {
        const auto out = determine(*d, {}, now);
        REQUIRE(out);
        CAPTURE(d->code);
        CHECK_FALSE(out->sentence.zh.empty());
        for (const auto* granted : {"entitled", "listed", "suspected", "employed", "unemployed", "zero_employment"}) CHECK(out->outcome != granted);
    }
}

TEST_CASE("those that look at the outcome of others come behind them") {
    const auto all = published().list_determinations(today);
    const auto place = [&](std::string_view code) { return std::ranges::find(all, code, &Determination::code) - all.begin(); };
    for (const Determination* d : all)
        for (const auto& before : d->after) CHECK_MESSAGE(place(before) < place(d->code), d->code);
    CHECK(published().find_determination("nothing", today) == nullptr);
    CHECK(published().find_determination("employment_status", *Date::parse("2019-01-20")) == nullptr);
    CHECK(published().list_determinations(*Date::parse("2018-12-31")).empty());
}

TEST_CASE("no determination may look at the household register or where somebody lives: there are no such facts (row 1.2)") {
    for (const FactName& f : determination_fact_names())
        for (const std::string_view banned : {"hukou", "residence", "register", "area", "region", "origin", "ethnic", "document", "local", "city"})
            CHECK_MESSAGE(f.name.find(banned) == std::string_view::npos, f.name);
    for (const Determination* d : published().list_determinations(today))
        for (const auto& [reason, inputs] : d->rules->inputs)
            for (const auto& input : inputs) CHECK_MESSAGE((d->names.contains(input) || settings_on(*d, today).contains(input)), d->code << " looks at " << input);
    for (const char* banned : {"hukou", "residence", "household_register"}) {
        const auto faults = faults_after("decisions/zero_employment_household.dmn", "<text>household_of_age</text>", std::string("<text>") + banned + "</text>");
        REQUIRE_FALSE(faults.empty());
        CHECK(faults[0].find(banned) != std::string::npos);
    }
}

TEST_CASE("a local and a non-local person with the same facts get the same answer from every determination (row 1.2)") {
    const std::vector<std::pair<std::string, std::vector<json::Value>>> axes = {
        {"open_unemployment", {true, false}}, {"open_employment", {true, false}}, {"insured_employee", {true, false}}, {"insured_flexible", {true, false}},
        {"age", {15, 45, nullptr}},           {"disabled", {true, false}},        {"runs_business", {true, false}},    {"months_uninsured", {0, 4, nullptr}},
        {"data_complete", {true, false}},     {"insured_months", {6, 70, nullptr}},
    };
    size_t combinations = 1;
    for (const auto& [name, values] : axes) combinations *= values.size();
    for (size_t n = 0; n < combinations; ++n) {
        auto local = nothing_open();
        size_t rest = n;
        for (const auto& [name, values] : axes) local[name] = values[rest % values.size()], rest /= values.size();
        auto other = local;
        local["hukou"] = "370102", local["residence"] = "370102001", local["area"] = "370102001";
        other["hukou"] = "510104", other["residence"] = nullptr, other["area"] = "371302001";
        for (const Determination* d : published().list_determinations(today)) {
            const auto one = determine(*d, local, now), two = determine(*d, other, now);
            REQUIRE(one);
            REQUIRE(two);
            if (one->rule != two->rule) FAIL(d->code);
            local[d->code] = one->outcome, other[d->code] = two->outcome;
        }
    }
}

TEST_CASE("every fact of a profile and every outcome has its words in both languages, and stands in the list that officers read") {
    std::vector<std::string> faults;
    const Phrases phrases = Phrases::load(home, faults);
    for (const auto& f : faults) FAIL_CHECK(f);
    const std::string readme = read_file(home + "/README.md");
    for (const FactName& f : determination_fact_names()) {
        CHECK_MESSAGE(phrases.has("fact_" + std::string(f.name)), f.name);
        CHECK_MESSAGE(readme.find("`" + std::string(f.name) + "`") != std::string::npos, f.name);
        if (const FactName* same = find_fact_name(f.name)) CHECK_MESSAGE(same->type == f.type, f.name);
    }
    for (const auto kind : determination_kinds)
        for (const auto outcome : outcomes_of(kind)) CHECK_MESSAGE(phrases.has("outcome_" + std::string(outcome)), outcome);
}

TEST_CASE("a fault in a determination is a sentence with file and line") {
    says(status, "kind: status", "kind: star", "«star» is none of status, household");
    says(status, "clauses: [6号文(十八)]", "clauses: [第十八条]", "is not written as 6号文(十八)");
    says(status, "outcome: employed", "outcome: hired", "«hired» is none of employed, flexible");
    says(status, "    number: 3\n    from: 2019-01-21", "    number: 3\n    from: 2019-02-01", "the setting months_to_unemployed has no value on 2019-01-21");
    says(status, "    mark: general", "    mark: hearsay", "«hearsay» is none of law, page, general");
    says(status, "{months_uninsured}个月没为您", "{months}个月没为您", "the sentence names {months}, which is no fact");
    says(status, "item: unemployment_registration", "item: nowhere", "there is no item nowhere");
    says(status, "name: months_to_unemployed", "name: age", "the setting age would hide a fact");
    says(status, "    item: unemployment_registration", "    amount: {of: months_to_unemployed, per: once}", "only what somebody is entitled to has an amount");
    says(status, "decision: employment_status", "letters: {celebrated: finding_applied}\ndecision: employment_status", "there is no event celebrated");
    says(status, "decision: employment_status", "letters: {applied: nothing}\ndecision: employment_status", "there is no letter nothing");
    says(status, "decision: employment_status", "decision: nowhere", "there is no decision table");
    says(ground, "after: [zero_employment_household]", "after: [zero_employment_household, nowhere]", "there is no determination nowhere");
    says(ground, "after: [zero_employment_household]", "after: [zero_employment_household, age]", "age is the name of a fact");
    says("decisions/hardship_ground.dmn", "\"not_listed\"", "\"listed\"", "the outcome is listed, but the reason not_in_work_life is one of not_listed");
    says("decisions/hardship_ground.dmn", "<output id=\"out_reason\" name=\"reason\" typeRef=\"string\"/>", "<output id=\"out_reason\" name=\"why\" typeRef=\"string\"/>", "the outputs must be outcome and reason");
}

TEST_CASE("outcomes that wait for each other in a circle are a fault, and nothing hangs") {
    Copy copy;
    copy.replace("determinations/zero_employment_household.yaml", "decision: zero_employment_household", "decision: zero_employment_household\nafter: [hardship_recognition]");
    std::vector<std::string> faults;
    copy.load(faults);
    REQUIRE(faults.size() == 3);
    CHECK(faults[0].find("hardship_ground waits in a circle for the outcome of zero_employment_household") != std::string::npos);
}

TEST_CASE("a figure is worked out from facts and settings, and says so where it cannot be") {
    Copy copy;
    copy.replace(status, "reasons:", "figures:\n  - {name: months_left, is: months_to_unemployed - months_uninsured}\n\nreasons:");
    copy.replace(status, "个月，不满{months_to_unemployed}个月，先不变", "个月，还差{months_left}个月");
    std::vector<std::string> faults;
    const Catalog changed = copy.load(faults);
    for (const auto& f : faults) FAIL_CHECK(f);
    const Determination& d = *changed.find_determination("employment_status", today);
    auto facts = nothing_open();
    facts["open_employment"] = true, facts["months_uninsured"] = 1;
    auto out = determine(d, facts, now);
    REQUIRE(out);
    CHECK(out->sentence.zh == "单位停缴1个月，还差2个月");
    CHECK(std::ranges::find(out->inputs, "months_uninsured") != out->inputs.end());
    Determination later = d;
    later.settings.push_back({"months_to_unemployed", false, 6, today, "a later rule", "general"});
    CHECK(determine(later, facts, now)->sentence.zh == "单位停缴1个月，还差5个月");
    says(status, "reasons:", "figures:\n  - {name: months_left, is: months_to_unemployed - }\n\nreasons:", ": ");
    says(status, "reasons:", "figures:\n  - {name: months_left, is: no_such_fact - 1}\n\nreasons:", "no_such_fact");
}
