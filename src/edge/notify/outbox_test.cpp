#include <doctest/doctest.h>

#include <filesystem>

#include "base/clock.hpp"
#include "edge/notify/outbox.hpp"

using namespace leye;

namespace {

seal::Seal fresh_seal() {
    const auto file = std::filesystem::temp_directory_path() / ("leye-key-" + Uuid::make(SystemClock().now()).text());
    seal::Seal::create_key_file(file.string());
    auto out = seal::Seal::open(file.string(), seal::Suite::aes_gcm);
    std::filesystem::remove(file);
    return out;
}

}  // namespace

TEST_CASE("messages are listed newest first, page by page, with masked phones and sealed at rest") {
    const auto seal = fresh_seal();
    ManualClock clock(*Instant::parse("2026-11-23T01:00:00Z"));
    const auto db = store::Database::open({.url = "sqlite::memory:"});
    const std::span<const store::Migration> modules[] = {notify::schema()};
    store::migrate(*db, modules, clock.now());
    for (int i = 0; i < 5; ++i) {
        db->write([&](store::Transaction& tx) {
            notify::send(tx, seal, clock.now(), {i % 2 ? "13800001234" : "13900005678"}, "book " + std::to_string(i));
        });
        clock.advance_ms(1000);
    }
    db->read([&](store::Connection& c) {
        const auto first = notify::list_messages(c, seal, "", {}, 3);
        REQUIRE(first.size() == 3);
        CHECK(first[0].text == "book 4");
        CHECK(first[0].phone_masked == "139****5678");
        const auto rest = notify::list_messages(c, seal, "", first.back().id, 3);
        REQUIRE(rest.size() == 2);
        CHECK(rest[1].text == "book 0");
        CHECK(notify::find_latest(c, seal, "13800001234")->text == "book 3");
        CHECK_FALSE(notify::find_latest(c, seal, "13700000000"));
        auto rows = c.query("select text, phone from message");
        while (rows.next()) {
            CHECK(rows.get<store::Blob>(0).bytes.find("book") == std::string::npos);
            CHECK(rows.get<store::Blob>(1).bytes.find("13") != 0);
        }
    });
}

TEST_CASE("a file has the messages about its person, not its relative's to the same phone, and no one-time code") {
    const auto seal = fresh_seal();
    const Instant now = *Instant::parse("2026-11-23T01:00:00Z");
    const auto db = store::Database::open({.url = "sqlite::memory:"});
    const std::span<const store::Migration> modules[] = {notify::schema()};
    store::migrate(*db, modules, now);
    const auto person = party::PersonId::make(now), relative = party::PersonId::make(now);
    db->write([&](store::Transaction& tx) {
        notify::send(tx, seal, now, {"13800001234", person, "370102"}, "settled");
        notify::send(tx, seal, now, {"13800001234", relative, "371302"}, "answered");
        notify::send(tx, seal, now.plus_ms(1), {"13800001234", person}, "code 123456", notify::Purpose::code);
    });
    db->read([&](store::Connection& c) {
        const std::vector ids{person};
        const auto in_file = notify::list_messages_about(c, seal, ids);
        REQUIRE(in_file.size() == 1);
        CHECK(in_file[0].text == "settled");
        CHECK(notify::find_latest(c, seal, "13800001234")->text == "code 123456");
        CHECK(notify::list_messages(c, seal).size() == 3);
        const auto here = notify::list_messages(c, seal, "370100");
        REQUIRE(here.size() == 1);
        CHECK(here[0].text == "settled");
    });
}

TEST_CASE("a message of a transaction that is undone was never sent") {
    const auto seal = fresh_seal();
    const Instant now = *Instant::parse("2026-11-23T01:00:00Z");
    const auto db = store::Database::open({.url = "sqlite::memory:"});
    const std::span<const store::Migration> modules[] = {notify::schema()};
    store::migrate(*db, modules, now);
    const auto refused = db->write([&](store::Transaction& tx) -> Result<void> {
        notify::send(tx, seal, now, {"13800001234"}, "no");
        return refuse("card_too_old");
    });
    CHECK_FALSE(refused);
    CHECK(db->read([&](store::Connection& c) { return notify::list_messages(c, seal).empty(); }));
}
