#include <doctest/doctest.h>

#include "engine/feel/evaluate.hpp"
#include "engine/feel/parser.hpp"
#include "engine/table/cell.hpp"

using namespace leye;
using namespace leye::table;
using feel::Value;

namespace {

const Instant now = *Instant::parse("2026-11-23T04:00:00Z");

Value value(const char* text) {
    auto v = feel::evaluate_text(text, {}, now);
    REQUIRE(v);
    return *v;
}

/// Written as values, as a cell writes them again; «opaque» where they cannot be.
std::string written(const char* tests, Kind kind, const Known& known = {}) {
    feel::Scope scope{"due"};
    const auto tree = feel::parse_tests(tests, scope);
    REQUIRE(tree);
    const Cell cell = compile(**tree, kind, known);
    if (cell.form == Cell::Form::opaque) return "opaque";
    return cell.form == Cell::Form::any ? "-" : text_of(kind, cell.admitted);
}

struct Column {
    Kind kind;
    std::vector<const char*> cells, values;
};

const Column columns[] = {
    {Kind::number,
     {"-", "16", "< 16", "<= 16", "> 16", ">= 16", "!= 16", "= 16", "[16..60)", "(16..60]", "]16..60[", "1, 2, 3", "< 2, > 5", "not(16)", "not(< 16)", "not(1, [2..3])",
      "null", "not(null)", "\"16\"", "not(\"16\")", "< null", "= null", "!= null", "[1, 2, [3..4]]", "not([1, null])", "1 + 1", "(< 5)", "not(null, 5)", "2 > 1", "2 < 1",
      "16, null", "0.5", "[5..1]", "\"a\", 5", "not(\"a\", 5)", "sum(1, 2)", "[1..null]"},
     {"null", "0", "0.5", "1", "2", "3", "3.5", "4", "5", "6", "15.99", "16", "16.000000000000000000000000000000001", "59", "60", "61", "-1", "1e30"}},
    {Kind::string,
     {"-", "\"A\"", "\"A\", \"B\"", "not(\"A\")", "not(\"A\", \"B\")", "null", "not(null)", "< \"B\"", "[\"A\"..\"C\")", "5", "not(5)", "upper case(\"a\")", "\"\"", "!= \"A\""},
     {"null", "\"\"", "\"A\"", "\"AA\"", "\"B\"", "\"C\"", "\"中\"", "\"a\""}},
    {Kind::boolean, {"-", "true", "false", "not(true)", "not(false)", "null", "not(null)", "true, false", "!= true", "= false", "true, null", "1", "not(1)", "< true"}, {"null", "true", "false"}},
    {Kind::date,
     {"-", "date(\"2026-11-23\")", "< date(\"2026-11-23\")", "not(>= date(\"2026-11-23\"))", "[date(\"2020-01-01\")..date(\"2020-02-01\"))", "(@\"2020-01-01\"..@\"2020-01-03\")", "null",
      "> date(\"2020-01-31\") + duration(\"P1M\")", "5", "(@\"2020-01-01\"..@\"2020-01-02\")"},
     {"null", "@\"2019-12-31\"", "@\"2020-01-01\"", "@\"2020-01-02\"", "@\"2020-01-03\"", "@\"2020-01-31\"", "@\"2020-02-29\"", "@\"2020-03-01\"", "@\"2026-11-22\"", "@\"2026-11-23\"", "@\"2026-11-24\""}},
    {Kind::months, {"-", "@\"P1Y\"", "< @\"P1Y\"", "not(@\"P1Y\")", "[@\"P6M\"..@\"P1Y\")"}, {"null", "@\"P5M\"", "@\"P6M\"", "@\"P11M\"", "@\"P1Y\"", "@\"P13M\""}},
    {Kind::days, {"-", "@\"P1D\"", "< @\"P1D\"", "not(@\"P1D\")"}, {"null", "@\"PT23H\"", "@\"P1D\"", "@\"PT25H\""}},
};

}  // namespace

TEST_CASE("a cell written as values holds for exactly the inputs for which its tests are true") {
    for (const auto& column : columns)
        for (const char* text : column.cells) {
            CAPTURE(text);
            const auto tree = feel::parse_tests(text, {});
            REQUIRE(tree);
            const Cell cell = compile(**tree, column.kind);
            REQUIRE(cell.form != Cell::Form::opaque);
            for (const char* v : column.values) {
                CAPTURE(v);
                const auto held = feel::test(**tree, value(v), {}, now);
                CHECK((cell.form == Cell::Form::any || cell.admitted.contains(value(v))) == (held == true));
                CHECK((cell.form != Cell::Form::any && cell.denied.contains(value(v))) == (held == false));
            }
        }
}

TEST_CASE("values written as a cell and read again are the same values") {
    for (const auto& column : columns)
        for (const char* text : column.cells) {
            const auto tree = feel::parse_tests(text, {});
            const Cell cell = compile(**tree, column.kind);
            if (cell.form == Cell::Form::any || cell.admitted.empty()) continue;
            const std::string again = text_of(column.kind, cell.admitted);
            CAPTURE(text);
            CAPTURE(again);
            const auto second = feel::parse_tests(again, {});
            REQUIRE(second);
            const Cell back = compile(**second, column.kind);
            CHECK((back.form == Cell::Form::any ? Values::all(true) : back.admitted) == cell.admitted);
        }
}

TEST_CASE("sets of values are united, cut and turned as sets are") {
    for (const auto& column : columns) {
        std::vector<Values> sets;
        for (const char* text : column.cells) {
            const Cell cell = compile(**feel::parse_tests(text, {}), column.kind);
            sets.push_back(cell.form == Cell::Form::any ? Values::all(true) : cell.admitted);
        }
        for (const auto& a : sets) {
            CHECK(complement(column.kind, complement(column.kind, a)) == a);
            CHECK(intersect(column.kind, a, complement(column.kind, a)).empty());
            CHECK(unite(column.kind, a, complement(column.kind, a)) == Values::all(true));
            for (const auto& i : a.in) CHECK(a.contains(some_value(column.kind, i)));
            for (const auto& b : sets)
                for (const char* v : column.values) {
                    CHECK(unite(column.kind, a, b).contains(value(v)) == (a.contains(value(v)) || b.contains(value(v))));
                    CHECK(intersect(column.kind, a, b).contains(value(v)) == (a.contains(value(v)) && b.contains(value(v))));
                }
        }
    }
}

TEST_CASE("an expression is constant where only its literals, known facts and the pinned instant count") {
    const auto of = [](const char* text, const Known& known) {
        const auto tree = feel::parse_expression(text, {"due"});
        REQUIRE(tree);
        const auto v = constant(**tree, known);
        return v ? feel::literal_of(*v) : std::string("differs");
    };
    CHECK(of("1 + 1", {}) == "2");
    CHECK(of("due + 1", {}) == "differs");
    CHECK(of("due + 1", {.facts = {{"due", Value(5)}}}) == "6");
    CHECK(of("today()", {}) == "differs");
    CHECK(of("today()", {.now = now}) == "2026-11-23");
}

TEST_CASE("cells that speak of other facts are opaque until those are known") {
    CHECK(written("> due", Kind::number) == "opaque");
    CHECK(written("> due", Kind::number, {.facts = {{"due", Value(5)}}}) == "> 5");
    CHECK(written("> today()", Kind::date) == "opaque");
    CHECK(written("> today()", Kind::date, {.now = now}) == ">= @\"2026-11-24\"");
    CHECK(written("? > 5", Kind::number) == "opaque");
    CHECK(written("@\"10:00:00\"", Kind::time) == "opaque");
    CHECK(written("not(\"A\")", Kind::string) == "not(\"A\")");
    CHECK(written("1, [1..3], (3..5]", Kind::number) == "[1..5]");
    CHECK(written("true, false", Kind::boolean) == "not(null)");
}
