#include <doctest/doctest.h>

#include <future>

#include "engine/store/test/places.hpp"

using namespace leye;
using namespace leye::store::test;

namespace {

/// Carries a work out by rehearsal and waits for its end.
void write_rehearsed(store::Database& db, const std::function<bool(store::Transaction&)>& work) {
    std::promise<void> ended;
    db.write_rehearsed(work, [&](std::exception_ptr failed) { failed ? ended.set_exception(failed) : ended.set_value(); });
    ended.get_future().get();
}

int64_t cards(store::Connection& c) {
    auto rows = c.query("select count(*) from card");
    rows.next();
    return rows.get<int64_t>(0);
}

void post(store::Transaction& tx, const std::string& holder) {
    tx.post("insert into card (id, holder, due_on, fines) values (?, ?, ?, ?)", CardId::make(Instant::of_ms(1)), holder, std::optional<Date>(), int64_t{-7});
}

}  // namespace

TEST_CASE("a rehearsed work is written as it was rehearsed, and on a file it runs once") {
    for (auto& p : places()) {
        CAPTURE(p->name);
        int runs = 0, on_writer = 0;
        write_rehearsed(*p->db, [&](store::Transaction& tx) {
            ++runs;
            if (cards(tx) != 0) return false;
            post(tx, "买买提·𠮷");
            tx.at_writer([&](store::Connection& writer) {
                ++on_writer;
                CHECK_FALSE(writer.is_rehearsal());
                post(writer, "a second");
            });
            return true;
        });
        CHECK(runs == 1);
        CHECK(on_writer == 1);
        p->db->read([](store::Connection& c) {
            auto rows = c.query("select holder, due_on, fines from card order by holder desc");
            REQUIRE(rows.next());
            CHECK(rows.get<std::string>(0) == "买买提·𠮷");
            CHECK(rows.get<std::optional<Date>>(1) == std::nullopt);
            CHECK(rows.get<int64_t>(2) == -7);
            CHECK(rows.next());
        });
    }
}

TEST_CASE("a question asked again before anything is written has the same answer, one with other values its own") {
    for (auto& p : places()) {
        CAPTURE(p->name);
        p->db->write([](store::Transaction& tx) { add(tx, "first"); });
        std::vector<int64_t> found;
        write_rehearsed(*p->db, [&](store::Transaction& tx) {
            found.clear();
            for (const std::string holder : {"first", "second", "first", "second"}) {
                auto rows = tx.query("select count(*) from card where holder = ?", holder);
                rows.next();
                found.push_back(rows.get<int64_t>(0));
            }
            post(tx, "second");
            return true;
        });
        CHECK(found == std::vector<int64_t>{1, 0, 1, 0});
        CHECK(count(*p->db) == 2);
    }
}

TEST_CASE("a work that another one overtook between rehearsal and writing is run again on what is true now") {
    for (auto& p : places()) {
        CAPTURE(p->name);
        bool overtaken = false;
        int64_t seen = -1;
        write_rehearsed(*p->db, [&](store::Transaction& tx) {
            seen = cards(tx);
            if (tx.is_rehearsal()) {
                overtaken = true;
                p->db->write([](store::Transaction& other) { add(other, "first"); });
            }
            post(tx, "number " + std::to_string(seen + 1));
            return true;
        });
        CHECK(seen == (overtaken ? 1 : 0));
        CHECK(count(*p->db) == seen + 1);
    }
}

TEST_CASE("what is read behind a write decides too, and nothing of the rehearsal stays") {
    for (auto& p : places()) {
        CAPTURE(p->name);
        // A rehearsal does not see its own writes; the writer does, and then the work is run again from the start.
        int64_t before = -1, after = -1;
        write_rehearsed(*p->db, [&](store::Transaction& tx) {
            before = cards(tx);
            post(tx, "one");
            after = cards(tx);
            return true;
        });
        CHECK(before == 0);
        CHECK(after == 1);
        CHECK(count(*p->db) == 1);
    }
}

TEST_CASE("a key that refuses what was rehearsed, and a change that another made first, run the work again") {
    for (auto& p : places()) {
        CAPTURE(p->name);
        std::string holder;
        write_rehearsed(*p->db, [&](store::Transaction& tx) {
            holder = "taken";
            if (tx.is_rehearsal())
                p->db->write([](store::Transaction& other) { add(other, "taken"); });
            else if (cards(tx) > 0)
                holder = "free";
            post(tx, holder);
            return true;
        });
        CHECK(count(*p->db) == (p->name == "file" ? 2 : 1));

        int runs = 0;
        write_rehearsed(*p->db, [&](store::Transaction& tx) {
            ++runs;
            const std::string from = tx.is_rehearsal() ? "nobody" : holder;
            tx.change_one("update card set holder = 'changed' where holder = ?", from);
            return true;
        });
        CHECK(runs == (p->name == "file" ? 2 : 1));
        CHECK(p->db->read([](store::Connection& c) { return c.query("select 1 from card where holder = 'changed'").next(); }));
    }
}

TEST_CASE("a work that refuses, or has nothing to write, ends without the writer; one that counts changes is the writer's") {
    for (auto& p : places()) {
        CAPTURE(p->name);
        write_rehearsed(*p->db, [](store::Transaction& tx) { return post(tx, "refused"), false; });
        write_rehearsed(*p->db, [](store::Transaction& tx) { return cards(tx) == 0; });
        CHECK(count(*p->db) == 0);
        bool rehearsal = true;
        write_rehearsed(*p->db, [&](store::Transaction& tx) {
            rehearsal = tx.is_rehearsal();
            return tx.execute("insert into card (id, holder) values (?, ?)", CardId::make(Instant::of_ms(1)), "counted") == 1;
        });
        CHECK_FALSE(rehearsal);
        CHECK(count(*p->db) == 1);
        CHECK_THROWS_AS(write_rehearsed(*p->db, [](store::Transaction& tx) -> bool { return post(tx, "counted"), true; }), store::ConstraintFault);
        CHECK(count(*p->db) == 1);
    }
}

TEST_CASE("of many rehearsed works at once each is written once, whatever they read") {
    for (auto& p : places()) {
        CAPTURE(p->name);
        if (p->db->backend() == store::Backend::postgresql) continue;  // its writers would take the same number
        constexpr int many = 300;
        std::vector<std::promise<void>> ended(many);
        for (int i = 0; i < many; ++i)
            p->db->write_rehearsed(
                [](store::Transaction& tx) {
                    // Each takes the next number, which all others want as well.
                    const int64_t next = cards(tx) + 1;
                    post(tx, std::to_string(next));
                    return true;
                },
                [&ended, i](std::exception_ptr failed) { failed ? ended[static_cast<size_t>(i)].set_exception(failed) : ended[static_cast<size_t>(i)].set_value(); });
        for (auto& one : ended) one.get_future().get();
        CHECK(count(*p->db) == many);
        CHECK(p->db->read([](store::Connection& c) {
            auto rows = c.query("select max(cast(holder as bigint)) from card");
            rows.next();
            return rows.get<int64_t>(0);
        }) == many);
    }
}
