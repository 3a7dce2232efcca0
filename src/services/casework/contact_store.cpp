#include "services/casework/contact_store.hpp"

#include "records/party/area_range.hpp"

namespace leye::casework {

void put_contact(store::Transaction& tx, const Case& c) {
    expect(c.contact.has_value(), "a case with a contact");
    tx.post("insert into contact (case_id, area, item, due_on, state) values (?, ?, ?, ?, ?) "
            "on conflict (case_id) do update set due_on = excluded.due_on, state = excluded.state",
            c.origin.id, c.origin.area, c.origin.item, c.contact->due_on, c.contact->state);
}

std::vector<DueContact> list_contacts(store::Connection& c, std::string_view area, std::optional<std::pair<Date, std::string>> after, int limit) {
    const party::AreaRange range = party::range_of(area);
    std::string sql = "select f.number, n.item, f.person_id, n.area, n.due_on from contact n join case_file f on f.id = n.case_id where n.state = ? and n.area >= ? and n.area < ?";
    std::vector<store::Value> values{store::to_value(ContactState::open), range.first, range.end};
    if (after) {
        sql += " and (n.due_on, f.number) > (?, ?)";
        values.push_back(store::to_value(after->first));
        values.push_back(after->second);
    }
    sql += " order by n.due_on, f.number limit ?";
    values.push_back(int64_t{limit});
    std::vector<DueContact> out;
    auto rows = c.query_values(sql, values);
    while (rows.next())
        out.push_back({rows.get<std::string>(0), rows.get<std::string>(1), rows.get<std::optional<party::PersonId>>(2), rows.get<std::string>(3), rows.get<Date>(4)});
    return out;
}

int64_t count_contacts_due(store::Connection& c, std::string_view area, Date before) {
    const party::AreaRange range = party::range_of(area);
    auto rows = c.query("select count(*) from contact where state = ? and due_on < ? and area >= ? and area < ?", ContactState::open, before, range.first, range.end);
    rows.next();
    return rows.get<int64_t>(0);
}

}  // namespace leye::casework
