#pragma once
#include "records/party/employer.hpp"

namespace leye::party {

/// False where the code has an owner already.
bool claim_uscc(store::Transaction& tx, std::string_view uscc, EmployerId owner);
void insert_employer(store::Transaction& tx, const Employer& employer);
void update_employer(store::Transaction& tx, const Employer& employer);
std::optional<EmployerId> find_uscc(store::Connection& c, std::string_view uscc);
void insert_handler(store::Transaction& tx, const Handler& handler);
/// Makes an active handler a confirmed one.
void raise_handler(store::Transaction& tx, EmployerId employer, Uuid account);
/// True where the account acted for the employer until now.
bool close_handler(store::Transaction& tx, EmployerId employer, Uuid account, Instant at);

}  // namespace leye::party
