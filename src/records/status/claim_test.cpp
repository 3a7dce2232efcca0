#include "records/status/claim.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "records/party/test/place.hpp"
#include "records/status/status.hpp"

using namespace leye;
using namespace leye::status;
using namespace leye::party::test;
using party::Context;

namespace {

const std::span<const store::Migration> modules[] = {journal::schema(), party::schema(), status::schema()};

Date day(std::string_view text) { return *Date::parse(text); }

/// Somebody at work, and the cases that say something of it: A registers a lost job, B a hire, C the end of that hire.
struct Story {
    Place& p;
    party::PersonId person;
    party::EmployerId first, second;

    explicit Story(Place& place) : p(place) {
        person = p.act([&](Context& at) { return party::register_person(at, somebody("张三", citizen("19900505", 33))); }).value();
        first = p.act([&](Context& at) { return party::register_employer(at, {"91350100M000100Y43", "甲公司", party::EmployerKind::enterprise, "370102", ""}); }).value();
        second = p.act([&](Context& at) { return party::register_employer(at, {"91370102MA00000011", "乙公司", party::EmployerKind::enterprise, "370102", ""}); }).value();
        REQUIRE(p.act([&](Context& at) { return open_spell(at, {.person = person, .kind = Kind::employed, .employer = first, .from = day("2024-03-01"), .source = "import"}); }));
    }

    void put(std::string_view number, const std::function<Claim(const std::vector<Spell>&)>& say) {
        p.clock.advance_ms(10);
        REQUIRE(p.act([&](Context& at) -> Result<void> {
            const auto history = list_history(at.tx, person);
            return put_claim(at, history, number, say(without_case(history, number)), "更正");
        }));
    }
    void lose_job(std::string_view on) {
        put("A", [&](const std::vector<Spell>& spells) {
            Claim out;
            for (const auto& s : spells)
                if (s.kind == Kind::employed && !s.until && s.from < day(on)) out.ends.push_back({s.id, day(on), {{"reason", "dismissed"}}, "person"});
            out.opens.push_back({.person = person, .kind = Kind::unemployed, .from = day(on), .source = "person"});
            return out;
        });
    }
    void hire(std::string_view on) {
        put("B", [&](const std::vector<Spell>& spells) {
            Claim out;
            for (const auto& s : spells)
                if (s.kind == Kind::unemployed && s.period().contains(day(on))) out.ends.push_back({s.id, day(on), {}, "employer"});
            out.opens.push_back({.person = person, .kind = Kind::employed, .employer = second, .from = day(on), .source = "employer"});
            return out;
        });
    }
    void undo(std::string_view number) {
        put(number, [](const std::vector<Spell>&) { return Claim{}; });
    }
    // Every believed spell in words.
    std::string told(std::optional<Instant> known_at = {}) {
        return p.read([&](store::Connection& c) {
            auto spells = list_spells(c, person, known_at.value_or(p.clock.now()));
            std::ranges::reverse(spells);
            std::string out;
            for (const auto& s : spells)
                out += std::string(out.empty() ? "" : ", ") + std::string(name_of(s.kind)) + " " + s.from.text() + ".." + (s.until ? s.until->text() : "") + (s.details.empty() ? "" : " " + json::print(s.details));
            return out;
        });
    }
};

void everywhere(const std::function<void(Story&)>& test) {
    party::test::everywhere(modules, [&](Place& p) {
        CAPTURE(p.name);
        Story story(p);
        test(story);
    });
}

constexpr auto at_work = "employed 2024-03-01..";
constexpr auto lost = R"(employed 2024-03-01..2026-11-01 {"reason":"dismissed"}, unemployed 2026-11-01..)";

}  // namespace

TEST_CASE("a claim taken back leaves the records as before, and put again as after; what was believed then can still be asked") {
    everywhere([](Story& s) {
        CHECK(s.told() == at_work);
        s.lose_job("2026-11-01");
        CHECK(s.told() == lost);
        const Instant then = s.p.clock.now();
        s.undo("A");
        CHECK(s.told() == at_work);
        CHECK(s.told(then) == lost);
        s.lose_job("2026-11-01");
        CHECK(s.told() == lost);
        CHECK(s.p.count("select count(distinct id) from spell") == 2);
    });
}

TEST_CASE("a corrected claim changes the same spells, once each, and what stays the same gets no version") {
    everywhere([](Story& s) {
        s.lose_job("2026-11-01");
        const Instant then = s.p.clock.now();
        const auto versions = s.p.count("select count(*) from spell");
        s.lose_job("2026-11-01");
        CHECK(s.p.count("select count(*) from spell") == versions);
        s.lose_job("2026-10-15");
        CHECK(s.told() == R"(employed 2024-03-01..2026-10-15 {"reason":"dismissed"}, unemployed 2026-10-15..)");
        CHECK(s.told(then) == lost);
        CHECK(s.p.count("select count(*) from spell") == versions + 2);
        CHECK(s.p.count("select count(*) from journal_entry where act = 'spell_corrected'") == 2);
        CHECK(s.p.count("select count(*) from spell where superseded_at is null") == 2);
    });
}

TEST_CASE("what another case said since stays, whichever of the two is taken back or corrected first") {
    everywhere([](Story& s) {
        s.lose_job("2026-11-01");
        s.hire("2026-11-10");
        const std::string both = R"(employed 2024-03-01..2026-11-01 {"reason":"dismissed"}, unemployed 2026-11-01..2026-11-10, employed 2026-11-10..)";
        CHECK(s.told() == both);
        SUBCASE("the registration is corrected") {
            s.lose_job("2026-10-15");
            CHECK(s.told() == R"(employed 2024-03-01..2026-10-15 {"reason":"dismissed"}, unemployed 2026-10-15..2026-11-10, employed 2026-11-10..)");
        }
        SUBCASE("the registration is taken back, then the hire, then both are put again") {
            s.undo("A");
            CHECK(s.told() == "employed 2024-03-01.., employed 2026-11-10..");
            s.undo("B");
            CHECK(s.told() == at_work);
            s.hire("2026-11-10");
            CHECK(s.told() == "employed 2024-03-01.., employed 2026-11-10..");
        }
        SUBCASE("the hire is taken back, then the registration") {
            s.undo("B");
            CHECK(s.told() == lost);
            s.undo("A");
            CHECK(s.told() == at_work);
        }
        SUBCASE("the hire is taken back and put again") {
            s.undo("B");
            s.hire("2026-11-10");
            CHECK(s.told() == both);
        }
    });
}

TEST_CASE("a registration taken back stays so when the hire that had emptied it is taken back too") {
    everywhere([](Story& s) {
        s.lose_job("2026-11-01");
        s.hire("2026-11-01");
        CHECK(s.told() == R"(employed 2024-03-01..2026-11-01 {"reason":"dismissed"}, employed 2026-11-01..)");
        SUBCASE("only the hire") {
            s.undo("B");
            CHECK(s.told() == lost);
        }
        SUBCASE("the registration first") {
            s.undo("A");
            s.undo("B");
            CHECK(s.told() == at_work);
        }
    });
}

TEST_CASE("a claim that would leave a period empty is refused and changes nothing") {
    everywhere([](Story& s) {
        s.lose_job("2026-11-01");
        s.hire("2026-11-10");
        const auto before = s.told();
        const auto done = s.p.act([&](Context& at) -> Result<void> {
            const auto history = list_history(at.tx, s.person);
            return put_claim(at, history, "A", {.opens = {{.person = s.person, .kind = Kind::unemployed, .from = day("2026-11-10")}}, .ends = {}});
        });
        REQUIRE_FALSE(done);
        CHECK(done.error().code == "period_empty");
        CHECK(s.told() == before);
    });
}
