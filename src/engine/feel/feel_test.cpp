#include <doctest/doctest.h>

#include <set>

#include "engine/feel/decide.hpp"
#include "engine/feel/evaluate.hpp"
#include "engine/feel/parser.hpp"

using namespace leye;
using namespace leye::feel;

namespace {

const Instant now = *Instant::parse("2026-11-23T04:00:00Z");

std::string value(std::string_view source, const Context& context = {}) {
    Scope scope;
    for (const auto& [name, _] : context) scope.insert(name);
    auto tree = parse_expression(source, scope);
    if (!tree) return tree.error().code;
    return text_of(evaluate(**tree, context, now));
}

std::string cell(std::string_view tests, const Value& input) {
    auto tree = parse_tests(tests, {});
    if (!tree) return tree.error().code;
    const auto held = test(**tree, input, {}, now);
    return !held ? "null" : *held ? "true" : "false";
}

constexpr std::string_view fines = R"(<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/">
<decision id="fine" name="fine"><decisionTable hitPolicy="POLICY">
<input label="days late"><inputExpression><text>days_late</text></inputExpression></input>
<output name="fee"/><annotation name="rule"/>
<rule><inputEntry><text>&lt;= 0</text></inputEntry><outputEntry><text>0</text></outputEntry><annotationEntry><text>in time</text></annotationEntry></rule>
<rule><inputEntry><text>[0..30]</text></inputEntry><outputEntry><text>days_late * 0.1</text></outputEntry><annotationEntry><text>late</text></annotationEntry></rule>
<rule><inputEntry><text>-</text></inputEntry><outputEntry><text>10</text></outputEntry><annotationEntry><text>lost</text></annotationEntry></rule>
</decisionTable></decision></definitions>)";

Result<Model> model(std::string policy) {
    std::string xml(fines);
    xml.replace(xml.find("POLICY"), 6, policy);
    return load_model(xml, {"days_late"});
}

}  // namespace

TEST_CASE("numbers are decimal, operators bind as the standard says") {
    CHECK(value("0.1 + 0.2") == "0.3");
    CHECK(value("1 / 3 * 3") == "0.9999999999999999999999999999999999");
    CHECK(value("-3 ** 2") == "9");
    CHECK(value("3 ** 4 ** 5") == "3486784401");
    CHECK(value("2 + 3 * 4 - 1") == "13");
    CHECK(value("1 / 0") == "null");
    CHECK(value("1e400 * 1e6000") == "null");
    CHECK(value("(50 + 10) / 8") == "7.5");
    CHECK(value("100 * 100 = 1e4") == "true");
}

TEST_CASE("what does not fit together is null, never an exception") {
    CHECK(value("1 + \"a\"") == "null");
    CHECK(value("\"1\" = 1") == "null");
    CHECK(value("null = null") == "true");
    CHECK(value("1 = null") == "false");
    CHECK(value("1 < null") == "null");
    CHECK(value("null and false") == "false");
    CHECK(value("null and true") == "null");
    CHECK(value("null or true") == "true");
    CHECK(value("not(null)") == "null");
}

TEST_CASE("dates move by days and by months, and months end where they end") {
    CHECK(value("date(\"2021-01-31\") + duration(\"P1M\")") == "2021-02-28");
    CHECK(value("date(\"2026-11-23\") - date(\"2026-10-23\")") == "P31D");
    CHECK(value("today() + @\"P30D\"") == "2026-12-23");
    CHECK(value("date(\"2023-02-30\")") == "null");
    CHECK(value("years and months duration(date(\"2024-12-24\"), date(\"2025-11-23\"))") == "P10M");
    CHECK(value("date(\"2026-11-23\") > date(\"2026-11-22\")") == "true");
    CHECK(value("duration(\"P1Y\") = duration(\"P365D\")") == "null");
}

TEST_CASE("names of several words and in Chinese are read by longest match") {
    CHECK(value("失业 天数 + 1", {{"失业 天数", Number(3)}, {"失业", Number(100)}}) == "4");
    CHECK(value("string length(\"𠮷野家\")") == "3");
    CHECK(value("months + 1", {{"months", Number(1)}}) == "2");
    CHECK(value("unknown + 1") == "feel_unknown_name");
}

TEST_CASE("a cell holds only where its test is true") {
    CHECK(cell("-", Value()) == "true");
    CHECK(cell("< 16", Number(15)) == "true");
    CHECK(cell("< 16", Value()) == "null");
    CHECK(cell("[16..60)", Number(60)) == "false");
    CHECK(cell("[16..60)", Number(16)) == "true");
    CHECK(cell("(16..60)", Number(16)) == "false");
    CHECK(cell("\"a\", \"b\"", std::string("b")) == "true");
    CHECK(cell("not(\"A\")", Value()) == "true");
    CHECK(cell("not(< 5)", Value()) == "null");
    CHECK(cell("not([16..60))", Number(59)) == "false");
    CHECK(cell("not([16..60))", Number(60)) == "true");
    CHECK(cell("not((16..60])", Number(16)) == "true");
    CHECK(cell("not(]16..60[)", Number(16)) == "true");
    CHECK(cell("not([1..2), (3..4])", Number(3)) == "true");
    CHECK(cell("not([1..2), (3..4])", Number(4)) == "false");
    CHECK(cell("not(\"..\")", std::string("..")) == "false");
    CHECK(cell("not(true) or not(false)", Number(4)) == "true");
    CHECK(cell("null", Value()) == "true");
    CHECK(cell("true", Value()) == "false");
    CHECK(cell("not(true)", Value()) == "true");
}

TEST_CASE("lists, filters, ranges and choices") {
    CHECK(value("[1, 2, 3][2]") == "2");
    CHECK(value("[1, 2, 3][-1]") == "3");
    CHECK(value("[1, 2, 3][item > 1]") == "[2, 3]");
    CHECK(value("5 in [1..5)") == "false");
    CHECK(value("5 in (1, 5)") == "true");
    CHECK(value("5 between 1 and 5") == "true");
    CHECK(value("if 1 > 2 then \"a\" else \"b\"") == "b");
    CHECK(value("{a: 1, b: a + 1}.b") == "2");
    CHECK(value("max(1, 3, 2) + sum([1, 2])") == "6");
}

TEST_CASE("malformed and hostile expressions are refused with their place") {
    CHECK(value("1 +") == "feel_syntax");
    CHECK(value("\"abc") == "feel_syntax");
    CHECK(value("(1") == "feel_syntax");
    CHECK(value("1 2") == "feel_syntax");
    CHECK(value(std::string(10'000, '(')) == "feel_too_deep");
    CHECK(value(std::string(10'000, '-') + "1") == "feel_too_deep");
}

TEST_CASE("FIRST takes the first rule that holds and says which") {
    auto m = model("FIRST");
    REQUIRE(m);
    const auto& table = m->tables.at("fine");
    const auto late = decide(table, {{"days_late", Number(7)}}, now);
    REQUIRE(late);
    CHECK(text_of(late->outputs[0].at("fee")) == "0.7");
    CHECK(late->rule->annotations.at("rule") == "late");
    CHECK(late->trace.hits == std::vector<int>{2});
    const auto unknown = decide(table, {}, now);
    CHECK(unknown->trace.hits == std::vector<int>{3});
    CHECK(table.names == std::vector<std::string>{"days_late"});
}

TEST_CASE("a table that asks for its facts one by one answers as one that is given them") {
    for (const std::string input : {"days_late", "abs(days_late)", "days_late + grace"}) {
        CAPTURE(input);
        std::string xml(fines);
        xml.replace(xml.find("POLICY"), 6, "FIRST");
        xml.replace(xml.find("<text>days_late</text>"), 22, "<text>" + input + "</text>");
        const auto m = load_model(xml, {"days_late", "grace"});
        REQUIRE(m);
        const auto& table = m->tables.at("fine");
        for (const Value& late : {Value(), Value(0), Value(7), Value(-7), Value("7")}) {
            std::set<std::string> asked;
            const auto fact = [&](size_t i) { return asked.insert(table.names[i]), table.names[i] == "grace" ? Value(1) : late; };
            const auto one = decide_asking(table, fact, now);
            const auto all = decide(table, {{"days_late", late}, {"grace", Value(1)}}, now);
            REQUIRE(one);
            REQUIRE(all);
            CHECK(to_json(table, one->trace) == to_json(table, all->trace));
            CHECK(one->rule == all->rule);
            CHECK(text_of(Value::context(one->outputs.at(0))) == text_of(Value::context(all->outputs.at(0))));
            CHECK(asked == std::set(table.names.begin(), table.names.end()));
        }
    }
}

TEST_CASE("a built-in function is no fact that a table asks for") {
    std::string xml(fines);
    xml.replace(xml.find("POLICY"), 6, "FIRST");
    xml.replace(xml.find("<text>days_late</text>"), 22, "<text>abs(days_late)</text>");
    CHECK(load_model(xml, {"days_late"})->tables.at("fine").names == std::vector<std::string>{"days_late"});
}

TEST_CASE("UNIQUE with two hits names both rules, COLLECT keeps both") {
    const auto two = decide(model("UNIQUE")->tables.at("fine"), {{"days_late", Number(0)}}, now);
    REQUIRE_FALSE(two);
    CHECK(two.error().details.at("first") == "1");
    CHECK(two.error().details.at("second") == "2");
    CHECK(decide(model("COLLECT")->tables.at("fine"), {{"days_late", Number(0)}}, now)->outputs.size() == 3);
}

TEST_CASE("a faulty model is refused with a sentence and its line") {
    CHECK(load_model("<definitions>", {}).error().code == "dmn_malformed");
    CHECK(load_model("<definitions/>", {}).error().code == "dmn_table");
    std::string xml(fines);
    xml.replace(xml.find("POLICY"), 6, "FIRST");
    const auto unknown = load_model(xml, {});
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().details.at("sentence").find("days_late") != std::string::npos);
    CHECK(unknown.error().details.at("line") == "3");
    std::string short_row = xml;
    short_row.replace(short_row.find("<inputEntry>"), short_row.find("</inputEntry>") + 13 - short_row.find("<inputEntry>"), "");
    CHECK(load_model(short_row, {"days_late"}).error().details.at("line") == "5");
}
