#include "engine/store/sqlite.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <filesystem>
#include <mutex>
#include <thread>

#include "engine/store/sqlite_connection.hpp"

namespace leye::store {
namespace {

struct Waiting {
    std::function<bool(Transaction&)> work;
    std::function<void(std::exception_ptr)> done;
};

class Sqlite : public Database {
  public:
    explicit Sqlite(const Options& options)
        : options_(options),
          path_(options.url.substr(std::string_view("sqlite:").size())),
          in_memory_(path_ == ":memory:"),
          writer_(path_, false) {
        for (int i = 0; !in_memory_ && i < options.readers; ++i)
            idle_.push_back(std::make_unique<SqliteConnection>(path_, true));
        thread_ = std::thread([this] { run(); });
    }

    ~Sqlite() override {
        {
            std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_all();
        thread_.join();
    }

    Backend backend() const override { return Backend::sqlite; }

    void backup(const std::string& file) override {
        if (std::filesystem::exists(file)) throw Fault("the backup " + file + " exists already");
        SqliteConnection source(path_, false);
        sqlite3* target = nullptr;
        if (sqlite3_open(file.c_str(), &target) != SQLITE_OK) throw Fault("the backup " + file + " cannot be created");
        sqlite3_backup* copy = sqlite3_backup_init(target, "main", source.handle(), "main");
        int got = SQLITE_ERROR;
        while (copy && ((got = sqlite3_backup_step(copy, 1024)) == SQLITE_OK || got == SQLITE_BUSY || got == SQLITE_LOCKED)) {
        }
        sqlite3_backup_finish(copy);
        sqlite3_close(target);
        if (got != SQLITE_DONE) throw Fault("the backup to " + file + " failed");
    }

    int64_t size_bytes() override {
        return read([](Connection& c) {
            auto rows = c.query("select page_count * page_size from pragma_page_count(), pragma_page_size()");
            rows.next();
            return rows.get<int64_t>(0);
        });
    }

  protected:
    void run_write(const std::function<bool(Transaction&)>& work) override {
        expect(std::this_thread::get_id() != thread_.get_id(), "a write inside a write");
        struct Gate {
            std::mutex mutex;
            std::condition_variable open;
            bool finished = false;
            std::exception_ptr failed;
        } gate;
        enqueue({work, [&gate](std::exception_ptr failed) {
                     std::lock_guard lock(gate.mutex);
                     gate.failed = failed;
                     gate.finished = true;
                     gate.open.notify_one();
                 }});
        std::unique_lock lock(gate.mutex);
        gate.open.wait(lock, [&] { return gate.finished; });
        if (gate.failed) std::rethrow_exception(gate.failed);
    }

    void run_write_later(std::function<bool(Transaction&)> work, std::function<void(std::exception_ptr)> done) override {
        enqueue({std::move(work), std::move(done)});
    }

    void run_read(const std::function<void(Connection&)>& work) override {
        if (in_memory_) {
            if (std::this_thread::get_id() == thread_.get_id()) return work(writer_);
            return run_write([&](Transaction& tx) { return work(tx), true; });
        }
        std::unique_ptr<SqliteConnection> connection = take_reader();
        struct Return {
            Sqlite& owner;
            std::unique_ptr<SqliteConnection>& connection;
            ~Return() {
                {
                    std::lock_guard lock(owner.readers_mutex_);
                    owner.idle_.push_back(std::move(connection));
                }
                owner.reader_free_.notify_one();
            }
        } give_back{*this, connection};
        connection->execute("begin");
        try {
            work(*connection);
        } catch (...) {
            connection->execute("rollback");
            throw;
        }
        connection->execute("commit");
    }

  private:
    void enqueue(Waiting waiting) {
        {
            std::lock_guard lock(mutex_);
            if (static_cast<int>(queue_.size()) >= options_.queue_max) throw Fault("too many writes are waiting");
            queue_.push_back(std::move(waiting));
        }
        wake_.notify_one();
    }

    std::unique_ptr<SqliteConnection> take_reader() {
        std::unique_lock lock(readers_mutex_);
        reader_free_.wait(lock, [&] { return !idle_.empty(); });
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        return connection;
    }

    void run() {
        std::vector<Waiting> batch;
        for (;;) {
            {
                std::unique_lock lock(mutex_);
                wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
                if (queue_.empty()) return;
                while (!queue_.empty() && static_cast<int>(batch.size()) < options_.batch_max) {
                    batch.push_back(std::move(queue_.front()));
                    queue_.pop_front();
                }
            }
            commit(batch);
            batch.clear();
        }
    }

    void commit(std::vector<Waiting>& batch) {
        std::vector<std::exception_ptr> failed(batch.size());
        if (!commit_together(batch, failed)) commit_one_by_one(batch, failed);
        for (size_t i = 0; i < batch.size(); ++i) batch[i].done(failed[i]);
    }

    // All works in one transaction without a way back for each: the usual case, in which nothing has to be undone. A work
    // that refuses mostly does so before it writes. False where one wrote and then refused: nothing is kept.
    bool commit_together(std::vector<Waiting>& batch, std::vector<std::exception_ptr>& failed) {
        try {
            begin();
            for (size_t i = 0; i < batch.size(); ++i) {
                const int64_t before = writer_.changes();
                if (!run_one(batch[i], failed[i]) && writer_.changes() != before) {
                    roll_back();
                    std::ranges::fill(failed, nullptr);
                    return false;
                }
            }
            writer_.put_carried_back();
            writer_.execute("commit");
        } catch (...) {
            fail_all(failed);
        }
        return true;
    }

    // The same with a savepoint around each work.
    void commit_one_by_one(std::vector<Waiting>& batch, std::vector<std::exception_ptr>& failed) {
        try {
            begin();
            for (size_t i = 0; i < batch.size(); ++i) {
                writer_.execute("savepoint one");
                if (run_one(batch[i], failed[i])) {
                    writer_.put_carried_back();
                } else {
                    writer_.execute("rollback to one");
                    writer_.forget_carried();
                }
                writer_.execute("release one");
            }
            writer_.execute("commit");
        } catch (...) {
            fail_all(failed);
        }
    }

    void begin() {
        writer_.forget_carried();  // another process may have written since
        writer_.execute("begin immediate");
    }

    void roll_back() {
        if (!sqlite3_get_autocommit(writer_.handle())) sqlite3_exec(writer_.handle(), "rollback", nullptr, nullptr, nullptr);
        writer_.forget_carried();
    }

    // The commit itself failed: nothing of the batch is on disk, and each is told so.
    void fail_all(std::vector<std::exception_ptr>& failed) {
        const auto why = std::current_exception();
        roll_back();
        for (auto& f : failed)
            if (!f) f = why;
    }

    // Whether to keep what the work wrote.
    bool run_one(Waiting& waiting, std::exception_ptr& failed) {
        try {
            return waiting.work(writer_);
        } catch (...) {
            failed = std::current_exception();
            return false;
        }
    }

    Options options_;
    std::string path_;
    bool in_memory_;
    SqliteConnection writer_;
    std::thread thread_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Waiting> queue_;
    bool stopping_ = false;
    std::mutex readers_mutex_;
    std::condition_variable reader_free_;
    std::vector<std::unique_ptr<SqliteConnection>> idle_;
};

}  // namespace

std::unique_ptr<Database> open_sqlite(const Options& options) { return std::make_unique<Sqlite>(options); }


}  // namespace leye::store
