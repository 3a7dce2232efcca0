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

}  // namespace leye::casework
