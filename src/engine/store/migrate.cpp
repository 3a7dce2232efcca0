#include "base/hash.hpp"
#include "base/text.hpp"
#include "engine/store/store.hpp"

namespace leye::store {
namespace {

std::string digest_of(std::string_view sql) { return text::hex(sha256(sql)).substr(0, 16); }

// PostgreSQL keeps rows apart from the primary key; SQLite is told in the schema where it need not.
std::string fitted(Backend backend, std::string_view sql) {
    std::string out(sql);
    if (backend == Backend::sqlite) return out;
    for (size_t at; (at = out.find(" without rowid")) != out.npos;) out.erase(at, std::string_view(" without rowid").size());
    return out;
}

}  // namespace

int migrate(Database& db, std::span<const std::span<const Migration>> modules, Instant now) {
    const Backend backend = db.backend();
    return db.write([&](Transaction& tx) {
        // The portable type «blob» is bytea in PostgreSQL.
        if (backend == Backend::postgresql)
            tx.run_script(
                "select pg_advisory_xact_lock(5929);"
                "do $$ begin create domain blob as bytea; exception when duplicate_object then null; end $$");
        tx.run_script(
            "create table if not exists schema_migration (module text not null, number bigint not null, name text not null, "
            "digest text not null, applied_at bigint not null, primary key (module, number))");
        int applied = 0;
        for (const auto steps : modules) {
            for (const Migration& step : steps) {
                auto rows = tx.query("select digest from schema_migration where module = ? and number = ?", step.module, step.number);
                const std::string digest = digest_of(step.sql);
                if (rows.next()) {
                    expect(rows.get<std::string>(0) == digest, "an applied migration was changed; add a new one instead");
                    continue;
                }
                tx.run_script(fitted(backend, step.sql));
                tx.execute("insert into schema_migration (module, number, name, digest, applied_at) values (?, ?, ?, ?, ?)",
                           step.module, step.number, step.name, digest, now);
                ++applied;
            }
        }
        return applied;
    });
}

}  // namespace leye::store
