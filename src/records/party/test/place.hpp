#pragma once
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include "base/clock.hpp"

#include "engine/journal/journal.hpp"
#include "engine/seal/seal.hpp"
#include "engine/store/store.hpp"
#include "records/party/party.hpp"
#include "records/reference/reference.hpp"

/// What tests of records stand on: fresh databases, a key, the real code lists, a clock, people and places.
namespace leye::party::test {

inline const reference::Reference& reference_data() {
    static const reference::Reference data = *reference::Reference::load(LEYE_SOURCE_DIR "/catalog");
    return data;
}

inline const seal::Seal& test_seal() {
    static const seal::Seal seal = [] {
        const auto file =
            std::filesystem::temp_directory_path() / ("leye-key-" + Uuid::make(Instant::of_ms(1)).text());
        seal::Seal::create_key_file(file.string());
        auto out = seal::Seal::open(file.string(), seal::Suite::aes_gcm);
        std::filesystem::remove(file);
        return out;
    }();
    return seal;
}

/// 09:00 in China on the first day of tests. Ids are made at it too, since ids of one instant sort as they were made.
inline Instant first_day() { return *Instant::parse("2026-11-23T01:00:00Z"); }

/// One database with the tables of `modules`, and a clock at the first day.
struct Place {
    std::string name;
    std::unique_ptr<store::Database> db;
    ManualClock clock{first_day()};

    /// Runs `work(Context&)` as one transaction of `actor`.
    template <class F>
    auto act(const Actor& actor, F&& work) {
        return db->write([&](store::Transaction& tx) {
            Context ctx{actor, clock.now(), tx, test_seal(), reference_data()};
            return work(ctx);
        });
    }
    template <class F>
    auto act(F&& work) {
        static const Actor system = system_actor();
        return act(system, std::forward<F>(work));
    }
    template <class F>
    auto read(F&& work) {
        return db->read(std::forward<F>(work));
    }
    int64_t count(const std::string& sql) {
        return read([&](store::Connection& c) {
            auto rows = c.query(sql);
            rows.next();
            return rows.get<int64_t>(0);
        });
    }
};

/// A place in memory, and one in PostgreSQL where LEYE_TEST_POSTGRES names a server: the same test runs on
/// both.
inline void everywhere(std::span<const std::span<const store::Migration>> modules,
                       const std::function<void(Place&)>& test) {
    const auto run = [&](std::string name, const std::string& url) {
        Place place{std::move(name), store::Database::open({.url = url})};
        store::migrate(*place.db, modules, place.clock.now());
        test(place);
        CHECK(place.read([](store::Connection& c) { return journal::verify(c, nullptr).damages.empty(); }));
    };
    run("sqlite", "sqlite::memory:");
    if (const char* server = std::getenv("LEYE_TEST_POSTGRES")) {
        const std::string schema = "records_test_" + std::to_string(getpid());
        const auto script = [&](const std::string& sql) {
            store::Database::open({.url = server, .readers = 1, .write_lanes = 1})
                ->write([&](store::Transaction& tx) { tx.run_script(sql); });
        };
        script("drop schema if exists " + schema + " cascade; create schema " + schema);
        const std::string url =
            std::string(server) + (std::string(server).find('?') == std::string::npos ? "?" : "&");
        run("postgresql", url + "options=-csearch_path%3D" + schema);
        script("drop schema " + schema + " cascade");
    }
}

/// A citizen number with the right check character; odd `sequence` is a man's.
inline std::string citizen(const std::string& born, int sequence, const std::string& region = "370102") {
    std::string digits = std::to_string(1000 + sequence % 1000).substr(1);
    std::string out = region + born + digits;
    return out + reference::check_digit_of(out);
}

inline NewPerson somebody(std::string name, std::string number,
                          reference::DocumentType type = reference::DocumentType::resident_id) {
    NewPerson out;
    out.name = std::move(name);
    out.document_type = type;
    out.document_number = std::move(number);
    return out;
}

/// A member of staff of the area with these duties, not in the database.
inline Actor officer(std::string area, std::set<std::string> duties) {
    Actor out;
    out.kind = Actor::Kind::staff;
    out.staff = StaffId::make(first_day());
    out.agency = AgencyId::make(first_day());
    out.area = std::move(area);
    out.duties = std::move(duties);
    out.channel = "window";
    return out;
}

}  // namespace leye::party::test
