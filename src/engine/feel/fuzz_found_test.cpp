#include <doctest/doctest.h>

#include "engine/feel/evaluate.hpp"
#include "engine/feel/graph.hpp"

using namespace leye;
using namespace leye::feel;

namespace {

const Instant now = Instant::start_of(*Date::of(2026, 11, 23));

}  // namespace

TEST_CASE("a string that holds a bracket behind «not» opens no list of tests") {
    for (const char* source :
         {R"~(not"("A", A", "B)~", R"~(not "(" .. 1)~", R"~(not"(")~", R"~(not "(", ")")~"}) {
        CAPTURE(source);
        const auto tests = parse_tests(source, {});
        if (tests) (void)test(**tests, "A", {}, now);
    }
    const auto tests = parse_tests(R"~(not("(", ")"))~", {});
    REQUIRE(tests);
    CHECK(test(**tests, "(", {}, now) == false);
    CHECK(test(**tests, "A", {}, now) == true);
}

TEST_CASE("a column behind the rules, for which no rule has a cell, is refused with its line") {
    const auto with = [](const std::string& behind) {
        return "<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/'><decision id='d' "
               "name='d'><decisionTable>"
               "<input><inputExpression><text>1</text></inputExpression></input><output name='o'/>"
               "<rule><inputEntry><text>-</text></inputEntry><outputEntry><text>2</text></outputEntry></"
               "rule>\n" +
               behind + "</decisionTable></decision></definitions>";
    };
    REQUIRE(load_graph(with("")));
    CHECK(answer(*load_graph(with("")), "d", {}, now).has_value());
    for (const char* column :
         {"<output name='p'/>", "<input><inputExpression><text>1</text></inputExpression></input>"}) {
        CAPTURE(column);
        const auto graph = load_graph(with(column));
        REQUIRE(!graph);
        CHECK(graph.error().code == "dmn_table");
        CHECK(graph.error().details.at("line") == "2");
        CHECK(!load_model(with(column), {}));
    }
}

TEST_CASE("a number that is written out in hundreds of digits is read again as the same number") {
    for (const char* source : {"-3 ** 500", "3 ** 12000", "7 ** -5000 * 3", "10 ** 6144", "10 ** -6143 / 3",
                               "123456789.000001 ** -50"}) {
        CAPTURE(source);
        const auto value = evaluate_text(source, {}, now);
        REQUIRE(value);
        REQUIRE(value->as<Number>());
        const auto again = evaluate_text(literal_of(*value), {}, now);
        REQUIRE(again);
        CHECK(equal(*again, *value) == true);
    }
}
