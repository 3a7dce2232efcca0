#include "engine/store/backup.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "engine/store/test/places.hpp"

using namespace leye;
using namespace leye::store::test;

namespace fs = std::filesystem;

namespace {

struct Folder {
    fs::path path = fs::temp_directory_path() / ("leye-backup-" + Uuid::make(Instant::of_ms(1)).text());
    Folder() { fs::create_directories(path); }
    ~Folder() { fs::remove_all(path); }
    std::string file(const char* name) const { return (path / name).string(); }
};

std::string content(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

int64_t count_in(const std::string& file) {
    return count(*store::Database::open({.url = "sqlite:" + file}));
}

/// A library of some twenty megabytes, several steps of the copy.
std::unique_ptr<store::Database> large(const std::string& file) {
    auto db = store::Database::open({.url = "sqlite:" + file});
    const std::span<const store::Migration> modules[] = {steps};
    store::migrate(*db, modules, Instant::of_ms(1));
    db->write([](store::Transaction& tx) {
        for (int i = 0; i < 20; ++i) add(tx, std::to_string(i) + std::string(1'000'000, 'x'));
    });
    return db;
}

}  // namespace

TEST_CASE("a backup ends, with what stood at its beginning, however steadily others write") {
    const Folder folder;
    auto db = large(folder.file("a.db"));
    int steps_taken = 0;
    store::backup("sqlite:" + folder.file("a.db"), folder.file("copy"), [&](int64_t done, int64_t all) {
        REQUIRE(++steps_taken < 100);
        CHECK(done <= all);
        db->write(
            [&](store::Transaction& tx) { add(tx, "written meanwhile " + std::to_string(steps_taken)); });
    });
    CHECK(steps_taken >= 4);
    CHECK(count(*db) == 20 + steps_taken);
    CHECK(count_in(folder.file("copy")) == 20);
    CHECK_FALSE(fs::exists(folder.file("copy.part")));
}

TEST_CASE("a backup that fails leaves nothing, and one that exists is not overwritten") {
    const Folder folder;
    auto db = large(folder.file("a.db"));
    const std::string url = "sqlite:" + folder.file("a.db");
    CHECK_THROWS_AS(
        store::backup(url, folder.file("copy"), [](int64_t, int64_t) { throw Fault("the disk is full"); }),
        Fault);
    CHECK_FALSE(fs::exists(folder.file("copy")));
    std::ofstream(folder.file("copy")) << "mine";
    CHECK_THROWS_AS(store::backup(url, folder.file("copy")), store::NotUsable);
    CHECK(content(folder.file("copy")) == "mine");
    CHECK_THROWS_AS(store::backup("sqlite:" + folder.file("absent.db"), folder.file("b")), Fault);
    CHECK_FALSE(fs::exists(folder.file("absent.db")));
    CHECK_FALSE(fs::exists(folder.file("b")));
}

TEST_CASE("a restored database holds what the backup held, and the backup stays as it was") {
    const Folder folder;
    large(folder.file("a.db"));
    store::backup("sqlite:" + folder.file("a.db"), folder.file("copy"));
    const std::string before = content(folder.file("copy"));
    int64_t last = 0;
    store::restore("sqlite:" + folder.file("b.db"), folder.file("copy"),
                   [&](int64_t done, int64_t all) { last = done * 100 / all; });
    CHECK(last == 100);
    CHECK(count_in(folder.file("b.db")) == 20);
    CHECK(content(folder.file("copy")) == before);
    for (const char* beside : {"copy-wal", "copy-shm", "copy-journal", "b.db.part"})
        CHECK_FALSE(fs::exists(folder.file(beside)));
}

TEST_CASE(
    "a restore refuses what is in the way, what is left of another database and what is no backup, and does "
    "nothing") {
    const Folder folder;
    large(folder.file("a.db"));
    const std::string target = "sqlite:" + folder.file("b.db");
    store::backup("sqlite:" + folder.file("a.db"), folder.file("copy"));
    for (const char* left : {"b.db", "b.db-wal", "b.db-shm", "b.db-journal"}) {
        CAPTURE(left);
        std::ofstream(folder.file(left)) << "left";
        CHECK_THROWS_AS(store::restore(target, folder.file("copy")), store::NotUsable);
        CHECK(content(folder.file(left)) == "left");
        fs::remove(folder.file(left));
    }
    std::ofstream(folder.file("text"))
        << "no database at all, but longer than the head of one would be: " << std::string(200, 'x');
    CHECK_THROWS_AS(store::restore(target, folder.file("text")), store::NotUsable);
    CHECK_THROWS_AS(store::restore(target, folder.file("absent")), store::NotUsable);
    store::Database::open({.url = "sqlite:" + folder.file("empty.db")});
    CHECK_THROWS_AS(store::restore(target, folder.file("empty.db")), store::NotUsable);
    const auto in_use = large(folder.file("used.db"));
    CHECK_THROWS_AS(store::restore(target, folder.file("used.db")), store::NotUsable);
    CHECK_FALSE(fs::exists(folder.file("b.db")));
}

TEST_CASE("on PostgreSQL a backup goes into an empty database only, and the password is on no command line") {
    const char* server = std::getenv("LEYE_TEST_POSTGRES");
    if (!server) return;
    const Folder folder;
    auto all = places();
    store::Database& db = *all.back()->db;
    db.write([](store::Transaction& tx) { add(tx, "a"); });
    int told = 0;
    const auto hear = [&](int64_t done, int64_t of) {
        ++told;
        CHECK(done <= of);
    };
    store::backup(server, folder.file("copy"), hear);
    CHECK(told > 0);
    CHECK_THROWS_AS(store::restore(server, folder.file("copy")), store::NotUsable);
    CHECK(count(db) == 1);
    db.write(
        [](store::Transaction& tx) { tx.run_script("drop schema public cascade; create schema public"); });
    CHECK_THROWS_AS(store::restore(server, folder.file("absent")), store::NotUsable);
    told = 0;
    store::restore(server, folder.file("copy"), hear);
    CHECK(told > 0);
    CHECK(count(*store::Database::open({.url = server})) == 1);

    // A pg_dump that tells how it was called.
    std::ofstream(folder.file("pg_dump"))
        << "#!/bin/sh\necho \"$@\" >" << folder.file("called") << "\necho \"$PGPASSWORD\" >"
        << folder.file("password")
        << "\nfor w in \"$@\"; do case $w in --file=*) : >\"${w#--file=}\" ;; esac; done\n";
    fs::permissions(folder.file("pg_dump"), fs::perms::owner_all);
    const std::string path = std::getenv("PATH");
    ::setenv("PATH", (folder.path.string() + ":" + path).c_str(), 1);
    std::string url = server;
    url.insert(url.find('@'), ":geheim%27s");
    store::backup(url, folder.file("second"));
    ::setenv("PATH", path.c_str(), 1);
    CHECK(content(folder.file("called")).find("geheim") == std::string::npos);
    CHECK(content(folder.file("called")).find("host=") != std::string::npos);
    CHECK(content(folder.file("password")) == "geheim's\n");
}
