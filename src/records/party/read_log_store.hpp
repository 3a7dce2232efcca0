#pragma once
#include "records/party/read_log.hpp"

namespace leye::party {

void insert_reading(store::Transaction& tx, const Reading& reading);
void insert_unit_reading(store::Transaction& tx, EmployerId employer, Uuid id, Instant at, StaffId staff, AgencyId agency,
                         std::string_view purpose);

}  // namespace leye::party
