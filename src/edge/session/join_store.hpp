#pragma once
#include <span>
#include <vector>

#include "edge/session/session_store.hpp"

/// The rows behind joining an account to a file that is there already.
namespace leye::session {

/// Accounts joined to any of the ids but `but`, oldest first.
std::vector<AccountRow> list_accounts_of(store::Connection& c, std::span<const party::PersonId> ids, AccountId but);
/// The account is joined to no file any more.
void clear_person(store::Transaction& tx, AccountId id);
/// Lets the phone have the file until `expires_at`; a grant given before is replaced.
void save_grant(store::Transaction& tx, party::PersonId person, const std::string& phone_index, party::StaffId staff, Instant expires_at);
/// Whether there was a grant for any of the ids; it is used up.
bool take_grant(store::Transaction& tx, std::span<const party::PersonId> ids, const std::string& phone_index, Instant now);

}  // namespace leye::session
