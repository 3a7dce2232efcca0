#include "services/casework/commitment_store.hpp"

#include "records/party/area_range.hpp"

namespace leye::casework {

void add_commitment(store::Transaction& tx, const Case& c) {
    expect(c.commitment.has_value(), "a case with a commitment");
    tx.post("insert into commitment (case_id, area, item, given_at, check_due_on, state) values (?, ?, ?, ?, ?, ?) "
            "on conflict (case_id) do update set given_at = excluded.given_at, check_due_on = excluded.check_due_on, state = excluded.state", c.origin.id,
               c.origin.area, c.origin.item, c.commitment->at, c.commitment->check_due_on, c.commitment->state);
}

void move_commitment(store::Transaction& tx, const CaseId& id, CommitmentState state) {
    tx.execute("update commitment set state = ? where case_id = ?", state, id);
}

std::vector<Commitment> list_commitments(store::Connection& c, std::string_view area, std::optional<CommitmentState> state,
                                         std::optional<Date> due_before, std::optional<std::pair<Date, std::string>> after, int limit) {
    const party::AreaRange range = party::range_of(area);
    std::string sql =
        "select f.number, m.item, f.person_id, m.area, m.given_at, m.check_due_on, m.state from commitment m join case_file f on "
        "f.id = m.case_id where m.area >= ? and m.area < ?";
    std::vector<store::Value> values{range.first, range.end};
    if (state) sql += " and m.state = ?", values.push_back(store::to_value(*state));
    if (due_before) sql += " and m.check_due_on < ?", values.push_back(store::to_value(*due_before));
    if (after) {
        sql += " and (m.check_due_on, f.number) > (?, ?)";
        values.push_back(store::to_value(after->first));
        values.push_back(after->second);
    }
    sql += " order by m.check_due_on, f.number limit ?";
    values.push_back(int64_t{limit});
    std::vector<Commitment> out;
    auto rows = c.query_values(sql, values);
    while (rows.next())
        out.push_back({rows.get<std::string>(0), rows.get<std::string>(1), rows.get<std::optional<party::PersonId>>(2), rows.get<std::string>(3),
                       rows.get<Instant>(4), rows.get<Date>(5), rows.get<CommitmentState>(6)});
    return out;
}

int64_t count_checks_due(store::Connection& c, std::string_view area, Date before) {
    const party::AreaRange range = party::range_of(area);
    auto rows = c.query("select count(*) from commitment where state = 1 and check_due_on < ? and area >= ? and area < ?", before, range.first, range.end);
    rows.next();
    return rows.get<int64_t>(0);
}

}  // namespace leye::casework
