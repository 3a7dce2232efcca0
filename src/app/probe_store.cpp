#include "app/probe_store.hpp"

namespace leye::app {

bool has_agencies(store::Connection& c) { return c.query("select 1 from agency limit 1").next(); }

void probe(store::Connection& c) { c.query("select count(*) from schema_migration").next(); }

}  // namespace leye::app
