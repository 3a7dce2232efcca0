#include "engine/table/explain.hpp"

#include "engine/table/test/tables.hpp"

using namespace leye;
using namespace leye::table;
using namespace leye::table::test;
using feel::HitPolicy;
using feel::Value;

namespace {

Sentence words(const char* cell, Kind kind = Kind::any) {
    const auto tree = feel::parse_tests(cell, {"today", "due_on", "days"});
    REQUIRE(tree);
    return words_of(**tree, cell, kind, labels_of({}, {{"due_on", {"应还日", "the day it is due"}}}));
}

feel::DecisionTable loans() {
    auto out = table_of({{"age", Kind::number}, {"resident", Kind::boolean}, {"joined_on", Kind::date}}, {"card"}, HitPolicy::first,
                        {"< 6 | - | - | \"none\"", "[6..16) | - | - | \"child\"", ">= 16 | true | <= today - duration(\"P30D\") | \"full\"", ">= 16 | true | - | \"trial\"", "- | - | - | \"desk\""},
                        {"today"});
    out.inputs[0].label = "年龄", out.inputs[1].label = "本地居住", out.inputs[2].label = "入馆日";
    out.rules[2].annotations["clause"] = "章程第3条";
    return out;
}

feel::Context reader(int age, Value resident, const char* joined) {
    return {{"age", Value(age)}, {"resident", std::move(resident)}, {"joined_on", value_of(joined)}, {"today", value_of("@\"2026-11-23\"")}};
}

std::string zh(const std::vector<Sentence>& all) {
    std::string out;
    for (const auto& s : all) out += s.zh + "。";
    return out;
}
std::string zh(const std::vector<Turn>& all) {
    std::string out;
    for (const auto& t : all) out += t.words.zh + "。";
    return out;
}

}  // namespace

TEST_CASE("cells are put in words, in Chinese and English") {
    CHECK(words("[16..60)").zh == "16 以上、60 以下（不含）");
    CHECK(words("[16..60)").en == "at least 16 and under 60");
    CHECK(words(">= 6").zh == "6 以上");
    CHECK(words("<= 6").zh == "6 以下（含）");
    CHECK(words("> 6").en == "over 6");
    CHECK(words("true").zh == "是");
    CHECK(words("null").zh == "未知");
    CHECK(words("-").en == "anything");
    CHECK(words("\"A\", \"B\"").zh == "“A”或“B”");
    CHECK(words("not(\"A\", \"B\")").zh == "不是（“A”或“B”）");
    CHECK(words("not(null)").en == "not (not known)");
    CHECK(words(">= @\"2026-11-23\"").zh == "不早于 2026年11月23日");
    CHECK(words("< date(\"2026-11-23\")").en == "before 23 November 2026");
    CHECK(words("> @\"P1Y6M\"").zh == "超过 1 年 6 个月");
    CHECK(words(">= duration(\"P30D\")").zh == "30 天 以上");
    CHECK(words("<= @\"P1D\"").en == "at most 1 day");
    CHECK(words("> today", Kind::date).zh == "晚于 今天");
    CHECK(words("<= due_on - duration(\"P30D\")", Kind::date).en == "not after the day it is due minus 30 days");
    CHECK(words("<= due_on + days - duration(\"P1M\")", Kind::date).zh == "不晚于 （应还日 加 days） 减 1 个月");
    CHECK(words("ends with(?, \"due_on\")").zh == "「ends with(?, \"due_on\")」");
    CHECK(words("? > due_on or ? > days").zh == "「? > 应还日 or ? > days」");
    CHECK(words("? > due_on or ? > days").en == "«? > the day it is due or ? > days»");
}

TEST_CASE("a trace is told as sentences with values, tests in words and the row's ground") {
    const auto table = loans();
    const auto outcome = feel::decide(table, reader(20, Value(true), "@\"2026-01-01\""), now);
    REQUIRE(outcome);
    const auto said = explain(table, *outcome);
    CHECK(zh(said) == "年龄 20，满足第 3 行“16 以上”。本地居住 是，满足第 3 行“是”。入馆日 2026年1月1日，满足第 3 行“不晚于 今天 减 30 天”。第 3 行成立，依据 章程第3条。结果：card 为 “full”。");
    CHECK(said[0].en == "年龄 20 passes row 3, “at least 16”");
    CHECK(said[3].en == "Row 3 holds, on the ground of 章程第3条");
    const Labels known{{"age", {"岁数", "Age"}}, {"joined_on", {"入馆", "Member since"}}};
    const auto named = explain(table, *outcome, "clause", known);
    CHECK(named[0].zh == said[0].zh);
    CHECK(named[0].en == "Age 20 passes row 3, “at least 16”");
    CHECK(named[2].en == "Member since 1 January 2026 passes row 3, “not after today minus 30 days”");
    CHECK(turns(table, reader(15, Value(true), "@\"2026-01-01\""), now, {}, 1, known).at(0).words.en == "If Age were 16 (now 15), row 3 would hold: card “full”");
}

TEST_CASE("where no row holds, the nearest ones say what failed") {
    auto table = loans();
    table.rules.resize(2);
    const auto outcome = feel::decide(table, reader(20, Value(true), "null"), now);
    REQUIRE(outcome);
    CHECK(zh(explain(table, *outcome)) == "没有一行成立。第 1 行不成立：年龄 20，不满足“6 以下（不含）”。第 2 行不成立：年龄 20，不满足“6 以上、16 以下（不含）”。");
}

TEST_CASE("what would change it: fewest facts first, then the nearest, each with another answer") {
    const auto table = loans();
    // 15 years old, a member since long: one year more gives the full card, 10 years less none.
    CHECK(zh(turns(table, reader(15, Value(true), "@\"2026-01-01\""), now)) ==
          "若年龄为 16（现为 15），则第 3 行成立，结果：card 为 “full”。若年龄为 5（现为 15），则第 1 行成立，结果：card 为 “none”。"
          "若年龄为 16（现为 15），且本地居住为 否（现为 是），则第 5 行成立，结果：card 为 “desk”。");
    // Joined last week: the bound of another fact is worked out for this case.
    const auto recent = turns(table, reader(20, Value(true), "@\"2026-11-16\""), now, {"age", "resident"});
    REQUIRE(recent.size() == 1);
    CHECK(recent[0].words.en == "If 入馆日 were 24 October 2026 (now 16 November 2026), row 3 would hold: card “full”");
    // Not known whether a resident.
    const auto unknown = turns(table, reader(20, {}, "@\"2026-11-16\""), now, {"age", "joined_on"});
    REQUIRE(unknown.size() == 1);
    CHECK(unknown[0].words.zh == "若本地居住为 是（现为 未知），则第 4 行成立，结果：card 为 “trial”");
}

TEST_CASE("facts that are fixed do not change, and where nothing else does there is nothing to say") {
    CHECK(turns(loans(), reader(15, Value(true), "@\"2026-01-01\""), now, {"age"}).empty());
    const auto opaque = table_of({{"name", Kind::string}}, {"shelf"}, HitPolicy::first, {"starts with(?, \"A\") | 1", "- | 2"});
    CHECK(turns(opaque, {{"name", Value("B")}}, now).empty());
    const auto kinds = table_of({{"kind", Kind::string, "\"A\", \"B\", \"C\""}}, {"shelf"}, HitPolicy::unique, {"\"A\" | 1", "not(\"A\") | 2"});
    CHECK(zh(turns(kinds, {{"kind", Value("B")}}, now)) == "若kind为 “A”（现为 “B”），则第 1 行成立，结果：shelf 为 1。");
    CHECK(turns(kinds, {{"kind", Value(5)}}, now).size() == 1);  // a value of another kind is like none
}

TEST_CASE("no nearer turn exists than those found in random tables") {
    std::mt19937 random(20261202);
    const auto any = [&](size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random); };
    int found = 0;
    for (int round = 0; round < 200; ++round) {
        std::vector<std::string> rows;
        const std::vector<std::string> numbers = {"-", "< 3", ">= 3", "[2..5]", "(5..8)", "4", "not(4), 9"}, truths = {"-", "true", "false"};
        for (size_t r = 0, n = 2 + any(4); r < n; ++r) rows.push_back(numbers[any(6)] + " | " + numbers[any(6)] + " | " + truths[any(3)] + " | " + std::to_string(any(3)));
        const auto table = table_of({{"a", Kind::number}, {"b", Kind::number}, {"c", Kind::boolean}}, {"out"}, HitPolicy::first, rows);
        const auto at = [](int a, int b, bool c) { return feel::Context{{"a", Value(a)}, {"b", Value(b)}, {"c", Value(c)}}; };
        const int a = static_cast<int>(any(10)), b = static_cast<int>(any(10));
        const bool c = any(2) == 1;
        const auto answer = [&](const feel::Context& facts) {
            const auto outcome = feel::decide(table, facts, now);
            return outcome->outputs.empty() ? std::string() : feel::literal_of(outcome->outputs[0].at("out"));
        };
        const std::string base = answer(at(a, b, c));
        size_t fewest = 9;
        for (int x = 0; x < 10; ++x)
            for (int y = 0; y < 10; ++y)
                for (const bool z : {false, true}) {
                    const std::string other = answer(at(x, y, z));
                    if (!other.empty() && other != base) fewest = std::min<size_t>(fewest, (x != a) + (y != b) + (z != c));
                }
        CAPTURE(rows);
        const auto all = turns(table, at(a, b, c), now);
        CHECK((all.empty() ? 9 : all[0].steps.size()) == fewest);
        for (const auto& turn : all) {
            feel::Context facts = at(a, b, c);
            for (const auto& step : turn.steps) facts[table.inputs[static_cast<size_t>(step.input) - 1].source] = step.to;
            CHECK(answer(facts) == feel::literal_of(turn.outputs.at("out")));
            CHECK(answer(facts) != base);
        }
        found += !all.empty();
    }
    CHECK(found > 100);
}
