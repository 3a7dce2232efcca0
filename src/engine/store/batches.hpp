#pragma once
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/store/store.hpp"

namespace leye::store {

/// A connection that writes for a batch.
class Writer : public Connection {
  public:
    /// Begins a transaction, on a connection opened anew where the last one was lost.
    virtual void begin() = 0;
    /// Ends it, durable on disk.
    virtual void commit() = 0;
    /// Undoes it; never throws.
    virtual void roll_back() = 0;
    /// Waits for what was posted. Fails: as the statements it waits for.
    virtual void settle() {}
    /// Grows with every row changed and every script run.
    virtual int64_t changes() const = 0;
    /// Whether an error has made the rest of the transaction void, as PostgreSQL does and SQLite does not.
    virtual bool is_void() const { return false; }

    using Connection::forget_carried;
    using Connection::put_carried_back;
};

/// The writes that wait, and a thread for each writer that carries them out in batches: many in one durable commit.
class Batches {
  public:
    Batches(std::vector<std::unique_ptr<Writer>> writers, const Options& options);
    /// Carries out what waits, then ends the threads.
    ~Batches();
    Batches(const Batches&) = delete;

    /// Waits until the work is durable; `work` answers whether to keep what it wrote.
    void write(const std::function<bool(Transaction&)>& work);
    void write_later(std::function<bool(Transaction&)> work, std::function<void(std::exception_ptr)> done);
    /// Whether the calling thread is one of the writers'.
    bool is_writing() const;

  private:
    struct Queued {
        std::function<bool(Transaction&)> work;
        std::function<void(std::exception_ptr)> done;
        std::exception_ptr failed = nullptr;
        bool again = false;  ///< met another transaction and has to be run once more
    };
    void run(Writer& writer);
    void carry_out(Writer& writer, std::vector<Queued>& batch) const;
    bool commit_together(Writer& writer, std::vector<Queued>& batch) const;
    void commit_one_by_one(Writer& writer, std::vector<Queued>& batch) const;
    static bool run_one(Writer& writer, Queued& waiting, bool alone);

    Options options_;
    std::vector<std::unique_ptr<Writer>> writers_;
    std::vector<std::thread> threads_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Queued> queue_;
    bool stopping_ = false;
};

}  // namespace leye::store
