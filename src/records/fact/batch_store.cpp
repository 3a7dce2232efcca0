#include "records/fact/batch_store.hpp"

namespace leye::fact {
namespace {

constexpr std::string_view columns =
    "number, source, state, purpose, given_by, file_name, content_hash, received_by, received_at, touched_at, done_at, from_month, until_month, "
    "rows_read, taken, replaced, known, retracted, refused, undoes, undone_by, reason";

std::string selected(std::string_view rest) {
    std::string out = "select ";
    return out.append(columns).append(" from fact_batch ").append(rest);
}

std::vector<Batch> batches_of(store::Rows rows) {
    std::vector<Batch> out;
    while (rows.next()) {
        Batch& b = out.emplace_back();
        b.number = rows.get<int64_t>(0);
        b.source = rows.get<std::string>(1);
        b.state = rows.get<State>(2);
        b.purpose = rows.get<std::string>(3);
        b.given_by = rows.get<std::string>(4);
        b.file_name = rows.get<std::string>(5);
        b.content_hash = rows.get<std::string>(6);
        b.received_by = rows.get<std::string>(7);
        b.received_at = rows.get<Instant>(8);
        b.touched_at = rows.get<Instant>(9);
        b.done_at = rows.get<std::optional<Instant>>(10);
        b.from_month = rows.get<std::optional<Date>>(11);
        b.until_month = rows.get<std::optional<Date>>(12);
        b.counts = {rows.get<int64_t>(13), rows.get<int64_t>(14), rows.get<int64_t>(15), rows.get<int64_t>(16), rows.get<int64_t>(17), rows.get<int64_t>(18)};
        b.undoes = rows.get<std::optional<int64_t>>(19);
        b.undone_by = rows.get<std::optional<int64_t>>(20);
        b.reason = rows.get<std::string>(21);
    }
    return out;
}

std::optional<Batch> first_of(std::vector<Batch> batches) {
    if (batches.empty()) return std::nullopt;
    return std::move(batches.front());
}

int64_t number_in(store::Rows rows) { return rows.next() ? rows.get<std::optional<int64_t>>(0).value_or(0) : 0; }

}  // namespace

void insert_batch(store::Transaction& tx, const Batch& b) {
    static const std::string sql = "insert into fact_batch (" + std::string(columns) + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    tx.execute(sql, b.number, b.source, b.state, b.purpose, b.given_by, b.file_name, b.content_hash, b.received_by, b.received_at, b.touched_at, b.done_at, b.from_month,
               b.until_month, b.counts.rows, b.counts.taken, b.counts.replaced, b.counts.known, b.counts.retracted, b.counts.refused, b.undoes, b.undone_by, b.reason);
}

void touch(store::Transaction& tx, int64_t number, Instant now) {
    if (tx.execute("update fact_batch set touched_at = ? where number = ? and state = ?", now, number, State::loading) != 1)
        throw Fault("batch " + std::to_string(number) + " of facts was taken for broken off meanwhile; give the file again");
}

void set_done(store::Transaction& tx, int64_t number, const Counts& n, std::optional<Date> from_month, std::optional<Date> until_month, Instant at) {
    touch(tx, number, at);
    tx.execute(
        "update fact_batch set state = ?, done_at = ?, from_month = ?, until_month = ?, rows_read = ?, taken = ?, replaced = ?, known = ?, retracted = ?, refused = ? "
        "where number = ?",
        State::done, at, from_month, until_month, n.rows, n.taken, n.replaced, n.known, n.retracted, n.refused, number);
}

void set_broken(store::Transaction& tx, int64_t number) {
    tx.execute("delete from fact_outcome where batch = ?", number);
    tx.execute("delete from fact_refused where batch = ?", number);
    tx.execute("update fact_batch set state = ? where number = ?", State::broken, number);
}

void set_undoes(store::Transaction& tx, int64_t number, int64_t undone, std::string_view reason) {
    tx.execute("update fact_batch set undoes = ?, reason = ? where number = ?", undone, reason, number);
}

void set_undone(store::Transaction& tx, int64_t number, int64_t by) { tx.execute("update fact_batch set undone_by = ? where number = ?", by, number); }

int64_t last_number(store::Transaction& tx) {
    tx.hold("select number from fact_batch where number = (select max(number) from fact_batch)");
    return number_in(tx.query("select max(number) from fact_batch"));
}

std::vector<Batch> list_loading(store::Connection& c) { return batches_of(c.query(selected("where state = ? order by number"), State::loading)); }

std::optional<Batch> find_batch(store::Connection& c, int64_t number) { return first_of(batches_of(c.query(selected("where number = ?"), number))); }

std::optional<Batch> find_content(store::Connection& c, std::string_view source, std::string_view content_hash) {
    return first_of(batches_of(
        c.query(selected("where content_hash = ? and source = ? and state = ? and undone_by is null and undoes is null order by number"), content_hash, source, State::done)));
}

std::vector<Batch> list_batches(store::Connection& c, std::string_view source, std::optional<int64_t> before, int limit) {
    const int64_t below = before.value_or(INT64_MAX);
    if (source.empty()) return batches_of(c.query(selected("where number < ? order by number desc limit ?"), below, limit));
    return batches_of(c.query(selected("where source = ? and number < ? order by number desc limit ?"), source, below, limit));
}

int64_t newest_batch(store::Connection& c) { return number_in(c.query("select max(number) from fact_batch where state = ?", State::done)); }

int64_t newest_batch(store::Connection& c, Instant known_at) {
    return number_in(c.query("select max(number) from fact_batch where state = ? and done_at <= ?", State::done, known_at));
}

std::set<int64_t> numbers_of(store::Connection& c, std::string_view source, int64_t own) {
    std::set<int64_t> out{own};
    auto rows = c.query("select number from fact_batch where source = ? and state = ?", source, State::done);
    while (rows.next()) out.insert(rows.get<int64_t>(0));
    return out;
}

void insert_cover(store::Transaction& tx, int64_t batch, const Cover& v) {
    tx.post("insert into fact_cover (batch, kind, month, city, people) values (?, ?, ?, ?, ?)", batch, v.kind, v.month, v.city, v.people);
}

std::vector<Cover> list_cover(store::Connection& c, int64_t batch) {
    std::vector<Cover> out;
    auto rows = c.query("select kind, month, city, people from fact_cover where batch = ? order by kind, month, city", batch);
    while (rows.next()) out.push_back({rows.get<Kind>(0), rows.get<Date>(1), rows.get<std::string>(2), rows.get<int64_t>(3)});
    return out;
}

std::set<std::pair<Kind, Date>> covered_months(store::Connection& c, std::string_view source) {
    std::set<std::pair<Kind, Date>> out;
    auto rows = c.query("select distinct v.kind, v.month from fact_cover v join fact_batch b on b.number = v.batch where b.source = ? and b.state = ?", source, State::done);
    while (rows.next()) out.emplace(rows.get<Kind>(0), rows.get<Date>(1));
    return out;
}

std::optional<MonthCover> newest_month(store::Connection& c, Kind kind, int64_t known_batch) {
    std::map<Date, std::map<std::string, int64_t>> months;
    auto rows = c.query(
        "select v.month, v.city, v.people from fact_cover v join fact_batch b on b.number = v.batch where v.kind = ? and b.state = ? and b.number <= ?", kind, State::done, known_batch);
    while (rows.next()) months[rows.get<Date>(0)][rows.get<std::string>(1)] += rows.get<int64_t>(2);
    for (auto& [_, cities] : months) std::erase_if(cities, [](const auto& city) { return city.second <= 0; });
    std::erase_if(months, [](const auto& month) { return month.second.empty(); });
    if (months.empty()) return std::nullopt;
    MonthCover out{months.rbegin()->first, months.rbegin()->second, {}};
    if (const auto before = months.find(out.month.plus_months(-1)); before != months.end()) out.before_by_city = before->second;
    return out;
}

}  // namespace leye::fact
