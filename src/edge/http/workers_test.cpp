#include "edge/http/workers.hpp"

#include <doctest/doctest.h>

#include <future>
#include <latch>
#include <memory>

using namespace leye::http;

namespace {

/// Runs the job and gives what becomes ready with its end.
std::future<void> run(Workers& workers, std::function<void()> job) {
    const auto done = std::make_shared<std::promise<void>>();
    auto out = done->get_future();
    REQUIRE(workers.post([done, job = std::move(job)] {
        job();
        done->set_value();
    }));
    return out;
}

}  // namespace

TEST_CASE("as many jobs as there are threads may wait for one another") {
    constexpr int threads = 12;
    std::latch all(threads);
    Workers workers(threads, 100);
    std::vector<std::future<void>> done;
    for (int i = 0; i < threads; ++i) done.push_back(run(workers, [&] { all.arrive_and_wait(); }));
    for (auto& one : done) one.wait();
}

TEST_CASE("short jobs get through beside those that take long") {
    std::promise<void> end;
    const auto ended = end.get_future().share();
    Workers workers(8, 100);
    for (int i = 0; i < 7; ++i) run(workers, [ended] { ended.wait(); });
    for (int i = 0; i < 20; ++i) run(workers, [] {}).wait();
    end.set_value();
}

TEST_CASE("no more waits than fits, and what waits is run before the threads end") {
    std::atomic<int> count = 0;
    {
        std::promise<void> begin, end;
        const auto ended = end.get_future().share();
        Workers workers(1, 10);
        run(workers, [&, ended] {
            begin.set_value();
            ended.wait();
        });
        begin.get_future().wait();
        for (int i = 0; i < 10; ++i) REQUIRE(workers.post([&] { ++count; }));
        CHECK_FALSE(workers.post([&] { ++count; }));
        CHECK(workers.waiting() == 10);
        end.set_value();
    }
    CHECK(count == 10);
}
