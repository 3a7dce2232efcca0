#include "services/determination/sweep_store.hpp"

#include "base/json.hpp"

namespace leye::determination {
namespace {

constexpr std::string_view columns =
    "number, day, known_batch, known_at, snapshot_hash, state, people, chunks, chunks_done, counts, started_at, started_by, holder, beat_at, finished_at, whole, since_batch, since_at, round, applied_before";

std::string selected(std::string_view rest) {
    std::string out = "select ";
    return out.append(columns).append(" from sweep ").append(rest);
}

std::vector<Sweep> sweeps_of(store::Rows rows) {
    std::vector<Sweep> out;
    while (rows.next()) {
        Sweep& s = out.emplace_back();
        s.number = rows.get<int64_t>(0);
        s.day = rows.get<Date>(1);
        s.known_batch = rows.get<int64_t>(2);
        s.known_at = rows.get<Instant>(3);
        s.snapshot_hash = rows.get<std::string>(4);
        s.state = rows.get<SweepState>(5);
        s.people = rows.get<int64_t>(6);
        s.chunks = rows.get<int64_t>(7);
        s.chunks_done = rows.get<int64_t>(8);
        const auto counts = json::parse(rows.get<std::string>(9));
        expect(counts && counts->is_object(), "the stored counts of a sweep are an object");
        for (const auto& [key, value] : counts->get_object()) s.counts[key] = value.as_int64();
        s.started_at = rows.get<Instant>(10);
        s.started_by = rows.get<std::string>(11);
        s.holder = rows.get<std::string>(12);
        s.beat_at = rows.get<Instant>(13);
        s.finished_at = rows.get<std::optional<Instant>>(14);
        s.whole = rows.get<bool>(15);
        s.since_batch = rows.get<int64_t>(16);
        s.since_at = rows.get<Instant>(17);
        s.round = rows.get<int>(18);
        s.applied_before = rows.get<int64_t>(19);
    }
    return out;
}

std::optional<Sweep> first_of(std::vector<Sweep> found) {
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::string text_of(const std::map<std::string, int64_t>& counts) {
    json::Object out;
    for (const auto& [key, n] : counts) out[key] = n;
    return json::print(out);
}

}  // namespace

int64_t last_sweep(store::Connection& c) {
    auto rows = c.query("select max(number) from sweep");
    rows.next();
    return rows.get<std::optional<int64_t>>(0).value_or(0);
}

void insert_sweep(store::Transaction& tx, const Sweep& s) {
    static const std::string sql = "insert into sweep (" + std::string(columns) + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    tx.execute(sql, s.number, s.day, s.known_batch, s.known_at, s.snapshot_hash, s.state, s.people, s.chunks, s.chunks_done, text_of(s.counts), s.started_at, s.started_by,
               s.holder, s.beat_at, s.finished_at, s.whole, s.since_batch, s.since_at, s.round,
               s.applied_before);
}

bool update_sweep(store::Transaction& tx, const Sweep& s, std::string_view held_by) {
    return tx.execute(
               "update sweep set known_batch = ?, known_at = ?, snapshot_hash = ?, state = ?, people = ?, chunks = ?, chunks_done = ?, counts = ?, holder = ?, beat_at = ?, "
               "finished_at = ?, since_batch = ?, since_at = ?, round = ?, applied_before = ? where number = ? and holder = ?",
               s.known_batch, s.known_at, s.snapshot_hash, s.state, s.people, s.chunks, s.chunks_done, text_of(s.counts), s.holder, s.beat_at, s.finished_at, s.since_batch,
               s.since_at, s.round, s.applied_before, s.number, held_by) == 1;
}

void hold_by_hand(store::Transaction& tx, int64_t number) {
    tx.execute("update sweep set state = ?, holder = ? where number = ? and finished_at is null", SweepState::paused, Sweep::by_hand, number);
}

std::optional<Sweep> find_sweep(store::Connection& c, int64_t number) { return first_of(sweeps_of(c.query(selected("where number = ?"), number))); }

std::vector<Sweep> list_sweeps(store::Connection& c, std::optional<int64_t> before, int limit) {
    return sweeps_of(c.query(selected("where number < ? order by number desc limit ?"), before.value_or(INT64_MAX), limit));
}

bool was_swept(store::Connection& c, Date day) { return c.query("select 1 from sweep where day = ? and whole = 1 limit 1", day).next(); }

std::optional<Sweep> find_open_sweep(store::Connection& c) { return first_of(sweeps_of(c.query(selected("where state in (1, 2, 4) order by number limit 1")))); }

}  // namespace leye::determination
