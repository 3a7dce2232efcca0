#include "engine/feel/expect_test.hpp"

using namespace leye::feel;

TEST_CASE("a value is an instance of its type, null of none but Null") {
    constexpr Expected table[] = {
        {"1 instance of number", "true"}, {"\"1\" instance of number", "false"}, {"true instance of boolean", "true"}, {"null instance of number", "false"}, {"null instance of Any", "false"}, {"null instance of Null", "true"}, {"1 instance of Any", "true"}, {"1 instance of nonsense", "null"}, {"null instance of list", "false"},
        {"[1,2] instance of list<number>", "true"}, {"[1,\"a\"] instance of list<number>", "false"}, {"[1,\"a\"] instance of list<Any>", "true"}, {"[] instance of list<string>", "true"}, {"1 instance of list<number>", "false"}, {"[[1]] instance of list<list<number>>", "true"}, {"[1] instance of number", "false"},
        {"{a: 1} instance of context<a: number>", "true"}, {"{a: 1, b: 2} instance of context<a: number>", "true"}, {"{a: \"1\"} instance of context<a: number>", "false"}, {"{} instance of context<a: number>", "false"}, {"{a: null} instance of context<a: number>", "true"}, {"{a: 1} instance of context", "true"},
        {"[1..2] instance of range<number>", "true"}, {"[1..2] instance of range<string>", "false"}, {"(< 5) instance of range<number>", "true"}, {"date(\"2020-01-01\") instance of date", "true"}, {"date(\"2020-01-01\") instance of date and time", "false"}, {"@\"P1D\" instance of days and time duration", "true"}, {"@\"P1D\" instance of years and months duration", "false"}, {"@\"10:00:00\" instance of time", "true"},
        {"(function(a: number) a) instance of function<number>->Any", "true"}, {"(function(a: number) a) instance of function<string>->Any", "false"}, {"(function(a, b) a) instance of function<Any>->Any", "false"}, {"(function() 1) instance of function<>->number", "true"}, {"(function() \"a\") instance of function<>->number", "false"}, {"(function(a: string) a + \"b\") instance of function<string>->string", "true"}, {"(function(a: string) a + \"b\") instance of function<string>->number", "false"}, {"(function(a: number) a > 1) instance of function<number>->boolean", "true"},
        {"(function(a: Any) 1) instance of function<number>->number", "true"}, {"abs instance of function<number>->number", "true"}, {"abs instance of function<>->number", "false"}, {"1 instance of function<>->Any", "false"}, {"1 + 1 instance of number", "null"}, {"-1 instance of number", "null"}};
    check_all(table);
}

TEST_CASE("conditions, loops and quantifiers") {
    constexpr Expected table[] = {
        {"if true then 1 else 2", "1"}, {"if null then 1 else 2", "2"}, {"if \"a\" then 1 else 2", "2"}, {"for i in [1,2,3] return i * i", "[1, 4, 9]"}, {"for i in 1..3 return i", "[1, 2, 3]"}, {"for i in 3..1 return i", "[3, 2, 1]"}, {"for i in [1..3] return i", "[1, 2, 3]"}, {"for i in (1..3) return i", "[2]"}, {"for i in (1..2) return i", "[]"}, {"for i in [1..1) return i", "[]"}, {"for d in (@\"2020-02-27\"..@\"2020-03-01\") return d.day", "[28, 29]"}, {"for i in -1..1 return i", "[-1, 0, 1]"},
        {"for i in 1..2, j in [\"a\",\"b\"] return string(i) + j", "[\"1a\", \"1b\", \"2a\", \"2b\"]"}, {"for i in 1..3, j in 1..i return j", "[1, 1, 2, 1, 2, 3]"}, {"for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24]"}, {"for i in [] return i", "[]"}, {"for i in null return i", "null"}, {"for i in 5 return i", "[5]"}, {"for i in 1..\"a\" return i", "null"},
        {"for d in @\"2020-02-28\"..@\"2020-03-01\" return d.day", "[28, 29, 1]"}, {"for i in [[1,2],[3]] return count(i)", "[2, 1]"}, {"for i in 1.5..2 return i", "null"},
        {"some i in [1,2] satisfies i > 1", "true"}, {"every i in [1,2] satisfies i > 1", "false"}, {"some i in [] satisfies true", "false"}, {"every i in [] satisfies false", "true"}, {"some i in null satisfies true", "null"}, {"some i in [1,null] satisfies i > 5", "null"}, {"some i in 1..3, j in 1..3 satisfies i + j = 6", "true"}, {"every i in [true, null] satisfies i", "null"},
        {"{f: function(x) x + 1, r: f(2)}.r", "3"}, {"(function(x, y) x - y)(5, 3)", "2"}, {"(function(x, y) x - y)(y: 5, x: 3)", "-2"}, {"(function(x) x)(1, 2)", "null"}, {"(function(x: number) x)(\"a\")", "null"}, {"(function(x: number) x)([1])", "1"}, {"(function(x: list<number>) x)(1)", "[1]"}, {"{a: 5, f: function() a, r: f()}.r", "5"}, {"[function(x) x * 2][1](4)", "8"}, {"(function(x) function(y) x + y)(1)(2)", "3"},
        {"(function(x: date and time) x)(date(\"2020-01-01\"))", "2020-01-01T00:00:00Z"}, {"1()", "null"}, {"null(1)", "null"}};
    check_all(table);
}

TEST_CASE("filters and paths over lists, one value being a list of one") {
    constexpr Expected table[] = {
        {"[1,2,3][2]", "2"}, {"[1,2,3][-1]", "3"}, {"[1,2,3][0]", "null"}, {"[1,2,3][4]", "null"}, {"[1,2,3][item >= 2]", "[2, 3]"}, {"[{a: 1, b: 2}, {a: 3, b: 4}][a > 1].b", "[4]"}, {"[{a: 1}, {a: null}, {}][a = 1]", "[{a: 1}]"}, {"[{a: 1}, {b: 2}].a", "[1, null]"}, {"[{item: 5}][item = 5]", "[{item: 5}]"},
        {"5[1]", "5"}, {"5[2]", "null"}, {"5[item > 1]", "[5]"}, {"5[item > 7]", "[]"}, {"null[1]", "null"}, {"[][1]", "null"}, {"[1,2,3,4][item > 1][item < 4]", "[2, 3]"}, {"[[1,2],[3,4]][2][1]", "3"}, {"{a: {b: {c: 1}}}.a.b.c", "1"}, {"{a: 1}.b", "null"}, {"null.a", "null"}, {"[{a: [{b: 1}, {b: 2}]}].a.b", "[[1, 2]]"}, {"{\"a b\": 1}.a b", "1"}, {"[1, 2][item = null]", "[]"}, {"[1, null][item = null]", "[null]"}};
    check_all(table);
}

TEST_CASE("equality is told among one kind, null is equal to null, and unlike kinds are null") {
    constexpr Expected table[] = {
        {"1 = 1.0", "true"}, {"1 = \"1\"", "null"}, {"1 != \"1\"", "null"}, {"null = null", "true"}, {"null != null", "false"}, {"1 = null", "false"}, {"1 != null", "true"}, {"[1,2] = [1,2]", "true"}, {"[1,2] = [2,1]", "false"}, {"[1] = [\"1\"]", "false"}, {"{a: 1, b: 2} = {b: 2, a: 1}", "true"}, {"{a: 1} = {a: 1, b: null}", "false"}, {"[] = null", "false"}, {"[] = []", "true"}, {"{} = {}", "true"}, {"[null] = [null]", "true"},
        {"true = 1", "null"}, {"\"a\" < \"b\"", "true"}, {"true < false", "null"}, {"null < 1", "null"}, {"[1] < [2]", "null"}, {"true and null", "null"}, {"false and null", "false"}, {"null or true", "true"}, {"1 and true", "null"}, {"1 or true", "true"}, {"not(1)", "null"}, {"not(false)", "true"}, {"not(null)", "null"}, {"\"a\" + 1", "null"}, {"\"a\" + \"b\"", "\"ab\""}, {"\"a\" - \"a\"", "null"}, {"true + true", "null"}};
    check_all(table);
}

TEST_CASE("names may hold spaces, operators and Chinese; comments, texts and contexts are read as written") {
    constexpr Expected table[] = {
        {"{foo+bar: 1, r: foo+bar}.r", "1"}, {"{first name: \"a\", r: first name + \"b\"}.r", "\"ab\""}, {"{失业-月数: 7, r: 失业-月数 + 1}.r", "8"}, {"{months: 3, r: months * 2}.r", "6"}, {"{a: 1, a: 2}", "no"}, {"1 /* two */ + 1 // three", "2"}, {"\"\\u0041\\n\\\"\"", "\"A\n\\\"\""}, {"{\"a\": 1, \"b c\": 2}", "{a: 1, b c: 2}"}, {"{a: {b: 1}, c: a.b}", "{a: {b: 1}, c: 1}"},
        {"", "no"}, {"1 +", "no"}, {"unknown", "no"}, {"{a: 1", "no"}, {".5 + 1.", "no"}, {".5", "0.5"}, {"1e3", "1000"}, {"007", "7"}};
    check_all(table);
}
