#include "engine/feel/external.hpp"

#include "engine/feel/expect_test.hpp"

using namespace leye;
using namespace leye::feel;

namespace {

std::string java(const std::string& owner, const std::string& signature, std::vector<Value> arguments) {
    Run run{*Instant::parse("2026-11-23T04:00:00Z")};
    return literal_of(call_external(
        Value::context(
            {{"java", Value::context({{"class", Value(owner)}, {"method signature", Value(signature)}})}}),
        std::move(arguments), run));
}
Value n(const char* text) {
    return Value(Number::parse(text));
}

}  // namespace

TEST_CASE("well-known static methods of Java answer as Java does") {
    CHECK(java("java.lang.Math", "max(double, double)", {n("123.45"), n("456.78")}) == "456.78");
    CHECK(java("java.lang.Math", "cos(double)", {n("123")}).starts_with("-0.8879689"));
    CHECK(java("java.lang.Math", "round(double)", {n("-2.5")}) == "-2");
    CHECK(java("java.lang.Math", "abs(long)", {n("-9007199254740993")}) == "9007199254740993");
    CHECK(java("java.lang.Math", "floorMod(int,int)", {n("-7"), n("3")}) == "2");
    CHECK(java("java.lang.Integer", "valueOf(java.lang.String)", {Value("123")}) == "123");
    CHECK(java("java.lang.Integer", "parseInt(java.lang.String, int)", {Value("-ff"), n("16")}) == "-255");
    CHECK(java("java.lang.Integer", "toHexString(int)", {n("-1")}) == "\"ffffffff\"");
    CHECK(java("java.lang.Double", "toString(double)", {n("10000000")}) == "\"1.0E7\"");
    CHECK(java("java.lang.Boolean", "parseBoolean(java.lang.String)", {Value("TRUE")}) == "true");
    CHECK(java("java.lang.String", "valueOf(char)", {Value("a")}) == "\"a\"");
    CHECK(java("java.lang.String", "format(java.lang.String, [Ljava.lang.Object;)",
               {Value("%s is %05.1f, %-4d| %x%%"), Value("it"), n("2.25"), n("7"), n("255")}) ==
          "\"it is 002.3, 7   | ff%\"");
    CHECK(java("java.lang.String", "format(java.lang.String, java.lang.Object...)",
               {Value("%,d %s"), n("1234567"), Value()}) == "\"1,234,567 null\"");
}

TEST_CASE("a method that is not there, or an argument that is not of its Java type, is null") {
    CHECK(java("java.lang.Math", "foo(double)", {n("1")}) == "null");
    CHECK(java("java.lang.Foo", "valueOf(double)", {n("1")}) == "null");
    CHECK(java("java.lang.Runtime", "exec(java.lang.String)", {Value("ls")}) == "null");
    CHECK(java("java.lang.Math", "max(java.lang.String, java.lang.String)", {Value("1"), Value("2")}) ==
          "null");
    CHECK(java("java.lang.Math", "max(int,int)", {n("1.5"), n("2")}) == "null");
    CHECK(java("java.lang.Math", "max(int,int)", {n("1")}) == "null");
    CHECK(java("java.lang.Math", "addExact(int,int)", {n("2147483647"), n("1")}) == "null");
    CHECK(java("java.lang.Math", "sqrt(double)", {n("-1")}) == "null");
    CHECK(java("java.lang.Math", "floorDiv(int,int)", {n("1"), n("0")}) == "null");
    CHECK(java("java.lang.Byte", "valueOf(byte)", {n("128")}) == "null");
    CHECK(java("java.lang.String", "valueOf(char)", {Value("abc")}) == "null");
    CHECK(java("java.lang.String", "format(java.lang.String, [Ljava.lang.Object;)",
               {Value("%d"), Value("a")}) == "null");
    CHECK(java("java.lang.String", "format(java.lang.String, [Ljava.lang.Object;)",
               {Value("%s %s"), Value("a")}) == "null");
    CHECK(java("java.lang.Math", "cos", {n("1")}) == "null");
}

TEST_CASE("FEEL names a Java method in the place of a function's body") {
    constexpr Expected table[] = {
        {"{max: function(a, b) external {java: {class: \"java.lang.Math\", method signature: "
         "\"max(int,int)\"}}, r: max(3, 4)}.r",
         "4"},
        {"(function(a) external {pmml: {document: \"d\", model: \"m\"}})(1)", "null"},
        {"(function(a) external 5)(1)", "null"}};
    check_all(table);
}
