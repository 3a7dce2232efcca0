#pragma once
#include "engine/store/store.hpp"

namespace leye::store {

/// A PostgreSQL 15 server: `write_lanes` connections for writes, each of which takes waiting writes in turn,
/// and `readers` for reads. Fails: Fault.
std::unique_ptr<Database> open_postgres(const Options& options);

}  // namespace leye::store
