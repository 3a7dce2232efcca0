#pragma once
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <future>
#include <mutex>

#include "engine/sheet/table.hpp"
#include "records/party/employer.hpp"
#include "records/party/test/place.hpp"
#include "records/status/status.hpp"
#include "services/casework/case_store.hpp"
#include "services/casework/effect.hpp"
#include "services/casework/sheet_keep.hpp"
#include "services/casework/sheet_run.hpp"
#include "services/casework/sheet_store.hpp"

/// Employers, their handlers and lists of people, for tests of sheets.
namespace leye::casework::sheet_test {

using party::test::citizen;
using party::test::Place;
using party::test::reference_data;
using party::test::test_seal;

struct NoMessages : Messenger {
    void send(party::Context&, const Addressee&, const std::string&) override {}
    void send_to_account(party::Context&, Uuid, const std::string&, const std::string&) override {}
};

struct NothingFollows : Follower {
    Result<void> follow(party::Context&, const Office&, const Case&) const override { return {}; }
};

inline const Office& office() {
    static std::vector<std::string> faults;  // told by the catalogue's own tests
    static const catalog::Current catalog(catalog::Catalog::load(LEYE_SOURCE_DIR "/catalog", reference_data(), effect_names(), faults));
    static const catalog::Phrases phrases = catalog::Phrases::load(LEYE_SOURCE_DIR "/catalog", faults);
    static NoMessages messenger;
    static const NothingFollows follower;
    static const Office out{catalog, phrases, messenger, follower};
    REQUIRE(catalog->find_refusal("sheet_row_doubled"));
    REQUIRE(phrases.has("sheet_row_good"));
    return out;
}

inline const std::vector<std::span<const store::Migration>>& modules() {
    static const std::vector<std::span<const store::Migration>> out{journal::schema(), party::schema(), status::schema(), casework::schema()};
    return out;
}

/// The clock of the place, and a bell at the n-th look at it: the runner looks once a row.
class BellClock : public Clock {
  public:
    explicit BellClock(const Clock& clock, int ring_at = 0) : clock_(clock), ring_at_(ring_at) {}
    Instant now() const override {
        const int looks = ++looks_;
        if (looks == ring_at_) bell_.set_value();
        if (ring_at_ > 0 && looks > ring_at_) {
            std::unique_lock lock(mutex_);
            hurried_.wait_for(lock, std::chrono::milliseconds(1), [&] { return hurries_; });
        }
        return clock_.now();
    }
    void wait() { bell_.get_future().wait(); }
    /// From the bell on whoever looks is held up, so that on any machine there is time to come between; no more from here on.
    /// What comes between may wait behind some windows of rows, so a list is longer than those.
    void hurry() {
        const std::lock_guard lock(mutex_);
        hurries_ = true;
        hurried_.notify_all();
    }

  private:
    const Clock& clock_;
    int ring_at_;
    mutable std::mutex mutex_;
    mutable std::condition_variable hurried_;
    bool hurries_ = false;
    mutable std::atomic<int> looks_ = 0;
    mutable std::promise<void> bell_;
};

/// An employer with its handler.
struct Unit {
    party::EmployerId id;
    party::Actor handler;
};

inline Unit open_unit(Place& place, const std::string& uscc = "91370102MA00000011", const std::string& name = "济南泉城机械有限公司") {
    Unit out;
    const auto id = place.act([&](party::Context& at) { return party::register_employer(at, {.uscc = uscc, .name = name, .area = "370102"}); });
    REQUIRE_MESSAGE(id, id.error().code);
    out.id = *id;
    out.handler.kind = party::Actor::Kind::handler;
    out.handler.employer = *id;
    out.handler.person = party::PersonId::make(place.clock.now());
    out.handler.channel = "web";
    return out;
}

inline std::string number(int i) {
    return citizen(fmt::format("{:04}{:02}{:02}", 1970 + i / 28 % 30, 1 + i / 840 % 12, 1 + i % 28), i / 10080 * 2 + 1, "370102");
}

inline std::string csv(const std::vector<std::string>& titles, const std::vector<std::vector<std::string>>& rows) {
    sheet::Table table{.name = "名单", .columns = {}, .rows = rows};
    for (const auto& title : titles) table.columns.push_back({.title = title});
    return sheet::write_csv(table);
}

inline const std::vector<std::string> titles{"姓名", "身份证号", "入职日期", "合同类型"};

/// People 0 to n-1; every `fault_every`-th has a wrong last character.
inline std::string staff_list(int n, int fault_every = 0) {
    std::vector<std::vector<std::string>> rows;
    for (int i = 0; i < n; ++i) {
        std::string document = number(i);
        if (fault_every > 0 && i % fault_every == fault_every - 1) document.back() = document.back() == '1' ? '2' : '1';
        rows.push_back({"王" + std::string(i % 2 ? "小明" : "丽"), document, "2026/11/2", "无固定期限"});
    }
    return csv(titles, rows);
}

inline Result<SheetFile> read_file(Place& place, std::string_view bytes, const std::string& name = "名单.csv", std::string_view item = "employment_registration") {
    return read_sheet(office(), reference_data(), bytes, name, item, place.clock.now());
}

inline SheetId keep(Place& place, const Unit& unit, std::string_view bytes, const std::string& name = "名单.csv", std::string_view item = "employment_registration") {
    const auto file = read_file(place, bytes, name, item);
    REQUIRE_MESSAGE(file, file.error().code);
    const auto rows = write_row_set(*place.db, test_seal(), file->rows, place.clock.now());
    const auto id = place.act(unit.handler, [&](party::Context& at) { return keep_sheet(at, *file, unit.id, rows); });
    REQUIRE_MESSAGE(id, id.error().code);
    return *id;
}

inline Result<void> redo(Place& place, const Unit& unit, SheetId id, std::string_view bytes, const std::string& name = "名单.csv") {
    const auto file = read_file(place, bytes, name);
    REQUIRE_MESSAGE(file, file.error().code);
    const auto prepared = prepare_redo(*place.db, test_seal(), office(), unit.handler, id, *file, place.clock.now());
    if (!prepared) return tl::unexpected(prepared.error());
    return place.act(unit.handler, [&](party::Context& at) { return redo_sheet(at, *prepared); });
}

inline Sheet get(Place& place, SheetId id) {
    return *place.read([&](store::Connection& c) { return find_sheet(c, id); });
}

inline std::vector<SheetRow> rows_of(Place& place, SheetId id, std::optional<RowState> state = std::nullopt) {
    return place.read([&](store::Connection& c) { return list_rows(c, test_seal(), find_sheet(c, id)->row_set, state, 0, 1'000'000); });
}

inline void run_all(Place& place, const Unit& unit, SheetId id) {
    SheetRunner runner(*place.db, test_seal(), reference_data(), office(), place.clock);
    REQUIRE(runner.start(unit.handler, id));
    runner.wait_until_idle();
}

inline int64_t open_spells(Place& place) { return place.count("select count(*) from case_file where state = 3"); }

/// On SQLite in memory, SQLite in a file and PostgreSQL.
inline void anywhere(const std::function<void(Place&)>& test) {
    party::test::everywhere(modules(), test);
    const std::string file = "/tmp/leye-sheet-" + Uuid::make(Instant::of_ms(1)).text() + ".db";
    {
        Place place{"sqlite file", store::Database::open({.url = "sqlite:" + file})};
        store::migrate(*place.db, modules(), place.clock.now());
        test(place);
    }
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(file + end);
}

}  // namespace leye::casework::sheet_test
