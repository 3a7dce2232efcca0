#include "engine/store/sqlite.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

#include "engine/store/backup.hpp"
#include "engine/store/batches.hpp"
#include "engine/store/sqlite_connection.hpp"
#include "engine/store/sqlite_rehearsal.hpp"

namespace leye::store {
namespace {

/// The connections for reads, lent one at a time.
class Readers {
  public:
    void add(std::unique_ptr<SqliteConnection> connection) { idle_.push_back(std::move(connection)), ++all_; }

    /// A connection until it is destroyed; waits for one.
    class Loan {
      public:
        explicit Loan(Readers& from) : from_(from), connection_(from.take()) {}
        ~Loan() { from_.give(std::move(connection_)); }
        Loan(const Loan&) = delete;
        Loan& operator=(const Loan&) = delete;
        SqliteConnection& operator*() { return *connection_; }
        SqliteConnection* operator->() { return connection_.get(); }

      private:
        Readers& from_;
        std::unique_ptr<SqliteConnection> connection_;
    };

    /// Lends none until `go_on`, and waits for those that are out. out: false where one stays out longer, and it goes on at once.
    bool hold(std::chrono::milliseconds longest) {
        std::unique_lock lock(mutex_);
        held_ = true;
        if (returned_.wait_for(lock, longest, [&] { return idle_.size() == all_; })) return true;
        lock.unlock();
        go_on();
        return false;
    }
    void go_on() {
        {
            std::lock_guard lock(mutex_);
            held_ = false;
        }
        free_.notify_all();
    }

  private:
    std::unique_ptr<SqliteConnection> take() {
        std::unique_lock lock(mutex_);
        free_.wait(lock, [&] { return !held_ && !idle_.empty(); });
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        return connection;
    }
    void give(std::unique_ptr<SqliteConnection> connection) {
        {
            std::lock_guard lock(mutex_);
            idle_.push_back(std::move(connection));
            if (held_) return returned_.notify_one();
        }
        free_.notify_one();
    }

    std::mutex mutex_;
    std::condition_variable free_, returned_;
    std::vector<std::unique_ptr<SqliteConnection>> idle_;
    size_t all_ = 0;
    bool held_ = false;
};

/// Brings what stands in the write-ahead log back into the database on a thread of its own, so that no commit waits for it.
class Checkpoints {
  public:
    explicit Checkpoints(const std::string& path) : connection_(path, false), thread_([this] { run(); }) {}
    ~Checkpoints() {
        {
            std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_all();
        thread_.join();
    }
    /// Hears of the commits of this connection, which then makes no checkpoints itself.
    void follow(SqliteConnection& writer) {
        sqlite3_wal_hook(
            writer.handle(),
            [](void* self, sqlite3*, const char*, int pages) {
                static_cast<Checkpoints*>(self)->note(pages);
                return SQLITE_OK;
            },
            this);
    }
    /// Whether the log has grown long and little of it is left to bring back; told once.
    bool is_long() { return long_.exchange(false, std::memory_order_relaxed); }

  private:
    static constexpr int pages_few = 2000, pages_many = 16'000;

    void note(int pages) {
        {
            std::lock_guard lock(mutex_);
            pages_ = pages;
        }
        if (pages >= pages_few) wake_.notify_one();
    }

    void run() {
        std::unique_lock lock(mutex_);
        for (int done_at = 0; !stopping_;) {
            wake_.wait(lock, [&] { return stopping_ || pages_ < done_at || pages_ >= done_at + pages_few; });
            if (stopping_) return;
            done_at = pages_ < pages_few ? 0 : pages_;
            if (done_at == 0) continue;
            lock.unlock();
            // Passive holds nobody up, but lets the log grow as long as commits go on.
            sqlite3_wal_checkpoint_v2(connection_.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
            if (done_at >= pages_many) long_.store(true, std::memory_order_relaxed);
            lock.lock();
        }
    }

    SqliteConnection connection_;
    std::mutex mutex_;
    std::condition_variable wake_;
    int pages_ = 0;  // in the log, after the last commit
    bool stopping_ = false;
    std::atomic<bool> long_ = false;
    std::thread thread_;
};

/// The write-ahead log as a file that is made durable, while the writer may already write on.
class Log {
  public:
    explicit Log(const std::string& path) : path_(path + "-wal") {}
    ~Log() {
        if (file_ >= 0) ::close(file_);
    }
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;
    /// in: something was committed, so that the file is there; it stays the same as long as the database is open.
    void sync() {
        if (file_ < 0) file_ = ::open(path_.c_str(), O_RDWR | O_CLOEXEC);
        if (file_ < 0 || ::fdatasync(file_) != 0) throw Fault("the log " + path_ + " cannot be made durable: " + std::generic_category().message(errno));
    }

  private:
    std::string path_;
    int file_ = -1;
};

/// The connection that writes. Between two commits it lets a long log begin anew, which needs a moment in which nobody
/// reads; with many readers none comes by itself.
class SqliteWriter : public SqliteConnection {
  public:
    SqliteWriter(const std::string& path, Readers& readers, Checkpoints* checkpoints) : SqliteConnection(path, false), readers_(readers), checkpoints_(checkpoints) {
        if (!checkpoints_) return;
        checkpoints_->follow(*this);
        // A commit is only written to the log; Batches has the log made durable before it tells of it.
        run_script("pragma synchronous = normal");
    }
    void begin() override {
        if (checkpoints_ && checkpoints_->is_long() && readers_.hold(longest_hold)) {
            // Another program may be reading; it is not waited for.
            sqlite3_busy_timeout(handle(), 1);
            sqlite3_wal_checkpoint_v2(handle(), nullptr, SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
            sqlite3_busy_timeout(handle(), busy_ms);
            readers_.go_on();
        }
        SqliteConnection::begin();
    }

  private:
    static constexpr std::chrono::milliseconds longest_hold{20};
    Readers& readers_;
    Checkpoints* checkpoints_;
};

class Sqlite : public Database {
  public:
    explicit Sqlite(const Options& options)
        : path_(options.url.substr(std::string_view("sqlite:").size())), in_memory_(path_ == ":memory:"), checkpoints_(in_memory_ ? nullptr : std::make_unique<Checkpoints>(path_)), log_(path_), batches_(writer(), options, in_memory_ ? std::function<void()>() : [this] { log_.sync(); }) {
        for (int i = 0; !in_memory_ && i < options.readers; ++i) readers_.add(std::make_unique<SqliteConnection>(path_, true));
    }

    Backend backend() const override { return Backend::sqlite; }

    void backup(const std::string& file) override { store::backup("sqlite:" + path_, file); }

    int64_t size_bytes() override {
        return read([](Connection& c) {
            auto rows = c.query("select page_count * page_size from pragma_page_count(), pragma_page_size()");
            rows.next();
            return rows.get<int64_t>(0);
        });
    }

  protected:
    void run_write(const std::function<bool(Transaction&)>& work) override { batches_.write(work); }

    void run_write_later(std::function<bool(Transaction&)> work, std::function<void(std::exception_ptr)> done) override {
        batches_.write_later(std::move(work), std::move(done));
    }

    void run_write_rehearsed(std::function<bool(Transaction&)> work, std::function<void(std::exception_ptr)> done) override {
        std::shared_ptr<SqliteRehearsal> rehearsal;
        bool keep = false;
        try {
            if (!in_memory_) rehearsal = rehearse(work, keep);
        } catch (...) {
            // Nothing can be rehearsed that the writer must know of, and what else went wrong is the writer's to say.
            rehearsal = nullptr;
        }
        if (rehearsal && !(keep && rehearsal->writes())) {
            batches_.wait_until_durable();
            return done(nullptr);
        }
        batches_.write_later(
            [work = std::move(work), rehearsal = std::move(rehearsal)](Transaction& tx) mutable {
                // What was rehearsed is tried once.
                const auto once = std::exchange(rehearsal, nullptr);
                return (once && once->repeat(static_cast<SqliteConnection&>(tx))) || work(tx);
            },
            std::move(done));
    }

    void run_read(const std::function<Told(Connection&)>& work) override {
        if (in_memory_) return run_write([&](Transaction& tx) { return work(tx), true; });
        bool wait = false;
        on_snapshot([&](SqliteConnection& c) {
            const bool now = work(c) == Told::now;
            wait = now && sqlite3_txn_state(c.handle(), "main") != SQLITE_TXN_NONE;  // who asked nothing saw nothing
        });
        if (wait) batches_.wait_until_durable();
    }

  private:
    std::shared_ptr<SqliteRehearsal> rehearse(const std::function<bool(Transaction&)>& work, bool& keep) {
        std::shared_ptr<SqliteRehearsal> out;
        on_snapshot([&](SqliteConnection& c) {
            out = std::make_shared<SqliteRehearsal>(c);
            keep = work(*out);
        });
        return out;
    }

    template <class F>
    void on_snapshot(F work) {
        Readers::Loan connection(readers_);
        connection->execute("begin");
        try {
            work(*connection);
        } catch (...) {
            connection->execute("rollback");
            throw;
        }
        connection->execute("commit");
    }

    std::vector<std::unique_ptr<Writer>> writer() {
        std::vector<std::unique_ptr<Writer>> out;
        out.push_back(std::make_unique<SqliteWriter>(path_, readers_, checkpoints_.get()));
        return out;
    }

    std::string path_;
    bool in_memory_;
    Readers readers_;
    std::unique_ptr<Checkpoints> checkpoints_;
    Log log_;
    Batches batches_;  // last: it ends first
};

}  // namespace

std::unique_ptr<Database> open_sqlite(const Options& options) { return std::make_unique<Sqlite>(options); }


}  // namespace leye::store
