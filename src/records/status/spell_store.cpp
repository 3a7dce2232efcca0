#include "records/status/spell_store.hpp"

#include <algorithm>
#include <tuple>

#include "engine/store/pieces.hpp"
#include "records/party/merge.hpp"
#include "records/status/status.hpp"

namespace leye::status {
namespace {

constexpr std::string_view columns =
    "person_id, id, version, kind, employer_id, from_on, until_on, details, case_number, source, learnt_at, "
    "superseded_at, retracted";

// The column «retracted»: 0 for a version that is believed, else what speaks against it.
constexpr int bit_retracted = 1, bit_withdrawn = 2;

std::string selected(std::string_view rest) {
    std::string out = "select ";
    return out.append(columns).append(" from spell ").append(rest);
}

Spell spell_of(const store::Rows& rows) {
    const auto kind = find_kind(rows.get<std::string>(3));
    expect(kind.has_value(), "a stored kind of spell is unknown");
    Spell out;
    out.person = rows.get<party::PersonId>(0);
    out.id = rows.get<SpellId>(1);
    out.version = rows.get<int>(2);
    out.kind = *kind;
    out.employer = rows.get<std::optional<party::EmployerId>>(4);
    out.from = rows.get<Date>(5);
    out.until = rows.get<std::optional<Date>>(6);
    const auto details = json::parse(rows.get<std::string>(7));
    expect(details && details->is_object(), "the stored details of a spell are not an object");
    out.details = details->get_object();
    out.case_number = rows.get<std::string>(8);
    out.source = rows.get<std::string>(9);
    out.learnt_at = rows.get<Instant>(10);
    out.superseded_at = rows.get<std::optional<Instant>>(11);
    const int retracted = rows.get<int>(12);
    out.retracted = (retracted & bit_retracted) != 0;
    out.withdrawn = (retracted & bit_withdrawn) != 0;
    return out;
}

std::vector<Spell> spells_of(store::Rows rows) {
    std::vector<Spell> out;
    while (rows.next()) out.push_back(spell_of(rows));
    return out;
}

}  // namespace

void insert_version(store::Transaction& tx, const Spell& s) {
    static const std::string sql = "insert into spell (" + std::string(columns) + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    tx.post(
        sql,
        s.person, s.id, s.version, name_of(s.kind), s.employer, s.from, s.until, json::print(s.details),
        s.case_number, s.source, s.learnt_at, s.superseded_at,
        (s.retracted ? bit_retracted : 0) | (s.withdrawn ? bit_withdrawn : 0));
}

void supersede(store::Transaction& tx, const Spell& s, Instant at) {
    tx.change_one(
        "update spell set superseded_at = ? where person_id = ? and id = ? and version = ? and superseded_at "
        "is null",
        at, s.person, s.id, s.version);
}

std::optional<Spell> find_current(store::Connection& c, SpellId id) {
    auto found = spells_of(c.query(selected("where id = ? and superseded_at is null"), id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Spell> list_spells(store::Connection& c, party::PersonId person, Instant known_at) {
    std::vector<Spell> out;
    for (const auto one : party::list_ids(c, person)) {
        static const std::string sql = selected("where person_id = ? and learnt_at <= ? and (superseded_at is null or superseded_at > ?) and "
                                                "retracted = 0 order by id desc limit 1000");  // the order in which they stand; sorted below
        auto some = spells_of(c.query(sql, one, known_at, known_at));
        std::ranges::move(some, std::back_inserter(out));
    }
    std::ranges::sort(out, std::ranges::greater(), [](const Spell& s) { return std::tuple(s.from, s.id); });
    if (out.size() > 1000) out.resize(1000);
    return out;
}

namespace {

constexpr std::string_view sketch_columns = "select person_id, kind, from_on, until_on, details from spell ";

void sketch(store::Rows rows, const std::function<void(const SpellSketch&)>& each) {
    SpellSketch one;
    while (rows.next()) {
        const auto kind = find_kind(rows.get<std::string>(1));
        expect(kind.has_value(), "a stored kind of spell is unknown");
        one.person = rows.get<party::PersonId>(0);
        one.kind = *kind;
        one.from = rows.get<Date>(2);
        one.until = rows.get<std::optional<Date>>(3);
        one.end_reason.clear();
        if (const auto text = rows.get<std::string>(4); text.find("end_reason") != text.npos) {
            const auto details = json::parse(text);
            expect(details && details->is_object(), "the stored details of a spell are not an object");
            if (const auto* reason = details->get_object().if_contains("end_reason"); reason && reason->is_string()) one.end_reason = reason->get_string();
        }
        each(one);
    }
}

}  // namespace

void scan_spells(store::Connection& c, party::PersonId after, party::PersonId last, Instant known_at, const std::function<void(const SpellSketch&)>& each) {
    static const std::string sql = std::string(sketch_columns) +
                                   "where person_id > ? and person_id <= ? and learnt_at <= ? and (superseded_at is null or superseded_at > ?) and retracted = 0 "
                                   "order by person_id, id, version";
    sketch(c.query(sql, after, last, known_at, known_at), each);
}

void list_spells_of(store::Connection& c, std::span<const party::PersonId> people, Instant known_at, const std::function<void(const SpellSketch&)>& each) {
    static const std::string sql = std::string(sketch_columns) + "where person_id in (" + store::piece_marks() +
                                   ") and learnt_at <= ? and (superseded_at is null or superseded_at > ?) and retracted = 0 order by person_id, id, version";
    store::in_pieces(people, [&](std::span<const store::Param> piece) { sketch(c.query_params(sql, piece), each); }, known_at, known_at);
}

std::set<party::PersonId> list_changed(store::Connection& c, Instant since) {
    auto rows = c.query("select person_id from spell where learnt_at >= ?", since);
    std::set<party::PersonId> out;
    while (rows.next()) out.insert(rows.get<party::PersonId>(0));
    return out;
}

std::set<party::EmployerId> list_changed_employers(store::Connection& c, Instant since) {
    auto rows = c.query("select employer_id from spell where learnt_at >= ? and employer_id is not null", since);
    std::set<party::EmployerId> out;
    while (rows.next()) out.insert(rows.get<party::EmployerId>(0));
    return out;
}

void list_hires(store::Connection& c, std::span<const party::EmployerId> employers, Date on, const std::function<void(const Hire&)>& each) {
    static const std::string sql = "select employer_id, person_id, from_on, details from spell where employer_id in (" + store::piece_marks() +
                                   ") and superseded_at is null and retracted = 0 and from_on <= ? and (until_on is null or until_on > ?)";
    const auto for_a_year = [](Date from, const json::Object& details) {
        const auto text = [&](std::string_view name) {
            const auto* value = details.if_contains(name);
            return value && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
        };
        if (text("contract_kind") != "fixed_term") return text("contract_kind") == "open_ended";
        const auto until = Date::parse(text("contract_until"));
        return until && from.plus_months(12) <= *until + 1;
    };
    store::in_pieces(
        employers,
        [&](std::span<const store::Param> piece) {
            auto rows = c.query_params(sql, piece);
            while (rows.next()) {
                const auto details = json::parse(rows.get<std::string>(3));
                expect(details && details->is_object(), "the stored details of a spell are not an object");
                each({rows.get<party::EmployerId>(0), rows.get<party::PersonId>(1), for_a_year(rows.get<Date>(2), details->get_object())});
            }
        },
        on, on);
}

std::vector<Spell> list_history(store::Connection& c, party::PersonId person) {
    std::vector<Spell> out;
    for (const auto one : party::list_ids(c, person)) {
        auto some = spells_of(
            c.query(selected("where person_id = ? order by learnt_at, id, version limit 1000"), one));
        std::ranges::move(some, std::back_inserter(out));
    }
    std::ranges::sort(out, {}, [](const Spell& s) { return std::tuple(s.learnt_at, s.id, s.version); });
    if (out.size() > 1000) out.resize(1000);
    return out;
}

std::vector<Spell> list_versions(store::Connection& c, SpellId id) {
    return spells_of(c.query(selected("where id = ? order by version"), id));
}

std::vector<Spell> list_employments(store::Connection& c, party::EmployerId employer, Which which,
                                    std::optional<SpellId> after, int limit) {
    SpellId last;
    last.value.bytes.fill(0xff);
    const SpellId bound = after.value_or(last);
    const std::string_view narrow = which == Which::open    ? "and until_on is null "
                                    : which == Which::ended ? "and until_on is not null "
                                                            : "";
    return spells_of(
        c.query(selected("where employer_id = ? and superseded_at is null and retracted = 0 and id < ? " +
                         std::string(narrow) + "order by id desc limit ?"),
                employer, bound, limit));
}

std::set<party::PersonId> list_workers(store::Connection& c, party::EmployerId employer) {
    std::set<party::PersonId> out;
    auto rows = c.query("select person_id from spell where employer_id = ? and superseded_at is null and retracted = 0", employer);
    while (rows.next()) out.insert(rows.get<party::PersonId>(0));
    return out;
}

int64_t count_open_employments(store::Connection& c, party::EmployerId employer) {
    auto rows = c.query(
        "select count(*) from spell where employer_id = ? and superseded_at is null and retracted = 0 and "
        "until_on is null",
        employer);
    rows.next();
    return rows.get<int64_t>(0);
}

}  // namespace leye::status
