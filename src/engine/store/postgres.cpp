#include "engine/store/postgres.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>

#include "engine/store/backup.hpp"
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

class Postgres : public Database {
  public:
    explicit Postgres(const Options& options) : options_(options), batches_(writers(options), options) {
        for (int i = 0; i < options.readers; ++i) readers_.add(std::make_unique<PostgresConnection>(options.url, PostgresConnection::Use::read));
    }

    Backend backend() const override { return Backend::postgresql; }

    void backup(const std::string& file) override { store::backup(options_.url, file); }

    int64_t size_bytes() override {
        return read([](Connection& c) {
            auto rows = c.query("select pg_database_size(current_database())");
            rows.next();
            return rows.get<int64_t>(0);
        });
    }

  protected:
    void run_write(const std::function<bool(Transaction&)>& work) override { batches_.write(work); }

    void run_write_later(std::function<bool(Transaction&)> work, std::function<void(std::exception_ptr)> done) override {
        batches_.write_later(std::move(work), std::move(done));
    }

    void run_read(const std::function<Told(Connection&)>& work) override {
        Loan loan(readers_);
        try {
            (*loan).begin();
            work(*loan);
            (*loan).commit();
        } catch (...) {
            (*loan).roll_back();
            throw;
        }
    }

  private:
    static std::vector<std::unique_ptr<Writer>> writers(const Options& options) {
        std::vector<std::unique_ptr<Writer>> out;
        for (int i = 0; i < options.write_lanes; ++i) {
            try {
                out.push_back(std::make_unique<PostgresConnection>(options.url, PostgresConnection::Use::write));
            } catch (const Fault&) {
                if (out.empty()) throw;
                break;  // other servers have the other lanes: fewer will do
            }
        }
        return out;
    }

    Options options_;
    Pool readers_;
    Batches batches_;
};

}  // namespace

std::unique_ptr<Database> open_postgres(const Options& options) { return std::make_unique<Postgres>(options); }

}  // namespace leye::store
