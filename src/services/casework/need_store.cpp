#include "services/casework/need_store.hpp"

namespace leye::casework {

void put_need(store::Transaction& tx, party::PersonId person, const CaseId& from, const Need& need) {
    tx.execute(
        "insert into need (person_id, kind, wanted, note, case_id, at) values (?, ?, ?, ?, ?, ?) on conflict (person_id, kind) do update set "
        "wanted = excluded.wanted, note = excluded.note, case_id = excluded.case_id, at = excluded.at",
        person, need.kind, need.wanted, need.note, from, need.at);
}

std::vector<Need> list_needs(store::Connection& c, party::PersonId person) {
    std::vector<Need> out;
    auto rows = c.query("select kind, wanted, note, at from need where person_id = ? order by kind", person);
    while (rows.next()) out.push_back({rows.get<std::string>(0), rows.get<bool>(1), rows.get<std::string>(2), rows.get<Instant>(3)});
    return out;
}

void drop_needs(store::Transaction& tx, party::PersonId person, const CaseId& from) {
    tx.execute("delete from need where person_id = ? and case_id = ?", person, from);
}

std::string find_needs_before(store::Connection& c, party::PersonId person, std::string_view item, const CaseId& but) {
    auto rows = c.query("select number from case_file where person_id = ? and item = ? and state = ? and id <> ? order by submitted_at desc, number desc limit 1",
                        person, item, State::settled, but);
    return rows.next() ? rows.get<std::string>(0) : std::string();
}

}  // namespace leye::casework
