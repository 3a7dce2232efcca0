#include "engine/store/batches.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <future>

using namespace leye;
using namespace leye::store;

namespace {

/// A writer without a database.
class NoDatabase : public Writer {
  public:
    void begin() override {}
    void commit() override {}
    void roll_back() override {}
    int64_t changes() const override { return 0; }
    void run_script(std::string_view) override {}

  protected:
    Rows run_query(std::string_view, std::span<const Param>) override { throw Bug("there is no database"); }
    int64_t run_execute(std::string_view, std::span<const Param>) override { return 0; }
};

std::vector<std::unique_ptr<Writer>> one_writer() {
    std::vector<std::unique_ptr<Writer>> out;
    out.push_back(std::make_unique<NoDatabase>());
    return out;
}

/// A disk that is as slow as the test wants.
struct Disk {
    std::promise<void> reached, free;
    std::atomic<int> syncs = 0;
    void sync() {
        if (syncs == 0) {
            reached.set_value();
            free.get_future().wait();
        }
        ++syncs;
    }
};

std::future<int> write(Batches& batches, const Disk& disk, std::function<void()> work = [] {}) {
    const auto told = std::make_shared<std::promise<int>>();
    batches.write_later([work](Transaction&) { return work(), true; }, [told, &disk](std::exception_ptr) { told->set_value(disk.syncs); });
    return told->get_future();
}

}  // namespace

TEST_CASE("a commit is told when it is on disk, and the next works are carried out meanwhile") {
    Disk disk;
    Batches batches(one_writer(), {}, [&] { disk.sync(); });
    auto first = write(batches, disk);
    disk.reached.get_future().wait();
    for (int i = 0; i < 3; ++i) {
        const auto carried_out = std::make_shared<std::promise<void>>();
        write(batches, disk, [carried_out] { carried_out->set_value(); });
        carried_out->get_future().wait();
    }
    CHECK(disk.syncs == 0);
    auto last = write(batches, disk);
    disk.free.set_value();
    CHECK(first.get() >= 1);
    CHECK(last.get() >= 2);
}

TEST_CASE("who may have seen what is not on disk yet waits until it is") {
    Disk disk;
    Batches batches(one_writer(), {}, [&] { disk.sync(); });
    batches.wait_until_durable();
    auto written = write(batches, disk);
    disk.reached.get_future().wait();
    auto read = std::async(std::launch::async, [&] {
        batches.wait_until_durable();
        return disk.syncs.load();
    });
    disk.free.set_value();
    CHECK(read.get() >= 1);
    CHECK(written.get() >= 1);
    batches.wait_until_durable();
}

TEST_CASE("what was taken on is on disk and told before the end") {
    Disk disk;
    std::vector<std::future<int>> told;
    {
        Batches batches(one_writer(), {.batch_max = 3}, [&] { disk.sync(); });
        for (int i = 0; i < 20; ++i) told.push_back(write(batches, disk));
        disk.reached.get_future().wait();
        disk.free.set_value();
    }
    for (auto& one : told) {
        REQUIRE(one.wait_for(std::chrono::seconds(0)) == std::future_status::ready);
        CHECK(one.get() >= 1);
    }
}
