#include "base/id.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace leye;

TEST_CASE("ids made one after the other sort one after the other, even within a millisecond") {
    const Instant now = *Instant::parse("2026-11-23T08:00:00Z");
    Uuid before = Uuid::make(now);
    for (int i = 0; i < 10'000; ++i) {
        const Uuid next = Uuid::make(now);
        REQUIRE(before < next);
        before = next;
    }
}

TEST_CASE("ids made by turns in two threads within a millisecond sort in the order they were made") {
    const Instant now = *Instant::parse("2026-11-23T08:00:00Z");
    Uuid before = Uuid::make(now);
    for (int i = 0; i < 100; ++i) {
        Uuid next;
        if (i % 2)
            std::thread([&] { next = Uuid::make(now); }).join();
        else
            next = Uuid::make(now);
        REQUIRE(before < next);
        before = next;
    }
}

TEST_CASE("an id reads back from its text and refuses any other text") {
    const Uuid u = Uuid::make(Instant::of_ms(1));
    CHECK(Uuid::parse(u.text()) == u);
    CHECK(u.text()[14] == '7');
    CHECK_FALSE(Uuid::parse("not-an-id"));
    CHECK_FALSE(Uuid::parse(u.text() + "0"));
    CHECK_FALSE(Uuid::parse(std::string(36, 'g')));
}
