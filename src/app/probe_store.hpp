#pragma once
#include "engine/store/store.hpp"

namespace leye::app {

/// Whether the database holds a province already.
bool has_agencies(store::Connection& c);
/// Reads a little of Leye's own tables. Fails: Fault or Bug where the database does not answer or is not Leye's.
void probe(store::Connection& c);

}  // namespace leye::app
