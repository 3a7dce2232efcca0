#include "records/party/number_map.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>

#include "records/party/person_store.hpp"
#include "records/party/test/place.hpp"

using namespace leye;
using namespace leye::party;
using namespace leye::party::test;

namespace {

const std::span<const store::Migration> modules[] = {journal::schema(), party::schema()};

NumberIndex index_of(const std::string& number) {
    const std::string bytes = number_index_of(test_seal(), reference::DocumentType::resident_id, number);
    NumberIndex out{};
    std::memcpy(out.data(), bytes.data(), out.size());
    return out;
}

}  // namespace

TEST_CASE("everybody is found by number in memory as in the database, with where they live") {
    everywhere(modules, [](Place& p) {
        const std::vector<std::string> areas{"370102001", "370202", "371302", ""};
        std::vector<std::string> numbers;
        for (int i = 0; i < 300; ++i) {
            numbers.push_back(citizen("19800101", i, i % 2 ? "370102" : "371302"));
            auto person = somebody("张三", numbers.back());
            person.area = areas[static_cast<size_t>(i) % areas.size()];
            REQUIRE(p.act([&](Context& ctx) { return register_person(ctx, person); }));
        }
        std::vector<NumberIndex> asked;
        for (const auto& number : numbers) asked.push_back(index_of(number));
        asked.push_back(index_of(citizen("19700101", 7)));
        asked.push_back({});
        std::vector<Owner> stored(asked.size()), mapped(asked.size());
        p.read([&](store::Connection& c) { find_owners(c, asked, stored); });
        int64_t told = 0;
        const NumberMap map(*p.db, [&](int64_t rows) { told = rows; });
        CHECK(told == 600);
        map.find(asked, mapped);
        for (size_t i = 0; i < asked.size(); ++i) {
            CAPTURE(i);
            CHECK(mapped[i].known == (i < numbers.size()));
            CHECK(mapped[i].known == stored[i].known);
            CHECK(mapped[i].person == stored[i].person);
        }
        // In order of ids, in the other order, and each by itself.
        std::vector<const Owner*> by_id;
        for (const Owner& owner : stored)
            if (owner.known) by_id.push_back(&owner);
        std::ranges::sort(by_id, {}, [](const Owner* o) { return o->person; });
        size_t near = 0;
        for (const Owner* o : by_id) CHECK(map.city_of(o->person, near) == o->city);
        for (auto it = by_id.rbegin(); it != by_id.rend(); ++it) CHECK(map.city_of((*it)->person, near) == (*it)->city);
        for (size_t step : {7, 50, 299})
            for (size_t i = 0; i < by_id.size(); i += step) CHECK(map.city_of(by_id[i]->person, near) == by_id[i]->city);
        CHECK(map.city_of(PersonId{}, near) == 0);
        CHECK(by_id.front()->city + by_id[1]->city > 0);
    });
}
