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
    /// Ends it, durable on disk where nobody else makes it so.
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
    /// in: `sync` makes what one writer committed durable; it is called on a thread of its own, so that the next batch is
    /// carried out meanwhile and committed behind it. Empty where a commit is durable by itself. A log that cannot be made
    /// durable ends the program: what stands in it can be read already.
    Batches(std::vector<std::unique_ptr<Writer>> writers, const Options& options, std::function<void()> sync = {});
    /// Carries out what waits, then ends the threads.
    ~Batches();
    Batches(const Batches&) = delete;

    /// Waits until the work is durable; `work` answers whether to keep what it wrote.
    void write(const std::function<bool(Transaction&)>& work);
    void write_later(std::function<bool(Transaction&)> work, std::function<void(std::exception_ptr)> done);
    /// Whether the calling thread is one of those that write and tell of it.
    bool is_writing() const;
    /// Waits until all that can be read by now is durable.
    void wait_until_durable();

  private:
    struct Queued {
        std::function<bool(Transaction&)> work;
        std::function<void(std::exception_ptr)> done;
        std::exception_ptr failed = nullptr;
        bool again = false;  ///< met another transaction and has to be run once more
    };
    using Batch = std::vector<Queued>;
    void run(Writer& writer);
    bool take(Batch& batch);
    bool take_more(Batch& batch);
    void take_waiting(Batch& batch);
    void carry_out(Writer& writer, Batch& batch);
    bool commit_together(Writer& writer, Batch& batch);
    void commit_one_by_one(Writer& writer, Batch& batch);
    static bool run_one(Writer& writer, Queued& waiting, bool alone);
    void commit(Writer& writer);
    void hand_over(Batch& batch);
    void run_syncs();
    static void tell(Batch& batch);

    Options options_;
    std::vector<std::unique_ptr<Writer>> writers_;
    std::function<void()> sync_;
    std::vector<std::thread> threads_;
    std::thread sync_thread_;
    std::mutex mutex_;
    std::condition_variable wake_, committed_wake_, durable_wake_;
    std::deque<Queued> queue_;
    Batch committed_;       // and not durable yet
    bool syncing_ = false;  // some of what was committed is on its way to disk
    // Commits by number: that others can see, that were handed over, that are durable.
    uint64_t visible_ = 0, handed_over_ = 0, durable_ = 0;
    bool stopping_ = false, stopping_syncs_ = false;
};

}  // namespace leye::store
