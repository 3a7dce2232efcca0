#include "services/casework/opened_store.hpp"
#include "services/casework/test/world.hpp"

using namespace leye;
using namespace leye::casework;
using namespace leye::casework::test;

TEST_CASE("what came of an opened item is the person's newest case of it since then, and none that was withdrawn (row 18.5)") {
    everywhere([](World& w) {
        const auto li = w.person("李晓梅", citizen("19910520", 2)), other = w.person("赵强", citizen("19880101", 1));
        const Draft question{.item = "policy_advice", .values = {{"topic", "startup"}, {"question", "创业担保贷款最多能贷多少？"}}, .channel = "phone"};
        const auto opened = [&](std::vector<party::PersonId> persons, Instant since) {
            return w.place.read([&](store::Connection& c) { return find_opened(c, persons, "policy_advice", since); });
        };
        const Instant before = w.place.clock.now();
        REQUIRE(w.submit(li, lost_work("2026-11-20")));
        CHECK_FALSE(opened({li.person}, before));
        w.place.clock.advance_days(1);
        const auto first = w.submit(li, question);
        REQUIRE_MESSAGE(first, first.error().code);
        CHECK(opened({li.person}, before) == first->origin.number);
        CHECK(opened({other.person, li.person}, before) == first->origin.number);
        CHECK_FALSE(opened({other.person}, before));
        w.place.clock.advance_days(1);
        CHECK_FALSE(opened({li.person}, w.place.clock.now()));
        const auto second = w.submit(li, question);
        REQUIRE(second);
        CHECK(opened({li.person}, before) == second->origin.number);
        REQUIRE(w.act(li, second->origin.number, second->version(), {.act = Act::withdraw}));
        CHECK(opened({li.person}, before) == first->origin.number);
    });
}
