#include "engine/store/sqlite_connection.hpp"

#include "engine/store/sqlite_log.hpp"

namespace leye::store {
namespace {

class SqliteCursor : public Rows::Cursor {
  public:
    SqliteCursor(sqlite3* db, sqlite3_stmt* statement, bool owned) : db_(db), statement_(statement), owned_(owned) {}
    ~SqliteCursor() override {
        if (owned_) {
            sqlite3_finalize(statement_);
        } else {
            sqlite3_reset(statement_);
            sqlite3_clear_bindings(statement_);
        }
    }
    bool next() override {
        const int got = sqlite3_step(statement_);
        if (got == SQLITE_ROW) return true;
        if (got != SQLITE_DONE) throw_sqlite(db_, sqlite3_sql(statement_));
        return false;
    }
    bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
    int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
    std::string_view bytes(int column) const override {
        const auto* p = static_cast<const char*>(sqlite3_column_blob(statement_, column));
        return {p ? p : "", static_cast<size_t>(sqlite3_column_bytes(statement_, column))};
    }

  private:
    sqlite3* db_;
    sqlite3_stmt* statement_;
    bool owned_;
};

}  // namespace

void throw_sqlite(sqlite3* db, std::string_view doing) {
    const int code = sqlite3_extended_errcode(db);
    const std::string what = std::string(sqlite3_errmsg(db)) + " [" + std::string(doing.substr(0, 200)) + "]";
    if ((code & 0xff) == SQLITE_CONSTRAINT) throw ConstraintFault(what);
    if ((code & 0xff) == SQLITE_ERROR || (code & 0xff) == SQLITE_MISUSE || (code & 0xff) == SQLITE_RANGE) throw Bug(what);
    throw Fault(what);
}

SqliteConnection::SqliteConnection(const std::string& path, bool read_only) {
    // Counting what SQLite allocates costs a lock that all connections share.
    static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(uncounted);
    const int flags = (read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(path.c_str(), &db_, flags, read_only ? nullptr : gathering_vfs()) != SQLITE_OK) {
        const std::string why = db_ ? sqlite3_errmsg(db_) : "out of memory";
        sqlite3_close(db_);
        throw Fault("the database " + path + " cannot be opened: " + why);
    }
    sqlite3_extended_result_codes(db_, 1);
    sqlite3_busy_timeout(db_, busy_ms);
    if (!read_only) run_script("pragma journal_mode = wal; pragma synchronous = full;");
    // The cache is small: after a page is split SQLite looks through all of it at the commit, milliseconds where it has tens
    // of thousands of pages. The file is not mapped: SQLite would unmap it whenever another connection has committed, which
    // interrupts every processor, and reading a page costs less than that.
    run_script("pragma foreign_keys = on; pragma temp_store = memory; pragma cache_size = -8192; pragma mmap_size = 0;");
}

SqliteConnection::~SqliteConnection() {
    for (auto& [_, statement] : statements_) sqlite3_finalize(statement.handle);
    sqlite3_close(db_);
}

void SqliteConnection::roll_back() {
    if (!sqlite3_get_autocommit(db_)) sqlite3_exec(db_, "rollback", nullptr, nullptr, nullptr);
}

void SqliteConnection::run_script(std::string_view sql) {
    ++scripts_;
    if (sqlite3_exec(db_, std::string(sql).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) throw_sqlite(db_, sql);
}

sqlite3_stmt* SqliteConnection::prepare(std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
        throw_sqlite(db_, sql);
    return statement;
}

void SqliteConnection::bind(sqlite3_stmt* statement, std::span<const Param> params, sqlite3_destructor_type life) {
    expect(sqlite3_bind_parameter_count(statement) == static_cast<int>(params.size()), "as many values as parameters");
    for (size_t i = 0; i < params.size(); ++i) {
        const int at = static_cast<int>(i) + 1;
        const Param& p = params[i];
        switch (p.kind()) {
            case Param::Kind::integer: sqlite3_bind_int64(statement, at, p.integer()); break;
            case Param::Kind::text: sqlite3_bind_text(statement, at, p.view().data(), static_cast<int>(p.view().size()), life); break;
            case Param::Kind::bytes: sqlite3_bind_blob(statement, at, p.view().data(), static_cast<int>(p.view().size()), life); break;
            case Param::Kind::null: sqlite3_bind_null(statement, at); break;
        }
    }
}

const SqliteConnection::Prepared& SqliteConnection::prepared(std::string_view sql) {
    // Most texts stand where they stood the last time; to compare one costs a fraction of looking for it.
    Recent& recent = recent_[reinterpret_cast<uintptr_t>(sql.data()) / 16 % recent_.size()];
    if (recent.at == sql.data() && recent.prepared->sql == sql) return *recent.prepared;
    auto it = statements_.find(sql);
    if (it == statements_.end()) {
        it = statements_.emplace(std::string(sql), Prepared{{}, prepare(sql)}).first;
        it->second.sql = it->first;
    }
    recent = {sql.data(), &it->second};
    return it->second;
}

Rows SqliteConnection::run_query(std::string_view sql, std::span<const Param> params) {
    // The same statement may still be read by an outer loop; that loop keeps it and this one gets a copy.
    sqlite3_stmt* kept = statement(sql);
    const bool busy = sqlite3_stmt_busy(kept);
    sqlite3_stmt* own = busy ? prepare(sql) : kept;
    auto cursor = std::make_unique<SqliteCursor>(db_, own, busy);
    bind(own, params, SQLITE_TRANSIENT);
    return Rows(std::move(cursor));
}

int64_t SqliteConnection::run_execute(std::string_view sql, std::span<const Param> params) {
    sqlite3_stmt* step = statement(sql);
    bind(step, params, SQLITE_STATIC);
    int got;
    do got = sqlite3_step(step);
    while (got == SQLITE_ROW);
    if (got != SQLITE_DONE) {
        // The error text is the statement's; it must be taken before the reset.
        try {
            throw_sqlite(db_, sql);
        } catch (...) {
            sqlite3_reset(step);
            sqlite3_clear_bindings(step);
            throw;
        }
    }
    const int64_t changed = sqlite3_changes64(db_);
    sqlite3_reset(step);
    sqlite3_clear_bindings(step);
    return changed;
}

int64_t SqliteConnection::run_load(std::string_view table, std::span<const std::string_view> columns, const std::function<bool(std::span<Param>)>& next) {
    loading_ = nullptr;
    execute("savepoint load");
    try {
        const int64_t added = Connection::run_load(table, columns, next);
        execute("release load");
        return added;
    } catch (...) {
        run_script("rollback to load; release load");
        throw;
    }
}

void SqliteConnection::run_row(const std::string& sql, std::span<const Param> params) {
    if (!loading_) loading_ = statement(sql);
    bind(loading_, params, SQLITE_STATIC);
    const int got = sqlite3_step(loading_);
    if (got == SQLITE_DONE) {
        sqlite3_reset(loading_);
        return;
    }
    try {
        throw_sqlite(db_, sql);
    } catch (...) {
        sqlite3_reset(loading_);
        sqlite3_clear_bindings(loading_);
        throw;
    }
}

}  // namespace leye::store
