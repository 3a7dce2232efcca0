#pragma once
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/store/store.hpp"

namespace leye::store::test {

inline constexpr Migration steps[] = {
    {"library", 1, "card", "create table card (id blob not null primary key, holder text not null unique, due_on text, fines bigint) without rowid"},
    {"library", 2, "loan", "create table loan (card blob not null references card(id), book text not null)"},
};

/// A fresh database; each test runs on every kind there is: memory, file, and PostgreSQL where LEYE_TEST_POSTGRES names a
/// server (./dev test starts one).
struct Place {
    std::string name;
    std::unique_ptr<Database> db;
    std::filesystem::path folder;
    ~Place() {
        db.reset();
        if (!folder.empty()) std::filesystem::remove_all(folder);
    }
};

inline std::vector<std::unique_ptr<Place>> places() {
    std::vector<std::unique_ptr<Place>> out;
    out.push_back(std::make_unique<Place>("memory", Database::open({.url = "sqlite::memory:"})));
    const auto folder = std::filesystem::temp_directory_path() / ("leye-store-" + Uuid::make(Instant::of_ms(1)).text());
    std::filesystem::create_directories(folder);
    out.push_back(std::make_unique<Place>("file", Database::open({.url = "sqlite:" + (folder / "a.db").string()}), folder));
    if (const char* url = std::getenv("LEYE_TEST_POSTGRES")) {
        auto place = std::make_unique<Place>("postgresql", Database::open({.url = url}));
        place->db->write([](Transaction& tx) { tx.run_script("drop schema public cascade; create schema public"); });
        out.push_back(std::move(place));
    }
    const std::span<const Migration> modules[] = {steps};
    for (auto& p : out) migrate(*p->db, modules, Instant::of_ms(1));
    return out;
}

inline int64_t count(Database& db) {
    return db.read([](Connection& c) {
        auto rows = c.query("select count(*) from card");
        rows.next();
        return rows.get<int64_t>(0);
    });
}

using CardId = Id<struct CardTag>;

inline void add(Transaction& tx, const std::string& holder) {
    tx.execute("insert into card (id, holder) values (?, ?)", CardId::make(Instant::of_ms(1)), holder);
}

}  // namespace leye::store::test
