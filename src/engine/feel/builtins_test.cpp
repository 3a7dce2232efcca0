#include "engine/feel/expect_test.hpp"

using namespace leye::feel;

TEST_CASE("numbers: rounding, signs and edges as the standard's tables say") {
    constexpr Expected table[] = {
        {"decimal(1/3, 2)", "0.33"}, {"decimal(1.5, 0)", "2"}, {"decimal(2.5, 0)", "2"}, {"decimal(1234, -2)", "1200"}, {"decimal(n: 1.115, scale: 2)", "1.12"},
        {"decimal(1.5, null)", "null"}, {"decimal(null, 1)", "null"}, {"decimal(1.5)", "null"}, {"decimal(1, 6176)", "1"}, {"decimal(1, 6177)", "null"}, {"decimal(1, -6112)", "null"},
        {"floor(1.5)", "1"}, {"floor(-1.5)", "-2"}, {"floor(-1.56, 1)", "-1.6"}, {"floor(n: 1.56, scale: 1)", "1.5"}, {"floor(\"1\")", "null"}, {"floor(1, 2, 3)", "null"},
        {"ceiling(1.5)", "2"}, {"ceiling(-1.5)", "-1"}, {"ceiling(1.54, 1)", "1.6"}, {"ceiling()", "null"}, {"ceiling(null)", "null"},
        {"round up(5.5, 0)", "6"}, {"round up(-5.5, 0)", "-6"}, {"round up(1.121, 2)", "1.13"}, {"round down(5.5, 0)", "5"}, {"round down(-5.5, 0)", "-5"},
        {"round half up(5.5, 0)", "6"}, {"round half up(-5.5, 0)", "-6"}, {"round half up(1.126, 2)", "1.13"}, {"round half down(5.5, 0)", "5"}, {"round half down(-5.5, 0)", "-5"},
        {"round half down(1.126, 2)", "1.13"}, {"round half down(5.5)", "null"}, {"round up(n: 5.5, scale: null)", "null"},
        {"abs(-10)", "10"}, {"abs(@\"-PT5H\")", "PT5H"}, {"abs(@\"-P2M\")", "P2M"}, {"abs(\"1\")", "null"}, {"abs(null)", "null"}, {"abs(n: -1)", "1"},
        {"modulo(12, 5)", "2"}, {"modulo(-12, 5)", "3"}, {"modulo(12, -5)", "-3"}, {"modulo(-12, -5)", "-2"}, {"modulo(10.1, 4.5)", "1.1"}, {"modulo(-10.1, 4.5)", "3.4"}, {"modulo(5, 0)", "null"},
        {"modulo(divisor: 5, dividend: 12)", "2"}, {"sqrt(16)", "4"}, {"sqrt(-1)", "null"}, {"sqrt(number: 4)", "2"}, {"log(1)", "0"}, {"log(0)", "null"}, {"log(-1)", "null"}, {"exp(0)", "1"}, {"exp(\"0\")", "null"},
        {"odd(5)", "true"}, {"odd(-5)", "true"}, {"odd(2.5)", "false"}, {"odd(null)", "null"}, {"even(0)", "true"}, {"even(-2)", "true"}, {"even(\"2\")", "null"},
        {"9999999999999999999999999999999999 + 1", "10000000000000000000000000000000000"}, {"0.1 + 0.2 = 0.3", "true"}, {"-(-10)", "10"}, {"-\"a\"", "null"}, {"-@\"P1Y\"", "-P1Y"},
        {"1e6144 * 10", "null"}, {"1 / 3", "0.3333333333333333333333333333333333"}, {"2 ** -1", "0.5"}, {"10 ** 2 ** 3", "1000000"}, {"0 / 0", "null"}};
    check_all(table);
}

TEST_CASE("texts: places count from 1 or from the end, a part that is not there is null or empty as the standard has it") {
    constexpr Expected table[] = {
        {"substring(\"foobar\", 3)", "\"obar\""}, {"substring(\"foobar\", 3, 3)", "\"oba\""}, {"substring(\"foobar\", -2, 1)", "\"a\""}, {"substring(\"\\U01F40Eab\", 2)", "\"ab\""},
        {"substring(\"foobar\", 0)", "null"}, {"substring(\"foobar\", 7)", "null"}, {"substring(\"foobar\", -7)", "null"}, {"substring(\"foobar\", 3, 0)", "null"}, {"substring(\"foobar\", 3, -1)", "null"},
        {"substring(\"foobar\", 3, 3.8)", "\"oba\""}, {"substring(\"foobar\")", "null"}, {"substring(\"foobar\", \"3\")", "null"}, {"substring(null, 3)", "null"}, {"substring(\"foobar\", 3, 100)", "\"obar\""},
        {"substring(string: \"foobar\", start position: 3)", "\"obar\""}, {"substring(string: \"foobar\", start: 3)", "null"}, {"substring([\"foobar\"], 3)", "\"obar\""},
        {"string length(\"\\U01F40Eab\")", "3"}, {"string length(string: \"\")", "0"}, {"string length(1)", "null"}, {"upper case(\"aßc4\")", "\"ASSC4\""}, {"lower case(\"ABC4\")", "\"abc4\""}, {"upper case(null)", "null"},
        {"substring before(\"foobar\", \"bar\")", "\"foo\""}, {"substring before(\"foobar\", \"xyz\")", "\"\""}, {"substring before(\"foobar\", \"\")", "\"\""}, {"substring after(\"foobar\", \"ob\")", "\"ar\""}, {"substring after(\"foobar\", \"\")", "\"foobar\""},
        {"substring after(\"\", \"a\")", "\"\""}, {"substring after(\"foobar\", null)", "null"}, {"contains(\"foobar\", \"of\")", "false"}, {"contains(string: \"foobar\", match: \"ob\")", "true"}, {"starts with(\"foobar\", \"fo\")", "true"}, {"ends with(\"foobar\", \"r\")", "true"},
        {"split(\"John Doe\", \"\\\\s\")", "[\"John\", \"Doe\"]"}, {"split(\"a;b;c;;\", \";\")", "[\"a\", \"b\", \"c\", \"\", \"\"]"}, {"split(\"abc\", \"\")", "null"}, {"split(null, \";\")", "null"},
        {"string join([\"a\",\"b\",\"c\"], \"_and_\")", "\"a_and_b_and_c\""}, {"string join([\"a\",\"b\",\"c\"])", "\"abc\""}, {"string join([\"a\",\"b\"], null)", "\"ab\""}, {"string join([\"a\",null,\"c\"], \"X\")", "\"aXc\""},
        {"string join([], \"X\")", "\"\""}, {"string join([1], \"X\")", "null"}, {"string join(null, \"X\")", "null"}, {"string join(list: [\"a\",\"b\"], delimiter: \"X\")", "\"aXb\""}, {"string join(\"a\")", "\"a\""}, {"string join([\"a\"], \"X\", \"foo\")", "null"},
        {"replace(\"abcd\", \"(ab)|(a)\", \"[1=$1][2=$2]\")", "\"[1=ab][2=]cd\""}, {"replace(\"abracadabra\", \"bra\", \"*\")", "\"a*cada*\""}, {"replace(\"abracadabra\", \"a.*?a\", \"*\")", "\"*c*bra\""}, {"replace(\"AAAA\", \"A+?\", \"b\")", "\"bbbb\""},
        {"replace(\"abracadabra\", \".*?\", \"$1\")", "null"}, {"replace(\"darted\", \"^(.*?)d(.*)$\", \"$1c$2\")", "\"carted\""}, {"replace(\"abc\", \"b\", \"$\")", "null"}, {"replace(\"abc\", \"b\", \"\\\\\")", "null"}, {"replace(\"abc\", \"b\", \"\\\\$\")", "\"a$c\""},
        {"replace(\"aBc\", \"b\", \"x\", \"i\")", "\"axc\""}, {"replace(\"abc\", \"b\", \"x\", \"y\")", "null"}, {"replace(\"a.b\", \".\", \"$1\", \"q\")", "\"a$1b\""}, {"replace(\"a b\", \"a b\", \"x\", \"x\")", "\"a b\""},
        {"replace(input: \"abc\", pattern: \"b\", replacement: \"x\", flags: null)", "\"axc\""}, {"replace(\"abc\", \"b\")", "null"}, {"replace(\"abc\", \"[\", \"x\")", "null"}, {"replace(\"abc\", \"(a)\\\\2\", \"x\")", "null"},
        {"matches(\"foobar\", \"^fo*b\")", "true"}, {"matches(\"hello\\nworld\", \"hello.world\")", "false"}, {"matches(\"hello\\nworld\", \"hello.world\", \"s\")", "true"}, {"matches(\"a\\nb\", \"^b$\", \"m\")", "true"}, {"matches(\"ABC\", \"abc\", \"i\")", "true"},
        {"matches(\"hello world\", \" hello[ ]world\", \"x\")", "true"}, {"matches(\"abc\", \"a]\")", "null"}, {"matches(\"abc\", \"a{,2}\")", "null"}, {"matches(\"abc\", \"}\")", "null"}, {"matches(null, \"a\")", "null"}, {"matches(\"aa0\", \"(a)\\\\10\")", "true"},
        {"string(1.50)", "\"1.5\""}, {"string(\"a\")", "\"a\""}, {"string(null)", "null"}, {"string([1,\"a\",null])", "\"[1, \\\"a\\\", null]\""}, {"string({a: \"b\"})", "\"{a: \\\"b\\\"}\""}, {"string(@\"P1Y2M\")", "\"P1Y2M\""}, {"string(from: true)", "\"true\""},
        {"number(\"1,000.5\", \",\", \".\")", "1000.5"}, {"number(\"1 000,0\", \" \", \",\")", "1000"}, {"number(\"1.000.000,01\", \".\", \",\")", "1000000.01"}, {"number(\"1000000.00\", null, \".\")", "1000000"}, {"number(\"1,000\", \",\", null)", "1000"},
        {"number(\"1\", \"*\", \".\")", "null"}, {"number(\"1\", \".\", \".\")", "null"}, {"number(\"a\")", "null"}, {"number(null, \",\", \".\")", "null"}, {"number(from: \"1,000\", grouping separator: \",\", decimal separator: \".\")", "1000"}, {"number(\"1\", \" \", \"*\")", "null"}};
    check_all(table);
}

TEST_CASE("lists: one item stands for a list of one, places may count from the end, null is an item like any other") {
    constexpr Expected table[] = {
        {"list contains([1,2,null], null)", "true"}, {"list contains(null, 1)", "null"}, {"list contains(list: [1], element: 2)", "false"}, {"list contains([[1]], [1])", "true"},
        {"list replace([2,4,7,8], 3, 6)", "[2, 4, 6, 8]"}, {"list replace([2,4,7,8], -1, 6)", "[2, 4, 7, 6]"}, {"list replace([2,4,7,8], function(item, newItem) item < newItem, 5)", "[5, 5, 7, 8]"}, {"list replace([1], 2, 3)", "null"}, {"list replace([1], function(a) true, 3)", "null"},
        {"count([1,2,3])", "3"}, {"count([])", "0"}, {"count(1)", "1"}, {"count(null)", "null"}, {"count()", "null"}, {"count([null])", "1"},
        {"min([1,2,3])", "1"}, {"min(1,2,3)", "1"}, {"min([])", "null"}, {"min(null)", "null"}, {"min([1,null])", "null"}, {"min([\"a\",1])", "null"}, {"max(\"a\",\"b\")", "\"b\""}, {"max(list: [@\"P1D\", @\"P2D\"])", "P2D"}, {"max([date(\"2020-01-01\"), date(\"2020-01-02\")])", "2020-01-02"},
        {"sum([1,2,3])", "6"}, {"sum([])", "null"}, {"sum([1,\"a\"])", "null"}, {"sum(1,2)", "3"}, {"mean([1,2,3])", "2"}, {"mean([])", "null"}, {"mean(1, 2)", "1.5"},
        {"product([2,3,4])", "24"}, {"product([])", "null"}, {"product(2,3,4)", "24"}, {"product([2,null])", "null"}, {"median(8, 2, 5, 3, 4)", "4"}, {"median([6,1,2,3])", "2.5"}, {"median([])", "null"}, {"median([\"a\"])", "null"},
        {"stddev([])", "null"}, {"stddev([4])", "null"}, {"stddev([47])", "null"}, {"stddev(1, 1)", "0"}, {"stddev([1, null])", "null"}, {"mode(6,3,9,6,6)", "[6]"}, {"mode([6,1,9,6,1])", "[1, 6]"}, {"mode([])", "[]"}, {"mode(null)", "null"}, {"mode([1,\"a\"])", "null"},
        {"all([true,false])", "false"}, {"all([])", "true"}, {"all(null)", "null"}, {"all([true,null])", "null"}, {"all(true, true)", "true"}, {"any([])", "false"}, {"any([false,null])", "null"}, {"any([true,null])", "true"}, {"any(0)", "null"},
        {"sublist([4,5,6], 1, 2)", "[4, 5]"}, {"sublist([4,5,6], -1)", "[6]"}, {"sublist([4,5,6], 0)", "null"}, {"sublist([4,5,6], 4)", "null"}, {"sublist([4,5,6], 2, 5)", "null"}, {"sublist(list: [1,2,3], start position: 2, length: 1)", "[2]"}, {"sublist(null, 1)", "null"},
        {"append([1], 2, 3)", "[1, 2, 3]"}, {"append([], null)", "[null]"}, {"append(null, 1)", "null"}, {"append(1, 2)", "[1, 2]"}, {"append([1], [2])", "[1, [2]]"}, {"append([1])", "null"},
        {"concatenate([1,2],[3])", "[1, 2, 3]"}, {"concatenate([1],null)", "null"}, {"concatenate([1],2)", "[1, 2]"}, {"insert before([1,3], 1, 2)", "[2, 1, 3]"}, {"insert before([1,3], -1, 2)", "[1, 2, 3]"}, {"insert before([1,3], 0, 2)", "null"}, {"insert before([1,3], 3, 2)", "null"},
        {"remove([1,2,3], 2)", "[1, 3]"}, {"remove([1,2,3], -1)", "[1, 2]"}, {"remove([1], 2)", "null"}, {"reverse([1,2,3])", "[3, 2, 1]"}, {"reverse(null)", "null"}, {"index of([1,2,3,2], 2)", "[2, 4]"}, {"index of([1,null], null)", "[2]"}, {"index of([1], 2)", "[]"},
        {"union([1,2],[2,3])", "[1, 2, 3]"}, {"union([1],null)", "null"}, {"distinct values([1,2,3,2,1])", "[1, 2, 3]"}, {"distinct values([null,null,1])", "[null, 1]"}, {"distinct values(1)", "[1]"}, {"flatten([[1,2],[[3]], 4])", "[1, 2, 3, 4]"}, {"flatten(null)", "null"},
        {"sort([3,1,2], function(x,y) x < y)", "[1, 2, 3]"}, {"sort(list: [3,1,2], precedes: function(x,y) x > y)", "[3, 2, 1]"}, {"sort([3,1], function(x) true)", "null"}, {"sort([3,1], 1)", "null"}, {"sort([], function(x,y) x < y)", "[]"}, {"sort([1,\"a\"], function(x,y) x < y)", "null"}};
    check_all(table);
}

TEST_CASE("contexts: what is put in, taken out and merged") {
    constexpr Expected table[] = {
        {"get value({a: 1}, \"a\")", "1"}, {"get value({a: 1}, \"b\")", "null"}, {"get value(null, \"a\")", "null"}, {"get value(m: {a: 1}, key: \"a\")", "1"}, {"get value({a: 1})", "null"},
        {"get entries({a: 1})", "[{key: \"a\", value: 1}]"}, {"get entries({})", "[]"}, {"get entries(null)", "null"}, {"get entries(m: {a: 1})[1].value", "1"}, {"get entries({a: 1, b: 2}).key", "[\"a\", \"b\"]"},
        {"context([{key: \"a\", value: 1}])", "{a: 1}"}, {"context({key: \"a\", value: 1})", "{a: 1}"}, {"context([{key: \"a\", value: 1}, {key: \"a\", value: 2}])", "null"}, {"context([{key: 1, value: 1}])", "null"}, {"context([{key: \"a\"}])", "null"}, {"context([])", "{}"},
        {"context put({a: 1}, \"b\", 2)", "{a: 1, b: 2}"}, {"context put({a: {b: 1}}, [\"a\", \"b\"], 2)", "{a: {b: 2}}"}, {"context put({a: 1}, [], 2)", "null"}, {"context put({a: 1}, null, 2)", "null"}, {"context put(context: {a: 1}, keys: [\"a\"], value: 2)", "{a: 2}"}, {"context put(null, \"a\", 1)", "null"}, {"context put(context: {}, key: \"a\", value: null)", "{a: null}"},
        {"context merge([{a: 1}, {b: 2}])", "{a: 1, b: 2}"}, {"context merge([{a: 1}, {a: 2}])", "{a: 2}"}, {"context merge([{a: 1}, null])", "null"}, {"context merge([])", "{}"}, {"context merge(contexts: [{a: 1}])", "{a: 1}"}, {"context merge(null)", "null"}};
    check_all(table);
}
