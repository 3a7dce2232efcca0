#include <fmt/format.h>

#include "engine/feel/decide.hpp"
#include "engine/feel/evaluate.hpp"
#include "engine/feel/expect_test.hpp"
#include "engine/feel/graph.hpp"

using namespace leye;
using namespace leye::feel;

namespace {

const Instant now = *Instant::parse("2026-11-23T04:00:00Z");

std::string repeated(std::string_view s, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += s;
    return out;
}
std::string code(std::string_view source) {
    const auto v = evaluate_text(source, {}, now);
    return v ? literal_of(*v).substr(0, 20) : v.error().code;
}
std::string sentence(const Result<Graph>& g) {
    return g ? "read" : g.error().details.at("line") + ": " + g.error().details.at("sentence");
}
std::string sentence(const Result<Model>& m) {
    return m ? "read" : m.error().details.at("line") + ": " + m.error().details.at("sentence");
}
bool says(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::string definitions(const std::string& inside, const std::string& space = "urn:shelf") {
    return "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" namespace=\"" + space +
           "\" name=\"shelf\">\n" + inside + "\n</definitions>";
}
std::string loan_table(const std::string& attributes, const std::string& inside) {
    return definitions(
        "<inputData id=\"a\" name=\"age\"><variable name=\"age\" typeRef=\"number\"/></inputData>\n<decision "
        "id=\"loan\" name=\"loan\"><decisionTable " +
        attributes + ">" + inside + "</decisionTable></decision>");
}
constexpr const char* columns =
    "<input><inputExpression><text>age</text></inputExpression></input><output name=\"days\" "
    "typeRef=\"number\"/>\n";
std::string rule(const std::string& cell, const std::string& out) {
    return "<rule><inputEntry><text>" + cell + "</text></inputEntry><outputEntry><text>" + out +
           "</text></outputEntry></rule>\n";
}

}  // namespace

TEST_CASE("an expression nested without end is refused, one that is only long is read") {
    for (const char* open :
         {"(", "[", "{a:", "-", "if ", "for i in ", "not(", "1 in (", "function(a) ", "a[", "some a in "})
        CHECK_MESSAGE((code(repeated(open, 10'000)).starts_with("feel_")), open);
    CHECK(code("1" + repeated(" + 1", 400)) == "401");
    CHECK(code("1" + repeated(" + 1", 10'000)) == "feel_too_deep");
    CHECK(code("true" + repeated(" or true", 10'000)) == "feel_too_deep");
    CHECK(code("{a: 1}" + repeated(".a", 10'000)) == "feel_too_deep");
    // Long chains inside brackets add up to one high tree.
    std::string nested = "1";
    for (int i = 0; i < 150; ++i) nested = "(" + nested + repeated(" + 1", 900) + ")";
    CHECK(code(nested) == "feel_too_deep");
    CHECK(code("\"" + std::string(1'000'001, 'a') + "\"") == "feel_too_deep");
    CHECK(code("count([" + repeated("1,", 100'000) + "1])") == "100001");
}

TEST_CASE("what grows or runs without end is cut off and is null") {
    CHECK(code("count(for i in 1..100000, j in 1..100000 return 1)") == "null");
    CHECK(code("for i in 1..1000000000 return i") == "null");
    CHECK(code("{f: function(g) g(g), x: f(f)}.x") == "null");
    CHECK(code("{f: function(g, n) if n < 2 then n else g(g, n - 1) + g(g, n - 2), x: f(f, 60)}.x") ==
          "null");
    CHECK(code("count(for i in 1..200000 return partial)") == "null");
    CHECK(code("every x in (for i in 1..300000 return i) satisfies list contains((for i in 1..300000 return "
               "i), x)") != "true");
    CHECK(code("distinct values(for i in 1..200000 return i)") == "null");
    CHECK(code("matches(\"" + std::string(40, 'a') + "b\", \"^(a|aa)+$\")") == "null");
    std::string doubled = "[1]", text = "\"abcdefgh\"";
    for (int i = 0; i < 30; ++i)
        doubled = "(function(l) concatenate(l, l))(" + doubled + ")",
        text = "(function(s) s + s)(" + text + ")";
    CHECK(code("count(" + doubled + ")") == "null");
    CHECK(code("string length(" + text + ")") == "null");
    std::string pairs = "[1]";
    for (int i = 0; i < 25; ++i) pairs = "(function(l) [l, l])(" + pairs + ")";
    CHECK(code("flatten(" + pairs + ")") == "null");
    CHECK(code("string length(string(" + pairs + ")) > 1000") == "true");
}

TEST_CASE("what one step could do without end is counted by its size") {
    std::string pairs = "[1]";
    for (int i = 0; i < 25; ++i) pairs = "(function(l) [l, l])(" + pairs + ")";
    std::string text = "\"abcdefgh\"";
    for (int i = 0; i < 17; ++i) text = "(function(s) s + s)(" + text + ")";  // 1 MB
    for (const std::string& cost : {
             "(function(p) count(for i in 1..100000 return p = p))(" + pairs + ")",
             "(function(p) index of(for i in 1..1000 return p, p))(" + pairs + ")",
             "(function(s) count(for i in 1..100000 return s))(" + text + ")",
             "(function(s) count(for i in 1..1000 return [s, partial]))(" + text + ")",
             "(function(s) count(for i in 1..100000 return sort([s, s, s])))(" + text + ")",
             "(function(s) count(for i in 1..100000 return contains(s, \"x\")))(" + text + ")",
             "(function(s) string length(replace(s, \"a[^x]*x|a\", \"b\")))(" + text + ")",
             "(function(f) count(for i in 1..100000 return f(" + pairs + ")))(function(s: string) s)",
         }) {
        const auto tree = parse_expression(cost, {});
        REQUIRE(tree);
        const Allowance allowance(300'000);
        CHECK_MESSAGE(evaluate(**tree, {}, now).is_null(), cost.substr(0, 60));
        CHECK(allowance.is_spent());
    }
}

TEST_CASE("allowances stand within each other and the outer one pays") {
    const auto tree = parse_expression("count(for i in 1..1000 return i)", {});
    const Allowance all(100'000);
    {
        const Allowance little(100);
        CHECK(evaluate(**tree, {}, now).is_null());
        CHECK(little.is_spent());
    }
    CHECK_FALSE(all.is_spent());
    CHECK(all.spent() == 101);
    CHECK(literal_of(evaluate(**tree, {}, now)) == "1000");
    const int64_t one = all.spent() - 101;
    CHECK(one > 1000);
    CHECK(one < 10'000);
    int times = 0;
    while (!evaluate(**tree, {}, now).is_null()) ++times;
    CHECK(all.is_spent());
    CHECK(times == (100'000 - 101) / one - 1);
}

TEST_CASE("a table that costs too much says so instead of answering by a later rule") {
    const auto model = load_model(loan_table("hitPolicy=\"FIRST\"", columns + rule("count(for i in 1..500000 return i + ?) &gt; 1", "14") + rule("-", "30")), {"age"});
    REQUIRE(model);
    const auto& table = model->tables.at("loan");
    CHECK(decide(table, {{"age", 10}}, now)->rule == &table.rules[0]);
    const Allowance allowance(100'000);
    CHECK(decide(table, {{"age", 10}}, now).error().code == "table_costly");
}

TEST_CASE("values nested as deep as a loop makes them are taken apart without a fall") {
    CHECK(code("count(for i in 1..4000 return [partial[-1]])") == "4000");
    CHECK(code("count(for i in 1..4000 return {a: partial[-1]})") == "4000");
    CHECK(code("count(for i in 1..4000 return function() partial)") == "4000");
    Value deep = Value::list({});
    for (int i = 0; i < 1'000'000; ++i) deep = Value::list({deep});
    CHECK(literal_of(deep).size() < 1000);
    CHECK(equal(deep, deep) != true);
}

TEST_CASE("a malformed file is refused with its line, one with entities of its own too") {
    const auto broken = load_graph("<definitions>\n<decision></definitions>");
    CHECK(broken.error().code == "dmn_malformed");
    CHECK(broken.error().details.at("line") == "2");
    std::string bomb = "<!DOCTYPE lolz [\n<!ENTITY lol \"lol\">\n";
    for (int i = 1; i < 10; ++i)
        bomb += fmt::format("<!ENTITY lol{} \"{}\">\n", i, repeated(fmt::format("&lol{};", i - 1), 10));
    bomb += "]>\n" + definitions(
                         "<decision id=\"d\" "
                         "name=\"d\"><literalExpression><text>&lol9;</text></literalExpression></decision>");
    CHECK(says(sentence(load_graph(bomb)), "entities"));
    CHECK(says(sentence(load_model(bomb, {})), "entities"));
    CHECK(says(sentence(load_graph(std::string(100'000'000, ' '))), "10 MB"));
    CHECK(
        says(sentence(load_graph(definitions(repeated("<a>", 100'000) + repeated("</a>", 100'000)))), "300"));
    CHECK(says(sentence(load_graph(definitions("<decision id=\"d\" name=\"d\">" + repeated("<list>", 200) +
                                               repeated("</list>", 200) + "</decision>"))),
               "100 deep"));
    CHECK(says(sentence(load_graph("<other/>")), "definitions"));
}

TEST_CASE("decisions in a circle are named with their line and answer null") {
    const auto decision = [](const char* id, const char* need) {
        return fmt::format(
            "<decision id=\"{0}\" name=\"{0}\"><informationRequirement><requiredDecision "
            "href=\"#{1}\"/></informationRequirement><literalExpression><text>{1}</text></"
            "literalExpression></decision>\n",
            id, need);
    };
    const auto graph = load_graph(definitions(decision("a", "b") + decision("b", "c") + decision("c", "a")));
    REQUIRE(graph);
    REQUIRE(graph->faults.size() == 1);
    CHECK(graph->faults[0] ==
          "line 2: decisions need each other in a circle: a → b → c → a; take one requirement out");
    CHECK(answer(*graph, "a", {}, now)->output.is_null());
    CHECK(says(load_graph(definitions(decision("a", "b") + decision("b", "x")))->faults.at(0),
               "line 3: b: «#x»"));
    std::string row;
    for (int i = 0; i < 2000; ++i)
        row += decision(fmt::format("d{}", i).c_str(), fmt::format("d{}", i + 1).c_str());
    const auto long_row = load_graph(
        definitions(row + "<decision id=\"d2000\" "
                          "name=\"d2000\"><literalExpression><text>1</text></literalExpression></decision>"));
    CHECK(says(long_row->faults.at(0), "in a row"));
    CHECK(answer(*long_row, "d0", {}, now)->output.is_null());
    CHECK(text_of(answer(*long_row, "d1900", {}, now)->output) == "1");
}

TEST_CASE(
    "models that import each other in a circle are refused, and many roads to one model are no trouble") {
    const auto import = [](const std::string& space) {
        return "<import name=\"" + space + "\" namespace=\"" + space +
               "\" importType=\"https://www.omg.org/spec/DMN/20191111/MODEL/\"/>\n";
    };
    const Source circle = [&](std::string_view space) -> std::optional<std::string> {
        return definitions(import(space == "x" ? "urn:shelf" : "x"), std::string(space));
    };
    const auto text = sentence(load_graph(definitions(import("x")), circle));
    CHECK(says(text, "urn:shelf → x → urn:shelf"));
    const Source wide = [&](std::string_view space) -> std::optional<std::string> {
        const int level = std::atoi(std::string(space.substr(1)).c_str());
        return definitions(
            level < 7 ? import(fmt::format("n{}", level + 1)) : "<inputData id=\"i\" name=\"i\"/>",
            std::string(space));
    };
    CHECK(load_graph(definitions(import("n0")), wide));
    CHECK(says(sentence(load_graph(definitions(import("n0")),
                                   [&](std::string_view space) -> std::optional<std::string> {
                                       return definitions(import(std::string(space) + "1"),
                                                          std::string(space));
                                   })),
               "8 levels"));
    CHECK(says(
        load_graph(definitions(import("gone")), [](std::string_view) { return std::nullopt; })->faults.at(0),
        "gone"));
}

TEST_CASE("what cannot be read is said in both languages with the character where it stands") {
    struct Unread {
        const char *source, *code, *at, *zh, *en;
    };
    const std::string deep = repeated("(", 300);
    const Unread all[] = {
        {"1 + (2", "feel_syntax", "7", "结尾少了「)」", "expected ) at the end"},
        {"(年龄 > 3] ", "feel_syntax", "8", "「]」前面少了「)」", "expected ) before ]"},
        {"\"甲", "feel_syntax", "1", "引号没有配对，文字没有结束", "the string does not end"},
        {"1 ` 2", "feel_syntax", "3", "不认识的字符", "an unexpected character"},
        {"年龄 + 工龄", "feel_unknown_name", "6", "不认识名字「工龄」", "unknown name 工龄"},
        {"年龄 = “甲”", "feel_unknown_name", "6", "不认识名字「“甲”」；引号、括号、逗号和比较号请用半角（\" ( ) , < >= ）",
         "unknown name “甲”; write quotes, brackets, commas and comparisons in ASCII"},
        {"1 2", "feel_syntax", "3", "多出了「2」", "something is left over: 2"},
        {deep.c_str(), "feel_too_deep", "51", "层次超过 200 层", "more than 200 levels"},
    };
    for (const auto& u : all) {
        const auto tree = parse_expression(u.source, {"年龄"});
        REQUIRE_FALSE(tree);
        const auto& d = tree.error().details;
        CHECK(tree.error().code + " " + d.at("at") + " " + d.at("zh") + " " + d.at("sentence") == std::string(u.code) + " " + u.at + " " + u.zh + " " + u.en);
    }
    const auto model = load_model(loan_table("", columns + rule("&lt; 18", "14") + rule("\"old\"", "30")), {"age"});
    CHECK(model.error().details.at("zh") == "「\"old\"」是文字，这一列是数字");
    CHECK(load_model(loan_table("", columns + rule("&lt; limit", "14")), {"age"}).error().details.at("zh") == "「< limit」第 3 个字：不认识名字「limit」");
}

TEST_CASE("the strict reader names the line of a name, a type or a cell that does not fit") {
    const std::vector<std::string> facts{"age"};
    CHECK(load_model(loan_table("", columns + rule("&lt; 18", "14") + rule("&gt;= 18", "30")), facts));
    CHECK(sentence(load_model(loan_table("", columns + rule("&lt; limit", "14")), facts)) ==
          "4: «< limit», character 3: unknown name limit");
    CHECK(sentence(load_model(loan_table("", columns + rule("&lt; 18", "14") + rule("\"old\"", "30")),
                              facts)) == "5: «\"old\"» is a string, the column is a number");
    CHECK(sentence(load_model(loan_table("", columns + rule("not(date(\"2020-01-01\"))", "14")), facts))
              .starts_with("4: "));
    CHECK(sentence(load_model(loan_table("", columns + rule("-", "\"long\"")), facts)) ==
          "4: «\"long\"» is a string, the column is a number");
    CHECK(says(sentence(load_model(loan_table("hitPolicy=\"BEST\"", columns + rule("-", "1")), facts)),
               "hit policy BEST"));
    CHECK(
        says(sentence(load_model(
                 loan_table("hitPolicy=\"COLLECT\" aggregation=\"MEAN\"", columns + rule("-", "1")), facts)),
             "aggregation MEAN"));
    std::string odd(columns);
    odd.replace(odd.find("typeRef=\"number\""), 16, "typeRef=\"tGone\"");
    CHECK(says(sentence(load_model(loan_table("", odd + rule("-", "1")), facts)), "no type tGone"));
    CHECK(says(sentence(load_model(loan_table("", columns + rule("-", "")), facts)), "4: "));
}

TEST_CASE("the strict reader takes every hit policy, allowed values, default outputs and types") {
    const std::string full =
        "<input><inputExpression><text>age</text></inputExpression><inputValues><text>[0..150]</text></"
        "inputValues></input>"
        "<output name=\"days\" typeRef=\"number\"><outputValues><text>30, "
        "14</text></outputValues><defaultOutputEntry><text>7</text></defaultOutputEntry></output>\n";
    for (const char* policy : {"UNIQUE", "ANY", "PRIORITY", "FIRST", "RULE ORDER", "OUTPUT ORDER", "COLLECT"})
        CHECK_MESSAGE(
            load_model(loan_table(fmt::format("hitPolicy=\"{}\"", policy), full + rule("&lt; 18", "14")),
                       {"age"}),
            policy);
    for (const char* how : {"SUM", "COUNT", "MIN", "MAX"})
        CHECK_MESSAGE(load_model(loan_table(fmt::format("hitPolicy=\"COLLECT\" aggregation=\"{}\"", how),
                                            full + rule("&lt; 18", "14")),
                                 {"age"}),
                      how);
    const auto model = load_model(
        loan_table("hitPolicy=\"PRIORITY\"", full + rule("&lt; 18", "14") + rule("&lt; 60", "30")), {"age"});
    REQUIRE(model);
    const auto& table = model->tables.at("loan");
    REQUIRE(table.inputs[0].type);
    CHECK(table.inputs[0].type->kind == Type::Kind::number);
    CHECK(table.columns[0].type->kind == Type::Kind::number);
    CHECK(text_of(decide(table, {{"age", 10}}, now)->outputs.at(0).at("days")) == "30");
    const auto value = [&](Value age) {
        Run run{now};
        return text_of(
            evaluate_table(table, std::make_shared<const Frame>(Frame{nullptr, {{"age", age}}}), run));
    };
    CHECK(value(70) == "7");
    CHECK(value(200) == "7");
    CHECK(value(20) == "30");
}

TEST_CASE("knowledge models that call each other without end come to null, not to a hang") {
    const auto fib = [](const std::string& asked) { return load_graph(definitions(
        "<businessKnowledgeModel id=\"f\" name=\"fib\"><variable "
        "name=\"fib\"/><encapsulatedLogic><formalParameter name=\"n\" typeRef=\"number\"/>"
        "<literalExpression><text>if n &lt; 2 then n else fib(n - 1) + fib(n - "
        "2)</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>"
        "<decision id=\"d\" name=\"d\"><knowledgeRequirement><requiredKnowledge "
        "href=\"#f\"/></knowledgeRequirement><literalExpression><text>" + asked + "</text></literalExpression></decision>")); };
    CHECK(text_of(answer(*fib("fib(15)"), "d", {}, now)->output) == "610");
    const auto endless = answer(*fib("[fib(15), fib(100)]"), "d", {}, now);
    CHECK(endless->output.is_null());
    CHECK(says(endless->diagnostics.back(), "too many steps"));
}
