#include "engine/store/postgres.hpp"
#include "engine/store/sqlite.hpp"

namespace leye::store {

std::unique_ptr<Database> Database::open(const Options& options) {
    expect(options.readers > 0 && options.write_lanes > 0, "a database has somebody who reads and somebody who writes");
    if (options.url.starts_with("sqlite:")) return open_sqlite(options);
    if (options.url.starts_with("postgresql:") || options.url.starts_with("postgres:")) return open_postgres(options);
    throw Fault("the database address must begin with sqlite: or postgresql:, not «" + options.url + "»");
}

}  // namespace leye::store
