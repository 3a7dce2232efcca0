#include "engine/store/batches.hpp"

#include <algorithm>

namespace leye::store {

Batches::Batches(std::vector<std::unique_ptr<Writer>> writers, const Options& options, std::function<void()> sync) : options_(options), writers_(std::move(writers)), sync_(std::move(sync)) {
    expect(!sync_ || writers_.size() == 1, "one writer is synced for");
    if (sync_) sync_thread_ = std::thread([this] { run_syncs(); });
    for (auto& writer : writers_) threads_.emplace_back([this, &writer] { run(*writer); });
}

Batches::~Batches() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_) thread.join();
    {
        std::lock_guard lock(mutex_);
        stopping_syncs_ = true;
    }
    committed_wake_.notify_all();
    if (sync_thread_.joinable()) sync_thread_.join();
}

void Batches::write(const std::function<bool(Transaction&)>& work) {
    expect(!is_writing(), "a write inside a write");
    struct Gate {
        std::mutex mutex;
        std::condition_variable open;
        bool finished = false;
        std::exception_ptr failed;
    } gate;
    write_later(work, [&gate](std::exception_ptr failed) {
        std::lock_guard lock(gate.mutex);
        gate.failed = failed;
        gate.finished = true;
        gate.open.notify_one();
    });
    std::unique_lock lock(gate.mutex);
    gate.open.wait(lock, [&] { return gate.finished; });
    if (gate.failed) std::rethrow_exception(gate.failed);
}

void Batches::write_later(std::function<bool(Transaction&)> work, std::function<void(std::exception_ptr)> done) {
    {
        std::lock_guard lock(mutex_);
        if (static_cast<int>(queue_.size()) >= options_.queue_max) throw Fault("too many writes are waiting");
        queue_.push_back({std::move(work), std::move(done)});
    }
    wake_.notify_one();
}

bool Batches::is_writing() const {
    const auto here = std::this_thread::get_id();
    return here == sync_thread_.get_id() || std::ranges::any_of(threads_, [&](const std::thread& t) { return t.get_id() == here; });
}

void Batches::wait_until_durable() {
    if (!sync_) return;
    if (std::this_thread::get_id() == sync_thread_.get_id()) return sync_();
    std::unique_lock lock(mutex_);
    durable_wake_.wait(lock, [this, seen = visible_] { return durable_ >= seen; });
}

void Batches::run(Writer& writer) {
    Batch batch;
    while (take(batch)) {
        carry_out(writer, batch);
        if (sync_)
            hand_over(batch);
        else
            tell(batch);
        batch.clear();
    }
}

void Batches::take_waiting(Batch& batch) {
    while (!queue_.empty() && static_cast<int>(batch.size()) < options_.batch_max) {
        batch.push_back(std::move(queue_.front()));
        queue_.pop_front();
    }
}

// False at the end.
bool Batches::take(Batch& batch) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
    take_waiting(batch);
    return !batch.empty();
}

// What waits by now and what comes while the commit before is on its way to disk; false where that is there and nothing waits.
bool Batches::take_more(Batch& batch) {
    if (!sync_) return false;
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [&] { return !syncing_ || (!queue_.empty() && static_cast<int>(batch.size()) < options_.batch_max); });
    const size_t before = batch.size();
    take_waiting(batch);
    return batch.size() > before;
}

void Batches::tell(Batch& batch) {
    for (auto& one : batch) one.done(one.failed);
}

void Batches::commit(Writer& writer) {
    {
        std::lock_guard lock(mutex_);
        ++visible_;  // before it is: who sees it counts it
    }
    writer.commit();
}

void Batches::hand_over(Batch& batch) {
    {
        std::lock_guard lock(mutex_);
        std::ranges::move(batch, std::back_inserter(committed_));
        handed_over_ = visible_;
        syncing_ = true;
    }
    committed_wake_.notify_one();
}

void Batches::run_syncs() {
    for (;;) {
        Batch batch;
        uint64_t number = 0;
        {
            std::unique_lock lock(mutex_);
            committed_wake_.wait(lock, [&] { return stopping_syncs_ || !committed_.empty(); });
            if (committed_.empty()) return;
            batch.swap(committed_);
            number = handed_over_;
        }
        sync_();
        {
            std::lock_guard lock(mutex_);
            durable_ = number;
            syncing_ = !committed_.empty();
        }
        wake_.notify_one();
        durable_wake_.notify_all();
        tell(batch);
    }
}

void Batches::carry_out(Writer& writer, Batch& batch) {
    constexpr int tries_max = 5;
    if (commit_together(writer, batch)) return;
    commit_one_by_one(writer, batch);
    for (int tries = 2; tries <= tries_max; ++tries) {
        Batch again;
        std::vector<size_t> places;
        for (size_t i = 0; i < batch.size(); ++i)
            if (batch[i].again) again.push_back({batch[i].work, nullptr}), places.push_back(i);
        if (again.empty()) return;
        commit_one_by_one(writer, again);
        for (size_t i = 0; i < again.size(); ++i) batch[places[i]].failed = again[i].failed, batch[places[i]].again = again[i].again;
    }
}

// All works in one transaction without a way back for each: the usual case, in which nothing has to be undone. A work
// that refuses mostly does so before it writes. False where one has to be undone by itself: nothing is kept.
bool Batches::commit_together(Writer& writer, Batch& batch) {
    try {
        writer.forget_carried();  // another process may have written since
        writer.begin();
        size_t run = 0;
        do {
            for (; run < batch.size(); ++run) {
                Queued& one = batch[run];
                const int64_t before = writer.changes();
                if (!run_one(writer, one, false) && (one.again || writer.changes() != before || writer.is_void())) {
                    writer.roll_back();
                    for (auto& each : batch) each.failed = nullptr;
                    return false;
                }
            }
        } while (take_more(batch));
        writer.put_carried_back();
        commit(writer);
        return true;
    } catch (...) {
        // Where statements are posted their errors may come as late as this, so whose it is shows only one by one.
        writer.roll_back();
        for (auto& each : batch) each.failed = nullptr;
        return false;
    }
}

// The same with a savepoint around each work.
void Batches::commit_one_by_one(Writer& writer, Batch& batch) {
    try {
        writer.forget_carried();
        writer.begin();
        for (auto& one : batch) {
            one.failed = nullptr, one.again = false;
            writer.execute("savepoint one");
            if (run_one(writer, one, true)) {
                writer.put_carried_back();
            } else {
                writer.execute("rollback to one");
                writer.forget_carried();
            }
            writer.execute("release one");
        }
        commit(writer);
    } catch (...) {
        // The commit itself failed: nothing of the batch is on disk, and each is told so.
        const auto why = std::current_exception();
        writer.roll_back();
        for (auto& one : batch)
            if (!one.failed) one.failed = why;
    }
}

// Whether to keep what the work wrote; where `alone`, its errors are awaited, so that nobody else gets them.
bool Batches::run_one(Writer& writer, Queued& waiting, bool alone) {
    try {
        const bool keep = waiting.work(writer);
        if (alone) writer.settle();
        return keep;
    } catch (const ConflictFault&) {
        waiting.failed = std::current_exception();
        waiting.again = true;
    } catch (...) {
        waiting.failed = std::current_exception();
    }
    return false;
}

}  // namespace leye::store
