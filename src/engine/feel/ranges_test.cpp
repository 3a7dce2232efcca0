#include "engine/feel/expect_test.hpp"

using namespace leye::feel;

TEST_CASE("ranges of every form hold what lies in them; one open to a side is known by what it leaves out") {
    constexpr Expected table[] = {
        {"5 in [1..5]", "true"}, {"5 in [1..5)", "false"}, {"1 in (1..5]", "false"}, {"1 in ]1..5]", "false"}, {"5 in [1..5[", "false"}, {"5 in (< 6)", "true"}, {"5 in (<= 4)", "false"}, {"5 in (> 4)", "true"}, {"5 in (>= 6)", "false"}, {"5 in (= 5)", "true"}, {"5 in (!= 5)", "false"}, {"5 in <= 5", "true"}, {"5 in > 5", "false"},
        {"(< 5).end", "5"}, {"(< 5).start", "null"}, {"(< 5).end included", "false"}, {"(<= 5).end included", "true"}, {"(>= 5).start included", "true"}, {"(> 5).end", "null"}, {"[1..3].start", "1"}, {"(1..3].start included", "false"}, {"[1..3] = [1..3]", "true"}, {"[1..3] = [1..3)", "false"}, {"(< 5) = (< 5)", "true"},
        {"[3..1] instance of range<number>", "true"}, {"2 in [3..1]", "false"}, {"[\"a\"..1]", "null"}, {"\"b\" in [\"a\"..\"c\"]", "true"}, {"date(\"2020-02-29\") in [date(\"2020-02-01\")..date(\"2020-03-01\"))", "true"}, {"null in [1..2]", "null"}, {"\"1\" in [1..2]", "null"},
        {"5 in (1, 5, 7)", "true"}, {"5 in ([1..3], [4..6])", "true"}, {"5 in [[1..3], [4..6]]", "true"}, {"5 in []", "false"}, {"null in (null)", "true"}, {"5 in (null)", "false"}, {"[1,2] in ([1,2], [3])", "true"}, {"5 in (? > 3)", "true"}, {"5 in (even(?))", "false"},
        {"2 between 1 and 3", "true"}, {"null between 1 and 3", "null"}, {"1 between null and 3", "null"}, {"\"b\" between \"a\" and \"c\"", "true"}, {"1 between 2 and 0", "false"}, {"1 + 1 between 1 and 3 and true", "true"},
        {"range(\"[1..3]\")", "[1..3]"}, {"range(\"(1..3)\") = (1..3)", "true"}, {"range(\"[3..1]\")", "null"}, {"range(\"1..3\")", "null"}, {"range(null)", "null"}, {"range(from: \"[1..2]\")", "[1..2]"}, {"range(\"[a..b]\")", "null"}};
    check_all(table);
}

TEST_CASE("points and ranges stand to each other as in the standard's table of intervals") {
    constexpr Expected table[] = {
        {"before(1, 10)", "true"}, {"before(1, [1..10])", "false"}, {"before(1, (1..10])", "true"}, {"before([1..10], [15..20])", "true"}, {"before([1..10), [10..20])", "true"}, {"before([1..10], [10..20])", "false"}, {"before([1..10], 11)", "true"}, {"before(null, 1)", "null"}, {"before(1)", "null"},
        {"after(10, 5)", "true"}, {"after([11..20], 10)", "true"}, {"after((11..20], 11)", "true"}, {"after([11..20], [1..11))", "true"}, {"after(point: 5, range: [1..4])", "true"},
        {"meets([1..5], [5..10])", "true"}, {"meets([1..5), [5..10])", "false"}, {"meets([1..5], [6..10])", "false"}, {"meets(1, [1..2])", "null"}, {"met by([5..10], [1..5])", "true"}, {"met by([5..10], [1..5))", "false"},
        {"overlaps([1..5], [3..8])", "true"}, {"overlaps([1..5], [5..8])", "true"}, {"overlaps([1..5), [5..8])", "false"}, {"overlaps([3..8], [1..5])", "true"}, {"overlaps(range1: [1..5], range2: [6..8])", "false"}, {"overlaps before([1..5], [3..8])", "true"}, {"overlaps before([3..8], [1..5])", "false"}, {"overlaps before([1..5), (1..5])", "true"},
        {"overlaps after([3..8], [1..5])", "true"}, {"overlaps after([5..8], [1..5))", "false"}, {"finishes(10, [1..10])", "true"}, {"finishes(10, [1..10))", "false"}, {"finishes([5..10], [1..10])", "true"}, {"finishes([1..10], [1..10])", "true"}, {"finished by([1..10], 10)", "true"}, {"finished by([1..10], [5..10])", "true"},
        {"includes([1..10], 5)", "true"}, {"includes([1..10), 10)", "false"}, {"includes([1..10], [4..6])", "true"}, {"includes((1..10], [1..5])", "false"}, {"during(5, [1..10])", "true"}, {"during([4..6], [1..10))", "true"}, {"during(1, (1..10])", "false"}, {"during([1..10], null)", "null"},
        {"starts(1, [1..10])", "true"}, {"starts(1, (1..10])", "false"}, {"starts([1..5], [1..10])", "true"}, {"starts((1..5], [1..10])", "false"}, {"started by([1..10], 1)", "true"}, {"started by([1..10], [1..5])", "true"}, {"coincides(5, 5)", "true"}, {"coincides([1..5], [1..5])", "true"}, {"coincides([1..5], [1..5))", "false"}, {"coincides(5, [5..5])", "null"}};
    check_all(table);
}
