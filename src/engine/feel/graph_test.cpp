#include <doctest/doctest.h>

#include "engine/feel/evaluate.hpp"
#include "engine/feel/graph.hpp"

using namespace leye;
using namespace leye::feel;

namespace {

const Instant now = *Instant::parse("2026-11-23T04:00:00Z");

constexpr std::string_view library = R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:library" name="library">
<itemDefinition name="tKind"><typeRef>string</typeRef><allowedValues><text>"book", "map"</text></allowedValues></itemDefinition>
<inputData id="k" name="kind"><variable name="kind" typeRef="tKind"/></inputData>
<inputData id="d" name="days late"><variable name="days late" typeRef="number"/></inputData>
<businessKnowledgeModel id="b" name="rate"><variable name="rate"/><encapsulatedLogic><formalParameter name="of" typeRef="string"/>
<literalExpression><text>if of = "map" then 2 else 0.5</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
<decision id="f" name="fine"><variable name="fine" typeRef="number"/>
<informationRequirement><requiredInput href="#k"/></informationRequirement><informationRequirement><requiredInput href="#d"/></informationRequirement>
<knowledgeRequirement><requiredKnowledge href="#b"/></knowledgeRequirement>
<literalExpression><text>rate(kind) * days late</text></literalExpression></decision></definitions>)";

std::string fine(const Context& inputs) {
    const auto graph = load_graph(library);
    REQUIRE(graph);
    CHECK(graph->faults.empty());
    return text_of(answer(*graph, "fine", inputs, now)->output);
}

std::string value(std::string_view source) {
    const auto v = evaluate_text(source, {}, now);
    return v ? text_of(*v) : v.error().code;
}

}  // namespace

TEST_CASE("a decision asks its inputs and its knowledge model") {
    CHECK(fine({{"kind", "map"}, {"days late", 3}}) == "6");
    CHECK(fine({{"kind", "book"}, {"days late", 3}}) == "1.5");
    CHECK(fine({{"kind", "map"}, {"days late", "3"}}) == "null");
}

TEST_CASE("a decision that is not there is refused, a broken model too") {
    CHECK(answer(*load_graph(library), "nothing", {}, now).error().code == "decision_unknown");
    CHECK(load_graph("<definitions").error().code == "dmn_malformed");
    CHECK(load_graph("<other/>").error().code == "dmn_table");
}

TEST_CASE("loops, quantifiers and functions of one's own") {
    CHECK(value("for i in 1..3 return i * i") == "[1, 4, 9]");
    CHECK(value("some x in [1, 2] satisfies x > 1") == "true");
    CHECK(value("every x in [1, 2] satisfies x > 1") == "false");
    CHECK(value("{double: function(n) n * 2, four: double(2)}.four") == "4");
    CHECK(value("sort([3, 1, 2], function(a, b) a > b)") == "[3, 2, 1]");
    CHECK(value("@\"P1D\" instance of days and time duration") == "true");
}

TEST_CASE("regular expressions are XPath's") {
    CHECK(value("matches(\"abc\", \"[a-z-[b]]+\")") == "true");
    CHECK(value("matches(\"abc\", \"a(?=b)\")") == "null");
    CHECK(value("replace(\"abcd\", \"(ab)|(a)\", \"[1=$1][2=$2]\")") == "[1=ab][2=]cd");
}

TEST_CASE("what runs without end is cut off and is null") {
    CHECK(value("count(for i in 1..100000, j in 1..100000 return 1)") != "10000000000");
    CHECK(value("{f: function(g) g(g), x: f(f)}.x") == "null");
}
