#include "engine/rotation/rotation.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <functional>

using namespace leye;
using rotation::Column, rotation::Kind, rotation::Name;

namespace {

constexpr store::Migration steps[] = {
    {"library", 1, "card", "create table card (id blob not null primary key, holder blob not null) without rowid"},
    {"library", 2, "note", "create table note (branch text not null, number bigint not null, text blob, primary key (branch, number)) without rowid"},
};

const Column card{"card", "holder", {{"id", Kind::bytes}}, [](const Name& n) { return "card.holder:" + rotation::text_of(n[0]); }};
const Column note{"note", "text", {{"branch", Kind::text}, {"number", Kind::integer}},
                  [](const Name& n) { return "note:" + rotation::text_of(n[0]) + ":" + rotation::text_of(n[1]); }};

struct KeyFile {
    std::string path = (std::filesystem::temp_directory_path() / ("leye-key-" + Uuid::make(Instant::of_ms(1)).text())).string();
    KeyFile() { seal::Seal::create_key_file(path); }
    ~KeyFile() { std::filesystem::remove(path); }
    seal::Seal open(seal::Suite suite = seal::Suite::aes_gcm) const { return seal::Seal::open(path, suite); }
};

/// On SQLite in memory, and on PostgreSQL where there is one.
void everywhere(const std::function<void(store::Database&)>& test) {
    const auto run = [&](const std::string& url) {
        auto db = store::Database::open({.url = url, .write_lanes = 1});
        const std::span<const store::Migration> modules[] = {steps};
        store::migrate(*db, modules, Instant::of_ms(1));
        test(*db);
    };
    SUBCASE("sqlite") { run("sqlite::memory:"); }
    if (const char* server = std::getenv("LEYE_TEST_POSTGRES")) {
        SUBCASE("postgresql") {
            const std::string schema = "rotation_test_" + std::to_string(getpid());
            const auto script = [&](const std::string& sql) {
                store::Database::open({.url = server, .readers = 1, .write_lanes = 1})->write([&](store::Transaction& tx) { tx.run_script(sql); });
            };
            script("drop schema if exists " + schema + " cascade; create schema " + schema);
            run(server + std::string(std::string(server).find('?') == std::string::npos ? "?" : "&") + "options=-csearch_path%3D" + schema);
            script("drop schema " + schema + " cascade");
        }
    }
}

void fill(store::Database& db, const seal::Seal& seal) {
    db.write([&](store::Transaction& tx) {
        for (int i = 0; i < 7; ++i) {
            const auto id = Uuid::make(Instant::of_ms(i));
            tx.execute("insert into card (id, holder) values (?, ?)", id, store::Blob{seal.encrypt("holder", "card.holder:" + std::string(id.view()))});
        }
        for (const char* branch : {"east", "west"})
            for (int i = 1; i <= 3; ++i)
                tx.execute("insert into note (branch, number, text) values (?, ?, ?)", branch, i, store::Blob{seal.encrypt("late", "note:" + std::string(branch) + ":" + std::to_string(i))});
        tx.execute("insert into note (branch, number, text) values (?, ?, ?)", "west", 9, std::optional<store::Blob>());
    });
}

/// Steps of two rows each until the end. out: how many rows changed.
int64_t run(store::Database& db, const seal::Seal& seal, const Column& column, int steps_max = 100) {
    int64_t changed = 0;
    for (Name after; steps_max-- > 0;) {
        const auto step = db.write([&](store::Transaction& tx) { return rotation::reseal(tx, seal, column, after, 2); });
        changed += step.changed;
        if (step.last.empty()) break;
        after = step.last;
    }
    return changed;
}

int64_t in_use(store::Database& db, uint32_t key) {
    return db.read([&](store::Connection& c) {
        int64_t out = 0;
        for (const auto& use : rotation::uses_of(c, db.backend(), key)) out += use.rows;
        return out;
    });
}

}  // namespace

TEST_CASE("after a rotation every envelope is under the newest key and reads as before, and nothing needs the old one") {
    everywhere([](store::Database& db) {
        const KeyFile file;
        fill(db, file.open());
        CHECK(in_use(db, 1) == 13);
        seal::Seal::add_key(file.path);
        const auto second = file.open(seal::Suite::sm4_sm3);
        CHECK(db.read([](store::Connection& c) { return rotation::count(c, note); }) == 6);
        CHECK(run(db, second, card) == 7);
        CHECK(in_use(db, 1) == 6);
        CHECK(run(db, second, note) == 6);
        CHECK(in_use(db, 1) == 0);
        CHECK(in_use(db, 2) == 13);
        CHECK(run(db, second, card) + run(db, second, note) == 0);
        db.read([&](store::Connection& c) {
            auto rows = c.query("select branch, number, text from note where text is not null");
            while (rows.next())
                CHECK(second.decrypt(rows.get<store::Blob>(2).bytes, "note:" + rows.get<std::string>(0) + ":" + std::to_string(rows.get<int64_t>(1))) == "late");
        });
    });
}

TEST_CASE("a run that was stopped is begun again and ends the rest") {
    everywhere([](store::Database& db) {
        const KeyFile file;
        fill(db, file.open());
        seal::Seal::add_key(file.path);
        CHECK(run(db, file.open(), card, 2) == 4);
        CHECK(run(db, file.open(), card) == 3);
    });
}

TEST_CASE("an envelope that does not open stops the run and nothing takes its place") {
    everywhere([](store::Database& db) {
        const KeyFile file;
        fill(db, file.open());
        seal::Seal::add_key(file.path);
        db.write([](store::Transaction& tx) { tx.run_script("update note set text = (select text from note where branch = 'west' and number = 1) where branch = 'east' and number = 2"); });
        CHECK_THROWS_AS(run(db, file.open(), note), Fault);
        CHECK(in_use(db, 1) == 13);
    });
}
