#pragma once
#include "engine/store/store.hpp"

namespace leye::store {

/// One file in WAL mode; all writes run on one writer's thread, which groups them into commits that are told when they are
/// durable. Fails: Fault.
std::unique_ptr<Database> open_sqlite(const Options& options);

}  // namespace leye::store
