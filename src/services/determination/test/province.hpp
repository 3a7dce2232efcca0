#pragma once
#include <doctest/doctest.h>

#include <filesystem>
#include <sstream>

#include "records/fact/writing.hpp"
#include "services/casework/test/world.hpp"
#include "services/determination/finding_store.hpp"
#include "services/determination/objection.hpp"
#include "services/determination/result.hpp"
#include "services/determination/sweep.hpp"

/// A place whose facts are handed over and swept.
namespace leye::determination::test {

using casework::test::citizen;
using casework::test::reference_data;
using casework::test::test_seal;
using casework::test::World;


inline Date day(std::string_view text) { return *Date::parse(text); }

/// A place with its facts, swept on 2026-11-23; the insurance data go to October.
struct Province {
    World& world;
    std::filesystem::path folder = std::filesystem::temp_directory_path() / ("leye-sweep-" + Uuid::make(party::test::first_day()).text());
    Parts parts{*world.place.db, test_seal(), reference_data(), world.office, world.place.clock, folder.string()};
    std::vector<fact::NewFact> waiting;
    int people = 0;

    explicit Province(World& w) : world(w) {
        world.unit();
        world.following.then = [](party::Context& at, const casework::Office& office, const casework::Case& c) { return Objections().follow(at, office, c); };
    }
    ~Province() { std::filesystem::remove_all(folder); }

    party::Actor person(const std::string& born = "19880520") {
        ++people;
        auto out = world.person("张三", citizen(born, people * 2 + 1));
        world.place.act([&](party::Context& at) { return party::change_person(at, out.person, {.area = "370102001"}); });
        return out;
    }
    void tell(const party::Actor& who, fact::Kind kind, const char* from, std::optional<Date> until = {}, std::string_view code = {}, std::string_view unit = {}) {
        waiting.push_back({.person = who.person, .kind = kind, .from = day(from), .until = until, .amount = {}, .code = code, .unit = unit, .city = 3701});
    }
    void insure(const party::Actor& who, const char* first, int months, std::string_view unit = "91370102MA00000011", fact::Kind kind = fact::Kind::insured_employee) {
        for (Date at = day(first); months-- > 0; at = at.plus_months(1))
            waiting.push_back({.person = who.person, .kind = kind, .from = at, .until = at.plus_months(1), .amount = 400'000, .code = {}, .unit = unit, .city = 3701});
    }
    int64_t hand_over(const std::string& source = "social_insurance") {
        world.place.clock.advance_ms(1000);
        const auto told = fact::tell(*world.place.db, test_seal(), reference_data(), party::system_actor(), {source, "就业登记", "省人社厅", "a.csv", ""}, waiting, world.place.clock.now());
        REQUIRE(told);
        waiting.clear();
        return told->batch;
    }
    /// October of enough others that the month is whole.
    void crowd() {
        for (int i = 0; i < 10; ++i) insure(person(), "2026-09-01", 2);
    }
    /// Registered as out of work and poor enough to be offered help, swept.
    party::Actor poor_without_work() {
        const auto out = person();
        auto draft = casework::test::lost_work("2026-05-01");
        draft.commitment = true;
        REQUIRE(world.submit(out, draft));
        tell(out, fact::Kind::minimum_allowance, "2026-01-01");
        crowd();
        hand_over("civil_affairs");
        sweep();
        return out;
    }
    Sweep sweep(const Watch& watch = {}, Scope scope = Scope::whole) {
        world.place.clock.advance_ms(1000);
        const auto number = world.place.act([&](party::Context& at) -> Result<int64_t> {
            if (const auto open = find_open_sweep(at.tx)) return open->number;
            return begin_sweep(at, world.place.clock.now().date(), scope);
        });
        REQUIRE(number);
        const auto done = run_sweep(parts, *number, watch, true);
        REQUIRE_MESSAGE(done, done.error().code);
        return *done;
    }
    std::optional<Finding> found(const party::Actor& who, std::string_view determination) {
        return world.place.read([&](store::Connection& c) { return find_standing(c, test_seal(), who.person, determination); });
    }
    std::string result() {
        std::stringstream out;
        write_result(*world.place.db, test_seal(), out);
        return out.str();
    }
    size_t messages(std::string_view with) {
        return static_cast<size_t>(std::ranges::count_if(world.letters.sent, [&](const auto& m) { return m.second.find(with) != m.second.npos; }));
    }
};

inline void everywhere(const std::function<void(Province&)>& test) {
    static const std::vector<std::span<const store::Migration>> modules{journal::schema(), party::schema(), status::schema(), fact::schema(), casework::schema(), determination::schema()};
    party::test::everywhere(modules, [&](party::test::Place& place) {
        CAPTURE(place.name);
        World world{place};
        Province province(world);
        test(province);
    });
}

inline int64_t count_of(const Sweep& s, const std::string& key) {
    const auto at = s.counts.find(key);
    return at == s.counts.end() ? 0 : at->second;
}

}  // namespace leye::determination::test
