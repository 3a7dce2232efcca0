#include "engine/table/difference.hpp"

#include <fmt/format.h>

#include <numeric>

#include "engine/table/test/tables.hpp"

using namespace leye;
using namespace leye::table;
using namespace leye::table::test;
using feel::HitPolicy;

namespace {

using Lines = std::vector<std::string>;
const std::vector<In> age_and_resident = {{"age", Kind::number}, {"resident", Kind::boolean}};

std::string said(const Answer& a) {
    static constexpr const char* others[] = {"", "fallback ", "none", "contradiction"};
    std::string out = others[static_cast<int>(a.what)];
    for (const auto& o : a.outputs) out += (&o == a.outputs.data() ? "" : "/") + o;
    return out;
}
std::string said(const Difference& d) {
    std::string out;
    for (const Change& c : d.changes) {
        out += out.empty() ? "" : "; ";
        out += c.where.possible ? "possible: " : "";
        for (const Side& s : c.where.sides) out += s.text + " ";
        out += said(c.from) + " → " + said(c.to);
    }
    return out;
}
std::string said(const std::vector<RuleChange>& rules) {
    static constexpr const char* names[] = {"added", "removed", "changed", "moved"};
    std::string out;
    for (const auto& r : rules) {
        out += fmt::format("{}{} {}>{}", out.empty() ? "" : "; ", names[static_cast<int>(r.what)], r.before, r.after);
        for (const auto& c : r.columns) out += " " + c;
    }
    return out;
}

feel::DecisionTable cards(const Lines& rows, HitPolicy policy = HitPolicy::unique) { return table_of(age_and_resident, {"fee"}, policy, rows); }

}  // namespace

TEST_CASE("a changed limit shows as the cases between the old and the new one") {
    const auto before = cards({"< 16 | - | 0", ">= 16 | true | 5", ">= 16 | false, null | 9"});
    const auto after = cards({"< 18 | - | 0", ">= 18 | true | 5", ">= 18 | false, null | 9"});
    const Difference d = compare(before, after);
    CHECK(said(d) == "[16..18) true 5 → 0; [16..18) false, null 9 → 0");
    CHECK(d.changes[0].from.rules == std::vector<int>{2});
    CHECK(d.changes[0].to.rules == std::vector<int>{1});
    CHECK(said(d.rules) == "changed 1>1 age; changed 2>2 age; changed 3>3 age");
}

TEST_CASE("the same table says nothing, whatever the order of its rules where order says nothing") {
    const Lines rows = {"< 16 | - | 0", ">= 16 | true | 5", ">= 16 | false, null | 9"};
    CHECK(compare(cards(rows), cards(rows)).empty());
    CHECK(compare(cards(rows), cards(rows)).rules.empty());
    const Lines turned = {rows[2], rows[0], rows[1]};
    for (const auto policy : {HitPolicy::unique, HitPolicy::any, HitPolicy::collect, HitPolicy::first}) CHECK(compare(cards(rows, policy), cards(turned, policy)).empty());
    CHECK(said(compare(cards(rows), cards(turned)).rules) == "moved 3>1");
    // Cut in two, it answers the same.
    CHECK(compare(cards(rows), cards({"< 6 | - | 0", "[6..16) | - | 0", rows[1], rows[2]})).empty());

    const Lines first = {"< 16 | - | 0", "- | true | 5"};
    CHECK(said(compare(cards(first, HitPolicy::first), cards({first[1], first[0]}, HitPolicy::first))) == "< 16 true 0 → 5");
}

TEST_CASE("cases that lose or get an answer, a fallback or a contradiction are told") {
    const auto one = cards({"< 16 | - | 0"});
    CHECK(said(compare(one, cards({"< 16 | - | 0", "16 | - | 1"}))) == "16 - none → 1");
    CHECK(said(compare(cards({"< 16 | - | 0", "15 | - | 0"}), one)) == "15 - contradiction → 0");
    auto with = cards({"< 16 | - | 0"});
    with.columns.resize(1);
    with.columns[0].fallback = *feel::parse_expression("7", {});
    CHECK(said(compare(one, with)) == ">= 16, null - none → fallback 7");
    const Difference policy = compare(cards({"< 16 | - | 0", "15 | - | 2"}, HitPolicy::first), cards({"< 16 | - | 0", "15 | - | 2"}, HitPolicy::collect));
    CHECK(policy.hit_policy == "FIRST → COLLECT");
    CHECK(said(policy).find("15 - 0 → [0, 2]") != std::string::npos);
}

TEST_CASE("columns that came or went are named; a missing one admits everything") {
    const auto before = table_of({{"age", Kind::number}, {"resident", Kind::boolean}}, {"fee", "card"}, HitPolicy::first, {"< 16 | - | 0 | \"c\"", "- | true | 5 | \"a\""});
    const auto after = table_of({{"age", Kind::number}, {"member", Kind::boolean}}, {"fee", "term"}, HitPolicy::first, {"< 16 | - | 0 | 1", "- | true | 5 | 1"});
    const Difference d = compare(before, after);
    CHECK(d.inputs == Lines{"age", "member", "resident"});
    CHECK(d.inputs_added == Lines{"member"});
    CHECK(d.inputs_removed == Lines{"resident"});
    CHECK(d.outputs == Lines{"fee"});
    CHECK(d.outputs_added == Lines{"term"});
    CHECK(d.outputs_removed == Lines{"card"});
    CHECK(said(d) == ">= 16, null false, null true 5 → none; >= 16, null true false, null none → 5");
}

TEST_CASE("rules are known again by id, by what they say, and by likeness") {
    auto before = cards({"< 16 | - | 0", "16 | true | 5", "[17..60] | - | 9"});
    auto after = cards({"[17..60] | - | 9", "16 | true | 4", "99 | false | 1"});
    CHECK(said(match_rules(before, after, {})) == "moved 3>1; changed 2>2 fee; added 0>3; removed 1>0");
    CHECK(said(match_rules(before, after, {{"a", "b", "c"}, {"c", "b", "a"}})) == "moved 3>1; changed 2>2 fee; changed 1>3 age resident fee");
    before = cards({"< 16 | - | 0"}), after = cards({"< 16 | - | 0"});
    after.rules[0].annotations["clause"] = "3";
    CHECK(said(match_rules(before, after, {})) == "changed 1>1 clause");
    CHECK(compare(before, after).empty());
}

TEST_CASE("a difference that rests on a test of another fact is only possible") {
    const std::vector<In> due = {{"due_on", Kind::date}};
    const auto before = table_of(due, {"fee"}, HitPolicy::first, {"> today | 0", "- | 1"}, {"today"});
    const auto after = table_of(due, {"fee"}, HitPolicy::first, {"> today | 0", "- | 2"}, {"today"});
    CHECK(said(compare(before, after)) == "possible: not(> today) 1 → 2");
    CHECK(compare(before, before).empty());
}

TEST_CASE("differences of random tables agree with trying every elementary case") {
    std::mt19937 random(20261201);
    const auto any = [&](size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random); };
    int differing = 0, alike = 0;
    for (int round = 0; round < 300; ++round) {
        std::vector<const Pool*> columns;
        std::vector<In> inputs;
        for (size_t i = 0, n = 1 + any(3); i < n; ++i) columns.push_back(&pools()[any(pools().size())]), inputs.push_back({fmt::format("fact {}", i), columns[i]->kind});
        const auto row = [&] {
            std::string out;
            for (const Pool* c : columns) out += c->cells[any(c->cells.size())] + " | ";
            return out + std::to_string(any(3));
        };
        Lines rows;
        for (size_t r = 0, n = 1 + any(6); r < n; ++r) rows.push_back(row());
        Lines others = rows;
        switch (any(4)) {
            case 0: others[any(others.size())] = row(); break;
            case 1: others.push_back(row()); break;
            case 2: others.erase(others.begin() + static_cast<ptrdiff_t>(any(others.size()))); break;
            default: std::ranges::shuffle(others, random);
        }
        constexpr HitPolicy policies[] = {HitPolicy::unique, HitPolicy::first, HitPolicy::any, HitPolicy::collect, HitPolicy::rule_order};
        const HitPolicy policy = policies[any(5)];
        const auto before = table_of(inputs, {"fee"}, policy, rows), after = table_of(inputs, {"fee"}, policy, others);
        CAPTURE(rows);
        CAPTURE(others);
        const Difference d = compare(before, after);
        CHECK_FALSE(d.more_changes);
        const auto answer = [&](const feel::DecisionTable& table, const std::vector<feel::Value>& values) {
            const auto outcome = feel::decide(table, facts_of(table, values), now);
            if (!outcome) return std::string("contradiction");
            Lines fees;
            for (const auto& o : outcome->outputs) fees.push_back(feel::literal_of(o.at("fee")));
            if (policy == HitPolicy::collect) std::ranges::sort(fees);
            return fees.empty() ? std::string("none") : std::accumulate(fees.begin(), fees.end(), std::string());
        };
        bool differs = false;
        each_row(columns, [&](const std::vector<feel::Value>& values) {
            const bool other = answer(before, values) != answer(after, values);
            differs |= other;
            const auto boxes = std::ranges::count_if(d.changes, [&](const Change& c) {
                for (size_t i = 0; i < values.size(); ++i)
                    if (!c.where.sides[i].values.contains(values[i])) return false;
                return true;
            });
            CHECK(boxes == (other ? 1 : 0));
        });
        CHECK(differs == !d.empty());
        for (const Change& c : d.changes) CHECK(answer(before, c.where.row) != answer(after, c.where.row));
        differs ? ++differing : ++alike;
    }
    CHECK(differing > 50);
    CHECK(alike > 50);
}
