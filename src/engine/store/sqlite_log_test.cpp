#include "engine/store/sqlite_log.hpp"

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <csignal>
#include <map>
#include <random>

#include "engine/store/sqlite_connection.hpp"
#include "engine/store/test/places.hpp"

using namespace leye;

namespace {

/// What a connection that comes now finds in the files, and in a copy of them, as after a loss of power.
struct Found {
    std::string whole;  ///< "ok", as SQLite's own check says
    std::map<int64_t, std::string> rows;
    bool operator==(const Found&) const = default;
};

Found found_in(const std::filesystem::path& file) {
    store::SqliteConnection c(file.string(), false);
    Found out;
    {
        auto rows = c.query("pragma integrity_check");
        if (rows.next()) out.whole = rows.get<std::string>(0);
    }
    auto rows = c.query("select id, said from page order by id");
    while (rows.next()) out.rows[rows.get<int64_t>(0)] = rows.get<std::string>(1);
    return out;
}

Found found_in_copy(const std::filesystem::path& folder) {
    const auto copy = folder / "copy";
    std::filesystem::remove_all(copy);
    std::filesystem::create_directories(copy);
    for (const auto* name : {"a.db", "a.db-wal"}) std::filesystem::copy_file(folder / name, copy / name);
    return found_in(copy / "a.db");
}

}  // namespace

TEST_CASE("what is committed is in the log's file at once, and nothing else is found there, whatever a transaction's size and end") {
    const auto folder = std::filesystem::temp_directory_path() / ("leye-log-" + Uuid::make(Instant::of_ms(1)).text());
    std::filesystem::create_directories(folder);
    {
        store::SqliteConnection writer((folder / "a.db").string(), false);
        // With so few pages in memory a transaction is written before its end, and what it changes again rewritten.
        writer.run_script("pragma synchronous = normal; pragma cache_size = 20; pragma wal_autocheckpoint = 0; create table page (id bigint primary key, said text) without rowid");
        std::mt19937 chance(1);
        const auto draw = [&](int below) { return static_cast<int>(chance() % static_cast<unsigned>(below)); };
        std::map<int64_t, std::string> said;
        for (int i = 0; i < 120; ++i) {
            CAPTURE(i);
            auto next = said;
            const bool keep = draw(3) != 0, anew = draw(10) == 0;
            writer.begin();
            for (int n = draw(4) == 0 ? 400 : draw(12); n >= 0; --n) {
                const int64_t id = draw(300);
                const std::string text(static_cast<size_t>(draw(3000)), static_cast<char>('a' + draw(26)));
                writer.execute("insert into page (id, said) values (?, ?) on conflict (id) do update set said = excluded.said", id, text);
                next[id] = text;
            }
            if (keep)
                writer.commit(), said = std::move(next);
            else
                writer.roll_back();
            const Found expected{"ok", said};
            CHECK(found_in(folder / "a.db") == expected);
            if (i % 4 == 0) CHECK(found_in_copy(folder) == expected);
            if (anew) writer.run_script("pragma wal_checkpoint(restart)");
        }
    }
    std::filesystem::remove_all(folder);
}

TEST_CASE("a log that cannot grow fails the commit as a whole, and the connection goes on") {
    const auto folder = std::filesystem::temp_directory_path() / ("leye-log-" + Uuid::make(Instant::of_ms(1)).text());
    std::filesystem::create_directories(folder);
    {
        store::SqliteConnection writer((folder / "a.db").string(), false);
        writer.run_script("pragma synchronous = normal; create table page (id bigint primary key, said text) without rowid");
        const auto put = [&](int64_t id, const std::string& said) {
            writer.begin();
            writer.execute("insert into page (id, said) values (?, ?)", id, said);
            writer.commit();
        };
        put(1, "first");
        rlimit before{};
        REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
        const auto on_signal = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit tight{std::filesystem::file_size(folder / "a.db-wal") + 10'000, before.rlim_max};
        REQUIRE(setrlimit(RLIMIT_FSIZE, &tight) == 0);
        CHECK_THROWS_AS(put(2, std::string(100'000, 'x')), Fault);
        REQUIRE(setrlimit(RLIMIT_FSIZE, &before) == 0);
        std::signal(SIGXFSZ, on_signal);
        writer.roll_back();
        CHECK(found_in_copy(folder) == Found{"ok", {{1, "first"}}});
        put(3, std::string(100'000, 'y'));
        CHECK(found_in_copy(folder) == Found{"ok", {{1, "first"}, {3, std::string(100'000, 'y')}}});
    }
    std::filesystem::remove_all(folder);
}
