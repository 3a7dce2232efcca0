#include "services/casework/draft_store.hpp"

#include "services/casework/sealed.hpp"

namespace leye::casework {

void keep_draft(store::Transaction& tx, const seal::Seal& seal, party::PersonId person, std::string_view item, const json::Object& values, Instant at) {
    tx.execute(
        "insert into case_draft (person_id, item, sealed_values, at) values (?, ?, ?, ?) "
        "on conflict (person_id, item) do update set sealed_values = excluded.sealed_values, at = excluded.at",
        person, item, store::Blob{seal.encrypt(json::print(values), draft_binding(person.value.view(), item))}, at);
}

std::optional<json::Object> find_draft(store::Connection& c, const seal::Seal& seal, party::PersonId person, std::string_view item) {
    auto rows = c.query("select sealed_values from case_draft where person_id = ? and item = ?", person, item);
    if (!rows.next()) return std::nullopt;
    auto values = json::parse(seal.decrypt(rows.get<store::Blob>(0).bytes, draft_binding(person.value.view(), item)));
    expect(values && values->is_object(), "a stored draft is an object");
    return std::move(values->get_object());
}

void drop_draft(store::Transaction& tx, party::PersonId person, std::string_view item) {
    tx.post("delete from case_draft where person_id = ? and item = ?", person, item);
}

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

}  // namespace leye::casework
