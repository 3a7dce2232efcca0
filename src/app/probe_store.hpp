#pragma once
#include "engine/store/store.hpp"

namespace leye::app {

/// Whether the database holds a province already.
bool has_agencies(store::Connection& c);
/// Whether the database is one of Leye's and not an empty one.
bool has_schema(store::Database& db);
/// How many files of people there are.
int64_t count_people(store::Connection& c);
/// How many people cannot be found by a part of their name yet.
int64_t count_untokened(store::Connection& c);
/// Reads a little of Leye's own tables. Fails: Fault or Bug where the database does not answer or is not Leye's.
void probe(store::Connection& c);

}  // namespace leye::app
