#include <chrono>
#include <thread>

#include "services/casework/sheet_column.hpp"
#include "services/casework/sheet_template.hpp"
#include "services/casework/submit.hpp"
#include "services/casework/test/sheet_place.hpp"

using namespace leye;
using namespace leye::casework;
using namespace leye::casework::sheet_test;

namespace {

/// A database that tells how many rows of sheets its largest write added or removed, and does something before each.
class Watched : public store::Database {
  public:
    explicit Watched(std::unique_ptr<store::Database> inner) : inner_(std::move(inner)) {}
    store::Backend backend() const override { return inner_->backend(); }
    void backup(const std::string& file) override { inner_->backup(file); }
    int64_t size_bytes() override { return inner_->size_bytes(); }
    store::Database& inner() { return *inner_; }

    int64_t most = 0;
    int writes = 0;
    std::function<void(int)> before = [](int) {};  ///< is told how many writes there were

  protected:
    void run_write(const std::function<bool(store::Transaction&)>& work) override {
        before(writes++);
        const auto rows = [](store::Connection& c) {
            auto counted = c.query("select count(*) from sheet_row");
            counted.next();
            return counted.get<int64_t>(0);
        };
        int64_t moved = 0;
        inner_->write([&](store::Transaction& tx) -> Result<void> {
            const int64_t had = rows(tx);
            if (!work(tx)) return refuse("undone");
            moved = std::abs(rows(tx) - had);
            return {};
        });
        most = std::max(most, moved);
    }
    void run_write_later(std::function<bool(store::Transaction&)> work, std::function<void(std::exception_ptr)> done) override {
        inner_->write_later(std::move(work), std::move(done));
    }
    void run_read(const std::function<Told(store::Connection&)>& work) override {
        inner_->read([&](store::Connection& c) { work(c); });
    }

  private:
    std::unique_ptr<store::Database> inner_;
};

/// The place's database, watched from here on.
Watched& watch(Place& place) {
    auto watched = std::make_unique<Watched>(std::move(place.db));
    Watched& out = *watched;
    place.db = std::move(watched);
    return out;
}

int64_t rows_in_sets(Place& place) { return place.count("select count(*) from sheet_row"); }
int64_t loose_sets(Place& place) { return place.count("select count(*) from loose_row_set"); }

/// One person registered by the unit, as from its page.
State register_one(Place& place, const Unit& unit, int person) {
    const auto* item = office().catalog->find_item("employment_registration", place.clock.now().date());
    Draft draft;
    draft.item = item->code;
    draft.values = draft_values(*item, {{"a", "worker_name"}, {"b", "document_number"}, {"c", "started_on"}, {"d", "contract_kind"}},
                                {"赵单办", number(person), "2026-11-02", "open_ended"});
    draft.employer = unit.id;
    draft.channel = "web";
    const auto done = place.act(unit.handler, [&](party::Context& at) { return submit(at, office(), draft); });
    REQUIRE_MESSAGE(done, done.error().code);
    return done->state;
}

std::string whole_list(int n) {
    std::vector<std::vector<std::string>> people;
    for (int i = 0; i < n; ++i) people.push_back({"王" + std::string(i % 2 ? "小明" : "丽"), number(i), "2026-11-02", "open_ended"});
    return csv(titles, people);
}

}  // namespace

TEST_CASE("a corrected file takes up only what failed") {
    anywhere([](Place& place) {
        const Unit unit = open_unit(place);
        const SheetId id = keep(place, unit, staff_list(40, 10));
        run_all(place, unit, id);
        CHECK(get(place, id).settled == 36);
        // The downloaded failures, two numbers corrected: the file comes back with its own extra columns.
        sheet::Table failures = place.read([&](store::Connection& c) { return results_table(c, test_seal(), office(), *find_sheet(c, id), true); });
        REQUIRE(failures.rows.size() == 4);
        CHECK(failures.columns[0].title == "行号");
        CHECK(failures.rows[0][0] == "11");
        CHECK(failures.rows[0][5] == "有问题，没有提交");
        CHECK(failures.rows[0][7] == "证件号码最后一位不对");
        failures.rows[0][2] = number(9);
        failures.rows[1][2] = number(19);
        failures.columns.push_back({.title = "备注"});
        failures.rows[0].push_back("改过");
        REQUIRE(redo(place, unit, id, sheet::write_xlsx(failures), "改.xlsx"));
        CHECK(get(place, id).state == SheetState::read);
        CHECK(get(place, id).rows == 40);
        CHECK(get(place, id).bad == 2);
        CHECK(get(place, id).columns.back().column == "备注");
        run_all(place, unit, id);
        CHECK(get(place, id).settled == 38);
        // The whole list once more, all correct, and one new person: two rows and the new one are left to do.
        std::vector<std::vector<std::string>> people;
        for (int i = 0; i < 41; ++i) people.push_back({"王" + std::string(i % 2 ? "小明" : "丽"), number(i), "2026-11-02", "open_ended"});
        REQUIRE(redo(place, unit, id, csv(titles, people), "全.csv"));
        CHECK(get(place, id).rows == 41);
        CHECK(get(place, id).bad == 0);
        CHECK(get(place, id).waiting() == 3);
        run_all(place, unit, id);
        CHECK(get(place, id).settled == 41);
        CHECK(open_spells(place) == 41);
        CHECK(place.count("select count(*) from case_file") == 41);
        const auto nothing = redo(place, unit, id, csv(titles, people), "全.csv");
        REQUIRE(!nothing);
        CHECK(nothing.error().code == "sheet_redo_nothing");
    });
}

TEST_CASE("a list is kept, corrected and removed a few hundred rows to a transaction, between which others are served") {
    anywhere([](Place& place) {
        const Unit unit = open_unit(place), other = open_unit(place, "91370102MA0000002X", "另一家公司");
        Watched& db = watch(place);
        std::vector<State> served;
        const auto serve_at = [&](int nth) {
            db.writes = 0, db.most = 0;
            db.before = [&, nth](int n) {
                if (n != nth) return;
                db.before = [](int) {};
                served.push_back(register_one(place, other, 5000 + static_cast<int>(served.size())));
            };
        };
        serve_at(3);
        const SheetId id = keep(place, unit, staff_list(3300, 100));
        CHECK(db.most == row_set_write_max);
        CHECK(db.writes == 1 + 7 + 1 + 1);  // the set begun, its rows, the other's case, the sheet
        CHECK(get(place, id).rows == 3300);
        CHECK(rows_of(place, id).size() == 3300);

        serve_at(3);
        REQUIRE(redo(place, unit, id, whole_list(3300)));
        CHECK(db.most == row_set_write_max);
        CHECK(get(place, id).bad == 0);
        CHECK(rows_of(place, id).size() == 3300);
        CHECK(rows_in_sets(place) == 6600);

        serve_at(2);
        sweep_row_sets(*place.db, place.clock.now());
        CHECK(db.most == row_set_write_max);
        CHECK(rows_in_sets(place) == 3300);
        CHECK(loose_sets(place) == 0);
        CHECK(served == std::vector<State>(3, State::settled));
        run_all(place, unit, id);
        CHECK(get(place, id).settled == 3300);
    });
}

TEST_CASE("a list whose writing breaks off is seen by nobody and swept; sent again it is kept whole") {
    anywhere([](Place& place) {
        const Unit unit = open_unit(place);
        Watched& db = watch(place);
        const auto listed = [&] { return place.read([&](store::Connection& c) { return list_sheets(c, unit.id, 10); }).size(); };
        const auto break_at = [&](int nth) {
            db.writes = 0;
            db.before = [nth](int n) {
                if (n == nth) throw Fault("the power is gone");
            };
        };
        // At its first rows, in the middle, and when all are written but the sheet is not.
        for (const int nth : {1, 2, 4}) {
            break_at(nth);
            CHECK_THROWS_AS(keep(place, unit, staff_list(1500)), Fault);
            CHECK(listed() == 0);
            CHECK(rows_in_sets(place) == 0 + (nth == 1 ? 0 : nth == 2 ? 500 : 2000));
        }
        db.before = [](int) {};
        const SheetId id = keep(place, unit, staff_list(1500, 100));
        CHECK(listed() == 1);

        // A correction that breaks off leaves the sheet as it was, to be run or corrected.
        for (const int nth : {1, 3, 4}) {
            break_at(nth);
            CHECK_THROWS_AS(redo(place, unit, id, whole_list(1500)), Fault);
            CHECK(get(place, id).bad == 15);
            CHECK(rows_of(place, id, RowState::bad).size() == 15);
        }
        db.before = [](int) {};
        REQUIRE(redo(place, unit, id, whole_list(1500)));
        CHECK(get(place, id).bad == 0);

        // Those in the middle of it may still be written by somebody; after an hour they are not.
        sweep_row_sets(*place.db, place.clock.now());
        CHECK(loose_sets(place) == 6);
        place.clock.advance_ms(3'600'001);
        sweep_row_sets(*place.db, place.clock.now());
        CHECK(loose_sets(place) == 0);
        CHECK(rows_in_sets(place) == 1500);
        run_all(place, unit, id);
        CHECK(get(place, id).settled == 1500);
        CHECK(open_spells(place) == 1500);
    });
}

TEST_CASE("rows that were swept while they were written become no sheet") {
    anywhere([](Place& place) {
        const Unit unit = open_unit(place);
        Watched& db = watch(place);
        for (const int nth : {2, 4}) {
            db.writes = 0;
            db.before = [&, nth](int n) {
                if (n != nth) return;
                db.before = [](int) {};
                sweep_row_sets(*place.db, place.clock.now().plus_ms(3'600'001));
            };
            CHECK_THROWS_AS(keep(place, unit, staff_list(1500)), Fault);
            CHECK(rows_in_sets(place) == 0);
            CHECK(loose_sets(place) == 0);
        }
        CHECK(place.count("select count(*) from sheet") == 0);
    });
}

TEST_CASE("a correction worked out on rows that have changed since is refused, and nothing of it stays") {
    anywhere([](Place& place) {
        const Unit unit = open_unit(place);
        const SheetId id = keep(place, unit, staff_list(40, 10));
        const auto prepare = [&](std::string_view bytes) {
            const auto file = read_file(place, bytes);
            REQUIRE(file);
            const auto redo = prepare_redo(*place.db, test_seal(), office(), unit.handler, id, *file, place.clock.now());
            REQUIRE_MESSAGE(redo, redo.error().code);
            return *redo;
        };
        const auto take = [&](const Redo& redo) { return place.act(unit.handler, [&](party::Context& at) { return redo_sheet(at, redo); }); };
        const Redo early = prepare(whole_list(40)), same = prepare(whole_list(40));
        run_all(place, unit, id);
        const auto late = take(early);
        REQUIRE(!late);
        CHECK(late.error().code == "sheet_changed");
        CHECK(get(place, id).settled == 36);
        CHECK(get(place, id).bad == 4);
        // Of two at once, one is taken.
        const Redo one = prepare(whole_list(40)), two = prepare(whole_list(41));
        REQUIRE(take(two));
        CHECK(take(one).error().code == "sheet_changed");
        CHECK(take(same).error().code == "sheet_changed");
        CHECK(get(place, id).rows == 41);
        run_all(place, unit, id);
        CHECK(get(place, id).settled == 41);
        CHECK(place.count("select count(*) from case_file") == 41);
    });
}

TEST_CASE("a correction taken while rows are still in flight submits nobody twice") {
    anywhere([](Place& place) {
        const Unit unit = open_unit(place);
        const SheetId id = keep(place, unit, staff_list(1500, 100));
        BellClock clock(place.clock, 300);
        SheetRunner runner(*place.db, test_seal(), reference_data(), office(), clock);
        REQUIRE(runner.start(unit.handler, id));
        clock.wait();
        REQUIRE(runner.cancel(unit.handler, id));
        // Rows may end while the list is worked out; then it is sent again.
        Result<void> taken = redo(place, unit, id, whole_list(1500));
        for (int again = 0; !taken && again < 100; ++again) {
            CHECK(taken.error().code == "sheet_changed");
            taken = redo(place, unit, id, whole_list(1500));
        }
        REQUIRE(taken);
        clock.hurry();
        REQUIRE(runner.start(unit.handler, id));
        runner.wait_until_idle();
        CHECK(get(place, id).settled == 1500);
        CHECK(open_spells(place) == 1500);
        CHECK(place.count("select count(*) from case_file") == 1500);
        CHECK(place.count("select count(distinct case_number) from sheet_row where state = 3 and row_set in (select row_set from sheet)") == 1500);
    });
}

TEST_CASE("a sheet of 100,000 rows with one fault in a hundred runs through, every good row settled and every bad one kept") {
    constexpr int n = 100'000;
    const std::string bytes = staff_list(n, 100);
    const std::string file = (std::filesystem::temp_directory_path() / ("leye-sheet-" + Uuid::make(Instant::of_ms(1)).text() + ".db")).string();
    {
        Place place{"sqlite file", store::Database::open({.url = "sqlite:" + file})};
        store::migrate(*place.db, modules(), place.clock.now());
        const Unit unit = open_unit(place);
        Watched& db = watch(place);
        const SheetId id = keep(place, unit, bytes);
        CHECK(db.most == row_set_write_max);
        const auto began = std::chrono::steady_clock::now();
        run_all(place, unit, id);
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
        const Sheet sheet = get(place, id);
        CHECK(sheet.rows == n);
        CHECK(sheet.settled == n - n / 100);
        CHECK(sheet.bad == n / 100);
        CHECK(sheet.failed + sheet.pending == 0);
        CHECK(place.count("select count(*) from spell") == n - n / 100);
        MESSAGE(fmt::format("{} rows a second", static_cast<int>(sheet.settled / seconds)));
    }
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(file + end);
}
