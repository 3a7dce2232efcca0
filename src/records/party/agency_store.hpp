#pragma once
#include "records/party/agency.hpp"

namespace leye::party {

void insert_agency(store::Transaction& tx, const Agency& agency);
void update_agency(store::Transaction& tx, const Agency& agency);
bool has_active_staff(store::Connection& c, AgencyId id);

}  // namespace leye::party
