#include <doctest/doctest.h>

#include <map>
#include <random>

#include "records/party/test/place.hpp"
#include "records/status/claim.hpp"
#include "records/status/status.hpp"

using namespace leye;
using namespace leye::status;
using namespace leye::party::test;
using party::Context;

namespace {

const std::span<const store::Migration> modules[] = {journal::schema(), party::schema(), status::schema()};

constexpr Date first_day = Date::of_days(20'000);
constexpr int days = 40;

// What a clerk would do with a drawer of cards: a new drawer after every act, and nothing is ever thrown
// away.
struct Card {
    Kind kind;
    std::optional<party::EmployerId> employer;
    Date from;
    std::optional<Date> until;
};
using Drawer = std::map<SpellId, Card>;
struct Model {
    std::vector<std::pair<Instant, Drawer>> drawers;
    Drawer now;

    void keep(Instant at) { drawers.emplace_back(at, now); }
    const Drawer& known(Instant at) const {
        static const Drawer nothing;
        const Drawer* found = &nothing;
        for (const auto& [learnt, drawer] : drawers)
            if (learnt <= at) found = &drawer;
        return *found;
    }
    static std::optional<SpellId> status(const Drawer& drawer, Date day) {
        std::optional<SpellId> out;
        for (const Kind kind : {Kind::employed, Kind::flexible, Kind::unemployed}) {
            for (const auto& [id, card] : drawer)
                if (card.kind == kind && card.from <= day && (!card.until || day < *card.until))
                    if (!out || drawer.at(*out).from <= card.from) out = id;
            if (out) return out;
        }
        return out;
    }
};

struct Dice {
    std::mt19937 bits;
    int upto(int n) { return static_cast<int>(bits() % static_cast<unsigned>(n)); }
    Date day() { return first_day + upto(days); }
    std::optional<Date> maybe_day() { return upto(2) ? std::optional(day()) : std::nullopt; }
    Kind kind() { return static_cast<Kind>(1 + upto(3)); }
};

bool fits(const Card& card) {
    return (!card.until || card.from < *card.until) &&
           (card.kind == Kind::employed) == card.employer.has_value();
}

// Work begins on the day: unemployment that holds then ends, as a case that registers a hire says it.
Result<void> hire(Context& ctx, party::PersonId person, Date on, std::string_view case_number) {
    Claim claim;
    const auto spells = list_spells(ctx.tx, person, end_of_time);
    for (const Spell& s : spells)
        if (s.kind == Kind::unemployed && s.period().contains(on)) claim.ends.push_back({s.id, on, {}, "employer"});
    return put_claim(ctx, spells, case_number, claim);
}

void play(Place& p, party::PersonId person, party::EmployerId employer, unsigned seed) {
    Dice dice{std::mt19937(seed)};
    Model model;
    const Instant start = p.clock.now();
    for (int step = 0; step < 40; ++step) {
        p.clock.advance_ms(dice.upto(3));  // often two acts in one millisecond
        std::optional<SpellId> some;
        if (!model.now.empty())
            some = std::next(model.now.begin(), dice.upto(static_cast<int>(model.now.size())))->first;
        const int act = some ? dice.upto(6) : 0;
        if (act <= 1) {
            Card card{dice.kind(), {}, dice.day(), dice.maybe_day()};
            if (card.kind == Kind::employed) card.employer = employer;
            const auto id = p.act([&](Context& ctx) {
                return open_spell(ctx, {.person = person,
                                        .kind = card.kind,
                                        .employer = card.employer,
                                        .from = card.from,
                                        .until = card.until});
            });
            REQUIRE(id.has_value() == fits(card));
            if (id) model.now[*id] = card;
        } else if (act == 2) {
            Card card = model.now[*some];
            card.until = dice.day();
            const auto done = p.act([&](Context& ctx) { return end_spell(ctx, *some, *card.until); });
            REQUIRE(done.has_value() == fits(card));
            if (done) model.now[*some] = card;
        } else if (act == 3) {
            Card card = model.now[*some];
            Correction correction;
            if (dice.upto(2)) {
                correction.kind = card.kind = dice.kind();
                card.employer.reset();
                if (card.kind == Kind::employed) correction.employer = card.employer = employer;
            }
            if (dice.upto(2)) correction.from = card.from = dice.day();
            if (dice.upto(2)) correction.open_end = true, card.until.reset();
            if (dice.upto(2)) correction.until = card.until = dice.day();
            const auto done =
                p.act([&](Context& ctx) { return correct_spell(ctx, *some, correction, "更正"); });
            REQUIRE(done.has_value() == fits(card));
            if (done) model.now[*some] = card;
        } else if (act == 4) {
            REQUIRE(p.act([&](Context& ctx) { return retract_spell(ctx, *some, "撤销"); }));
            model.now.erase(*some);
        } else {
            const Date on = dice.day();
            REQUIRE(p.act([&](Context& ctx) { return hire(ctx, person, on, "H" + std::to_string(step)); }));
            std::erase_if(model.now, [&](const auto& entry) {
                return entry.second.kind == Kind::unemployed && entry.second.from == on;
            });
            for (auto& [id, card] : model.now)
                if (card.kind == Kind::unemployed && card.from < on && (!card.until || on < *card.until))
                    card.until = on;
        }
        model.keep(p.clock.now());
    }
    const auto span_ms = static_cast<int>(p.clock.now().ms() - start.ms());
    p.read([&](store::Connection& c) {
        for (int ms = -1; ms <= span_ms + 1; ++ms) {
            const Instant known_at = start.plus_ms(ms);
            const auto spells = list_spells(c, person, known_at);
            const Drawer& drawer = model.known(known_at);
            CAPTURE(ms);
            REQUIRE(spells.size() == drawer.size());
            for (int d = -1; d <= days; ++d) {
                const auto said = strongest(spells, first_day + d);
                REQUIRE((said.spell ? std::optional(said.spell->id) : std::nullopt) ==
                        Model::status(drawer, first_day + d));
            }
            const Date day = first_day + (ms + 1) % days;
            const auto asked = status_on(c, person, day, known_at);
            REQUIRE((asked.spell ? std::optional(asked.spell->id) : std::nullopt) ==
                    Model::status(drawer, day));
        }
    });
}

}  // namespace

TEST_CASE(
    "whatever happens in whatever order, any day asked at any moment answers as a naive drawer of cards "
    "does") {
    party::test::everywhere(modules, [](Place& p) {
        CAPTURE(p.name);
        const auto employer =
            p.act([&](Context& ctx) {
                 return party::register_employer(
                     ctx, {"91350100M000100Y43", "某某公司", party::EmployerKind::enterprise, "370102", ""});
             }).value();
        const unsigned games = p.name == "sqlite" ? 60 : 10;
        for (unsigned seed = 1; seed <= games; ++seed) {
            CAPTURE(seed);
            const auto person = p.act([&](Context& ctx) {
                                     return party::register_person(
                                         ctx, somebody("张三", citizen("19900505", static_cast<int>(seed))));
                                 }).value();
            play(p, person, employer, seed);
        }
    });
}
