#include "app/probe_store.hpp"

namespace leye::app {

bool has_agencies(store::Connection& c) { return c.query("select 1 from agency limit 1").next(); }

bool has_schema(store::Database& db) {
    const bool sqlite = db.backend() == store::Backend::sqlite;
    return db.read([&](store::Connection& c) {
        return c.query(sqlite ? "select 1 from sqlite_master where name = 'schema_migration'"
                              : "select 1 from pg_tables where schemaname = current_schema() and tablename = 'schema_migration'").next();
    });
}

int64_t count_untokened(store::Connection& c) {
    auto rows = c.query("select count(*) from person_untokened");
    rows.next();
    return rows.get<int64_t>(0);
}

void probe(store::Connection& c) { c.query("select count(*) from schema_migration").next(); }

}  // namespace leye::app
