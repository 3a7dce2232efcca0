#pragma once
#include "records/party/read_log.hpp"

namespace leye::party {

void insert_reading(store::Transaction& tx, const Reading& reading);

}  // namespace leye::party
