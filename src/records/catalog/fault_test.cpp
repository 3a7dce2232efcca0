#include <doctest/doctest.h>

#include "records/catalog/test/place.hpp"

using namespace leye;
using namespace leye::catalog;
using namespace leye::catalog::test;

namespace {

// The faults after one text of one file was replaced; `line` is where the replaced text begins.
std::vector<std::string> faults_after(const std::string& file, const std::string& from, const std::string& to, int* line = nullptr) {
    Copy copy;
    if (line) {
        const std::string text = copy.text_of(file);
        *line = 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<ptrdiff_t>(text.find(from)), '\n'));
    }
    copy.replace(file, from, to);
    std::vector<std::string> faults;
    copy.load(faults);
    return faults;
}

// Exactly one fault, on the line of the replaced text, in these words.
void only(const std::string& file, const std::string& from, const std::string& to, const std::string& sentence, int lines_further = 0) {
    int line = 0;
    const auto faults = faults_after(file, from, to, &line);
    CAPTURE(to);
    REQUIRE_MESSAGE(faults.size() == 1, faults.back());
    const std::string place = "/" + file + ":" + std::to_string(line + lines_further) + ": ";
    CHECK_MESSAGE(faults[0].find(place) != std::string::npos, faults[0] << " should stand at " << place);
    CHECK_MESSAGE(faults[0].find(sentence) != std::string::npos, faults[0]);
}

const std::string flexible = "items/flexible_employment_end.yaml";
const std::string lost = "items/unemployment_registration.yaml";
const std::string hire = "items/employment_registration.yaml";

}  // namespace

TEST_CASE("a fault in an item is a sentence with file and line") {
    only(flexible, "annex: 6", "annex: 11", "a whole number from 1 to 10 is wanted");
    only(flexible, "audience: person", "audience: dog", "«dog» is none of person, employer, anybody");
    only("items/finding_objection.yaml", "begun_by: finding", "begun_by: chance", "«chance» is none of finding");
    only(flexible, "channels: [web, phone", "channels: [web, fax", "«fax» is none of web, phone");
    only(flexible, "effect: end_flexible", "effect: vanish", "«vanish» is none of none, open_unemployment");
    only(flexible, "from: 2019-01-21", "from: 2019-02-30", "a date such as 2026-01-31 is wanted");
    only(flexible, "from: 2019-01-21", "from: 2019-01-21\nuntil: 2019-01-21", "until must be later than from", 1);
    only(flexible, "clauses: [6号文(三)", "clauses: [第三条", "the clause «第三条» is not written as 6号文(十八)");
    only(flexible, "en: End of flexible work}", "en: End, english: End}", "there is no key english here; known are zh, en");
    only(flexible, "submitted: case_submitted", "submitted: nothing", "there is no letter nothing");
    only(flexible, "submitted: case_submitted", "celebrated: case_submitted", "there is no event celebrated");
    only(lost, "opens: [needs_opening]", "opens: [nowhere]", "there is no item nowhere");
    only(lost, "check_days: 30", "check_days: soon", "a whole number from 1 to 3650 is wanted");
    only(lost, "certificate: true", "certificate: maybe", "true or false is wanted");
    only(hire, "    days: 30\n    from: 2019-01-21\n    source: 山东省", "    days: 30\n    number: 30\n    from: 2019-01-21\n    source: 山东省", "a setting has either days or a number", -1);
}

TEST_CASE("a fault in a field is a sentence with file and line") {
    only("items/needs_opening.yaml", "{name: wants_training,", "{fixed: true, name: wants_training,", "wants_training is fixed, but the item is begun with its form");
    only(lost, "type: phone", "type: fone", "«fone» is none of text, long_text");
    only(lost, "known_from: last_employment_until", "known_from: the_stars", "there is no fact the_stars");
    only(lost, "list: unemployment_reason", "list: nothing", "there is no code list nothing");
    only(hire, "shown_if: {field: contract_kind, equals: fixed_term}", "shown_if: {field: contract_kind, equals: for_ever}", "contract_kind never has the value for_ever", -4);
    only(hire, "shown_if: {field: contract_kind, equals: fixed_term}", "shown_if: {field: phone, equals: x}", "which does not come before it", -4);
    only(lost, "  - name: last_employer", "  - name: lost_on", "the field lost_on stands twice");
    only("items/needs_opening.yaml", "- {name: wants_training", "- {name: age, type: boolean, label: {zh: 龄, en: Age}}\n  - {name: wants_training",
         "age is the name of a fact; a field would hide it");
}

TEST_CASE("a fault in a reason is a sentence with file and line") {
    only(flexible, "- {code: officer_verified, outcome: settle", "- {code: officer_verified, outcome: review", "an officer settles or refuses");
    only(flexible, "- {code: officer_not_own_will", "- {code: officer_verified", "the reason officer_verified stands twice");
}

TEST_CASE("a commitment may be asked for only where the item has its text") {
    const auto faults = faults_after(flexible, "outcome: settle", "outcome: commit");
    REQUIRE(faults.size() == 2);
    CHECK(faults[0].find("the outcome is commit, but the item has no commitment") != std::string::npos);
    CHECK(faults[1].find("the outcome is settle, but the reason settled_on_request is one of commit") != std::string::npos);
}

TEST_CASE("a sentence may name known facts only") {
    const auto faults = faults_after(flexible, "{open_flexible_since}才开始", "{birthday}才开始");
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].find("the sentence names {birthday}, which is no fact") != std::string::npos);
}

TEST_CASE("a file that is no YAML is named with its line and does not hide the others") {
    Copy copy;
    copy.replace(flexible, "name: {zh: 灵活就业登记终止, en: End of flexible work}", "name: {zh: 灵活就业登记终止, en: End");
    copy.replace(hire, "annex: 6", "annex: 0");
    std::vector<std::string> faults;
    copy.load(faults);
    bool broken = false, other = false;
    for (const auto& f : faults) broken |= f.find("/" + flexible + ":") != f.npos, other |= f.find("/" + hire + ":5: ") != f.npos;
    CHECK(broken);
    CHECK(other);
}

TEST_CASE("all faults of a file are told at once") {
    Copy copy;
    copy.replace(flexible, "annex: 6", "annex: 60");
    copy.replace(flexible, "audience: person", "audience: dog");
    copy.replace(flexible, "effect: end_flexible", "effect: vanish");
    copy.replace(flexible, "summary:", "sumary:");
    std::vector<std::string> faults;
    copy.load(faults);
    CHECK(faults.size() == 5);  // the wrong key, and the right one missing
}

TEST_CASE("a table that does not agree with its item is a fault with the rule's line") {
    const std::string table = "decisions/flexible_employment_end.dmn";
    const auto says = [&](const std::string& from, const std::string& to, const std::string& sentence) {
        const auto faults = faults_after(table, from, to);
        REQUIRE_FALSE(faults.empty());
        bool said = false;
        for (const auto& f : faults) said |= f.find("/" + table + ":") != f.npos && f.find(sentence) != f.npos;
        CHECK_MESSAGE(said, sentence << "; said was " << faults[0]);
    };
    says("\"not_registered\"", "\"nobody_knows\"", "rule 1: the item has no reason nobody_knows for rules");
    says("\"not_registered\"", "\"officer_verified\"", "rule 1: the item has no reason officer_verified for rules");
    says("\"refuse\"", "\"settle\"", "rule 1: the outcome is settle, but the reason not_registered is one of refuse");
    says("<text>\"ended_on\"</text>", "<text>\"no_field\"</text>", "the item has no field no_field");
    says("<text>\"ended_on\"</text>", "<text>\"\"</text>", "a correction names the field");
    says("<annotationEntry><text>6号文(三)</text>", "<annotationEntry><text>6号文(九)</text>", "the clause is 6号文(九), but the reason");
    says("<annotationEntry><text>6号文(三)</text>", "<annotationEntry><text></text>", "the clause behind it is missing");
    says("<text>false</text>", "<text>-</text>", "rule 2 is dead: wherever it holds, rule 1 before it does");
    says("hitPolicy=\"FIRST\"", "hitPolicy=\"RULE ORDER\"", "the hit policy must be FIRST, UNIQUE or ANY");
    says("hitPolicy=\"FIRST\"", "hitPolicy=\"UNIQUE\"", "rules 1 and 5 hold together for open_flexible false");
    says("hitPolicy=\"FIRST\"", "hitPolicy=\"UNIQUE\"", "rules 2 and 3 may hold together for open_flexible true, ended_on > today and < open_flexible_since");
    says("<text>false</text>", "<text>&lt; true</text>", "rule 1 never holds: no value of");
    says("typeRef=\"date\"><text>ended_on", "typeRef=\"string\"><text>ended_on", "the input ended_on must have the type date");
    says("<text>ended_on</text>", "<text>stopped_on</text>", "«stopped_on»");
    says("<text>&gt; today</text>", "<text>&gt; (today</text>", "«> (today»");
    says("<decision id=\"flexible_employment_end\"", "<decision id=\"other\"", "the decision must have the id flexible_employment_end");
}

TEST_CASE("a table that leaves a case without an answer is refused with that case: nothing may fall through (row 16.2)") {
    Copy copy;
    const std::string table = "decisions/policy_advice.dmn";
    copy.replace(table, "<text>-</text>", "<text>&gt;= 5</text>");
    std::vector<std::string> faults;
    copy.load(faults);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].find(table + ":") != std::string::npos);
    CHECK_MESSAGE(faults[0].find("no rule holds for ") != std::string::npos, faults[0]);
}

TEST_CASE("missing tables, examples and services are told") {
    Copy copy;
    copy.remove("decisions/policy_advice.dmn");
    copy.remove("decisions/needs_opening.cases.yaml");
    copy.replace("services.yaml", "annex: 10", "annex: 9");
    std::vector<std::string> faults;
    copy.load(faults);
    REQUIRE(faults.size() == 3);
    CHECK(faults[0].find("services.yaml:1: the annex has ten services, each once") != std::string::npos);
    CHECK(faults[1].find("there are no examples needs_opening.cases.yaml") != std::string::npos);
    CHECK(faults[2].find("there is no decision table") != std::string::npos);
}

TEST_CASE("two versions may not share a day, a number or nothing between them") {
    Copy copy;
    copy.write("items/policy_advice.v2.yaml", copy.text_of("items/policy_advice.yaml"));
    std::vector<std::string> faults;
    copy.load(faults);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].find("policy_advice version 1 stands in") != std::string::npos);
    copy.replace("items/policy_advice.v2.yaml", "version: 1", "version: 2");
    faults.clear();
    copy.load(faults);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].find("version 2 begins before version 1 ends; give that one «until: 2019-01-21»") != std::string::npos);
}

TEST_CASE("a refusal or a letter that stands twice is told") {
    Copy copy;
    copy.write("refusals/zz.yaml", "- {code: bug, status: 500, zh: 错, en: x, next_zh: 错, next_en: x}\n");
    copy.write("letters/zz.yaml", "case_settled: {zh: 办结, en: Done}\nnew_letter: {zh: 新}\n");
    std::vector<std::string> faults;
    copy.load(faults);
    REQUIRE(faults.size() == 3);
    CHECK(faults[0].find("letters/zz.yaml:1: the letter case_settled stands twice") != std::string::npos);
    CHECK(faults[1].find("letters/zz.yaml:2: en is missing") != std::string::npos);
    CHECK(faults[2].find("refusals/zz.yaml:1: the refusal bug stands twice") != std::string::npos);
}

TEST_CASE("a letter may name only what its sender fills in") {
    const auto faults = faults_after("letters/case.yaml", "编号{number}", "编号{numbr}");
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].find("the letter case_submitted names {numbr}, which nobody fills in") != std::string::npos);
}

TEST_CASE("an example that comes out otherwise is a sentence with file and line, and so is a rule without one") {
    Copy copy;
    copy.replace("decisions/policy_advice.cases.yaml", "outcome: correct, reason: question_short, field: question", "outcome: refuse, reason: question_short");
    std::vector<std::string> faults;
    const Catalog broken = copy.load(faults);
    REQUIRE(faults.empty());
    int ran = 0;
    auto failures = broken.run_cases(now, ran);
    REQUIRE(failures.size() == 1);
    CHECK(failures[0].find("policy_advice.cases.yaml:6: «只写了两个字» should be refuse question_short, but rule 1 says correct question_short at question") != std::string::npos);
    copy.write("decisions/policy_advice.cases.yaml", "cases:\n  - {name: 问, facts: {question: 你好}, outcome: correct, reason: question_short, field: question}\n");
    failures = copy.load(faults).run_cases(now, ran);
    REQUIRE(failures.size() == 1);
    CHECK(failures[0].find("no example reaches rule 2 of policy_advice") != std::string::npos);
}
