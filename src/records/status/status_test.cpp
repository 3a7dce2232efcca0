#include "records/status/status.hpp"

#include <doctest/doctest.h>

#include "records/party/test/place.hpp"
#include "records/status/claim.hpp"

using namespace leye;
using namespace leye::status;
using namespace leye::party::test;
using party::Context;

namespace {

const std::span<const store::Migration> modules[] = {journal::schema(), party::schema(), status::schema()};

void everywhere(const std::function<void(Place&)>& test) {
    party::test::everywhere(modules, test);
}

Date day(std::string_view text) {
    return *Date::parse(text);
}

// A person, an employer, and short words for what happens to them.
struct Story {
    Place& p;
    party::PersonId person;
    party::EmployerId employer;

    explicit Story(Place& place) : p(place) {
        person = p.act([&](Context& ctx) {
                      return party::register_person(ctx, somebody("张三", citizen("19900505", 33)));
                  }).value();
        employer = p.act([&](Context& ctx) {
                        return party::register_employer(ctx, {"91350100M000100Y43", "某某公司",
                                                              party::EmployerKind::enterprise, "370102", ""});
                    }).value();
    }
    Result<SpellId> open(Kind kind, std::string_view from, std::optional<Date> until = {}) {
        const auto where = kind == Kind::employed ? std::optional(employer) : std::nullopt;
        return p.act([&](Context& ctx) {
            return open_spell(ctx, {.person = person,
                                    .kind = kind,
                                    .employer = where,
                                    .from = day(from),
                                    .until = until,
                                    .details = {{"contract_kind", "fixed_term"}},
                                    .case_number = "3701026112300015",
                                    .source = "employer"});
        });
    }
    Result<void> end(SpellId id, std::string_view until) {
        return p.act([&](Context& ctx) {
            return end_spell(ctx, id, day(until), {{"end_reason", "contract_end"}});
        });
    }
    std::string on(std::string_view text, std::optional<Instant> known_at = {}) {
        return p.read([&](store::Connection& c) {
            const auto found = status_on(c, person, day(text), known_at.value_or(p.clock.now()));
            return found.kind ? std::string(name_of(*found.kind)) : std::string("none");
        });
    }
};

// Work begins on the day: unemployment that holds then ends, as a case that registers a hire says it.
Result<void> hire(Context& ctx, party::PersonId person, Date on, std::string_view case_number) {
    Claim claim;
    const auto spells = list_spells(ctx.tx, person, end_of_time);
    for (const Spell& s : spells)
        if (s.kind == Kind::unemployed && s.period().contains(on)) claim.ends.push_back({s.id, on, {}, "employer"});
    return put_claim(ctx, spells, case_number, claim);
}

}  // namespace

TEST_CASE("a lost job opens an unemployment spell on the same day") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        Story s(p);
        const auto job = s.open(Kind::employed, "2024-03-01");
        REQUIRE(s.end(*job, "2026-11-20"));
        REQUIRE(s.open(Kind::unemployed, "2026-11-20"));
        CHECK(s.on("2024-02-29") == "none");
        CHECK(s.on("2024-03-01") == "employed");
        CHECK(s.on("2026-11-19") == "employed");
        CHECK(s.on("2026-11-20") == "unemployed");
        CHECK(s.on("2030-01-01") == "unemployed");
        p.read([&](store::Connection& c) {
            const auto ended = find_spell(c, *job);
            REQUIRE(ended);
            CHECK(ended->details.at("end_reason").get_string() == "contract_end");
            CHECK(ended->details.at("contract_kind").get_string() == "fixed_term");
            CHECK_FALSE(ended->case_number == "3701026112300015");
            CHECK(list_versions(c, *job).front().case_number == "3701026112300015");
            CHECK(find_employment(c, s.person, s.employer)->id == *job);
        });
    });
}

TEST_CASE("a late event changes what is known today and not what was known then") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        Story s(p);
        REQUIRE(s.open(Kind::unemployed, "2026-11-01"));
        const Instant before = p.clock.now();
        p.clock.advance_days(10);
        REQUIRE(s.open(Kind::employed, "2026-11-10"));
        CHECK(s.on("2026-11-15") == "employed");
        CHECK(s.on("2026-11-15", before) == "unemployed");
        CHECK(s.on("2026-11-15", before.plus_ms(-1)) == "none");
    });
}

TEST_CASE("a hire dated next month leaves today as it is") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        Story s(p);
        const auto out_of_work = s.open(Kind::unemployed, "2026-11-01");
        REQUIRE(s.open(Kind::employed, "2026-12-15"));
        REQUIRE(p.act([&](Context& ctx) { return hire(ctx, s.person, day("2026-12-15"), "H1"); }));
        CHECK(s.on("2026-11-23") == "unemployed");
        CHECK(s.on("2026-12-14") == "unemployed");
        CHECK(s.on("2026-12-15") == "employed");
        CHECK(p.read([&](store::Connection& c) { return find_spell(c, *out_of_work)->until; }) ==
              day("2026-12-15"));
    });
}

TEST_CASE("a hire on the first day of unemployment means that there was none; a later one stays") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        Story s(p);
        const auto first = s.open(Kind::unemployed, "2026-11-01", day("2026-11-10"));
        const auto later = s.open(Kind::unemployed, "2026-11-20");
        REQUIRE(p.act([&](Context& ctx) { return hire(ctx, s.person, day("2026-11-01"), "H1"); }));
        CHECK(s.on("2026-11-05") == "none");
        CHECK(s.on("2026-11-21") == "unemployed");
        p.read([&](store::Connection& c) {
            CHECK_FALSE(find_spell(c, *first));
            CHECK(list_versions(c, *first).size() == 2);
            CHECK(list_versions(c, *first)[1].retracted);
            CHECK(list_spells(c, s.person, p.clock.now()).size() == 1);
            CHECK(list_history(c, s.person).size() == 3);
        });
        CHECK(p.act([&](Context& ctx) { return retract_spell(ctx, *first, "录入错误"); }).error().code ==
              "spell_retracted");
        CHECK(p.act([&](Context& ctx) { return retract_spell(ctx, *later, "录入错误"); }));
        CHECK(s.on("2026-11-21") == "none");
        REQUIRE(p.act([&](Context& ctx) { return hire(ctx, s.person, day("2026-11-01"), "H2"); }));
        CHECK(p.count("select count(*) from spell") == 4);
    });
}

TEST_CASE("overlapping spells are kept, and employed is said before flexible before unemployed") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        Story s(p);
        REQUIRE(s.open(Kind::unemployed, "2026-01-01"));
        REQUIRE(s.open(Kind::flexible, "2026-02-01", day("2026-06-01")));
        REQUIRE(s.open(Kind::employed, "2026-03-01", day("2026-04-01")));
        REQUIRE(s.open(Kind::employed, "2026-03-15", day("2026-05-01")));
        CHECK(s.on("2026-01-31") == "unemployed");
        CHECK(s.on("2026-02-01") == "flexible");
        CHECK(s.on("2026-03-20") == "employed");
        CHECK(s.on("2026-05-01") == "flexible");
        CHECK(s.on("2026-06-01") == "unemployed");
        p.read([&](store::Connection& c) {
            const auto now = p.clock.now();
            CHECK(list_spells(c, s.person, now).size() == 4);
            CHECK(status_on(c, s.person, day("2026-03-20"), now).spell->from == day("2026-03-15"));
            CHECK(status_on(c, s.person, day("2026-03-10"), now).spell->from == day("2026-03-01"));
        });
    });
}

TEST_CASE("a correction is believed from when it was learnt, and everything said before stays readable") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        Story s(p);
        const auto job = s.open(Kind::employed, "2026-03-01");
        const Instant first = p.clock.now();
        p.clock.advance_days(3);
        const auto correct = [&](const Correction& c) {
            return p.act([&](Context& ctx) { return correct_spell(ctx, *job, c, "日期填错"); });
        };
        REQUIRE(correct({.from = day("2026-02-01"), .until = day("2026-10-01")}));
        const Instant second = p.clock.now();
        p.clock.advance_days(3);
        REQUIRE(correct({.open_end = true}));
        CHECK(s.on("2026-02-15", first) == "none");
        CHECK(s.on("2026-02-15", second) == "employed");
        CHECK(s.on("2026-10-15", first) == "employed");
        CHECK(s.on("2026-10-15", second) == "none");
        CHECK(s.on("2026-10-15") == "employed");
        p.clock.advance_days(1);
        REQUIRE(correct({.kind = Kind::flexible}));
        CHECK(s.on("2026-10-15") == "flexible");
        p.read([&](store::Connection& c) {
            const auto versions = list_versions(c, *job);
            REQUIRE(versions.size() == 4);
            for (size_t i = 1; i < versions.size(); ++i)
                CHECK(versions[i - 1].superseded_at == versions[i].learnt_at);
            CHECK_FALSE(versions.back().superseded_at);
            CHECK_FALSE(versions.back().employer);
            CHECK(versions[0].until == std::nullopt);
            auto rows =
                c.query("select detail from journal_entry where act = 'spell_corrected' order by seq");
            REQUIRE(rows.next());
            CHECK(rows.get<std::string>(0).find("日期填错") != std::string::npos);
        });
    });
}

TEST_CASE("an end before the start, an employment without employer and an unknown spell are refused") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        Story s(p);
        CHECK(s.open(Kind::employed, "2026-03-01", day("2026-03-01")).error().code == "period_empty");
        CHECK(s.open(Kind::employed, "2026-03-01", day("2026-02-01")).error().field == "until");
        const auto job = s.open(Kind::employed, "2026-03-01");
        CHECK(s.end(*job, "2026-02-28").error().code == "period_empty");
        CHECK(s.end(SpellId::make(p.clock.now()), "2026-02-28").error().code == "spell_unknown");
        const auto code = [&](const NewSpell& spell) {
            return p.act([&](Context& ctx) { return open_spell(ctx, spell); }).error().code;
        };
        CHECK(code({.person = s.person, .kind = Kind::employed, .from = day("2026-01-01")}) ==
              "spell_employer_missing");
        CHECK(code({.person = s.person,
                    .kind = Kind::unemployed,
                    .employer = s.employer,
                    .from = day("2026-01-01")}) == "spell_employer_unwanted");
        CHECK(code({.person = party::PersonId::make(p.clock.now()), .from = day("2026-01-01")}) ==
              "person_unknown");
        CHECK(p.count("select count(*) from spell") == 1);
    });
}

TEST_CASE("spells of merged files are one person's, and each person's own again when parted") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        Story s(p);
        const auto other =
            p.act([&](Context& ctx) {
                 return party::register_person(
                     ctx, somebody("张三", "H12345678", reference::DocumentType::hm_travel_permit));
             }).value();
        REQUIRE(p.act([&](Context& ctx) {
            return open_spell(
                ctx,
                {.person = other, .kind = Kind::flexible, .from = day("2026-01-01"), .source = "person"});
        }));
        CHECK(s.on("2026-05-01") == "none");
        const auto merge =
            p.act([&](Context& ctx) { return party::merge(ctx, s.person, other, "同一人两个证件"); });
        CHECK(s.on("2026-05-01") == "flexible");
        REQUIRE(p.act([&](Context& ctx) { return party::unmerge(ctx, *merge, "查明不是同一人"); }));
        CHECK(s.on("2026-05-01") == "none");
    });
}

TEST_CASE("an employer's employments are listed page by page, newest first") {
    everywhere([](Place& p) {
        CAPTURE(p.name);
        Story s(p);
        std::vector<SpellId> ids;
        for (int i = 0; i < 25; ++i) {
            const auto who = p.act([&](Context& ctx) {
                return party::register_person(ctx, somebody("李四", citizen("19880101", i)));
            });
            ids.push_back(p.act([&](Context& ctx) {
                               return open_spell(ctx, {.person = *who,
                                                       .kind = Kind::employed,
                                                       .employer = s.employer,
                                                       .from = day("2026-01-01")});
                           }).value());
            p.clock.advance_ms(5);
        }
        for (int i = 0; i < 5; ++i) REQUIRE(s.end(ids[i], "2026-05-01"));
        REQUIRE(p.act([&](Context& ctx) { return retract_spell(ctx, ids[24], "录入错误"); }));
        p.read([&](store::Connection& c) {
            CHECK(count_open_employments(c, s.employer) == 19);
            CHECK(list_employments(c, s.employer, Which::ended, {}).size() == 5);
            CHECK(list_employments(c, s.employer, Which::all, {}).size() == 24);
            std::vector<Spell> all;
            for (;;) {
                const auto page = list_employments(
                    c, s.employer, Which::open, all.empty() ? std::nullopt : std::optional(all.back().id), 8);
                if (page.empty()) break;
                all.insert(all.end(), page.begin(), page.end());
            }
            REQUIRE(all.size() == 19);
            for (size_t i = 1; i < all.size(); ++i) CHECK(all[i].id < all[i - 1].id);
        });
    });
}
