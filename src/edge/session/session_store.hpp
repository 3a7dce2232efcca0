#pragma once
#include <optional>
#include <string>

#include "edge/session/session.hpp"

/// The rows behind sessions and signing in.
namespace leye::session {

struct SessionRow {
    std::string token_hash;
    bool staff_kind = false;
    AccountId account;
    party::StaffId staff;
    std::string csrf;
    Instant created_at, last_seen_at, expires_at;
};
void insert_session(store::Transaction& tx, const SessionRow& row);
std::optional<SessionRow> find_session(store::Connection& c, const std::string& token_hash);
void delete_session(store::Transaction& tx, const std::string& token_hash);
void delete_staff_sessions(store::Transaction& tx, party::StaffId staff);
void write_last_seen(store::Transaction& tx, const std::string& token_hash, Instant at);

struct AccountRow {
    AccountId id;
    store::Blob phone;  // sealed
    std::optional<party::PersonId> person;
};
std::optional<AccountRow> find_account(store::Connection& c, AccountId id);
/// The account of the phone, opened where there is none.
AccountId claim_account(store::Transaction& tx, const seal::Seal& seal, std::string_view phone, Instant now);
void write_person(store::Transaction& tx, AccountId id, party::PersonId person);
std::string open_phone(const AccountRow& row, const seal::Seal& seal);

struct CodeRow {
    std::string phone_index, code_hash;
    int64_t tries = 0;
    Instant sent_at, expires_at, day_began_at;
    int64_t sent_in_day = 0;
};
std::optional<CodeRow> find_code(store::Connection& c, const std::string& phone_index);
void save_code(store::Transaction& tx, const CodeRow& row);

struct FailureRow {
    std::string user_index;
    int64_t failures = 0;
    Instant last_at, locked_until;
};
std::optional<FailureRow> find_failure(store::Connection& c, const std::string& user_index);
void save_failure(store::Transaction& tx, const FailureRow& row);
void delete_failure(store::Transaction& tx, const std::string& user_index);
/// Counts a failure. out: whether the name is locked by it.
bool count_failure(store::Transaction& tx, FailureRow& row, Instant now);
/// Whether the password of the member of staff is a first one.
bool is_initial(store::Connection& c, party::StaffId staff);
void save_initial(store::Transaction& tx, party::StaffId staff);
void clear_initial(store::Transaction& tx, party::StaffId staff);
/// Remembers the step of a one-time code; false where it, or a later one, was used before.
bool accept_step(store::Transaction& tx, party::StaffId staff, int64_t step);

/// Deletes what is of no use any more.
void delete_old(store::Transaction& tx, Instant now);

}  // namespace leye::session
