#include "engine/feel/expect_test.hpp"
#include "engine/feel/graph.hpp"

using namespace leye;
using namespace leye::feel;

namespace {

const Instant now = *Instant::parse("2026-11-23T04:00:00Z");

std::string definitions(const std::string& inside, const std::string& space = "urn:library") {
    return "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" namespace=\"" + space +
           "\" name=\"m\">" + inside + "</definitions>";
}
std::string decision(const std::string& name, const std::string& logic, const std::string& attributes = "",
                     const std::string& needs = "") {
    return "<decision id=\"" + name + "\" name=\"" + name + "\"><variable name=\"" + name + "\" " +
           attributes + "/>" + needs + logic + "</decision>";
}
std::string needs(const std::string& kind, const std::string& id) {
    return kind == "Knowledge"
               ? "<knowledgeRequirement><requiredKnowledge href=\"#" + id + "\"/></knowledgeRequirement>"
               : "<informationRequirement><required" + kind + " href=\"#" + id +
                     "\"/></informationRequirement>";
}
std::string literal(const std::string& text, const std::string& attributes = "") {
    return "<literalExpression " + attributes + "><text>" + text + "</text></literalExpression>";
}
std::string input(const std::string& name, const std::string& type = "") {
    return "<inputData id=\"" + name + "\" name=\"" + name + "\"><variable name=\"" + name + "\"" +
           (type.empty() ? "" : " typeRef=\"" + type + "\"") + "/></inputData>";
}

std::string asked(const std::string& inside, const std::string& name, const Context& inputs = {},
                  const Source& imports = {}) {
    const auto graph = load_graph(definitions(inside), imports);
    REQUIRE(graph);
    if (!graph->faults.empty()) return graph->faults[0];
    const auto out = answer(*graph, name, inputs, now);
    return out ? literal_of(out->output) : out.error().code;
}
std::string boxed(const std::string& logic, const std::string& attributes = "") {
    return asked(decision("d", logic, attributes), "d");
}

std::string table(const std::string& attributes, const std::string& outputs, const std::string& rules) {
    return decision("d",
                    "<decisionTable " + attributes +
                        "><input><inputExpression><text>n</text></inputExpression></input>" + outputs +
                        rules + "</decisionTable>",
                    "", needs("Input", "n")) +
           input("n", "number");
}
std::string row(const std::string& cell, const std::string& a, const std::string& b = "") {
    const auto out = [](const std::string& x) {
        return x.empty() ? "" : "<outputEntry><text>" + x + "</text></outputEntry>";
    };
    return "<rule><inputEntry><text>" + cell + "</text></inputEntry>" + out(a) + out(b) + "</rule>";
}
const std::string rows = row("&gt; 0", "1") + row("&gt; 10", "3") + row("&gt; 20", "2");
std::string hit(const std::string& attributes, int n, const std::string& output = "<output/>") {
    return asked(table(attributes, output, rows), "d", {{"n", Number(n)}});
}

}  // namespace

TEST_CASE("each hit policy keeps what it says, and where no rule holds there is null or the default") {
    CHECK(hit("hitPolicy=\"UNIQUE\"", 5) == "1");
    CHECK(hit("", 15) == "null");
    CHECK(hit("hitPolicy=\"UNIQUE\"", -1) == "null");
    CHECK(hit("hitPolicy=\"FIRST\"", 25) == "1");
    CHECK(hit("hitPolicy=\"ANY\"", 5) == "1");
    CHECK(hit("hitPolicy=\"ANY\"", 25) == "null");
    CHECK(hit("hitPolicy=\"RULE ORDER\"", 25) == "[1, 3, 2]");
    CHECK(hit("hitPolicy=\"COLLECT\"", 25) == "[1, 3, 2]");
    CHECK(hit("hitPolicy=\"COLLECT\"", -1) == "[]");
    CHECK(hit("hitPolicy=\"COLLECT\" aggregation=\"SUM\"", 25) == "6");
    CHECK(hit("hitPolicy=\"COLLECT\" aggregation=\"MIN\"", 25) == "1");
    CHECK(hit("hitPolicy=\"COLLECT\" aggregation=\"MAX\"", 25) == "3");
    CHECK(hit("hitPolicy=\"COLLECT\" aggregation=\"COUNT\"", 25) == "3");
    CHECK(hit("hitPolicy=\"COLLECT\" aggregation=\"COUNT\"", -1) == "0");
    CHECK(hit("hitPolicy=\"COLLECT\" aggregation=\"SUM\"", -1) == "null");
    const std::string ranked =
        "<output><outputValues><text>3, 2, "
        "1</text></outputValues><defaultOutputEntry><text>9</text></defaultOutputEntry></output>";
    CHECK(hit("hitPolicy=\"PRIORITY\"", 25, ranked) == "3");
    CHECK(hit("hitPolicy=\"OUTPUT ORDER\"", 25, ranked) == "[3, 2, 1]");
    CHECK(hit("hitPolicy=\"PRIORITY\"", -1, ranked) == "9");
    CHECK(hit("hitPolicy=\"UNIQUE\"", -1, ranked) == "9");
}

TEST_CASE("several outputs are a context, each with its own default") {
    const std::string two =
        "<output name=\"a\"><defaultOutputEntry><text>\"x\"</text></defaultOutputEntry></output><output "
        "name=\"b\"><defaultOutputEntry><text>0</text></defaultOutputEntry></output>";
    const auto ask = [&](const std::string& policy, int n) {
        return asked(table("hitPolicy=\"" + policy + "\"", two,
                           row("&lt; 5", "\"s\"", "1") + row("&lt; 3", "\"t\"", "2")),
                     "d", {{"n", Number(n)}});
    };
    CHECK(ask("UNIQUE", 4) == "{a: \"s\", b: 1}");
    CHECK(ask("UNIQUE", 9) == "{a: \"x\", b: 0}");
    CHECK(ask("COLLECT", 1) == "[{a: \"s\", b: 1}, {a: \"t\", b: 2}]");
    CHECK(ask("UNIQUE", 1) == "null");
}

TEST_CASE("boxes: contexts, lists, relations, conditions, filters and quantifiers") {
    const auto variable = [](const std::string& name, const std::string& logic,
                             const std::string& type = "") {
        return "<contextEntry>" + (name.empty() ? "" : "<variable name=\"" + name + "\"" + type + "/>") +
               logic + "</contextEntry>";
    };
    CHECK(boxed("<context>" + variable("a", literal("1")) + variable("b", literal("a + 1")) + "</context>") ==
          "{a: 1, b: 2}");
    CHECK(boxed("<context>" + variable("a", literal("1")) + variable("", literal("a + 1")) + "</context>") ==
          "2");
    CHECK(boxed("<context>" + variable("a", literal("\"x\""), " typeRef=\"number\"") + "</context>") ==
          "{a: null}");
    CHECK(boxed("<list>" + literal("1") + literal("\"b\"") + "</list>") == "[1, \"b\"]");
    CHECK(boxed("<relation><column name=\"a\"/><column name=\"b\"/><row>" + literal("1") + literal("2") +
                "</row><row>" + literal("3") + literal("4") + "</row></relation>") ==
          "[{a: 1, b: 2}, {a: 3, b: 4}]");
    const auto part = [](const std::string& name, const std::string& text) {
        return "<" + name + ">" + literal(text) + "</" + name + ">";
    };
    CHECK(boxed("<conditional>" + part("if", "1 = 1") + part("then", "\"y\"") + part("else", "\"n\"") +
                "</conditional>") == "\"y\"");
    CHECK(boxed("<conditional>" + part("if", "\"a\"") + part("then", "1") + part("else", "2") +
                "</conditional>") == "null");
    CHECK(boxed("<conditional>" + part("if", "null") + part("then", "1") + part("else", "2") +
                "</conditional>") == "2");
    CHECK(boxed("<filter>" + part("in", "[1, 2, 3]") + part("match", "item &gt; 1") + "</filter>") ==
          "[2, 3]");
    CHECK(boxed("<filter>" + part("in", "[{k: 1}, {k: 2}]") + part("match", "k = 2") + "</filter>") ==
          "[{k: 2}]");
    CHECK(boxed("<for iteratorVariable=\"i\">" + part("in", "1..3") + part("return", "i * count(partial)") +
                "</for>") != "null");
    CHECK(boxed("<for iteratorVariable=\"i\">" + part("in", "[1..3]") + part("return", "i * 2") + "</for>") ==
          "[2, 4, 6]");
    CHECK(boxed("<some iteratorVariable=\"i\">" + part("in", "[1, 2]") + part("satisfies", "i &gt; 1") +
                "</some>") == "true");
    CHECK(boxed("<every iteratorVariable=\"i\">" + part("in", "[1, 2]") + part("satisfies", "i &gt; 1") +
                "</every>") == "false");
    CHECK(boxed("<every iteratorVariable=\"i\">" + part("in", "[1, 2]") + part("satisfies", "i") +
                "</every>") == "null");
}

TEST_CASE("a value that is not of its decision's type is null; one and a list of one stand for each other") {
    CHECK(boxed(literal("1"), "typeRef=\"string\"") == "null");
    CHECK(boxed(literal("[1]"), "typeRef=\"number\"") == "1");
    CHECK(boxed(literal("[1, 2]"), "typeRef=\"number\"") == "null");
    CHECK(boxed(literal("date(\"2020-01-01\")"), "typeRef=\"dateTime\"") == "2020-01-01T00:00:00Z");
    const std::string types =
        "<itemDefinition name=\"tList\" isCollection=\"true\"><typeRef>number</typeRef></itemDefinition>"
        "<itemDefinition name=\"tSize\"><typeRef>string</typeRef><allowedValues><text>\"S\", "
        "\"L\"</text></allowedValues></itemDefinition>"
        "<itemDefinition name=\"tFew\" "
        "isCollection=\"true\"><typeRef>number</typeRef><allowedValues><text>[1..9]</text></"
        "allowedValues><typeConstraint><text>count(?) &lt; 3</text></typeConstraint></itemDefinition>"
        "<itemDefinition name=\"tBook\"><itemComponent "
        "name=\"title\"><typeRef>string</typeRef></itemComponent><itemComponent "
        "name=\"size\"><typeRef>tSize</typeRef></itemComponent></itemDefinition>";
    const auto typed = [&](const std::string& text, const std::string& type) {
        return asked(types + decision("d", literal(text), "typeRef=\"" + type + "\""), "d");
    };
    CHECK(typed("1", "tList") == "[1]");
    CHECK(typed("[1, \"a\"]", "tList") == "null");
    CHECK(typed("\"S\"", "tSize") == "\"S\"");
    CHECK(typed("\"M\"", "tSize") == "null");
    CHECK(typed("[1, 2]", "tFew") == "[1, 2]");
    CHECK(typed("[1, 12]", "tFew") == "null");
    CHECK(typed("[1, 2, 3]", "tFew") == "null");
    CHECK(typed("{title: \"a\", size: \"L\"}", "tBook") == "{size: \"L\", title: \"a\"}");
    CHECK(typed("{title: \"a\", size: \"M\"}", "tBook") == "null");
    CHECK(typed("{title: \"a\"}", "tBook") == "null");
    CHECK(typed("{title: \"a\", size: \"L\", more: 1}", "tBook") != "null");
    CHECK(asked(types + decision("d", literal("b instance of tBook"), "", needs("Input", "b")) + input("b"),
                "d", {{"b", Value::context({{"title", "x"}, {"size", "S"}})}}) == "true");
}

TEST_CASE(
    "knowledge models and decision services are called by place and by name, with the right number and "
    "types") {
    const std::string bkm =
        "<businessKnowledgeModel id=\"f\" name=\"fee\"><variable name=\"fee\" "
        "typeRef=\"number\"/><encapsulatedLogic><formalParameter name=\"days\" "
        "typeRef=\"number\"/><formalParameter name=\"rate\" typeRef=\"number\"/>" +
        literal("days * rate") + "</encapsulatedLogic></businessKnowledgeModel>";
    const auto fee = [&](const std::string& text) {
        return asked(bkm + decision("d", literal(text), "", needs("Knowledge", "f")), "d");
    };
    CHECK(fee("fee(3, 2)") == "6");
    CHECK(fee("fee(rate: 2, days: 5)") == "10");
    CHECK(fee("fee(3)") == "null");
    CHECK(fee("fee(3, \"2\")") == "null");
    CHECK(fee("fee([3], 2)") == "6");
    CHECK(fee("fee(day: 3, rate: 2)") == "null");
    CHECK(fee("for i in [1, 2] return fee(i, 2)") == "[2, 4]");
    CHECK(fee("fee instance of function&lt;number, number&gt;-&gt;number") == "true");
    CHECK(fee("fee instance of function&lt;number&gt;-&gt;number") == "false");
    const std::string bound = "<invocation>" + literal("fee") + "<binding><parameter name=\"rate\"/>" +
                              literal("2") + "</binding><binding><parameter name=\"days\"/>" + literal("4") +
                              "</binding></invocation>";
    CHECK(asked(bkm + decision("d", bound, "", needs("Knowledge", "f")), "d") == "8");
    const std::string shelf =
        input("age", "number") +
        decision("inner", literal("age * 2"), "typeRef=\"number\"", needs("Input", "age")) +
        decision("outer", literal("inner + 1"), "typeRef=\"number\"", needs("Decision", "inner"));
    const auto service = [&](const std::string& content, const std::string& call) {
        return asked(shelf + "<decisionService id=\"s\" name=\"desk\"><variable name=\"desk\"/>" + content +
                         "</decisionService>" + decision("d", literal(call), "", needs("Knowledge", "s")),
                     "d", {{"age", 100}});
    };
    const std::string whole =
                          "<outputDecision href=\"#outer\"/><encapsulatedDecision "
                          "href=\"#inner\"/><inputData href=\"#age\"/>",
                      given = "<outputDecision href=\"#outer\"/><inputDecision href=\"#inner\"/>";
    CHECK(service(whole, "desk(5)") == "11");
    CHECK(service(whole, "desk(age: 5)") == "11");
    CHECK(service(whole, "desk()") == "null");
    CHECK(service(whole, "desk(\"5\")") == "null");
    CHECK(service(given, "desk(5)") == "6");
    CHECK(service(whole + "<outputDecision href=\"#inner\"/>", "desk(5)") == "{inner: 10, outer: 11}");
    CHECK(asked(shelf + "<decisionService id=\"s\" name=\"desk\">" + given + "</decisionService>", "desk",
                {{"inner", 7}, {"age", 1}}) == "8");
    CHECK(asked("<decision id=\"d\" name=\"d\"/>", "d") == "null");
}

TEST_CASE("what is imported stands behind its import's name, and one model has its own inputs on each way") {
    const auto import = [](const std::string& name, const std::string& space) {
        return "<import name=\"" + name + "\" namespace=\"" + space +
               "\" importType=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"/>";
    };
    const auto required = [](const std::string& href, const char* kind = "Decision") {
        return "<informationRequirement><required" + std::string(kind) + " href=\"" + href +
               "\"/></informationRequirement>";
    };
    const Source models = [&](std::string_view space) -> std::optional<std::string> {
        if (space == "urn:a")
            return definitions("<itemDefinition name=\"tWho\"><typeRef>string</typeRef></itemDefinition>" +
                                   input("who", "tWho") +
                                   decision("greet", literal("\"Hello, \" + who"), "", needs("Input", "who")),
                               "urn:a");
        return definitions(
            import("a", "urn:a") + decision("say", literal("a.greet + \"!\""), "", required("urn:a#greet")),
            std::string(space));
    };
    const std::string both =
        import("b", "urn:b") + import("c", "urn:c") +
        decision("d", literal("[b.say, c.say]"), "", required("urn:b#say") + required("urn:c#say"));
    const auto way = [](const char* who) { return Value::context({{"a", Value::context({{"who", who}})}}); };
    CHECK(asked(both, "d", {{"b", way("Bo")}, {"c", way("Cy")}}, models) ==
          "[\"Hello, Bo!\", \"Hello, Cy!\"]");
    CHECK(asked(both, "d", {{"who", "Al"}}, models) == "[\"Hello, Al!\", \"Hello, Al!\"]");
    CHECK(asked(import("", "urn:a") + decision("d", literal("greet"), "", required("urn:a#greet")), "d",
                {{"who", "Al"}}, models) == "\"Hello, Al\"");
    CHECK(asked(import("a", "urn:a") + decision("d", literal("5"), "typeRef=\"a.tWho\""), "d", {}, models) ==
          "null");
    CHECK(asked(decision("x", literal("1")) + decision("d", literal("x + 1"), "", required("urn:library#x")),
                "d") == "2");
}
