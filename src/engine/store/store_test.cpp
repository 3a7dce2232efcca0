#include "engine/store/store.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "engine/store/pieces.hpp"
#include "engine/store/test/places.hpp"

using namespace leye;
using namespace leye::store::test;

TEST_CASE("every kind of value reads back as written") {
    for (auto& p : places()) {
        CAPTURE(p->name);
        const auto id = CardId::make(Instant::of_ms(5));
        p->db->write([&](store::Transaction& tx) {
            tx.execute("insert into card (id, holder, due_on, fines) values (?, ?, ?, ?)", id, "买买提·𠮷", Date::parse("2026-01-31"), int64_t{-7});
        });
        p->db->read([&](store::Connection& c) {
            auto rows = c.query("select id, holder, due_on, fines, null from card where id = ?", id);
            REQUIRE(rows.next());
            CHECK(rows.get<CardId>(0) == id);
            CHECK(rows.get<std::string>(1) == "买买提·𠮷");
            CHECK(rows.get<Date>(2).text() == "2026-01-31");
            CHECK(rows.get<int64_t>(3) == -7);
            CHECK_FALSE(rows.get<std::optional<Date>>(4));
            CHECK_FALSE(rows.next());
        });
    }
}

TEST_CASE("a statement about many keys at once gives each of them once, whatever their number") {
    for (auto& p : places()) {
        CAPTURE(p->name);
        std::vector<CardId> all;
        for (int64_t n = 0; n < 450; ++n) all.push_back(CardId::make(Instant::of_ms(n)));
        p->db->write([&](store::Transaction& tx) {
            for (size_t n = 0; n < all.size(); ++n) tx.execute("insert into card (id, holder, due_on, fines) values (?, ?, ?, ?)", all[n], std::to_string(n), Date::parse("2026-01-31"), n % 2);
        });
        const auto found = [&](size_t from, size_t n, int64_t fines) {
            std::vector<CardId> out;
            p->db->read([&](store::Connection& c) {
                store::in_pieces(
                    std::span<const CardId>(all).subspan(from, n),
                    [&](std::span<const store::Param> piece) {
                        auto rows = c.query_params("select id from card where id in (" + store::piece_marks() + ") and fines = ? order by id", piece);
                        while (rows.next()) out.push_back(rows.get<CardId>(0));
                    },
                    fines);
            });
            return out;
        };
        CHECK(found(0, 0, 0).empty());
        CHECK(found(7, 1, 1) == std::vector{all[7]});
        CHECK(found(7, 1, 0).empty());
        for (const size_t n : {199, 200, 201, 400, 450}) {
            CAPTURE(n);
            std::vector<CardId> even;
            for (size_t i = 0; i < n; i += 2) even.push_back(all[i]);
            CHECK(found(0, n, 0) == even);
        }
    }
}

TEST_CASE("a refusal and an exception undo all that their own work wrote and nothing else's") {
    for (auto& p : places()) {
        CAPTURE(p->name);
        const auto refused = p->db->write([&](store::Transaction& tx) -> Result<int> {
            add(tx, "refused");
            return refuse("no");
        });
        CHECK_FALSE(refused);
        CHECK_THROWS_AS(p->db->write([&](store::Transaction& tx) {
            add(tx, "thrown");
            throw Bug("x");
        }),
                        Bug);
        p->db->write([&](store::Transaction& tx) { add(tx, "kept"); });
        CHECK(count(*p->db) == 1);
    }
}

TEST_CASE("a second row with the same unique value is a constraint fault") {
    for (auto& p : places()) {
        CAPTURE(p->name);
        p->db->write([&](store::Transaction& tx) { add(tx, "a"); });
        CHECK_THROWS_AS(p->db->write([&](store::Transaction& tx) { add(tx, "a"); }), store::ConstraintFault);
        CHECK(count(*p->db) == 1);
    }
}

TEST_CASE("writes of many threads are all kept, each once") {
    for (auto& p : places()) {
        CAPTURE(p->name);
        std::atomic<int> refused{0};
        {
            std::vector<std::jthread> threads;
            for (int t = 0; t < 16; ++t)
                threads.emplace_back([&, t] {
                    for (int i = 0; i < 50; ++i) {
                        const auto kept = p->db->write([&](store::Transaction& tx) -> Result<int> {
                            add(tx, std::to_string(t) + "/" + std::to_string(i));
                            if (i % 10 == 0) return refuse("no");
                            return 0;
                        });
                        if (!kept) ++refused;
                    }
                });
        }
        CHECK(refused == 16 * 5);
        CHECK(count(*p->db) == 16 * 45);
    }
}

TEST_CASE("a write without waiting tells when it is durable or what went wrong") {
    for (auto& p : places()) {
        CAPTURE(p->name);
        std::atomic<int> good{0}, bad{0};
        for (int i = 0; i < 40; ++i)
            p->db->write_later([i](store::Transaction& tx) { return add(tx, std::to_string(i % 20)), true; },
                               [&](std::exception_ptr failed) { ++(failed ? bad : good); });
        while (good + bad < 40) std::this_thread::yield();
        CHECK(good == 20);
        CHECK(bad == 20);
        CHECK(count(*p->db) == 20);
    }
}

TEST_CASE("what a posted statement does wrong is told to its own work, and no other's is lost") {
    for (auto& p : places()) {
        CAPTURE(p->name);
        std::atomic<int> good{0}, twice{0}, other{0};
        for (int i = 0; i < 60; ++i)
            p->db->write_later(
                [i](store::Transaction& tx) {
                    tx.post("insert into card (id, holder) values (?, ?)", Uuid::make(Instant::of_ms(1)), std::to_string(i % 20));
                    return true;
                },
                [&](std::exception_ptr failed) {
                    try {
                        if (failed) std::rethrow_exception(failed);
                        ++good;
                    } catch (const store::ConstraintFault&) {
                        ++twice;
                    } catch (...) {
                        ++other;
                    }
                });
        while (good + twice + other < 60) std::this_thread::yield();
        CHECK(good == 20);
        CHECK(twice == 40);
        CHECK(count(*p->db) == 20);
    }
}

TEST_CASE("what a transaction keeps is changed by others only when it has ended, and others keep it beside it") {
    for (auto& p : places()) {
        CAPTURE(p->name);
        for (int round = 0; round < 20; ++round) {
            const auto card = CardId::make(Instant::of_ms(1));
            p->db->write([&](store::Transaction& tx) { tx.execute("insert into card (id, holder, fines) values (?, ?, 0)", card, "of round " + std::to_string(round)); });
            const auto loans = [card](store::Connection& c) {
                auto rows = c.query("select count(*) from loan where card = ?", card);
                rows.next();
                return rows.get<int64_t>(0);
            };
            // A card without fines may borrow; one of the many in flight fines it.
            std::atomic<int> ended{0}, faults{0};
            int64_t before_fine = 0;
            for (int i = 0; i < 40; ++i)
                p->db->write_later(
                    [&, i](store::Transaction& tx) {
                        if (i == 20) {
                            tx.execute("update card set fines = 1 where id = ?", card);
                            before_fine = loans(tx);
                        } else if (tx.query_kept("select 1 from card where id = ? and fines = 0", card).next()) {
                            tx.execute("insert into loan (card, book) values (?, ?)", card, std::to_string(i));
                        }
                        return true;
                    },
                    [&](std::exception_ptr failed) { failed ? ++faults : ++ended; });
            while (ended + faults < 40) std::this_thread::yield();
            CHECK(faults == 0);
            CHECK(p->db->read(loans) == before_fine);
        }
    }
}

TEST_CASE("two servers on one database write on lanes of their own") {
    const char* server = std::getenv("LEYE_TEST_POSTGRES");
    if (!server) return;
    const auto lane = [](store::Database& db) { return db.write([](store::Transaction& tx) { return tx.lane(); }); };
    const auto first = store::Database::open({.url = server, .readers = 1, .write_lanes = 1});
    const auto second = store::Database::open({.url = server, .readers = 1, .write_lanes = 1});
    CHECK(lane(*first) != lane(*second));
}

TEST_CASE("a load adds all its rows or none, and the transaction goes on") {
    for (auto& p : places()) {
        CAPTURE(p->name);
        constexpr std::string_view columns[] = {"id", "holder", "due_on", "fines"};
        const auto load = [&](store::Transaction& tx, int rows, int equal_from) {
            int at = 0;
            CardId id;
            std::string holder;
            return tx.load("card", columns, [&](std::span<store::Param> row) {
                if (at == rows) return false;
                id = CardId::make(Instant::of_ms(5));
                holder = "买买提·𠮷 " + std::to_string(std::min(at, equal_from));
                row[0] = store::Param(id), row[1] = store::Param(holder), row[2] = store::Param(), row[3] = store::Param(int64_t{-3} * at++);
                return true;
            });
        };
        CHECK(p->db->write([&](store::Transaction& tx) { return load(tx, 50'000, 50'000); }) == 50'000);
        p->db->read([&](store::Connection& c) {
            auto rows = c.query("select count(*), min(fines), count(due_on), count(distinct id) from card where holder like '买买提·𠮷 %'");
            rows.next();
            CHECK(rows.get<int64_t>(0) == 50'000);
            CHECK(rows.get<int64_t>(1) == -149'997);
            CHECK(rows.get<int64_t>(2) == 0);
            CHECK(rows.get<int64_t>(3) == 50'000);
        });
        CHECK_THROWS_AS(p->db->write([&](store::Transaction& tx) { load(tx, 60'000, 55'000); }), store::ConstraintFault);
        CHECK_THROWS_AS(p->db->write([&](store::Transaction& tx) { tx.load("card", columns, [](std::span<store::Param>) -> bool { throw Fault("no more"); }); }), Fault);
        CHECK(count(*p->db) == 50'000);
        p->db->write([&](store::Transaction& tx) { add(tx, "afterwards"); });
        CHECK(count(*p->db) == 50'001);
    }
}

TEST_CASE("the same query may be read inside its own loop") {
    for (auto& p : places()) {
        CAPTURE(p->name);
        p->db->write([&](store::Transaction& tx) { add(tx, "a"), add(tx, "b"); });
        p->db->read([&](store::Connection& c) {
            int seen = 0;
            auto outer = c.query("select holder from card order by holder");
            while (outer.next()) {
                auto inner = c.query("select holder from card order by holder");
                while (inner.next()) ++seen;
            }
            CHECK(seen == 4);
        });
    }
}

TEST_CASE("migrations run once, and one that was changed afterwards is a bug") {
    for (auto& p : places()) {
        CAPTURE(p->name);
        const std::span<const store::Migration> again[] = {steps};
        CHECK(store::migrate(*p->db, again, Instant::of_ms(2)) == 0);
        const store::Migration changed[] = {{"library", 1, "card", "create table card (id blob)"}};
        const std::span<const store::Migration> modules[] = {changed};
        CHECK_THROWS_AS(store::migrate(*p->db, modules, Instant::of_ms(3)), Bug);
    }
}

TEST_CASE("a backup taken in use opens as a database with the same rows") {
    for (auto& p : places()) {
        if (p->name != "file") continue;
        p->db->write([&](store::Transaction& tx) { add(tx, "a"); });
        const std::string copy = (p->folder / "copy.db").string();
        p->db->backup(copy);
        CHECK_THROWS_AS(p->db->backup(copy), Fault);
        CHECK(count(*store::Database::open({.url = "sqlite:" + copy})) == 1);
    }
}

TEST_CASE("an address of no known kind is refused with what is wanted") {
    CHECK_THROWS_AS(store::Database::open({.url = "mysql://x"}), Fault);
    CHECK_THROWS_AS(store::Database::open({.url = "sqlite:/nowhere/at/all/x.db"}), Fault);
}
