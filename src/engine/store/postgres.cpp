#include "engine/store/postgres.hpp"

#include <sys/wait.h>

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <thread>

#include "engine/store/postgres_connection.hpp"

namespace leye::store {
namespace {

using Pooled = std::unique_ptr<PostgresConnection>;

/// Connections lent one at a time.
class Pool {
  public:
    void add(Pooled connection) { idle_.push_back(std::move(connection)); }
    Pooled take() {
        std::unique_lock lock(mutex_);
        free_.wait(lock, [&] { return !idle_.empty(); });
        Pooled out = std::move(idle_.front());
        idle_.pop_front();
        return out;
    }
    void give(Pooled connection) {
        {
            std::lock_guard lock(mutex_);
            idle_.push_back(std::move(connection));
        }
        free_.notify_one();
    }

  private:
    std::mutex mutex_;
    std::condition_variable free_;
    std::deque<Pooled> idle_;
};

class Loan {
  public:
    explicit Loan(Pool& pool) : pool_(pool), connection_(pool.take()) {}
    ~Loan() { pool_.give(std::move(connection_)); }
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;
    PostgresConnection& operator*() { return *connection_; }

  private:
    Pool& pool_;
    Pooled connection_;
};

// Rolls back after a failure and opens the connection again where it is lost.
void recover(PostgresConnection& c) {
    try {
        if (c.alive()) return c.run_script("rollback");
    } catch (const Fault&) {
    }
    try {
        c.reconnect();
    } catch (const Fault&) {
        // Still away: the next transaction on this connection says so to its own caller.
    }
}

class Postgres : public Database {
  public:
    explicit Postgres(const Options& options) : options_(options) {
        for (int i = 0; i < options.readers; ++i) readers_.add(std::make_unique<PostgresConnection>(options.url, 0));
        for (int i = 0; i < options.write_lanes; ++i) writers_.add(std::make_unique<PostgresConnection>(options.url, i));
        for (int i = 0; i < options.write_lanes; ++i) later_threads_.emplace_back([this] { run_later(); });
    }

    ~Postgres() override {
        {
            std::lock_guard lock(later_mutex_);
            stopping_ = true;
        }
        later_wake_.notify_all();
        for (auto& t : later_threads_) t.join();
    }

    Backend backend() const override { return Backend::postgresql; }

    void backup(const std::string& file) override {
        if (std::filesystem::exists(file)) throw Fault("the backup " + file + " exists already");
        const pid_t child = fork();
        if (child < 0) throw Fault("pg_dump cannot be started");
        if (child == 0) {
            execlp("pg_dump", "pg_dump", "--format=custom", "--file", file.c_str(), options_.url.c_str(), nullptr);
            _exit(127);
        }
        int status = 0;
        waitpid(child, &status, 0);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw Fault("pg_dump failed; is postgresql-client installed?");
    }

    int64_t size_bytes() override {
        return read([](Connection& c) {
            auto rows = c.query("select pg_database_size(current_database())");
            rows.next();
            return rows.get<int64_t>(0);
        });
    }

  protected:
    void run_write(const std::function<bool(Transaction&)>& work) override {
        Loan loan(writers_);
        constexpr int tries_max = 5;
        for (int tries = 1;; ++tries) {
            try {
                if (!(*loan).alive()) (*loan).reconnect();
                (*loan).forget_carried();  // another process may write on the same lane
                (*loan).run_script("begin");
                const bool keep = work(*loan);
                if (keep) (*loan).put_carried_back();
                (*loan).run_script(keep ? "commit" : "rollback");
                return;
            } catch (const ConflictFault&) {
                recover(*loan);
                if (tries == tries_max) throw;
            } catch (...) {
                recover(*loan);
                throw;
            }
        }
    }

    void run_write_later(std::function<bool(Transaction&)> work, std::function<void(std::exception_ptr)> done) override {
        {
            std::lock_guard lock(later_mutex_);
            if (static_cast<int>(later_.size()) >= options_.queue_max) throw Fault("too many writes are waiting");
            later_.push_back({std::move(work), std::move(done)});
        }
        later_wake_.notify_one();
    }

    void run_read(const std::function<void(Connection&)>& work) override {
        Loan loan(readers_);
        try {
            if (!(*loan).alive()) (*loan).reconnect();
            (*loan).run_script("begin isolation level repeatable read read only");
            work(*loan);
            (*loan).run_script("commit");
        } catch (...) {
            recover(*loan);
            throw;
        }
    }

  private:
    struct Later {
        std::function<bool(Transaction&)> work;
        std::function<void(std::exception_ptr)> done;
    };

    void run_later() {
        for (;;) {
            Later next;
            {
                std::unique_lock lock(later_mutex_);
                later_wake_.wait(lock, [&] { return stopping_ || !later_.empty(); });
                if (later_.empty()) return;
                next = std::move(later_.front());
                later_.pop_front();
            }
            std::exception_ptr failed;
            try {
                run_write(next.work);
            } catch (...) {
                failed = std::current_exception();
            }
            next.done(failed);
        }
    }

    Options options_;
    Pool readers_, writers_;
    std::mutex later_mutex_;
    std::condition_variable later_wake_;
    std::deque<Later> later_;
    bool stopping_ = false;
    std::vector<std::thread> later_threads_;
};

}  // namespace

std::unique_ptr<Database> open_postgres(const Options& options) { return std::make_unique<Postgres>(options); }

}  // namespace leye::store
