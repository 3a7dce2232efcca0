#pragma once
#include "engine/store/store.hpp"

namespace leye::store {

/// One file in WAL mode with synchronous=FULL; all writes run on one writer's thread, which groups them into
/// durable commits, each in a savepoint of its own. Fails: Fault.
std::unique_ptr<Database> open_sqlite(const Options& options);

}  // namespace leye::store
