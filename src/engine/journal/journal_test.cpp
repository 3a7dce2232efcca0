#include "engine/journal/journal.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <functional>

using namespace leye;

namespace {

/// A key file of a test's own, gone with it.
struct KeyFile {
    std::string path = (std::filesystem::temp_directory_path() / ("leye-key-" + Uuid::make(Instant::of_ms(1)).text())).string();
    KeyFile() { seal::Seal::create_key_file(path); }
    ~KeyFile() { std::filesystem::remove(path); }
    seal::Seal open(seal::Suite suite = seal::Suite::aes_gcm) const { return seal::Seal::open(path, suite); }
};

const seal::Seal& ours() {
    static const seal::Seal out = KeyFile().open();
    return out;
}

void add(store::Database& db, const seal::Seal& seal, int from, int to) {
    for (int i = from; i <= to; ++i)
        db.write([&](store::Transaction& tx) {
            journal::use_keys(tx, seal);
            journal::append(tx, {Instant::of_ms(i), "staff:1", "card_lent", "card:" + std::to_string(i), "{}"});
        });
}

/// On SQLite in memory, and on PostgreSQL where there is one: `n` entries in one chain.
void everywhere(int n, const std::function<void(store::Database&)>& test) {
    const auto run = [&](const std::string& url) {
        auto db = store::Database::open({.url = url, .write_lanes = 1});
        const std::span<const store::Migration> modules[] = {journal::schema()};
        store::migrate(*db, modules, Instant::of_ms(1));
        add(*db, ours(), 1, n);
        test(*db);
    };
    SUBCASE("sqlite") { run("sqlite::memory:"); }
    if (const char* server = std::getenv("LEYE_TEST_POSTGRES")) {
        SUBCASE("postgresql") {
            const std::string schema = "journal_test_" + std::to_string(getpid());
            const auto script = [&](const std::string& sql) {
                store::Database::open({.url = server, .readers = 1, .write_lanes = 1})->write([&](store::Transaction& tx) { tx.run_script(sql); });
            };
            script("drop schema if exists " + schema + " cascade; create schema " + schema);
            run(server + std::string(std::string(server).find('?') == std::string::npos ? "?" : "&") + "options=-csearch_path%3D" + schema);
            script("drop schema " + schema + " cascade");
        }
    }
}

std::unique_ptr<store::Database> with_entries(int n) {
    auto db = store::Database::open({.url = "sqlite::memory:"});
    const std::span<const store::Migration> modules[] = {journal::schema()};
    store::migrate(*db, modules, Instant::of_ms(1));
    add(*db, ours(), 1, n);
    return db;
}

journal::Verified verify(store::Database& db, const seal::Seal& seal = ours()) {
    return db.read([&](store::Connection& c) { return journal::verify(c, &seal); });
}

void tamper(store::Database& db, const std::string& sql) {
    db.write([&](store::Transaction& tx) { tx.run_script(sql); });
}

/// What the chains say of themselves, without the keys.
bool consistent(store::Database& db) {
    return db.read([](store::Connection& c) { return journal::verify(c, nullptr).damages.empty(); });
}

// Writes the whole journal anew with the program itself, but with keys of the forger's own.
void write_anew(store::Database& db, int n) {
    static const seal::Seal theirs = KeyFile().open();
    tamper(db, "delete from journal_entry; delete from journal_head");
    add(db, theirs, 1, n);
}

}  // namespace

TEST_CASE("an untouched journal verifies") {
    auto db = with_entries(20);
    const auto v = verify(*db);
    CHECK(v.entries == 20);
    CHECK(v.damages.empty());
    CHECK(verify(*with_entries(0)).damages.empty());
}

TEST_CASE("what was refused leaves no entry and no gap") {
    auto db = with_entries(3);
    const auto refused = db->write([](store::Transaction& tx) -> Result<int> {
        journal::use_keys(tx, ours());
        journal::append(tx, {Instant::of_ms(9), "a", "b", "c", "{}"});
        return refuse("no");
    });
    CHECK_FALSE(refused);
    CHECK(verify(*db).entries == 3);
    CHECK(verify(*db).damages.empty());
}

TEST_CASE("every kind of tampering is found and the entry named") {
    struct {
        const char* sql;
        int64_t seq;
        const char* what;
    } cases[] = {
        {"update journal_entry set actor = 'staff:2' where seq = 7", 7, "changed"},
        {"update journal_entry set at = at + 1 where seq = 1", 1, "changed"},
        {"update journal_entry set detail = '{\"x\":1}' where seq = 20", 20, "changed"},
        {"delete from journal_entry where seq = 7", 7, "missing"},
        {"delete from journal_entry where seq = 1", 1, "missing"},
        {"delete from journal_entry where seq in (7, 8, 9)", 7, "missing"},
        {"delete from journal_entry where seq = 20", 20, "cut"},
        {"delete from journal_entry", 1, "cut"},
        {"update journal_entry set seq = 100 where seq = 7; update journal_entry set seq = 7 where seq = 8; update journal_entry set seq = 8 where seq = 100", 7, "changed"},
        {"insert into journal_entry select lane, 21, at, actor, act, subject, detail, hash from journal_entry where seq = 20", 21, "changed"},
        {"delete from journal_head", 1, "added"},
    };
    for (const auto& c : cases) {
        auto db = with_entries(20);
        tamper(*db, c.sql);
        const auto v = verify(*db);
        CAPTURE(c.sql);
        REQUIRE_FALSE(v.damages.empty());
        CHECK(v.damages[0].seq == c.seq);
        CHECK(v.damages[0].what.starts_with(c.what));
    }
}

TEST_CASE("a chain written anew without the keys is consistent in itself and found by its seal") {
    everywhere(20, [](store::Database& db) {
        CHECK(verify(db).damages.empty());
        write_anew(db, 20);
        CHECK(consistent(db));
        const auto v = verify(db);
        REQUIRE(v.damages.size() == 1);
        CHECK(v.damages[0].seq == 20);
        CHECK(v.damages[0].what.starts_with("forged"));
    });
}

TEST_CASE("the seal of an earlier head, of another lane or of no one does not fit") {
    everywhere(20, [](store::Database& db) {
        tamper(db, "create table kept as select * from journal_head");
        add(db, ours(), 21, 25);
        std::string what = "forged";
        SUBCASE("an earlier seal on the later head") { tamper(db, "update journal_head set sealed = (select sealed from kept)"); }
        SUBCASE("moved to another lane with its entries") { tamper(db, "update journal_head set lane = 3; update journal_entry set lane = 3"); }
        SUBCASE("taken away") {
            tamper(db, "update journal_head set sealed = null");
            what = "unsealed";
        }
        const auto v = verify(db);
        REQUIRE_FALSE(v.damages.empty());
        CHECK(v.damages.back().what.starts_with(what));
    });
}

TEST_CASE("what we append behind a forged head does not make it look genuine") {
    everywhere(5, [](store::Database& db) {
        std::string what = "forged";
        SUBCASE("forged") { write_anew(db, 5); }
        SUBCASE("without a seal") {
            tamper(db, "update journal_head set sealed = null");
            what = "unsealed";
        }
        add(db, ours(), 6, 8);
        CHECK(consistent(db));
        const auto v = verify(db);
        CHECK(v.entries == 8);
        REQUIRE(v.damages.size() == 1);
        CHECK(v.damages[0].what.starts_with(what));
    });
}

TEST_CASE("heads sealed with an older key or the other suite open after a rotation, and the next act seals with the newest") {
    everywhere(0, [](store::Database& db) {
        const KeyFile file;
        const auto first = file.open();
        add(db, first, 1, 3);
        seal::Seal::add_key(file.path);
        const auto second = file.open(seal::Suite::sm4_sm3);
        CHECK(verify(db, second).damages.empty());
        add(db, second, 4, 5);
        CHECK(verify(db, second).damages.empty());
        REQUIRE(verify(db, first).damages.size() == 1);
        CHECK(verify(db, first).damages[0].what.starts_with("forged"));
    });
}

TEST_CASE("whose keys sealed a database is told before anything is written to it") {
    everywhere(0, [](store::Database& db) {
        const auto keys = [&](const seal::Seal* seal) { return db.read([&](store::Connection& c) { return journal::keys_of(c, seal); }); };
        CHECK(keys(nullptr) == journal::Keys::none_yet);
        CHECK(keys(&ours()) == journal::Keys::none_yet);
        add(db, ours(), 1, 3);
        CHECK(keys(&ours()) == journal::Keys::ours);
        CHECK(keys(nullptr) == journal::Keys::others);
        const auto theirs = KeyFile().open();
        CHECK(keys(&theirs) == journal::Keys::others);
    });
}

TEST_CASE("chains from before heads were sealed are sealed once, and only where nothing else is wrong") {
    everywhere(5, [](store::Database& db) {
        const auto seal_now = [&] { return db.write([](store::Transaction& tx) { return journal::seal_unsealed(tx, ours()); }); };
        CHECK(seal_now() == 0);
        tamper(db, "update journal_head set sealed = null");
        SUBCASE("whole") {
            CHECK(seal_now() == 1);
            CHECK(verify(db).damages.empty());
            add(db, ours(), 6, 7);
            CHECK(verify(db).damages.empty());
        }
        SUBCASE("changed") {
            tamper(db, "update journal_entry set actor = 'staff:2' where seq = 3");
            CHECK(seal_now().error().code == "journal_damaged");
            CHECK(verify(db).damages.size() == 2);
        }
    });
}

namespace {

constexpr int64_t day_ms = 86'400'000;

/// Three entries on each of the days from `first` to `last`, the first one on day 1.
void add_days(store::Database& db, int first, int last) {
    for (int day = first; day <= last; ++day) add(db, ours(), static_cast<int>(day * day_ms), static_cast<int>(day * day_ms) + 2);
}

}  // namespace

TEST_CASE("the first entry of a later day closes the day before, once for each day, in every chain") {
    everywhere(0, [](store::Database& db) {
        add_days(db, 1, 4);
        const auto v = verify(db);
        CHECK(v.entries == 12);
        CHECK(v.segments == 3);
        CHECK(v.damages.empty());
        db.read([](store::Connection& c) {
            auto rows = c.query("select seq, day from journal_segment order by seq");
            for (const auto& [seq, day] : {std::pair(3, "1970-01-02"), {6, "1970-01-03"}, {9, "1970-01-04"}}) {
                REQUIRE(rows.next());
                CHECK(rows.get<int64_t>(0) == seq);
                CHECK(rows.get<std::string>(1) == day);
            }
            CHECK_FALSE(rows.next());
        });
        // A late entry of an earlier day closes nothing and opens nothing again.
        add(db, ours(), 5, 5);
        add_days(db, 5, 5);
        CHECK(verify(db).segments == 4);
        CHECK(verify(db).damages.empty());
    });
}

TEST_CASE("a refused work closes no day") {
    everywhere(0, [](store::Database& db) {
        add_days(db, 1, 1);
        const auto refused = db.write([](store::Transaction& tx) -> Result<int> {
            journal::use_keys(tx, ours());
            journal::append(tx, {Instant::of_ms(2 * day_ms), "a", "b", "c", "{}"});
            return refuse("no");
        });
        CHECK_FALSE(refused);
        CHECK(verify(db).segments == 0);
        add_days(db, 3, 3);
        CHECK(verify(db).segments == 1);
        CHECK(verify(db).damages.empty());
    });
}

TEST_CASE("verifying since a day reads from the segment closed before it, and only what follows is looked at") {
    everywhere(0, [](store::Database& db) {
        add_days(db, 1, 5);
        const auto since = [&](const char* day) {
            return db.read([&](store::Connection& c) { return journal::verify(c, &ours(), {}, Date::parse(day)); });
        };
        CHECK(since("1970-01-05").entries == 6);
        CHECK(since("1970-01-05").damages.empty());
        CHECK(since("1970-01-01").entries == 15);
        CHECK(since("2026-01-01").entries == 3);
        tamper(db, "update journal_entry set actor = 'staff:2' where seq = 2");
        CHECK(since("1970-01-05").damages.empty());
        CHECK(verify(db).damages.size() == 1);
        tamper(db, "update journal_entry set actor = 'staff:2' where seq = 11");
        REQUIRE(since("1970-01-05").damages.size() == 1);
        CHECK(since("1970-01-05").damages[0].seq == 11);
        // Nobody is led past what was changed by a segment that is not ours.
        tamper(db, "update journal_segment set hash = (select hash from journal_entry where seq = 10) where seq = 9");
        CHECK(since("1970-01-05").entries == 9);
    });
}

TEST_CASE("what was closed is held against the chain: a chain set back to an earlier head and seal, a forged, a missing closing") {
    everywhere(0, [](store::Database& db) {
        add_days(db, 1, 2);
        tamper(db, "create table kept as select * from journal_head");
        add_days(db, 3, 4);
        struct Expected {
            int64_t seq;
            const char* what;
        } expected;
        SUBCASE("set back") {
            tamper(db, "delete from journal_entry where seq > 6; delete from journal_head; insert into journal_head select * from kept");
            expected = {7, "cut: 1970-01-04 was closed with 9"};
        }
        SUBCASE("forged") {
            tamper(db, "update journal_segment set sealed = (select sealed from journal_segment where seq = 6) where seq = 9");
            expected = {9, "forged"};
        }
        SUBCASE("unsealed") {
            tamper(db, "update journal_segment set sealed = null where seq = 9");
            expected = {9, "unsealed"};
        }
        SUBCASE("missing") {
            tamper(db, "delete from journal_segment where seq = 6");
            expected = {6, "missing: the closing of 1970-01-03"};
        }
        SUBCASE("changed") {
            tamper(db, "update journal_segment set hash = (select hash from journal_entry where seq = 5) where seq = 6");
            expected = {6, "changed: the chain is not what was closed"};
        }
        const auto v = verify(db);
        REQUIRE_FALSE(v.damages.empty());
        CHECK(v.damages[0].seq == expected.seq);
        CHECK(v.damages[0].what.starts_with(expected.what));
    });
}

TEST_CASE("progress tells how many entries of how many, also where they are read in several pieces") {
    everywhere(0, [](store::Database& db) {
        db.write([](store::Transaction& tx) {
            journal::use_keys(tx, ours());
            for (int i = 0; i < 2500; ++i) journal::append(tx, {Instant::of_ms(i), "staff:1", "card_lent", "card:1", "{}"});
        });
        std::vector<std::pair<int64_t, int64_t>> heard;
        const auto v = db.read([&](store::Connection& c) { return journal::verify(c, &ours(), [&](int64_t done, int64_t all) { heard.emplace_back(done, all); }); });
        CHECK(v.entries == 2500);
        CHECK(v.damages.empty());
        CHECK(heard == std::vector<std::pair<int64_t, int64_t>>{{1000, 2500}, {2000, 2500}, {2500, 2500}});
    });
}
