#include "services/determination/finding_store.hpp"

#include <algorithm>

#include "engine/store/pieces.hpp"
#include "records/party/merge.hpp"

namespace leye::determination {
namespace {

constexpr std::string_view columns =
    "person_id, determination, id, version, table_version, rule, outcome, reason, state, area, household, since_on, sweep, found_at, facts, "
    "answered_at, answered_by, note, ended_sweep, ended_at, case_number, state_before";

std::string facts_binding(std::string_view id) { return "finding.facts:" + std::string(id); }

std::string selected(std::string_view rest) {
    std::string out = "select ";
    return out.append(columns).append(" from finding ").append(rest);
}

Finding finding_of(const store::Rows& rows, const seal::Seal& seal) {
    Finding out;
    out.person = rows.get<party::PersonId>(0);
    out.determination = rows.get<std::string>(1);
    out.id = rows.get<FindingId>(2);
    out.version = rows.get<int>(3);
    out.table_version = rows.get<std::string>(4);
    out.rule = rows.get<int>(5);
    out.outcome = rows.get<std::string>(6);
    out.reason = rows.get<std::string>(7);
    out.state = rows.get<FindingState>(8);
    out.area = rows.get<std::string>(9);
    out.household = rows.get<int64_t>(10);
    out.since = rows.get<Date>(11);
    out.sweep = rows.get<int64_t>(12);
    out.found_at = rows.get<Instant>(13);
    const auto facts = json::parse(seal.decrypt(rows.get<store::Blob>(14).bytes, facts_binding(out.id.value.view())));
    expect(facts && facts->is_object(), "the stored facts of a finding are an object");
    out.facts = facts->get_object();
    out.answered_at = rows.get<std::optional<Instant>>(15);
    out.answered_by = rows.get<std::string>(16);
    out.note = rows.get<std::string>(17);
    out.ended_sweep = rows.get<std::optional<int64_t>>(18);
    out.ended_at = rows.get<std::optional<Instant>>(19);
    out.case_number = rows.get<std::string>(20);
    out.state_before = rows.get<std::optional<FindingState>>(21);
    return out;
}

std::vector<Finding> findings_of(store::Rows rows, const seal::Seal& seal) {
    std::vector<Finding> out;
    while (rows.next()) out.push_back(finding_of(rows, seal));
    return out;
}

// The codes of an area and everything below it are those from `area` up to this text.
std::string area_end(std::string_view area) {
    size_t digits = area.size() == 6 ? (area.ends_with("0000") ? 2 : area.ends_with("00") ? 4 : 6) : area.size();
    return std::string(area.substr(0, digits)) + ":";
}

std::string area_begin(std::string_view area) {
    const std::string end = area_end(area);
    return end.substr(0, end.size() - 1);
}

}  // namespace

void insert_finding(store::Transaction& tx, const seal::Seal& seal, const Finding& f) {
    static const std::string sql = "insert into finding (" + std::string(columns) + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    tx.post(sql, f.person, f.determination, f.id, f.version, f.table_version, f.rule, f.outcome, f.reason, f.state, f.area, f.household, f.since, f.sweep, f.found_at,
            store::Blob{seal.encrypt(json::print(f.facts), facts_binding(f.id.value.view()))}, f.answered_at, f.answered_by, f.note, f.ended_sweep, f.ended_at, f.case_number, f.state_before);
}

void update_finding(store::Transaction& tx, const Finding& f) {
    tx.change_one(
        "update finding set state = ?, answered_at = ?, answered_by = ?, note = ?, ended_sweep = ?, ended_at = ?, case_number = ?, state_before = ? where person_id = ? and determination = ? and id = ?",
        f.state, f.answered_at, f.answered_by, f.note, f.ended_sweep, f.ended_at, f.case_number, f.state_before, f.person, f.determination, f.id);
}

void hold_finding(store::Transaction& tx, FindingId id) { tx.hold("select id from finding where id = ?", id); }

std::optional<Finding> find_finding(store::Connection& c, const seal::Seal& seal, FindingId id) {
    auto found = findings_of(c.query(selected("where id = ?"), id), seal);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::optional<Finding> hold_finding_of_case(store::Transaction& tx, const seal::Seal& seal, std::string_view case_number) {
    const auto id = find_finding_of_case(tx, case_number);
    if (!id) return std::nullopt;
    hold_finding(tx, *id);
    return find_finding(tx, seal, *id);
}

std::optional<FindingId> find_finding_of_case(store::Connection& c, std::string_view case_number) {
    auto rows = c.query("select id from finding where case_number = ? and case_number <> ''", case_number);
    return rows.next() ? std::optional(rows.get<FindingId>(0)) : std::nullopt;
}

std::vector<Finding> list_findings_of(store::Connection& c, const seal::Seal& seal, party::PersonId person) {
    std::vector<Finding> out;
    for (const auto one : party::list_ids(c, person)) std::ranges::move(findings_of(c.query(selected("where person_id = ? order by id desc limit 200"), one), seal), std::back_inserter(out));
    std::ranges::sort(out, std::ranges::greater(), &Finding::id);
    if (out.size() > 200) out.resize(200);
    return out;
}

std::vector<party::PersonId> list_people_with_findings(store::Connection& c, party::PersonId after, int limit) {
    auto rows = c.query("select distinct person_id from finding where person_id > ? order by person_id limit ?", after, limit);
    std::vector<party::PersonId> out;
    while (rows.next()) out.push_back(rows.get<party::PersonId>(0));
    return out;
}

namespace {

constexpr std::string_view standing_columns = "select person_id, determination, id, outcome, state from finding where ended_at is null and person_id ";

void read_standing(store::Rows rows, std::vector<StandingFinding>& into) {
    while (rows.next())
        into.push_back({rows.get<party::PersonId>(0), rows.get<std::string>(1), rows.get<FindingId>(2), rows.get<std::string>(3), rows.get<FindingState>(4)});
}

}  // namespace

std::vector<StandingFinding> list_standing(store::Connection& c, party::PersonId after, party::PersonId last) {
    static const std::string sql = std::string(standing_columns) + "> ? and person_id <= ? order by person_id, determination";
    std::vector<StandingFinding> out;
    read_standing(c.query(sql, after, last), out);
    return out;
}

std::vector<StandingFinding> list_standing(store::Connection& c, std::span<const party::PersonId> people) {
    static const std::string sql = std::string(standing_columns) + "in (" + store::piece_marks() + ") order by person_id, determination";
    std::vector<StandingFinding> out;
    store::in_pieces(people, [&](std::span<const store::Param> piece) { read_standing(c.query_params(sql, piece), out); });
    return out;
}

std::optional<Finding> find_standing(store::Connection& c, const seal::Seal& seal, party::PersonId person, std::string_view determination) {
    auto found = findings_of(c.query(selected("where person_id = ? and determination = ? and ended_at is null"), person, determination), seal);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Finding> list_findings(store::Connection& c, const seal::Seal& seal, const FindingFilter& filter, std::optional<FindingId> after, int limit) {
    std::string sql = selected("where ended_at is null and area >= ? and area < ? and id > ?");
    std::vector<store::Value> values{store::to_value(filter.area.empty() ? std::string() : area_begin(filter.area)),
                                     store::to_value(filter.area.empty() ? std::string(":") : area_end(filter.area)), store::to_value(after.value_or(FindingId{}))};
    if (!filter.determination.empty()) sql += " and determination = ?", values.push_back(store::to_value(filter.determination));
    if (filter.state) sql += " and state = ?", values.push_back(store::to_value(static_cast<int64_t>(*filter.state)));
    if (filter.sweep) sql += " and sweep = ?", values.push_back(store::to_value(*filter.sweep));
    values.push_back(store::to_value(int64_t{limit}));
    return findings_of(c.query_values(sql + " order by id limit ?", values), seal);
}

std::vector<FindingContact> list_contacts(store::Connection& c, FindingId id) {
    auto rows = c.query("select seq, at, by, by_name, channel, note from finding_contact where finding_id = ? order by seq limit 200", id);
    std::vector<FindingContact> out;
    while (rows.next())
        out.push_back({rows.get<int64_t>(0), rows.get<Instant>(1), rows.get<std::string>(2), rows.get<std::string>(3), rows.get<std::string>(4), rows.get<std::string>(5)});
    return out;
}

void insert_contact(store::Transaction& tx, FindingId id, const FindingContact& contact) {
    tx.execute("insert into finding_contact (finding_id, seq, at, by, by_name, channel, note) values (?, ?, ?, ?, ?, ?, ?)", id, contact.seq, contact.at, contact.by,
               contact.by_name, contact.channel, contact.note);
}

std::vector<FindingCount> count_findings(store::Connection& c, std::string_view area) {
    const std::string begin = area.empty() ? std::string() : area_begin(area), end = area.empty() ? ":" : area_end(area);
    const int64_t digits = begin.size() < 4 ? 4 : begin.size() < 6 ? 6 : 9;
    auto rows = c.query(
        "select determination, substr(area, 1, ?), state, count(*) from finding where ended_at is null and area >= ? and area < ? group by 1, 2, 3 order by 1, 2, 3", digits, begin, end);
    std::vector<FindingCount> out;
    while (rows.next()) {
        const auto place = rows.get<std::string>(1);
        out.push_back({rows.get<std::string>(0), place.size() == 4 ? place + "00" : place, rows.get<FindingState>(2), rows.get<int64_t>(3)});
    }
    return out;
}

std::span<const rotation::Column> sealed_columns() {
    static const rotation::Part name[] = {{"person_id", rotation::Kind::bytes}, {"determination", rotation::Kind::text}, {"id", rotation::Kind::bytes}};
    static const rotation::Column all[] = {
        {"finding", "facts", {std::begin(name), std::end(name)}, [](const rotation::Name& of) { return facts_binding(rotation::text_of(of[2])); }}};
    return all;
}

}  // namespace leye::determination
