#include "services/determination/sweeper.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "services/casework/test/world.hpp"

using namespace leye;
using namespace leye::determination;
using casework::test::reference_data;
using casework::test::test_seal;
using casework::test::World;

namespace {

constexpr int two = 2 * 60;

/// A place whose clock is set to a time of a civil day.
struct Night {
    World& world;
    std::filesystem::path folder = std::filesystem::temp_directory_path() / ("leye-night-" + Uuid::make(party::test::first_day()).text());
    Parts parts{*world.place.db, test_seal(), reference_data(), world.office, world.place.clock, folder.string()};

    explicit Night(World& w) : world(w) {}
    ~Night() { std::filesystem::remove_all(folder); }

    void at(const char* day, int hour, int minute) { world.place.clock.set(Instant::start_of(*Date::parse(day)).plus_ms((hour * 60 + minute) * 60'000)); }
    /// What a server does that looks now.
    void look(Sweeper& sweeper) {
        sweeper.look();
        sweeper.wait_until_idle();
    }
    /// A server is started, and does what there is to do.
    void restart() {
        Sweeper sweeper(parts, two);
        sweeper.wait_until_idle();
    }
    std::vector<Sweep> sweeps() {
        return world.place.read([](store::Connection& c) { return list_sweeps(c, std::nullopt, 20); });
    }
    /// The days of all sweeps that are done, newest first.
    std::vector<std::string> days() {
        std::vector<std::string> out;
        for (const auto& s : sweeps()) {
            CHECK(s.state == SweepState::done);
            out.push_back(s.day.text());
        }
        return out;
    }
};

void everywhere(const std::function<void(Night&)>& test) {
    static const std::vector<std::span<const store::Migration>> modules{journal::schema(), party::schema(), status::schema(), fact::schema(), casework::schema(), determination::schema()};
    party::test::everywhere(modules, [&](party::test::Place& place) {
        CAPTURE(place.name);
        World world{place};
        Night night(world);
        test(night);
    });
}

using Days = std::vector<std::string>;

}  // namespace

TEST_CASE("the night's sweep begins by itself at its time, once a night, whatever the server is asked or started again (18.3)") {
    everywhere([](Night& n) {
        n.at("2026-11-24", 1, 59);
        {
            Sweeper sweeper(n.parts, two);
            sweeper.wait_until_idle();
            CHECK(n.days().empty());
            n.at("2026-11-24", 2, 0);
            n.look(sweeper);
            CHECK(n.days() == Days{"2026-11-24"});
            CHECK(n.sweeps()[0].started_by == party::system_actor().text());
            CHECK(n.sweeps()[0].whole);
            for (const int hour : {2, 3, 5, 6, 23}) {
                n.at("2026-11-24", hour, 1);
                n.look(sweeper);
            }
            CHECK(n.days() == Days{"2026-11-24"});
        }
        n.at("2026-11-24", 2, 30);
        n.restart();
        CHECK(n.days() == Days{"2026-11-24"});

        // Midnight comes while the server runs: nothing until two.
        Sweeper sweeper(n.parts, two);
        n.at("2026-11-25", 0, 0);
        n.look(sweeper);
        CHECK(n.days().size() == 1);
        n.at("2026-11-25", 2, 7);
        n.look(sweeper);
        // Another server of the same database looks a moment later.
        n.restart();
        CHECK(n.days() == Days{"2026-11-25", "2026-11-24"});
    });
}

TEST_CASE("a server that was down at the time of the sweep begins it up to four hours later, and not by day") {
    everywhere([](Night& n) {
        n.at("2026-11-24", 6, 1);
        n.restart();
        CHECK(n.days().empty());
        n.at("2026-11-25", 5, 59);
        n.restart();
        CHECK(n.days() == Days{"2026-11-25"});
    });
}

TEST_CASE("a server that is told «never» begins no sweep") {
    everywhere([](Night& n) {
        n.at("2026-11-24", 1, 59);
        Sweeper sweeper(n.parts, std::nullopt);
        for (int hour = 2; hour < 7; ++hour) {
            n.at("2026-11-24", hour, 0);
            n.look(sweeper);
        }
        CHECK(n.days().empty());
    });
}

TEST_CASE("one over everybody that somebody began that day is the night's, whatever became of it") {
    everywhere([](Night& n) {
        n.at("2026-11-24", 0, 10);
        Sweeper sweeper(n.parts, two);
        REQUIRE(sweeper.start(party::system_actor()));
        sweeper.wait_until_idle();
        n.at("2026-11-24", 2, 1);
        n.look(sweeper);
        CHECK(n.days() == Days{"2026-11-24"});

        REQUIRE(sweeper.start(party::system_actor(), Scope::changed));
        sweeper.wait_until_idle();
        n.at("2026-11-25", 2, 1);
        n.look(sweeper);
        CHECK(n.days() == Days{"2026-11-25", "2026-11-24", "2026-11-24"});

        // Given up at night by a manager: it does not begin again.
        n.at("2026-11-26", 2, 1);
        const auto number = n.world.place.act([&](party::Context& at) { return begin_sweep(at, *Date::parse("2026-11-26")); });
        REQUIRE(number);
        REQUIRE(n.world.place.act([&](party::Context& at) { return give_up_sweep(at, *number); }));
        n.look(sweeper);
        REQUIRE(n.sweeps().size() == 4);
        CHECK(n.sweeps()[0].state == SweepState::given_up);
    });
}

TEST_CASE("a sweep that a server left at night is taken up by the next server, at whatever time") {
    everywhere([](Night& n) {
        n.at("2026-11-24", 2, 0);
        REQUIRE(n.world.place.act([&](party::Context& at) { return begin_sweep(at, *Date::parse("2026-11-24")); }));
        n.at("2026-11-24", 11, 0);
        n.restart();
        CHECK(n.days() == Days{"2026-11-24"});
    });
}
