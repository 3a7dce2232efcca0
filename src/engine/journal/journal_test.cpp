#include "engine/journal/journal.hpp"

#include <doctest/doctest.h>

using namespace leye;

namespace {

std::unique_ptr<store::Database> with_entries(int n) {
    auto db = store::Database::open({.url = "sqlite::memory:"});
    const std::span<const store::Migration> modules[] = {journal::schema()};
    store::migrate(*db, modules, Instant::of_ms(1));
    for (int i = 1; i <= n; ++i)
        db->write([&](store::Transaction& tx) {
            journal::append(tx, {Instant::of_ms(i), "staff:1", "card_lent", "card:" + std::to_string(i), "{}"});
        });
    return db;
}

journal::Verified verify(store::Database& db) {
    return db.read([](store::Connection& c) { return journal::verify(c); });
}

void tamper(store::Database& db, const char* sql) {
    db.write([&](store::Transaction& tx) { tx.run_script(sql); });
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
