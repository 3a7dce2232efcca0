#pragma once
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "engine/store/param.hpp"

/// One interface over SQLite and PostgreSQL. SQL is portable: `?` for parameters, types bigint, text and blob,
/// `on conflict` and `returning`. Dates are text "YYYY-MM-DD", instants bigint milliseconds, ids blob of 16 bytes,
/// booleans bigint 0 or 1.
namespace leye::store {

/// The rows of one query, read once from first to last. Invariant: used up or destroyed before the next
/// statement with the same SQL on the same connection.
class Rows {
  public:
    /// What a back end implements; views stay valid until the next `next`.
    class Cursor {
      public:
        virtual ~Cursor() = default;
        virtual bool next() = 0;
        virtual bool is_null(int column) const = 0;
        virtual int64_t integer(int column) const = 0;
        virtual std::string_view bytes(int column) const = 0;
    };

    explicit Rows(std::unique_ptr<Cursor> cursor) : cursor_(std::move(cursor)) {}
    /// Moves to the next row; false behind the last.
    bool next() { return cursor_->next(); }

    /// The column (from 0) as T: an integer type, bool, std::string, Date, Instant, Uuid, Id or Blob, or an
    /// optional of these. Throws Bug where a null meets a T that is not optional.
    template <class T>
    T get(int column) const {
        if constexpr (detail::is_optional<T>::value) {
            if (cursor_->is_null(column)) return std::nullopt;
            return get<typename T::value_type>(column);
        } else {
            expect(!cursor_->is_null(column), "a null column read as a value");
            if constexpr (std::is_same_v<T, bool>)
                return cursor_->integer(column) != 0;
            else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>)
                return static_cast<T>(cursor_->integer(column));
            else if constexpr (std::is_same_v<T, Date>) {
                const auto d = Date::parse(cursor_->bytes(column));
                expect(d.has_value(), "a stored date does not parse");
                return *d;
            } else if constexpr (std::is_same_v<T, Instant>)
                return Instant::of_ms(cursor_->integer(column));
            else if constexpr (std::is_same_v<T, Uuid>) {
                const auto u = Uuid::of_bytes(cursor_->bytes(column));
                expect(u.has_value(), "a stored id is not 16 bytes");
                return *u;
            } else if constexpr (detail::is_id<T>::value)
                return T{get<Uuid>(column)};
            else if constexpr (std::is_same_v<T, Blob>)
                return Blob{std::string(cursor_->bytes(column))};
            else
                return T(cursor_->bytes(column));
        }
    }

  private:
    std::unique_ptr<Cursor> cursor_;
};

/// Two writers met and one of them cannot go on; its transaction is run again from the beginning, a few times.
class ConflictFault : public Fault {
  public:
    using Fault::Fault;
};

class Connection;

/// What a module carries on a writer's connection from act to act (the head of a chain), so that it is read and written
/// once for a whole commit. One of a kind for each connection.
class Carried {
  public:
    virtual ~Carried() = default;
    /// Writes what changed; called before the commit.
    virtual void put_back(Connection& tx) = 0;
    /// What was carried holds no longer: something was undone, or another commit begins.
    virtual void forget() = 0;
};

/// A connection inside a transaction or a consistent read. Not thread-safe; lives as long as the callback
/// that got it. Statements are prepared once per connection and SQL text.
class Connection {
  public:
    virtual ~Connection() = default;

    /// Runs a select or a `returning` statement. Fails: Fault (database), Bug (malformed SQL).
    template <class... A>
    Rows query(std::string_view sql, const A&... arguments) {
        const Param params[] = {Param(arguments)..., Param()};
        return run_query(sql, std::span(params, sizeof...(A)));
    }
    /// Runs a statement without rows. out: number of rows changed. Fails as `query`; a unique or foreign key
    /// that refuses is a ConstraintFault.
    template <class... A>
    int64_t execute(std::string_view sql, const A&... arguments) {
        const Param params[] = {Param(arguments)..., Param()};
        return run_execute(sql, std::span(params, sizeof...(A)));
    }
    /// Runs a statement that nobody asks the outcome of. A database across a network is sent it without waiting: what goes
    /// wrong is thrown by a later statement of the transaction, its end at the latest, as `execute` would.
    template <class... A>
    void post(std::string_view sql, const A&... arguments) {
        const Param params[] = {Param(arguments)..., Param()};
        run_post(sql, std::span(params, sizeof...(A)));
    }
    /// As `post`, of a statement that changes one row unless another transaction was first; then the work is run again.
    /// Fails: ConflictFault.
    template <class... A>
    void change_one(std::string_view sql, const A&... arguments) {
        const Param params[] = {Param(arguments)..., Param()};
        run_change_one(sql, std::span(params, sizeof...(A)));
    }
    /// Keeps the rows of a plain select by key for this transaction: where writers run side by side, others that would keep
    /// or change them wait, and what is read afterwards is what they left. Who keeps several keeps them in one order.
    template <class... A>
    void hold(std::string_view select, const A&... arguments) {
        const Param params[] = {Param(arguments)..., Param()};
        run_hold(select, std::span(params, sizeof...(A)));
    }
    /// As `query`, of a plain select by key, whose rows nobody else changes before this transaction ends; others may keep them
    /// in the same way.
    template <class... A>
    Rows query_kept(std::string_view select, const A&... arguments) {
        const Param params[] = {Param(arguments)..., Param()};
        return run_query_kept(select, std::span(params, sizeof...(A)));
    }
    /// Does what only a writer can, such as adding to a chain: at once here, in a rehearsal when the work is carried out. The
    /// work itself does not read what this writes.
    template <class F>
    void at_writer(F act) {
        if (is_rehearsal())
            leave_to_writer(std::move(act));
        else
            act(*this);
    }
    /// Whether this run only finds out what is to be written, on a snapshot; see Database::write_rehearsed.
    virtual bool is_rehearsal() const { return false; }
    /// As `query`, with parameters known only at run time.
    Rows query_params(std::string_view sql, std::span<const Param> params) { return run_query(sql, params); }
    int64_t execute_params(std::string_view sql, std::span<const Param> params) { return run_execute(sql, params); }
    Rows query_values(std::string_view sql, std::span<const Value> values) { return run_query(sql, std::vector<Param>(values.begin(), values.end())); }
    int64_t execute_values(std::string_view sql, std::span<const Value> values) { return run_execute(sql, std::vector<Param>(values.begin(), values.end())); }
    /// Adds many rows to a table as fast as the database takes them (PostgreSQL: COPY). in: `next` gives the next row its values,
    /// one for each column, which live until it is asked again; false behind the last row. Fails: as `execute`; then none is
    /// added. Cost: no statement for each row.
    int64_t load(std::string_view table, std::span<const std::string_view> columns, const std::function<bool(std::span<Param>)>& next) {
        return run_load(table, columns, next);
    }
    /// Runs several statements separated by `;`, without parameters or rows (migrations).
    virtual void run_script(std::string_view sql) = 0;
    /// Which of the parallel write lanes this connection is; 0 where there is one (SQLite), and for reads.
    virtual int lane() const { return 0; }
    /// The connection that carries; another one where this one only passes statements on.
    virtual Connection& root() { return *this; }
    /// The T that this connection carries, made where there is none yet; what a rehearsal carries is forgotten.
    template <class T>
    T& carried() {
        static_assert(std::is_base_of_v<Carried, T>);
        static const char kind = 0;
        auto& all = root().carried_;
        for (auto& [of, one] : all)
            if (of == &kind) return static_cast<T&>(*one);
        return static_cast<T&>(*all.emplace_back(&kind, std::make_unique<T>()).second);
    }

  protected:
    virtual Rows run_query(std::string_view sql, std::span<const Param> params) = 0;
    virtual int64_t run_execute(std::string_view sql, std::span<const Param> params) = 0;
    virtual void run_post(std::string_view sql, std::span<const Param> params) { run_execute(sql, params); }
    virtual void run_change_one(std::string_view sql, std::span<const Param> params) {
        if (run_execute(sql, params) != 1) throw ConflictFault("another transaction was first [" + std::string(sql.substr(0, 80)) + "]");
    }
    virtual Rows run_query_kept(std::string_view select, std::span<const Param> params) { return run_query(select, params); }
    virtual int64_t run_load(std::string_view table, std::span<const std::string_view> columns, const std::function<bool(std::span<Param>)>& next);
    /// One row of a load; the text of the statement is the same object for all of them.
    virtual void run_row(const std::string& sql, std::span<const Param> params) { run_post(sql, params); }
    virtual void run_hold(std::string_view, std::span<const Param>) {}  // one writer at a time needs to hold nothing
    virtual void leave_to_writer(std::function<void(Connection&)>) { throw Bug("this connection writes itself"); }
    void put_carried_back() {
        for (size_t i = 0; i < carried_.size(); ++i) carried_[i].second->put_back(*this);
    }
    void forget_carried() {
        for (auto& [_, one] : carried_) one->forget();
    }

  private:
    std::vector<std::pair<const void*, std::unique_ptr<Carried>>> carried_;
};

/// A write in progress. What it wrote is durable when `Database::write` returns, and gone when the work
/// refused or threw.
using Transaction = Connection;

/// A unique or foreign key refused a row.
class ConstraintFault : public Fault {
  public:
    using Fault::Fault;
};

enum class Backend { sqlite, postgresql };

struct Options {
    /// "sqlite:/path/leye.db", "sqlite::memory:" or a PostgreSQL URL ("postgresql://…").
    std::string url;
    int readers = 4;              ///< connections for reads
    int write_lanes = 4;          ///< parallel writers; SQLite always has one
    int batch_max = 128;          ///< transactions grouped into one durable commit
    int queue_max = 4096;         ///< waiting writes before Fault
};

class Database {
  public:
    /// Opens and, for SQLite, creates the database. Fails: Fault with what the database said.
    static std::unique_ptr<Database> open(const Options& options);
    virtual ~Database() = default;

    /// Runs `work(Transaction&)` as one transaction and returns its value once it is durable on disk. A thrown
    /// exception or a Result that refuses undoes all it wrote, and nothing else's. Many writes share one
    /// durable commit; `work` runs on a writer's thread and may run again from the start after a conflict, so it
    /// assigns to what it captures but does not accumulate. Fails: Fault.
    template <class F>
    auto write(F&& work) -> std::invoke_result_t<F&, Transaction&> {
        using R = std::invoke_result_t<F&, Transaction&>;
        if constexpr (std::is_void_v<R>) {
            run_write([&](Transaction& tx) { return work(tx), true; });
        } else {
            std::optional<R> out;
            run_write([&](Transaction& tx) {
                out.emplace(work(tx));
                if constexpr (requires { out->has_value(); out->error(); })
                    return out->has_value();
                else
                    return true;
            });
            return std::move(*out);
        }
    }

    /// As `write`, without waiting: `done` is called on a writer's thread once the work is durable, or with what
    /// went wrong. `work` answers whether to keep what it wrote. Fails: Fault where too many writes wait.
    void write_later(std::function<bool(Transaction&)> work, std::function<void(std::exception_ptr)> done) {
        run_write_later(std::move(work), std::move(done));
    }

    /// As `write_later`, for a work that reads and computes much more than it writes: it is run on the calling thread first, on
    /// a snapshot, where what it would write is kept. The writer then asks each of its queries again and, where all answer
    /// as before, only writes what was kept; where one does not, the work is run as `write_later` runs it. A work that
    /// writes nothing, or refuses, is done at once. Fails: as `write_later`.
    void write_rehearsed(std::function<bool(Transaction&)> work, std::function<void(std::exception_ptr)> done) {
        run_write_rehearsed(std::move(work), std::move(done));
    }

    /// Runs `work(Connection&)` on one consistent snapshot; must not write. What it saw is durable when this returns.
    template <class F>
    auto read(F&& work) -> std::invoke_result_t<F&, Connection&> {
        using R = std::invoke_result_t<F&, Connection&>;
        if constexpr (std::is_void_v<R>) {
            run_read([&](Connection& c) { return work(c), Told::now; });
        } else {
            std::optional<R> out;
            run_read([&](Connection& c) { return out.emplace(work(c)), Told::now; });
            return std::move(*out);
        }
    }
    /// As `read`, for a Result whose value nobody is told before a later write of the caller's is durable: with that, all is
    /// that the work saw, and it is not waited for by itself.
    template <class F>
    auto read_before_write(F&& work) -> std::invoke_result_t<F&, Connection&> {
        std::optional<std::invoke_result_t<F&, Connection&>> out;
        run_read([&](Connection& c) { return out.emplace(work(c)).has_value() ? Told::with_write : Told::now; });
        return std::move(*out);
    }

    virtual Backend backend() const = 0;
    /// Copies the whole database, while it is in use, to a new file (SQLite: a database; PostgreSQL: a
    /// pg_dump archive). Fails: Fault; the file exists already.
    virtual void backup(const std::string& file) = 0;
    /// Bytes the database takes on disk.
    virtual int64_t size_bytes() = 0;

  protected:
    /// `work` answers whether to keep what it wrote.
    virtual void run_write(const std::function<bool(Transaction&)>& work) = 0;
    virtual void run_write_later(std::function<bool(Transaction&)> work, std::function<void(std::exception_ptr)> done) = 0;
    virtual void run_write_rehearsed(std::function<bool(Transaction&)> work, std::function<void(std::exception_ptr)> done) {
        run_write_later(std::move(work), std::move(done));
    }
    /// When somebody is told what a work read.
    enum class Told { now, with_write };
    virtual void run_read(const std::function<Told(Connection&)>& work) = 0;
};

/// One numbered step of one module's schema, from its schema/NNN_name.sql.
struct Migration {
    std::string_view module;
    int number;
    std::string_view name;
    std::string_view sql;
};

/// Applies, in order, the migrations that `schema_migration` does not hold yet. out: how many were applied.
/// Fails: Fault; Bug where an applied migration's text has changed since.
int migrate(Database& db, std::span<const std::span<const Migration>> modules, Instant now);

}  // namespace leye::store
