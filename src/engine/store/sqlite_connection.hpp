#pragma once
#include <sqlite3.h>

#include <array>
#include <string>
#include <unordered_map>

#include "engine/store/batches.hpp"

namespace leye::store {

/// How long a connection waits for a lock that another program holds.
inline constexpr int busy_ms = 10'000;

/// A SQLite connection with its prepared statements.
class SqliteConnection : public Writer {
  public:
    SqliteConnection(const std::string& path, bool read_only);
    ~SqliteConnection() override;
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    void run_script(std::string_view sql) override;
    sqlite3* handle() { return db_; }
    /// A prepared statement and its text, both kept with the connection.
    struct Prepared {
        std::string_view sql;
        sqlite3_stmt* handle = nullptr;
    };
    const Prepared& prepared(std::string_view sql);
    sqlite3_stmt* statement(std::string_view sql) { return prepared(sql).handle; }
    /// Gives the statement its values. in: `life` SQLITE_STATIC where they outlive its steps, else SQLITE_TRANSIENT.
    void bind(sqlite3_stmt* statement, std::span<const Param> params, sqlite3_destructor_type life);
    void begin() override { execute("begin immediate"); }
    void commit() override { execute("commit"); }
    void roll_back() override;
    int64_t changes() const override { return sqlite3_total_changes64(db_) + scripts_; }

  protected:
    Rows run_query(std::string_view sql, std::span<const Param> params) override;
    int64_t run_execute(std::string_view sql, std::span<const Param> params) override;
    int64_t run_load(std::string_view table, std::span<const std::string_view> columns, const std::function<bool(std::span<Param>)>& next) override;
    void run_row(const std::string& sql, std::span<const Param> params) override;

  private:
    struct TextHash {
        using is_transparent = void;
        size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
    };
    sqlite3_stmt* prepare(std::string_view sql);

    sqlite3* db_ = nullptr;
    int64_t scripts_ = 0;
    sqlite3_stmt* loading_ = nullptr;  // of the load that is going on
    std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>> statements_;
    struct Recent {
        const char* at = nullptr;
        const Prepared* prepared = nullptr;
    };
    std::array<Recent, 256> recent_;  // by where the text stood
};

/// Throws what SQLite's last error on `db` means: ConstraintFault, Bug for malformed SQL, else Fault.
[[noreturn]] void throw_sqlite(sqlite3* db, std::string_view doing);

}  // namespace leye::store
