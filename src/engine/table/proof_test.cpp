#include "engine/table/proof.hpp"

#include <fmt/format.h>

#include <set>

#include "engine/table/difference.hpp"
#include "engine/table/test/tables.hpp"

using namespace leye;
using namespace leye::table;
using namespace leye::table::test;
using feel::HitPolicy;

namespace {

std::string texts(const Boxes& boxes) {
    std::string out;
    for (const Box& b : boxes.list) {
        out += out.empty() ? "" : "; ";
        out += b.possible ? "possible: " : "";
        for (const Side& s : b.sides) out += (&s == b.sides.data() ? "" : " | ") + s.text;
    }
    return out;
}
using Lines = std::vector<std::string>;

bool is_in(const Box& box, const std::vector<feel::Value>& row) {
    for (size_t i = 0; i < row.size(); ++i)
        if (!box.sides[i].values.contains(row[i])) return false;
    return true;
}

}  // namespace

TEST_CASE("a card table without a gap is complete, and null must have been thought of") {
    const auto with = [](const char* last) {
        return table_of({{"age", Kind::number}, {"resident", Kind::boolean}}, {"card"}, HitPolicy::unique,
                        {"< 16 | - | \"child\"", ">= 16 | true | \"adult\"", ">= 16 | false, null | \"guest\"", last});
    };
    const auto whole = with("null | - | \"ask\"");
    Proof proof = prove(whole);
    CHECK(proof.verdict == Verdict::complete);
    CHECK(proof.gaps.list.empty());
    CHECK(proof.overlaps.empty());
    CHECK(proof.dead.empty());
    CHECK(proof.is_publishable());

    const auto holed = with("null | true | \"ask\"");
    proof = prove(holed);
    CHECK(proof.verdict == Verdict::incomplete);
    CHECK_FALSE(proof.possible);
    CHECK(texts(proof.gaps) == "null | false, null");
    CHECK_FALSE(proof.is_publishable());
    CHECK(holding(holed, facts_of(holed, proof.gaps.list[0].row)).empty());

    Given given;
    given.never_null = {"age"};
    CHECK(prove(holed, given).verdict == Verdict::complete);
    CHECK(prove(holed, given).dead.size() == 1);  // its last rule asks for a null that never comes
    given.never_null = {"resident"};
    CHECK(texts(prove(holed, given).gaps) == "null | false");
}

TEST_CASE("gaps between intervals are told apart from points, and strings no cell names are one value") {
    const auto cards = table_of({{"age", Kind::number}, {"kind", Kind::string}}, {"fee"}, HitPolicy::unique,
                                {"< 16 | - | 0", "(16..60) | \"A\", \"B\" | 5", "> 60, null | - | 2"});
    CHECK(texts(prove(cards).gaps) == "16, 60 | -; (16..60) | not(\"A\", \"B\")");
}

TEST_CASE("allowed values narrow an input; null stays unless it is said") {
    const auto rows = Lines{"\"A\" | 1", "\"B\" | 2"};
    CHECK(texts(prove(table_of({{"kind", Kind::string, "\"A\", \"B\""}}, {"fee"}, HitPolicy::unique, rows)).gaps) == "null");
    CHECK(texts(prove(table_of({{"kind", Kind::string, "\"A\", \"B\", \"C\""}}, {"fee"}, HitPolicy::unique, rows)).gaps) == "\"C\", null");
    CHECK(texts(prove(table_of({{"kind", Kind::string, "not(null)"}}, {"fee"}, HitPolicy::unique, rows)).gaps) == "< \"A\", (\"A\"..\"B\"), > \"B\"");
    const auto dead = prove(table_of({{"kind", Kind::string, "\"A\""}}, {"fee"}, HitPolicy::unique, rows)).dead;
    REQUIRE(dead.size() == 1);
    CHECK(dead[0].rule == 2);
    CHECK(dead[0].why == DeadRule::Why::empty);
    CHECK(dead[0].column == 1);
}

TEST_CASE("a last rule that admits everything, or the default output, is the fallback, and what falls into it is listed") {
    auto rows = Lines{"< 16 | \"child\"", "[16..60] | \"adult\"", "- | \"ask\""};
    Proof proof = prove(table_of({{"age", Kind::number}}, {"card"}, HitPolicy::first, rows));
    CHECK(proof.verdict == Verdict::complete_by_fallback);
    CHECK(proof.catch_all == 3);
    CHECK(texts(proof.fallen) == "> 60, null");
    CHECK(proof.gaps.list.empty());
    CHECK(proof.is_publishable());

    rows.pop_back();
    auto table = table_of({{"age", Kind::number}}, {"card"}, HitPolicy::first, rows);
    CHECK(prove(table).verdict == Verdict::incomplete);
    table.columns.resize(1);
    table.columns[0].fallback = *feel::parse_expression("\"ask\"", {});
    proof = prove(table);
    CHECK(proof.verdict == Verdict::complete_by_fallback);
    CHECK(proof.default_output);
    CHECK(texts(proof.fallen) == "> 60, null");

    proof = prove(table_of({{"age", Kind::number}}, {"card"}, HitPolicy::first, {"< 16 | 1", "[16..99], > 99, null | 2", "- | 3"}));
    CHECK(proof.verdict == Verdict::complete);  // nothing is left for the last rule
    REQUIRE(proof.dead.size() == 1);
    CHECK(proof.dead[0].rule == 3);
    CHECK(proof.dead[0].by == std::vector<int>{1, 2});
}

TEST_CASE("overlaps are a fault where the hit policy forbids them") {
    const auto rows = Lines{"< 20 | - | 1", "> 10 | true | 1", "15 | - | 2"};
    const std::vector<In> inputs = {{"age", Kind::number}, {"resident", Kind::boolean}};
    const auto said = [&](HitPolicy policy) {
        std::string out;
        for (const auto& o : prove(table_of(inputs, {"fee"}, policy, rows)).overlaps)
            out += fmt::format("{}+{}{} {} {}; ", o.first, o.second, o.fault ? "!" : "", o.where.sides[0].text, o.where.sides[1].text);
        return out;
    };
    CHECK(said(HitPolicy::unique) == "1+2! (10..20) true; 1+3! 15 -; 2+3! 15 true; ");
    CHECK(said(HitPolicy::any) == "1+2 (10..20) true; 1+3! 15 -; 2+3! 15 true; ");
    CHECK(said(HitPolicy::first) == "1+2 (10..20) true; 1+3 15 -; 2+3 15 true; ");
    CHECK(said(HitPolicy::collect) == said(HitPolicy::first));
}

TEST_CASE("a rule is dead where those before it hold together, under FIRST only, or where it admits nothing") {
    const std::vector<In> inputs = {{"age", Kind::number}, {"resident", Kind::boolean}};
    const auto rows = Lines{"< 20 | true | 1", "< 30 | false, null | 1", "< 10 | - | 2", "[5..1] | - | 3", "< 25 | - | 4"};
    auto dead = prove(table_of(inputs, {"fee"}, HitPolicy::first, rows)).dead;
    REQUIRE(dead.size() == 2);
    CHECK(dead[0].rule == 3);
    CHECK(dead[0].by == std::vector<int>{1, 2});
    CHECK(dead[1].rule == 4);
    CHECK(dead[1].why == DeadRule::Why::empty);
    dead = prove(table_of(inputs, {"fee"}, HitPolicy::collect, rows)).dead;
    REQUIRE(dead.size() == 1);
    CHECK(dead[0].rule == 4);
}

TEST_CASE("under PRIORITY a rule is dead where better outputs hold wherever it does") {
    auto table = table_of({{"age", Kind::number}}, {"fee"}, HitPolicy::priority, {"< 10 | 1", "< 20 | 2", "- | 0"});
    table.columns.resize(1);
    for (const char* v : {"2", "1", "0"}) table.columns[0].priorities.push_back(*feel::parse_expression(v, {}));
    const auto dead = prove(table).dead;
    REQUIRE(dead.size() == 1);
    CHECK(dead[0].rule == 1);
    CHECK(dead[0].by == std::vector<int>{2});
}

TEST_CASE("cells that speak of other facts are said, and what rests on them is only possible") {
    const std::vector<In> inputs = {{"due_on", Kind::date}, {"age", Kind::number}};
    Proof proof = prove(table_of(inputs, {"fee"}, HitPolicy::unique, {"> today | - | 1", "<= today | - | 2"}, {"today"}));
    CHECK(proof.verdict == Verdict::incomplete);
    CHECK(proof.possible);
    CHECK(texts(proof.gaps) == "possible: not(> today) and not(<= today) | -");
    REQUIRE(proof.overlaps.size() == 1);
    CHECK(proof.overlaps[0].where.possible);
    REQUIRE(proof.opaque.size() == 2);
    CHECK(proof.opaque[1].rule == 2);
    CHECK(proof.opaque[1].column == 1);
    CHECK(proof.opaque[1].test == "<= today");

    // not(x) and x do not overlap, and neither holds where x is null.
    proof = prove(table_of(inputs, {"fee"}, HitPolicy::unique, {"> today | - | 1", "not(> today) | - | 2"}, {"today"}));
    CHECK(proof.overlaps.empty());
    CHECK(texts(proof.gaps) == "possible: (> today) = null | -");

    // What no test of another fact could mend is certain.
    proof = prove(table_of(inputs, {"fee"}, HitPolicy::first, {"> today | < 16 | 1", "- | 16 | 2", "- | > 16 | 3"}, {"today"}));
    CHECK_FALSE(proof.possible);
    CHECK(texts(proof.gaps) == "- | null; possible: not(> today) | < 16");
    CHECK(proof.gaps.list[1].possible);

    // Complete whatever the test says; the opaque cell is named all the same.
    proof = prove(table_of(inputs, {"fee"}, HitPolicy::first, {"> today | - | 1", "- | < 16, null | 2", "- | >= 16 | 3"}, {"today"}));
    CHECK(proof.verdict == Verdict::complete);
    CHECK(proof.opaque.size() == 1);

    // Known to be the same for every case, it is a value like any other.
    Given given;
    given.known.facts["today"] = *feel::parse_day("2026-11-23");
    proof = prove(table_of(inputs, {"fee"}, HitPolicy::unique, {"> today | - | 1", "< today | - | 2"}, {"today"}), given);
    CHECK(proof.opaque.empty());
    CHECK(texts(proof.gaps) == "@\"2026-11-23\", null | -");
}

TEST_CASE("inputs of the same expression are one, a kind not given is read off the cells, a kind without order is opaque") {
    Proof proof = prove(table_of({{"age", Kind::number}, {"age", Kind::number}}, {"fee"}, HitPolicy::unique, {"< 16 | - | 1", "- | >= 16 | 2", "null | - | 3"}));
    CHECK(proof.verdict == Verdict::complete);
    proof = prove(table_of({{"age", std::nullopt}}, {"fee"}, HitPolicy::unique, {"< 16 | 1"}));
    CHECK(proof.assumed == std::vector<int>{1});
    CHECK(texts(proof.gaps) == ">= 16, null");
    proof = prove(table_of({{"at", Kind::time}}, {"fee"}, HitPolicy::unique, {"< @\"10:00:00\" | 1"}));
    CHECK(proof.possible);
    CHECK(proof.opaque.size() == 1);
}

TEST_CASE("5,000 rules of 7 columns: complete, and one rule taken away or changed is found at its place") {
    Lines rows;
    for (int i = 0; i < 5'000; ++i) {
        std::string row;
        for (int c = 0, rest = i; c < 4; ++c) {
            const int parts = c == 3 ? 5 : 10, at = rest % parts;
            row += (at == 0 ? fmt::format("null, < {}", 10) : at == parts - 1 ? fmt::format(">= {}", 10 * at) : fmt::format("[{}..{})", 10 * at, 10 * at + 10)) + " | ";
            rest /= parts;
        }
        rows.push_back(row + "- | - | - | " + std::to_string(i % 7));
    }
    std::vector<In> inputs;
    for (const char* name : {"a", "b", "c", "d", "e", "f", "g"}) inputs.push_back({name, Kind::number, ""});
    const auto whole = table_of(inputs, {"fee"}, HitPolicy::unique, rows);
    CHECK(prove(whole).is_publishable());
    CHECK(prove(whole).verdict == Verdict::complete);

    Lines others = rows;
    others[1234] = others[1233];
    const auto holed = table_of(inputs, {"fee"}, HitPolicy::unique, others);
    const Proof proof = prove(holed);
    CHECK(texts(proof.gaps) == "[40..50) | [30..40) | [20..30) | [10..20) | - | - | -");
    REQUIRE(proof.overlaps.size() == 1);
    CHECK(proof.overlaps[0].first == 1234);
    CHECK(proof.overlaps[0].second == 1235);
    others = rows;
    others[1234].back() = '9';
    const Difference difference = compare(whole, table_of(inputs, {"fee"}, HitPolicy::unique, others));
    REQUIRE(difference.changes.size() == 1);
    CHECK(difference.changes[0].where.sides[0].text == "[40..50)");
    CHECK(difference.changes[0].to.outputs == Lines{"9"});
    CHECK(compare(whole, whole).empty());
}

TEST_CASE("proofs of random tables agree with trying every elementary case, nulls and edges included") {
    std::mt19937 random(20261130);
    const auto any = [&](size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random); };
    int complete = 0, incomplete = 0, dead_rules = 0, overlapping = 0;
    for (int round = 0; round < 300; ++round) {
        std::vector<const Pool*> columns;
        std::vector<In> inputs;
        for (size_t i = 0, n = 1 + any(3); i < n; ++i) columns.push_back(&pools()[any(pools().size())]), inputs.push_back({fmt::format("fact {}", i), columns[i]->kind});
        Lines rows;
        for (size_t r = 0, n = 1 + any(8); r < n; ++r) {
            std::string row;
            for (const Pool* c : columns) row += c->cells[any(c->cells.size())] + " | ";
            rows.push_back(row + std::to_string(any(3)));
        }
        constexpr HitPolicy policies[] = {HitPolicy::unique, HitPolicy::first, HitPolicy::any, HitPolicy::collect};
        const auto table = table_of(inputs, {"fee"}, policies[any(4)], rows);
        CAPTURE(rows);
        const Proof proof = prove(table);
        CHECK_FALSE(proof.gaps.more);
        CHECK(proof.opaque.empty());

        const Boxes& left = proof.catch_all ? proof.fallen : proof.gaps;
        bool gap = false;
        std::set<std::pair<int, int>> pairs;
        std::set<int> hit;
        each_row(columns, [&](const std::vector<feel::Value>& row) {
            auto rules = holding(table, facts_of(table, row));
            if (!rules.empty()) hit.insert(rules[0]);
            if (proof.catch_all) rules.pop_back();
            gap |= rules.empty();
            const auto boxes = std::ranges::count_if(left.list, [&](const Box& b) { return is_in(b, row); });
            CHECK(boxes == (rules.empty() ? 1 : 0));
            for (size_t a = 0; a < rules.size(); ++a)
                for (size_t b = a + 1; b < rules.size(); ++b) pairs.emplace(rules[a], rules[b]);
        });
        CHECK((proof.verdict == Verdict::complete) == !gap);
        CHECK(left.list.empty() == !gap);
        for (const Box& b : left.list) {
            CHECK(is_in(b, b.row));
            auto rules = holding(table, facts_of(table, b.row));
            if (proof.catch_all) rules.pop_back();
            CHECK(rules.empty());
        }
        std::set<std::pair<int, int>> found;
        for (const auto& o : proof.overlaps) {
            if (o.second == proof.catch_all) continue;
            found.emplace(o.first, o.second);
            const auto rules = holding(table, facts_of(table, o.where.row));
            CHECK(std::ranges::count(rules, o.first) == 1);
            CHECK(std::ranges::count(rules, o.second) == 1);
        }
        CHECK(found == pairs);
        std::set<int> dead;
        for (const auto& d : proof.dead) dead.insert(d.rule);
        if (table.hit_policy == HitPolicy::first)
            for (int r = 1; r <= static_cast<int>(rows.size()); ++r) CHECK(dead.contains(r) == !hit.contains(r));
        gap ? ++incomplete : ++complete;
        dead_rules += static_cast<int>(dead.size()), overlapping += static_cast<int>(found.size());
    }
    CHECK(complete > 20);
    CHECK(incomplete > 20);
    CHECK(dead_rules > 50);
    CHECK(overlapping > 50);
}
