#pragma once
#include "records/party/staff.hpp"

namespace leye::party {

/// False where the sign-in name is taken.
bool insert_staff(store::Transaction& tx, const Staff& staff, std::string_view password_phc,
                  const store::Blob& totp_sealed, Instant at);
void update_staff(store::Transaction& tx, const Staff& staff);
void update_secret(store::Transaction& tx, StaffId id, std::string_view password_phc,
                   const store::Blob& totp_sealed);
void update_seen(store::Transaction& tx, StaffId id, Instant at);
/// What the second factor is bound to in its envelope.
std::string totp_binding(StaffId id);

}  // namespace leye::party
