#include "records/fact/fact_store.hpp"

#include <algorithm>

#include "engine/store/pieces.hpp"
#include "records/party/merge.hpp"

namespace leye::fact {
namespace {

constexpr std::string_view columns[] = {"person_id", "kind", "from_day", "batch", "code", "unit", "until_day", "amount", "gone_batch"};
constexpr std::string_view selected = "select person_id, kind, from_day, batch, code, unit, until_day, amount, gone_batch from fact ";

Date day(int64_t days) { return Date::of_days(static_cast<int32_t>(days)); }

Row row_of(const store::Rows& rows) {
    Row out;
    out.person = rows.get<party::PersonId>(0);
    out.fact.kind = rows.get<Kind>(1);
    out.fact.from = day(rows.get<int64_t>(2));
    out.fact.batch = rows.get<int64_t>(3);
    out.fact.code = rows.get<std::string>(4);
    out.fact.unit = rows.get<std::string>(5);
    if (const auto until = rows.get<std::optional<int64_t>>(6)) out.fact.until = day(*until);
    out.fact.amount = rows.get<std::optional<int64_t>>(7);
    out.gone_batch = rows.get<std::optional<int64_t>>(8);
    return out;
}

std::vector<Row> rows_of(store::Rows rows) {
    std::vector<Row> out;
    while (rows.next()) out.push_back(row_of(rows));
    return out;
}

}  // namespace

bool same_key(const Fact& a, const Fact& b) {
    return a.kind == b.kind && a.from == b.from && (!has_unit_in_key(a.kind) || a.unit == b.unit) && (!has_code_in_key(a.kind) || a.code == b.code);
}

std::vector<Row> list_told(store::Connection& c, std::span<const NewFact* const> facts, const std::set<int64_t>& own, int64_t number) {
    constexpr size_t people_max = 64;
    static const std::string sql = [] {
        std::string out(selected);
        out += "where kind between ? and ? and from_day between ? and ? and person_id in (?";
        for (size_t i = 1; i < people_max; ++i) out += ", ?";
        return out + ") order by person_id, kind, from_day, batch";
    }();
    std::vector<Row> out;
    for (size_t i = 0; i < facts.size();) {
        Kind least = facts[i]->kind, greatest = least;
        Date from = facts[i]->from, until = from;
        std::vector<store::Value> values(4);
        const party::PersonId* last = nullptr;
        for (; i < facts.size(); ++i) {
            const NewFact& f = *facts[i];
            if (!last || *last != f.person) {
                if (values.size() == 4 + people_max) break;
                values.push_back(store::to_value(f.person));
                last = &f.person;
            }
            least = std::min(least, f.kind), greatest = std::max(greatest, f.kind);
            from = std::min(from, f.from), until = std::max(until, f.from);
        }
        values[0] = int64_t{static_cast<int>(least)}, values[1] = int64_t{static_cast<int>(greatest)};
        values[2] = int64_t{from.days()}, values[3] = int64_t{until.days()};
        // The last person again and again: the statement has the same text for any number of people.
        while (values.size() < 4 + people_max) values.push_back(values.back());
        auto rows = c.query_values(sql, values);
        while (rows.next()) {
            Row row = row_of(rows);
            if (own.contains(row.fact.batch) && (!row.gone_batch || row.fact.batch == number)) out.push_back(std::move(row));
        }
    }
    return out;
}

void insert_facts(store::Transaction& tx, int64_t batch, std::span<const NewFact* const> facts) {
    size_t at = 0;
    tx.load("fact", columns, [&](std::span<store::Param> row) {
        if (at == facts.size()) return false;
        const NewFact& f = *facts[at++];
        row[0] = store::Param(f.person);
        row[1] = store::Param(f.kind);
        row[2] = store::Param(f.from.days());
        row[3] = store::Param(batch);
        row[4] = store::Param(f.code);
        row[5] = store::Param(f.unit);
        row[6] = f.until ? store::Param(f.until->days()) : store::Param();
        row[7] = store::Param(f.amount);
        row[8] = store::Param();
        return true;
    });
}

void set_gone(store::Transaction& tx, const Row& row, int64_t gone_batch) {
    const Fact& f = row.fact;
    tx.post("update fact set gone_batch = ? where person_id = ? and kind = ? and from_day = ? and batch = ? and code = ? and unit = ?", gone_batch, row.person, f.kind,
            f.from.days(), f.batch, f.code, f.unit);
}

void insert_touched(store::Transaction& tx, int64_t batch, std::span<const party::PersonId> people, Instant now) {
    if (people.empty()) return;
    store::Blob packed;
    packed.bytes.reserve(people.size() * 16);
    for (const auto& one : people) packed.bytes.append(one.value.view());
    tx.post("insert into fact_touched (batch, id, people) values (?, ?, ?)", batch, Uuid::make(now), packed);
}

std::set<party::PersonId> list_touched(store::Connection& c, int64_t since, int64_t upto) {
    auto rows = c.query("select people from fact_touched where batch > ? and batch <= ?", since, upto);
    std::set<party::PersonId> out;
    while (rows.next()) {
        const auto packed = rows.get<store::Blob>(0);
        for (size_t at = 0; at + 16 <= packed.bytes.size(); at += 16) out.insert(party::PersonId{*Uuid::of_bytes(std::string_view(packed.bytes).substr(at, 16))});
    }
    return out;
}

void forget_touched(store::Transaction& tx, int64_t upto) { tx.execute("delete from fact_touched where batch <= ?", upto); }

std::optional<party::PersonId> next_stop(store::Connection& c, party::PersonId after, int count) {
    {
        auto rows = c.query("select person_id from fact where person_id > ? order by person_id limit 1 offset ?", after, count - 1);
        if (rows.next()) return rows.get<party::PersonId>(0);
    }
    auto rows = c.query("select person_id from fact where person_id > ? order by person_id desc limit 1", after);
    if (!rows.next()) return std::nullopt;
    return rows.get<party::PersonId>(0);
}

std::vector<Row> list_rows(store::Connection& c, party::PersonId after, party::PersonId upto) {
    return rows_of(c.query(std::string(selected) + "where person_id > ? and person_id <= ? order by person_id, kind, from_day, batch, code, unit", after, upto));
}

void forget(store::Transaction& tx, int64_t batch, party::PersonId after, party::PersonId upto) {
    tx.execute("delete from fact where person_id > ? and person_id <= ? and batch = ?", after, upto, batch);
    tx.execute("update fact set gone_batch = null where person_id > ? and person_id <= ? and gone_batch = ?", after, upto, batch);
}

std::vector<Fact> list_facts(store::Connection& c, party::PersonId person, Instant known_at) {
    const int64_t known = newest_batch(c, known_at);
    std::vector<Fact> out;
    for (const auto one : party::list_ids(c, person)) {
        auto rows = c.query(std::string(selected) +
                                "where person_id = ? and batch <= ? and (gone_batch is null or gone_batch > ?) order by kind, from_day, batch, code, unit limit 20000",
                            one, known, known);
        while (rows.next()) out.push_back(row_of(rows).fact);
    }
    std::ranges::stable_sort(out, {}, [](const Fact& f) { return std::tuple(f.kind, f.from); });
    return out;
}

std::vector<party::PersonId> list_household(store::Connection& c, party::PersonId person, Date on, Instant known_at) {
    std::vector<party::PersonId> out;
    const int64_t known = newest_batch(c, known_at);
    for (const Fact& own : list_facts(c, person, known_at)) {
        if (own.kind != Kind::household || on < own.from || (own.until && *own.until <= on)) continue;
        auto rows = c.query(
            "select person_id from fact where kind = 12 and code = ? and from_day <= ? and (until_day is null or until_day > ?) and batch <= ? and "
            "(gone_batch is null or gone_batch > ?) order by person_id limit 100",
            own.code, int64_t{on.days()}, int64_t{on.days()}, known, known);
        while (rows.next()) out.push_back(rows.get<party::PersonId>(0));
    }
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

void list_facts_of(store::Connection& c, int64_t known_batch, std::span<const party::PersonId> people,
                   const std::function<void(party::PersonId, std::span<const Fact>)>& each) {
    static const std::string sql = std::string(selected) + "where person_id in (" + store::piece_marks() +
                                   ") and batch <= ? and (gone_batch is null or gone_batch > ?) order by person_id, kind, from_day, batch, code, unit";
    store::in_pieces(
        people,
        [&](std::span<const store::Param> piece) {
            auto rows = c.query_params(sql, piece);
            party::PersonId person;
            std::vector<Fact> facts;
            while (rows.next()) {
                Row row = row_of(rows);
                if (!facts.empty() && row.person != person) each(person, facts), facts.clear();
                person = row.person;
                facts.push_back(std::move(row.fact));
            }
            if (!facts.empty()) each(person, facts);
        },
        known_batch, known_batch);
}

namespace {

// Whose facts bear one of the keys, as believed when `known_batch` was the newest. in: `sql` asks for a piece of keys.
std::set<party::PersonId> list_people_by(store::Connection& c, const std::string& sql, int64_t known_batch, std::span<const std::string> keys) {
    std::set<party::PersonId> out;
    store::in_pieces(
        keys,
        [&](std::span<const store::Param> piece) {
            auto rows = c.query_params(sql, piece);
            while (rows.next()) out.insert(rows.get<party::PersonId>(0));
        },
        known_batch, known_batch);
    return out;
}

}  // namespace

std::set<party::PersonId> list_housemates(store::Connection& c, int64_t known_batch, std::span<const std::string> households) {
    static const std::string sql = "select person_id from fact where kind = 12 and code in (" + store::piece_marks() + ") and batch <= ? and (gone_batch is null or gone_batch > ?)";
    return list_people_by(c, sql, known_batch, households);
}

std::set<party::PersonId> list_business_people(store::Connection& c, int64_t known_batch, std::span<const std::string> units) {
    static const std::string sql = "select person_id from fact where kind = 3 and unit in (" + store::piece_marks() + ") and batch <= ? and (gone_batch is null or gone_batch > ?)";
    return list_people_by(c, sql, known_batch, units);
}

std::vector<std::string> list_business_units(store::Connection& c) {
    auto rows = c.query("select distinct unit from fact where kind = 3 order by unit");
    std::vector<std::string> out;
    while (rows.next()) out.push_back(rows.get<std::string>(0));
    return out;
}

int64_t scan_facts(store::Connection& c, int64_t known_batch, party::PersonId after, int64_t limit_people,
                   const std::function<void(party::PersonId, std::span<const Fact>)>& each) {
    constexpr int rows_at_once = 20'000;
    int64_t people = 0;
    while (people < limit_people) {
        const auto upto = next_stop(c, after, rows_at_once);
        if (!upto) break;
        auto rows = c.query(std::string(selected) +
                                "where person_id > ? and person_id <= ? and batch <= ? and (gone_batch is null or gone_batch > ?) "
                                "order by person_id, kind, from_day, batch, code, unit",
                            after, *upto, known_batch, known_batch);
        party::PersonId person;
        std::vector<Fact> facts;
        while (people < limit_people && rows.next()) {
            Row row = row_of(rows);
            if (!facts.empty() && row.person != person) {
                each(person, facts);
                facts.clear();
                if (++people == limit_people) break;
            }
            person = row.person;
            facts.push_back(std::move(row.fact));
        }
        if (!facts.empty()) each(person, facts), ++people;
        after = *upto;
    }
    return people;
}

}  // namespace leye::fact
