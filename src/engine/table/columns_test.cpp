#include "engine/table/test/cases.hpp"

using namespace leye;
using namespace leye::table;
using feel::HitPolicy;
using feel::Value;

namespace {

/// A small table of the library, written by hand.
struct Hand {
    feel::DecisionTable table;
    feel::Scope scope{"age", "due", "limit", "opens"};

    Hand(HitPolicy policy, std::initializer_list<const char*> inputs) {
        table.hit_policy = policy, table.outputs = {"x"};
        table.names = {"age", "due", "limit", "opens"};
        for (const char* text : inputs) {
            feel::Input input;
            input.source = text, input.expression = parsed(text, scope, false);
            table.inputs.push_back(std::move(input));
        }
    }
    Hand& rule(std::initializer_list<const char*> cells, const char* output) {
        feel::Rule r;
        for (const char* c : cells) r.cell_sources.push_back(c), r.cells.push_back(parsed(c, scope, true));
        r.outputs.push_back(parsed(output, scope, false));
        table.rules.push_back(std::move(r));
        return *this;
    }
};

Columns ages(std::vector<Value> values) {
    Columns out;
    out.add("age", Column::of(Kind::number, values));
    return out;
}
std::vector<Value> numbers(std::initializer_list<const char*> texts) {
    std::vector<Value> out;
    for (const char* t : texts) out.push_back(Value::of(feel::Number::parse(t)));
    return out;
}

}  // namespace

TEST_CASE("UNIQUE and ANY name both rules of a row that meets two") {
    for (const auto policy : {HitPolicy::unique, HitPolicy::any}) {
        Hand h(policy, {"age"});
        h.rule({"< 10"}, "\"child\"").rule({"[5..16)"}, "\"child\"").rule({">= 12"}, "\"adult\"");
        const auto answers = answer(compile(h.table, {{"age", Kind::number}}, {.now = now}), ages(numbers({"3", "7", "11", "13", "20"})));
        const uint16_t twice = policy == HitPolicy::unique ? Answers::conflict : 1;
        CHECK(answers.rule == std::vector<uint16_t>{1, twice, 2, Answers::conflict, 3});
        CHECK(answers.conflicts.back() == Conflict{3, 2, 3});
        CHECK(answers.conflict_rows == (policy == HitPolicy::unique ? 2 : 1));
    }
}

TEST_CASE("facts known of the run make cells and inputs constant") {
    Hand h(HitPolicy::first, {"age", "opens", "due"});
    h.rule({"> limit", "false", "-"}, "1").rule({"-", "true", "> today()"}, "2").rule({"> limit", "-", "null"}, "3");
    Columns columns = ages(numbers({"9", "10", "11"}));
    const std::vector<Value> due{feel::Day{20780}, feel::Day{20781}, Value()};
    columns.add("due", Column::of(Kind::date, due));
    const auto compiled = compile(h.table, kinds_of(columns), {.facts = {{"limit", Value(10)}, {"opens", Value(true)}}, .now = now});
    CHECK(compiled.open.empty());
    CHECK(compiled.questions[1].form == Question::Form::constant);
    CHECK(answer(compiled, columns).rule == std::vector<uint16_t>{0, 2, 3});
}

TEST_CASE("a fact that is neither known nor a column is null in every row") {
    Hand h(HitPolicy::first, {"age", "limit"});
    h.rule({"-", "> 0"}, "1").rule({"> limit", "-"}, "2").rule({"-", "null"}, "3");
    const auto columns = ages(numbers({"9"}));
    CHECK(answer(compile(h.table, kinds_of(columns), {.now = now}), columns).rule == std::vector<uint16_t>{3});
}

TEST_CASE("a value that is not allowed counts as null") {
    Hand h(HitPolicy::first, {"age"});
    h.rule({"< 200"}, "1").rule({"not(7)"}, "2");
    h.table.inputs[0].allowed = parsed("[0..120]", {}, true);
    const auto columns = ages(numbers({"-1", "0", "120", "121"}));
    const auto compiled = compile(h.table, kinds_of(columns), {.now = now});
    CHECK(answer(compiled, columns).rule == std::vector<uint16_t>{2, 1, 1, 2});
    for (size_t r = 0; r < 4; ++r) CHECK(same(feel::decide(h.table, facts_of(compiled, columns, r), now), decide(compiled, facts_of(compiled, columns, r))));
}

TEST_CASE("columns without an order, inputs in FEEL and values of a kind nobody announced are asked row by row") {
    Hand h(HitPolicy::first, {"opens", "if age > 10 then age else string(age)"});
    h.rule({"> @\"08:00:00\"", "> 11"}, "1").rule({"-", "\"9\""}, "2").rule({"@\"07:00:00\"", "-"}, "3");
    h.table.inputs[1].type = std::make_shared<feel::Type>(feel::Type{.kind = Kind::number});
    Columns columns = ages(numbers({"12", "9", "11", "11"}));
    const std::vector<Value> opens{*feel::parse_time("09:00:00"), *feel::parse_time("09:00:00"), *feel::parse_time("07:00:00"), Value()};
    columns.add("opens", Column::of(Kind::time, opens));
    const auto compiled = compile(h.table, kinds_of(columns), {.now = now});
    const auto answers = answer(compiled, columns);
    CHECK(answers.rule == std::vector<uint16_t>{1, 2, 3, 0});
    for (size_t r = 0; r < 4; ++r) {
        const auto slow = feel::decide(h.table, facts_of(compiled, columns, r), now);
        CHECK(same(slow, decide(compiled, facts_of(compiled, columns, r))));
        CHECK(slow->trace.hits == (answers.rule[r] ? std::vector<int>{answers.rule[r]} : std::vector<int>{}));
    }
}

TEST_CASE("a boundary between two steps of a column's scale, and one beyond 64 bits, are kept exactly") {
    Hand h(HitPolicy::first, {"age"});
    h.rule({"< 0.05"}, "1").rule({"<= 9223372036854775807.5"}, "2").rule({"< 1e30"}, "3").rule({"1e30"}, "4").rule({"> 1e6000"}, "5");
    const auto columns = ages(numbers({"0", "0.04999999999999999999999999999999999", "0.05", "0.1", "9223372036854775807", "9223372036854775808", "1e30", "1.000000000000000000000000000000001e30", "1e6001"}));
    CHECK(answer(compile(h.table, kinds_of(columns), {.now = now}), columns).rule == std::vector<uint16_t>{1, 1, 2, 2, 2, 3, 4, 0, 5});
    const auto coarse = ages(numbers({"0", "1"}));  // of whole numbers, so that no key is at the boundaries
    CHECK(coarse.facts.at("age").measure.scale == 0);
    CHECK(answer(compile(h.table, kinds_of(coarse), {.now = now}), coarse).rule == std::vector<uint16_t>{1, 2});
}

TEST_CASE("keys are as narrow as a batch allows, and read back they are the same values") {
    std::vector<Value> values(3 * batch_rows, Value(1));
    values[0] = Value(), values[1] = Value::of(feel::Number::parse("-327.67")), values[batch_rows] = Value::of(feel::Number::parse("327.68")), values[2 * batch_rows] = Value::of(feel::Number::parse("1e33"));
    const Column c = Column::of(Kind::number, values);
    CHECK(c.measure.scale == 2);
    CHECK(std::holds_alternative<std::vector<int16_t>>(c.batches[0]));
    CHECK(std::holds_alternative<std::vector<int32_t>>(c.batches[1]));
    CHECK(std::holds_alternative<std::vector<Wide>>(c.batches[2]));
    for (size_t r = 0; r < values.size(); ++r) REQUIRE(feel::literal_of(c.at(r)) == feel::literal_of(values[r]));
    CHECK_THROWS_AS(Column::of(Kind::date, values), Bug);
}

TEST_CASE("a run tells how far it is and ends where it is asked to") {
    Hand h(HitPolicy::collect, {"age"});
    h.rule({"-"}, "1");
    const std::vector<int64_t> keys(5 * batch_rows + 1, 7);
    Columns columns;
    columns.add("age", Column::of(Kind::number, keys));
    const auto compiled = compile(h.table, kinds_of(columns), {.now = now});
    for (const int threads : {1, 2}) {
        std::vector<size_t> told;
        const auto whole = answer(compiled, columns, {.progress = [&](size_t rows) { told.push_back(rows); }, .threads = threads});
        CHECK(whole.whole);
        CHECK(told.size() == 6);
        CHECK(std::ranges::is_sorted(told));
        CHECK(told.back() == keys.size());
        CHECK(whole.from.back() == keys.size());
    }
    std::stop_source stop;
    const auto part = answer(compiled, columns, {.stop = stop.get_token(), .progress = [&](size_t rows) { if (rows >= 2 * batch_rows) stop.request_stop(); }});
    CHECK_FALSE(part.whole);
    CHECK(part.hits.size() == 2 * batch_rows);
    CHECK(part.from.size() == keys.size() + 1);
    CHECK(part.rule.back() == Answers::no_rule);
}

TEST_CASE("no rows and no hit are answers too") {
    Hand h(HitPolicy::first, {"age"});
    h.rule({"> 5"}, "1");
    const auto compiled = compile(h.table, {{"age", Kind::number}}, {.now = now});
    CHECK(answer(compiled, ages({})).rule.empty());
    CHECK(answer(compiled, ages({Value()})).rule == std::vector<uint16_t>{0});
    CHECK_THROWS_AS(compile(h.table, {{"age", Kind::number}}, {}), Bug);
    CHECK_THROWS_AS(answer(compile(h.table, {{"age", Kind::date}}, {.now = now}), ages({})), Bug);
}
