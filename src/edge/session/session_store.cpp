#include "edge/session/session_store.hpp"

#include "edge/session/code.hpp"
#include "edge/session/sealed.hpp"

namespace leye::session {

void insert_session(store::Transaction& tx, const SessionRow& row) {
    std::optional<AccountId> account;
    std::optional<party::StaffId> staff;
    if (row.staff_kind)
        staff = row.staff;
    else
        account = row.account;
    tx.execute(
        "insert into session (token_hash, kind, account_id, staff_id, csrf, created_at, last_seen_at, expires_at) "
        "values (?, ?, ?, ?, ?, ?, ?, ?)",
        store::Blob{row.token_hash}, row.staff_kind ? "staff" : "person", account, staff, row.csrf, row.created_at,
        row.last_seen_at, row.expires_at);
}

std::optional<SessionRow> find_session(store::Connection& c, const std::string& token_hash) {
    auto rows = c.query(
        "select kind, account_id, staff_id, csrf, created_at, last_seen_at, expires_at from session where token_hash = ?",
        store::Blob{token_hash});
    if (!rows.next()) return std::nullopt;
    SessionRow out;
    out.token_hash = token_hash;
    out.staff_kind = rows.get<std::string>(0) == "staff";
    if (out.staff_kind)
        out.staff = rows.get<party::StaffId>(2);
    else
        out.account = rows.get<AccountId>(1);
    out.csrf = rows.get<std::string>(3);
    out.created_at = rows.get<Instant>(4);
    out.last_seen_at = rows.get<Instant>(5);
    out.expires_at = rows.get<Instant>(6);
    return out;
}

void delete_session(store::Transaction& tx, const std::string& token_hash) {
    tx.execute("delete from session where token_hash = ?", store::Blob{token_hash});
}

void delete_staff_sessions(store::Transaction& tx, party::StaffId staff) {
    tx.execute("delete from session where staff_id = ?", staff);
}

void write_last_seen(store::Transaction& tx, const std::string& token_hash, Instant at) {
    tx.execute("update session set last_seen_at = ? where token_hash = ? and last_seen_at < ?", at, store::Blob{token_hash}, at);
}

std::optional<AccountRow> find_account(store::Connection& c, AccountId id) {
    auto rows = c.query("select phone, person_id from account where id = ?", id);
    if (!rows.next()) return std::nullopt;
    return AccountRow{id, rows.get<store::Blob>(0), rows.get<std::optional<party::PersonId>>(1)};
}

AccountId claim_account(store::Transaction& tx, const seal::Seal& seal, std::string_view phone, Instant now) {
    const store::Blob index{seal.blind("account.phone", phone)};
    const auto id = AccountId::make(now);
    const bool opened = tx.execute("insert into account_index (phone_index, account_id) values (?, ?) on conflict do nothing",
                                   index, id) == 1;
    if (opened) {
        tx.execute("insert into account (id, phone, created_at) values (?, ?, ?)", id,
                   store::Blob{seal.encrypt(phone, phone_binding(id.value.view()))}, now);
        return id;
    }
    auto rows = tx.query("select account_id from account_index where phone_index = ?", index);
    if (!rows.next()) throw Fault("an account was opened twice at once");
    return rows.get<AccountId>(0);
}

void write_person(store::Transaction& tx, AccountId id, party::PersonId person) {
    tx.execute("update account set person_id = ? where id = ?", person, id);
}

std::string open_phone(const AccountRow& row, const seal::Seal& seal) {
    return seal.decrypt(row.phone.bytes, phone_binding(row.id.value.view()));
}

std::optional<CodeRow> find_code(store::Connection& c, const std::string& phone_index) {
    auto rows = c.query(
        "select code_hash, tries, sent_at, expires_at, day_began_at, sent_in_day from sign_in_code where phone_index = ?",
        store::Blob{phone_index});
    if (!rows.next()) return std::nullopt;
    CodeRow out;
    out.phone_index = phone_index;
    out.code_hash = rows.get<store::Blob>(0).bytes;
    out.tries = rows.get<int64_t>(1);
    out.sent_at = rows.get<Instant>(2);
    out.expires_at = rows.get<Instant>(3);
    out.day_began_at = rows.get<Instant>(4);
    out.sent_in_day = rows.get<int64_t>(5);
    return out;
}

void save_code(store::Transaction& tx, const CodeRow& row) {
    tx.execute(
        "insert into sign_in_code (phone_index, code_hash, tries, sent_at, expires_at, day_began_at, sent_in_day) "
        "values (?, ?, ?, ?, ?, ?, ?) on conflict (phone_index) do update set code_hash = excluded.code_hash, "
        "tries = excluded.tries, sent_at = excluded.sent_at, expires_at = excluded.expires_at, "
        "day_began_at = excluded.day_began_at, sent_in_day = excluded.sent_in_day",
        store::Blob{row.phone_index}, store::Blob{row.code_hash}, row.tries, row.sent_at, row.expires_at, row.day_began_at,
        row.sent_in_day);
}

std::optional<FailureRow> find_failure(store::Connection& c, const std::string& user_index) {
    auto rows = c.query("select failures, last_at, locked_until from sign_in_failure where user_index = ?",
                        store::Blob{user_index});
    if (!rows.next()) return std::nullopt;
    return FailureRow{user_index, rows.get<int64_t>(0), rows.get<Instant>(1), rows.get<Instant>(2)};
}

void save_failure(store::Transaction& tx, const FailureRow& row) {
    tx.execute(
        "insert into sign_in_failure (user_index, failures, last_at, locked_until) values (?, ?, ?, ?) on conflict "
        "(user_index) do update set failures = excluded.failures, last_at = excluded.last_at, "
        "locked_until = excluded.locked_until",
        store::Blob{row.user_index}, row.failures, row.last_at, row.locked_until);
}

void delete_failure(store::Transaction& tx, const std::string& user_index) {
    tx.execute("delete from sign_in_failure where user_index = ?", store::Blob{user_index});
}

bool count_failure(store::Transaction& tx, FailureRow& row, Instant now) {
    if (now.ms() - row.last_at.ms() >= lock_ms) row.failures = 0;
    row.last_at = now;
    const bool locked = ++row.failures >= failures_max;
    if (locked) row.failures = 0, row.locked_until = now.plus_ms(lock_ms);
    save_failure(tx, row);
    return locked;
}

bool is_initial(store::Connection& c, party::StaffId staff) { return c.query("select 1 from staff_initial where staff_id = ?", staff).next(); }

void save_initial(store::Transaction& tx, party::StaffId staff) {
    tx.execute("insert into staff_initial (staff_id) values (?) on conflict do nothing", staff);
}

void clear_initial(store::Transaction& tx, party::StaffId staff) { tx.execute("delete from staff_initial where staff_id = ?", staff); }

bool accept_step(store::Transaction& tx, party::StaffId staff, int64_t step) {
    return tx.execute(
               "insert into staff_totp (staff_id, last_step) values (?, ?) on conflict (staff_id) do update set "
               "last_step = excluded.last_step where staff_totp.last_step < excluded.last_step",
               staff, step) == 1;
}

void delete_old(store::Transaction& tx, Instant now) {
    constexpr int64_t day_ms = 86'400'000;
    tx.execute("delete from session where expires_at < ?", now);
    tx.execute("delete from sign_in_code where sent_at < ?", now.plus_ms(-day_ms));
    tx.execute("delete from sign_in_failure where last_at < ?", now.plus_ms(-day_ms));
    tx.execute("delete from idempotency where until_at < ?", now);
}

}  // namespace leye::session
