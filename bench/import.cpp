// A month of insurance comes in: rows read and checked, and stored, against a bare load of the same rows into the same table.
//   bench_import FOLDER ROWS PEOPLE [POSTGRES_URL]
// PEOPLE of the population whose rows the file has are registered first; with more rows than they have months paid in one month,
// those of the months before follow. On SQLite the peer is a prepared insert in a loop in one transaction, on PostgreSQL a COPY in
// binary; both get the rows from memory, once in the order of the file and once in that of the key, which a bare load does not know.
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>

#include "app/demo/source_files.hpp"
#include "app/demo/told.hpp"
#include "base/clock.hpp"
#include "engine/journal/journal.hpp"
#include "engine/seal/seal.hpp"
#include "records/party/party.hpp"
#include "records/party/schema.hpp"
#include "services/determination/import.hpp"
#include "services/determination/import_part.hpp"
#include "engine/lines/blocks.hpp"
#include "services/determination/first_record.hpp"

using namespace leye;

namespace {

constexpr const char* catalog_dir = LEYE_SOURCE_DIR "/catalog";
constexpr uint64_t seed = 20'261'123;
const demo::Month newest = demo::month_of(2026, 10);
constexpr const char* source_code = "social_insurance";

double seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

/// A row of the table fact, as the peers load it.
struct Row {
    Uuid person;
    int64_t kind, from, until, amount;
    std::string unit;
};

struct Bench {
    std::filesystem::path folder;
    std::string url;
    SystemClock clock;
    reference::Reference reference = std::move(*reference::Reference::load(catalog_dir));
    seal::Seal seal;
    std::unique_ptr<store::Database> db;
    determination::Sources sources;

    explicit Bench(const std::string& at, const std::string& postgres)
        : folder(at), url(postgres.empty() ? "sqlite:" + at + "/leye.db" : postgres), seal(open_seal(at)), db(store::Database::open({.url = url, .readers = 4, .write_lanes = 1})) {
        std::vector<std::string> faults;
        sources = determination::Sources::load(catalog_dir, faults);
        expect(faults.empty(), "the sources have no faults");
        const std::span<const store::Migration> modules[] = {journal::schema(), party::schema(), fact::schema()};
        store::migrate(*db, modules, clock.now());
    }
    static seal::Seal open_seal(const std::string& at) {
        std::filesystem::create_directories(at);
        seal::Seal::create_key_file(at + "/keys.txt");
        return seal::Seal::open(at + "/keys.txt", seal::Suite::aes_gcm);
    }
};

bool is_paid(const demo::Citizen& citizen, demo::Month month) {
    const auto* run = citizen.runs.at(month);
    return run && (run->work == demo::Work::employee || run->work == demo::Work::flexible);
}

/// Registers those of the first PEOPLE who are paid in one of the months, and writes the file. out: how many people.
int64_t prepare(Bench& bench, const demo::Population& population, const std::string& file, int64_t rows, uint64_t people) {
    constexpr uint64_t part = 65'536;
    std::vector<fact::Fact> facts;
    std::ofstream out(file);
    out << demo::header_of(source_code);
    std::string lines;
    int64_t written = 0;
    demo::Month first = newest + 1;
    while (written < rows) {
        --first;
        expect(first > demo::month_of(2008, 1), "so many people are paid in so many months");
        for (uint64_t from = 0; from < people && written < rows; from += part) {
            population.for_each(from, std::min(people, from + part), [&](const demo::Citizen& citizen) {
                if (written >= rows || !is_paid(citizen, first)) return;
                facts.clear();
                demo::tell(citizen, {first, first + 1}, facts);
                demo::append_rows(source_code, demo::Population::number_of(citizen), facts, lines);
                ++written;
            });
            out << lines;
            lines.clear();
        }
    }
    expect(out.flush().good(), "the file can be written");
    int64_t registered = 0;
    std::vector<party::NewPerson> waiting;
    const auto actor = party::system_actor();
    const auto flush = [&] {
        bench.db->write([&](store::Transaction& tx) {
            party::Context at{actor, bench.clock.now(), tx, bench.seal, bench.reference};
            for (const auto& person : waiting) expect(party::register_person(at, person).has_value(), "an invented person can be registered");
        });
        registered += static_cast<int64_t>(waiting.size());
        waiting.clear();
    };
    population.for_each(0, people, [&](const demo::Citizen& citizen) {
        bool paid = false;
        for (demo::Month month = first; month <= newest && !paid; ++month) paid = is_paid(citizen, month);
        if (!paid) return;
        waiting.push_back({.name = "量度", .document_type = reference::DocumentType::resident_id, .document_number = demo::Population::number_of(citizen), .area = fmt::format("{:09}", citizen.township), .phone = ""});
        if (waiting.size() == 2'000) flush();
    });
    flush();
    return registered;
}

/// Reads and checks the whole file and looks everybody up, without keeping anything. out: seconds of both passes.
std::pair<double, double> read_only(Bench& bench, const determination::Source& source, const std::string& file, int64_t rows) {
    double began = seconds();
    const auto look = lines::look_through({.path = file, .text = {}});
    expect(look.has_value(), "the file can be read");
    const double looking = seconds() - began;
    const auto titles = determination::first_record_of({.path = file, .text = {}}, look->encoding);
    const auto mapping = determination::map_columns(source, *titles);
    const auto owners = determination::owners_for(*bench.db, look->lines, {});
    began = seconds();
    determination::PartReader reader(source, *mapping, bench.seal, *owners, lines::Blocks({.path = file, .text = {}}, look->encoding, size_t{1} << 19), bench.clock.now().date(), 2, 400'000);
    int64_t told = 0;
    for (bool last = false; !last;) {
        const auto part = reader.next();
        expect(part.has_value(), "the file can be read");
        for (const auto& block : part->blocks) told += static_cast<int64_t>(block->told.size());
        last = part->last;
    }
    expect(told == rows, "every row tells a fact");
    return {looking, seconds() - began};
}

std::vector<Row> stored_rows(store::Database& db) {
    return db.read([](store::Connection& c) {
        std::vector<Row> out;
        auto rows = c.query("select person_id, kind, from_day, until_day, amount, unit from fact order by person_id, kind, from_day, batch, code, unit");
        while (rows.next())
            out.push_back({rows.get<Uuid>(0), rows.get<int64_t>(1), rows.get<int64_t>(2), rows.get<int64_t>(3), rows.get<int64_t>(4), rows.get<std::string>(5)});
        return out;
    });
}

/// The table as it is, elsewhere, in the same kind of file.
double insert_loop(const std::string& file, const std::vector<Row>& rows) {
    sqlite3* db = nullptr;
    expect(sqlite3_open(file.c_str(), &db) == SQLITE_OK, "SQLite opens a file");
    sqlite3_exec(db,
                 "pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -8192; create table fact (person_id blob not null, kind bigint not null, from_day bigint not null, batch "
                 "bigint not null, code text not null, unit text not null, until_day bigint, amount bigint, gone_batch bigint, primary key (person_id, kind, from_day, batch, code, unit)) without rowid",
                 nullptr, nullptr, nullptr);
    const double began = seconds();
    sqlite3_exec(db, "begin", nullptr, nullptr, nullptr);
    sqlite3_stmt* insert = nullptr;
    sqlite3_prepare_v2(db, "insert into fact values (?, ?, ?, 1, '', ?, ?, ?, null)", -1, &insert, nullptr);
    for (const Row& row : rows) {
        sqlite3_bind_blob(insert, 1, row.person.bytes.data(), 16, SQLITE_STATIC);
        sqlite3_bind_int64(insert, 2, row.kind), sqlite3_bind_int64(insert, 3, row.from);
        sqlite3_bind_text(insert, 4, row.unit.data(), static_cast<int>(row.unit.size()), SQLITE_STATIC);
        sqlite3_bind_int64(insert, 5, row.until), sqlite3_bind_int64(insert, 6, row.amount);
        expect(sqlite3_step(insert) == SQLITE_DONE, "SQLite takes the row");
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    expect(sqlite3_exec(db, "commit", nullptr, nullptr, nullptr) == SQLITE_OK, "SQLite commits");
    const double took = seconds() - began;
    sqlite3_close(db);
    std::filesystem::remove(file);
    return took;
}

double copy_bare(store::Database& db, const std::vector<Row>& rows) {
    db.write([](store::Transaction& tx) { tx.execute("create table fact_bare (like fact including all)"); });
    const double began = seconds();
    db.write([&](store::Transaction& tx) {
        static constexpr std::array<std::string_view, 9> columns{"person_id", "kind", "from_day", "batch", "code", "unit", "until_day", "amount", "gone_batch"};
        size_t at = 0;
        tx.load("fact_bare", columns, [&](std::span<store::Param> to) {
            if (at == rows.size()) return false;
            const Row& row = rows[at++];
            to[0] = store::Param(row.person);
            to[1] = store::Param(row.kind), to[2] = store::Param(row.from), to[3] = store::Param(int64_t{1}), to[4] = store::Param(std::string_view()), to[5] = store::Param(std::string_view(row.unit));
            to[6] = store::Param(row.until), to[7] = store::Param(row.amount), to[8] = store::Param();
            return true;
        });
    });
    const double took = seconds() - began;
    db.write([](store::Transaction& tx) { tx.execute("drop table fact_bare"); });
    return took;
}

bool report(const std::string& what, double figure, double target, const char* unit) {
    fmt::print("{}: {:.2f}{}, target ≥ {:.1f}: {}\n", what, figure, unit, target, figure >= target ? "met" : "NOT MET");
    return figure >= target;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) return fmt::print(stderr, "see the head of bench/import.cpp\n"), 2;
    const int64_t rows = std::stoll(argv[2]);
    Bench bench(argv[1], argc > 4 ? argv[4] : "");
    const demo::Population population(std::move(*demo::Census::load(catalog_dir, bench.reference, *Date::of(2026, 1, 1))), bench.reference, seed, 2026);
    const std::string file = (bench.folder / "insurance.csv").string();
    double began = seconds();
    const int64_t people = prepare(bench, population, file, rows, std::stoull(argv[3]));
    fmt::print("{} people registered, {} rows in {:.0f} MB, made in {:.0f} s\n", people, rows, static_cast<double>(std::filesystem::file_size(file)) / 1e6, seconds() - began);
    const auto* source = bench.sources.find(source_code);
    expect(source != nullptr, "the source is in the catalogue");
    const auto [looking, reading] = read_only(bench, *source, file, rows);
    fmt::print("looked through in {:.2f} s, read, checked and looked up in {:.2f} s\n", looking, reading);
    began = seconds();
    const auto done = determination::import_file(*bench.db, bench.seal, bench.reference, *source, {.path = file, .text = {}},
                                                 {.actor = party::system_actor(), .clock = &bench.clock, .file_name = "insurance.csv", .given_by = {}, .purpose = {}});
    const double stored = seconds() - began;
    expect(done.has_value() && done->counts.taken == rows, "every row is taken");
    fmt::print("imported in {:.2f} s: looking {} ms, people {} ms, reading {} ms beside writing {} ms\n", stored, done->looking_ms, done->people_ms, done->reading_ms, done->facts_ms);
    auto table = stored_rows(*bench.db);
    expect(static_cast<int64_t>(table.size()) == rows, "every row is stored");
    const bool postgres = argc > 4;
    const auto load = [&] { return postgres ? copy_bare(*bench.db, table) : insert_loop((bench.folder / "bare.db").string(), table); };
    const double sorted = load();
    std::ranges::stable_sort(table, {}, [](const Row& row) { return -row.from; });  // the newest month first, as in the file
    const double as_it_came = load();
    const double n = static_cast<double>(rows);
    fmt::print("leye stored {:.0f} rows/s all in all, {:.0f} beside the looking through and the reading of people; {}: {:.0f} rows/s in the order of the file, {:.0f} in that of the key\n", n / stored,
               n * 1e3 / static_cast<double>(done->facts_ms), postgres ? "bare COPY" : "bare insert loop", n / as_it_came, n / sorted);
    bool good = report("read and checked, million rows/s", n / reading / 1e6, 1.0, "");
    good &= report("stored, against the bare load in the order of the file", as_it_came / stored, 0.5, " ×");
    fmt::print("against the bare load in the order of the key: {:.2f} ×\n", sorted / stored);
    return good ? 0 : 1;
}
