#include "edge/session/join_store.hpp"

#include <algorithm>

namespace leye::session {

std::vector<AccountRow> list_accounts_of(store::Connection& c, std::span<const party::PersonId> ids, AccountId but) {
    std::vector<AccountRow> out;
    for (const auto& id : ids) {
        auto rows = c.query("select id, phone, person_id from account where person_id = ?", id);
        while (rows.next())
            if (const auto account = rows.get<AccountId>(0); account != but) out.push_back({account, rows.get<store::Blob>(1), rows.get<std::optional<party::PersonId>>(2)});
    }
    std::ranges::sort(out, {}, &AccountRow::id);
    return out;
}

void clear_person(store::Transaction& tx, AccountId id) { tx.execute("update account set person_id = null where id = ?", id); }

void save_grant(store::Transaction& tx, party::PersonId person, const std::string& phone_index, party::StaffId staff, Instant expires_at) {
    tx.execute(
        "insert into join_grant (person_id, phone_index, staff_id, expires_at) values (?, ?, ?, ?) on conflict (person_id, phone_index) "
        "do update set staff_id = excluded.staff_id, expires_at = excluded.expires_at",
        person, store::Blob{phone_index}, staff, expires_at);
}

bool take_grant(store::Transaction& tx, std::span<const party::PersonId> ids, const std::string& phone_index, Instant now) {
    bool out = false;
    for (const auto& id : ids)
        out |= tx.execute("delete from join_grant where person_id = ? and phone_index = ? and expires_at > ?", id, store::Blob{phone_index}, now) > 0;
    return out;
}

}  // namespace leye::session
