#include "records/fact/fact.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "records/fact/undo.hpp"
#include "records/fact/writing.hpp"
#include "records/party/test/place.hpp"

using namespace leye;
using namespace leye::fact;
using namespace leye::party::test;

namespace {

const std::span<const store::Migration> modules[] = {journal::schema(), party::schema(), fact::schema()};

Date day(std::string_view text) { return *Date::parse(text); }

party::PersonId somebody_new(Place& p, int n) {
    return *p.act([&](party::Context& ctx) { return party::register_person(ctx, somebody("张三", citizen("19800101", n))); });
}

NewFact insured(party::PersonId who, std::string_view month, std::string_view unit, int64_t base) {
    return {.person = who, .kind = Kind::insured_employee, .from = day(month), .until = day(month).plus_months(1), .amount = base, .unit = unit, .city = 3701};
}

Told told(Place& p, std::vector<NewFact> facts, const std::string& source = "social_insurance", const std::string& hash = "") {
    p.clock.advance_ms(1000);
    const auto actor = party::system_actor();
    auto out = tell(*p.db, test_seal(), reference_data(), actor, {source, "就业登记", "省人社厅", "a.csv", hash}, std::move(facts), p.clock.now());
    REQUIRE(out);
    return *out;
}

std::vector<Fact> facts_of(Place& p, party::PersonId who, std::optional<Instant> at = {}) {
    return p.read([&](store::Connection& c) { return list_facts(c, who, at.value_or(p.clock.now())); });
}

Result<int64_t> undo(Place& p, int64_t number, std::string_view reason = "给错了文件") {
    p.clock.advance_ms(1000);
    return undo_batch(*p.db, test_seal(), reference_data(), party::system_actor(), number, reason, p.clock);
}

}  // namespace

TEST_CASE("a later batch of the source corrects, the same again is known, and what was believed stays to be asked (rows 15.3, 18.3)") {
    everywhere(modules, [](Place& p) {
        const auto a = somebody_new(p, 1), b = somebody_new(p, 3);
        const auto first = told(p, {insured(a, "2026-10-01", "U1", 400'000), insured(b, "2026-10-01", "U1", 500'000), insured(a, "2026-09-01", "U1", 400'000)});
        CHECK(first.counts.taken == 3);
        const Instant then = p.clock.now();
        const auto second = told(p, {insured(a, "2026-10-01", "U1", 450'000), insured(b, "2026-10-01", "U1", 500'000), insured(a, "2026-10-01", "U2", 100'000)});
        CHECK(second.counts.replaced == 1);
        CHECK(second.counts.known == 1);
        CHECK(second.counts.taken == 1);

        const auto now = facts_of(p, a);
        REQUIRE(now.size() == 3);
        CHECK(now[0].from == day("2026-09-01"));
        CHECK(*now[1].amount + *now[2].amount == 550'000);
        const auto before = facts_of(p, a, then);
        REQUIRE(before.size() == 2);
        CHECK(before[1] == Fact{Kind::insured_employee, day("2026-10-01"), day("2026-11-01"), 400'000, "", "U1", first.batch});
        CHECK(p.read([](store::Connection& c) { return newest_batch(c); }) == second.batch);
    });
}

TEST_CASE("doubled and contradicting lines of one batch are told apart, and a retracted fact is gone (row 18.3)") {
    everywhere(modules, [](Place& p) {
        const auto a = somebody_new(p, 1), b = somebody_new(p, 3);
        auto doubled = told(p, {insured(a, "2026-10-01", "U1", 1), insured(a, "2026-10-01", "U1", 1), insured(a, "2026-10-01", "U1", 2)});
        CHECK(doubled.counts.taken == 1);
        CHECK(doubled.counts.refused == 2);
        NewFact back = insured(a, "2026-10-01", "U1", 0), never = insured(b, "2026-10-01", "U1", 0);
        back.retract = never.retract = true;
        const auto retracted = told(p, {back, never});
        CHECK(retracted.counts.retracted == 1);
        CHECK(retracted.counts.refused == 1);
        CHECK(facts_of(p, a).empty());
        // Taken back and told anew in one file.
        told(p, {insured(a, "2026-10-01", "U1", 7)});
        const auto anew = told(p, {back, insured(a, "2026-10-01", "U1", 8)});
        CHECK(anew.counts.retracted == 1);
        CHECK(anew.counts.taken == 1);
        CHECK(facts_of(p, a).at(0).amount == 8);
    });
}

TEST_CASE("lines of one key that stand in different slices are told apart too") {
    everywhere(modules, [](Place& p) {
        const auto a = somebody_new(p, 1);
        const auto number = p.act([&](party::Context& ctx) { return begin_batch(ctx, {"social_insurance", "", "", "", ""}); });
        REQUIRE(number);
        Writing writing(*p.db, *number, "social_insurance");
        const NewFact one = insured(a, "2026-10-01", "U1", 1), other = insured(a, "2026-10-01", "U1", 2);
        NewFact back = one;
        back.retract = true;
        CHECK(writing.put({&one, 1}, p.clock.now()) == std::vector{Outcome::taken});
        CHECK(writing.put({&one, 1}, p.clock.now()) == std::vector{Outcome::doubled});
        CHECK(writing.put({&other, 1}, p.clock.now()) == std::vector{Outcome::contradicted});
        CHECK(writing.put({&back, 1}, p.clock.now()) == std::vector{Outcome::retracted});
        CHECK(writing.put({&back, 1}, p.clock.now()) == std::vector{Outcome::unknown});
    });
}

TEST_CASE("two sources say what they say beside each other") {
    everywhere(modules, [](Place& p) {
        const auto a = somebody_new(p, 1);
        told(p, {{.person = a, .kind = Kind::disability, .from = day("2020-01-01"), .code = "2"}}, "disability");
        const auto other = told(p, {{.person = a, .kind = Kind::disability, .from = day("2020-01-01"), .code = "3"}}, "hospital");
        CHECK(other.counts.taken == 1);
        CHECK(facts_of(p, a).size() == 2);
    });
}

TEST_CASE("taking a batch back tells again what it had replaced, unless a later batch spoke (row 18.3)") {
    everywhere(modules, [](Place& p) {
        const auto a = somebody_new(p, 1), b = somebody_new(p, 3);
        NewFact gone = insured(b, "2026-09-01", "U1", 5);
        told(p, {insured(a, "2026-10-01", "U1", 1), insured(b, "2026-10-01", "U1", 1), gone});
        gone.retract = true;
        const auto wrong = told(p, {insured(a, "2026-10-01", "U1", 2), insured(b, "2026-10-01", "U1", 2), insured(a, "2026-11-01", "U1", 2), gone});
        told(p, {insured(b, "2026-10-01", "U1", 3)});
        const Instant then = p.clock.now();
        const auto by = undo(p, wrong.batch);
        REQUIRE(by);
        const auto of_a = facts_of(p, a), of_b = facts_of(p, b);
        REQUIRE(of_a.size() == 1);
        CHECK(of_a[0].amount == 1);
        CHECK(of_a[0].batch == *by);
        REQUIRE(of_b.size() == 2);
        CHECK(of_b[0].amount == 5);
        CHECK(of_b[1].amount == 3);
        CHECK(facts_of(p, a, then).size() == 2);
        const auto batch = p.read([&](store::Connection& c) { return find_batch(c, wrong.batch); });
        CHECK(batch->undone_by == *by);

        CHECK(undo(p, wrong.batch).error().code == "fact_batch_undone");
        CHECK(undo(p, *by).error().code == "fact_batch_is_undo");
        CHECK(undo(p, 99).error().code == "fact_batch_unknown");
        CHECK(undo(p, 1, "错").error().code == "fact_reason_missing");
        // The same file may come again: then it is told anew.
        CHECK(told(p, {insured(a, "2026-11-01", "U1", 2)}).counts.taken == 1);
        CHECK(facts_of(p, a).size() == 2);
    });
}

TEST_CASE("a batch that breaks off is seen by nobody and taken away (row 18.3)") {
    everywhere(modules, [](Place& p) {
        const auto a = somebody_new(p, 1);
        told(p, {insured(a, "2026-10-01", "U1", 1)});
        const auto begin = [&] { return p.act([&](party::Context& ctx) { return begin_batch(ctx, {"social_insurance", "", "", "", ""}); }); };
        const auto number = begin();
        REQUIRE(number);
        const NewFact facts[] = {insured(a, "2026-10-01", "U1", 2), insured(a, "2026-11-01", "U1", 2)};
        Writing writing(*p.db, *number, "social_insurance");
        CHECK(writing.put(facts, p.clock.now()) == std::vector{Outcome::replaced, Outcome::taken});
        CHECK(facts_of(p, a).at(0).amount == 1);
        CHECK(facts_of(p, a).size() == 1);
        CHECK(begin().error().code == "fact_batch_running");
        CHECK(sweep_broken(*p.db, p.clock.now()) == 0);

        p.clock.advance_ms(batch_lease_ms);
        CHECK(sweep_broken(*p.db, p.clock.now()) == 1);
        CHECK(p.count("select count(*) from fact") == 1);
        CHECK(p.count("select count(*) from fact where gone_batch is not null") == 0);
        CHECK(p.read([&](store::Connection& c) { return find_batch(c, *number); })->state == State::broken);
        CHECK_THROWS_AS(writing.put(facts, p.clock.now()), Fault);
        CHECK(told(p, {facts[0], facts[1]}).counts.replaced == 1);
    });
}

TEST_CASE("everybody with facts is passed once, in order of ids, at any size of a step") {
    everywhere(modules, [](Place& p) {
        std::vector<NewFact> facts;
        std::vector<party::PersonId> people;
        for (int i = 0; i < 60; ++i) {
            people.push_back(party::PersonId::make(p.clock.now()));
            for (int month = 0; month < 400; ++month) facts.push_back(insured(people.back(), "1990-01-01", "U", i)), facts.back().from = day("1990-01-01").plus_months(month), facts.back().until.reset();
        }
        told(p, facts);
        std::ranges::sort(people);
        std::vector<party::PersonId> seen;
        const auto scan = [&](party::PersonId after, int64_t limit) {
            return p.read([&](store::Connection& c) {
                return scan_facts(c, newest_batch(c), after, limit, [&](party::PersonId who, std::span<const Fact> of) {
                    seen.push_back(who);
                    CHECK(of.size() == 400);
                });
            });
        };
        CHECK(scan({}, 1000) == 60);
        CHECK(seen == people);
        seen.clear();
        while (scan(seen.empty() ? party::PersonId() : seen.back(), 7) == 7) {
        }
        CHECK(seen == people);
        CHECK(p.read([&](store::Connection& c) { return scan_facts(c, 0, {}, 1000, [](auto, auto) {}); }) == 0);
    });
}

TEST_CASE("the newest month says how many people there are in it by city, and in the month before (row 18.3)") {
    everywhere(modules, [](Place& p) {
        const auto cover = [&] { return p.read([](store::Connection& c) { return newest_month(c, Kind::insured_employee); }); };
        CHECK_FALSE(cover());
        const auto a = somebody_new(p, 1), b = somebody_new(p, 3);
        NewFact far = insured(b, "2026-10-01", "U1", 1);
        far.city = 3702;
        told(p, {insured(a, "2026-10-01", "U1", 1), insured(a, "2026-10-01", "U2", 1), far});
        const auto second = told(p, {insured(a, "2026-11-01", "U1", 1), insured(a, "2026-10-01", "U1", 1)});
        REQUIRE(cover());
        CHECK(cover()->month == day("2026-11-01"));
        CHECK(cover()->people_by_city == std::map<std::string, int64_t>{{"370100", 1}});
        CHECK(cover()->before_by_city == std::map<std::string, int64_t>{{"370100", 1}, {"370200", 1}});
        const auto batch = p.read([&](store::Connection& c) { return find_batch(c, second.batch); });
        CHECK(batch->from_month == day("2026-11-01"));
        CHECK(batch->until_month == day("2026-12-01"));
        undo(p, second.batch);
        CHECK(cover()->month == day("2026-10-01"));
    });
}
