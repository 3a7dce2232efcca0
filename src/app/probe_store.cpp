#include "app/probe_store.hpp"

namespace leye::app {
namespace {

int64_t number(store::Rows rows) {
    rows.next();
    return rows.get<int64_t>(0);
}

}  // namespace

bool has_agencies(store::Connection& c) { return c.query("select 1 from agency limit 1").next(); }

bool has_schema(store::Database& db) {
    const bool sqlite = db.backend() == store::Backend::sqlite;
    return db.read([&](store::Connection& c) {
        return c.query(sqlite ? "select 1 from sqlite_master where name = 'schema_migration'"
                              : "select 1 from pg_tables where schemaname = current_schema() and tablename = 'schema_migration'").next();
    });
}

int64_t count_people(store::Connection& c) { return number(c.query("select count(*) from person")); }

int64_t count_untokened(store::Connection& c) { return number(c.query("select count(*) from person_untokened")); }

void probe(store::Connection& c) { c.query("select count(*) from schema_migration").next(); }

}  // namespace leye::app
