#include "services/casework/retrier.hpp"

#include <doctest/doctest.h>

#include <semaphore>

using namespace leye;
using namespace leye::casework;

namespace {

/// A work that looks at four cases, each when the test lets it.
struct Held {
    std::counting_semaphore<> let{0}, reached{0};
    Retrier::Work work() {
        return [this](const std::function<bool(int64_t, int64_t)>& go_on) {
            Retried out;
            for (int64_t i = 0; i <= 4; ++i) {
                const bool on = go_on(i, 4);
                reached.release();
                if (!on) {
                    out.whole = false;
                    return out;
                }
                let.acquire();
                if (i < 4) ++out.same;
            }
            return out;
        };
    }
};

}  // namespace

TEST_CASE("a table tried on cases tells how far it is and how long it takes, and another one is refused meanwhile (rows 15.3, 16.2)") {
    ManualClock clock(Instant::start_of(*Date::parse("2026-11-23")));
    Held held;
    Retrier retrier(clock);
    CHECK_FALSE(retrier.find("a"));
    REQUIRE(retrier.start("a", "<a/>", held.work()));
    held.reached.acquire();
    CHECK(retrier.find("a")->state == RetryRun::State::running);
    CHECK_FALSE(retrier.find("a")->seconds_left(clock.now()));
    held.let.release();
    held.reached.acquire();
    const auto half = retrier.find("a");
    CHECK(half->done == 1);
    CHECK(half->all == 4);
    CHECK(half->seconds_left(clock.now().plus_ms(10'000)) == 30);
    for (const char* other : {"b", "a"}) CHECK(retrier.start(other, "<b/>", held.work()).error().code == "policy_retry_busy");
    CHECK_FALSE(retrier.find("b"));
    held.let.release(4);
    retrier.wait_until_idle();
    const auto done = retrier.find("a");
    CHECK(done->state == RetryRun::State::done);
    CHECK(done->result->same == 4);
    CHECK(done->dmn == "<a/>");
    CHECK(done->ended_at == clock.now());
    CHECK_FALSE(done->seconds_left(clock.now()));
}

TEST_CASE("a table tried on cases is stopped and keeps what it came to; the next one may begin, and the last run of each draft stays") {
    ManualClock clock(Instant::start_of(*Date::parse("2026-11-23")));
    Held held;
    Retrier retrier(clock);
    REQUIRE(retrier.start("a", "<a/>", held.work()));
    held.reached.acquire();
    retrier.stop("b");
    held.let.release();
    held.reached.acquire();
    retrier.stop("a");
    held.let.release();
    retrier.wait_until_idle();
    CHECK(retrier.find("a")->state == RetryRun::State::stopped);
    CHECK(retrier.find("a")->result->same == 2);
    CHECK_FALSE(retrier.find("a")->result->whole);
    retrier.stop("a");

    held.let.release(5);
    REQUIRE(retrier.start("b", "<b/>", held.work()));
    retrier.wait_until_idle();
    CHECK(retrier.find("b")->state == RetryRun::State::done);
    REQUIRE(retrier.start("c", "<c/>", [](const auto&) -> Retried { throw Fault("the database is gone"); }));
    retrier.wait_until_idle();
    CHECK(retrier.find("c")->state == RetryRun::State::failed);
    CHECK(retrier.find("a")->state == RetryRun::State::stopped);
    for (size_t i = 0; i < Retrier::kept_max; ++i) {
        REQUIRE(retrier.start(std::to_string(i), "", [](const auto&) { return Retried(); }));
        retrier.wait_until_idle();
    }
    CHECK_FALSE(retrier.find("c"));
    CHECK(retrier.find("0"));
}

TEST_CASE("whoever goes ends what is being tried") {
    ManualClock clock(Instant::start_of(*Date::parse("2026-11-23")));
    int64_t asked = 0;
    {
        Retrier retrier(clock);
        REQUIRE(retrier.start("a", "", [&](const std::function<bool(int64_t, int64_t)>& go_on) {
            while (go_on(++asked, 1'000'000'000)) {}
            return Retried();
        }));
    }
    CHECK(asked > 0);
}
