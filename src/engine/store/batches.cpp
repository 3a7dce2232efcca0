#include "engine/store/batches.hpp"

#include <algorithm>


namespace leye::store {

Batches::Batches(std::vector<std::unique_ptr<Writer>> writers, const Options& options) : options_(options), writers_(std::move(writers)) {
    for (auto& writer : writers_) threads_.emplace_back([this, &writer] { run(*writer); });
}

Batches::~Batches() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_) thread.join();
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
    return std::ranges::any_of(threads_, [](const std::thread& t) { return t.get_id() == std::this_thread::get_id(); });
}

void Batches::run(Writer& writer) {
    std::vector<Queued> batch;
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
        carry_out(writer, batch);
        for (auto& one : batch) one.done(one.failed);
        batch.clear();
    }
}

void Batches::carry_out(Writer& writer, std::vector<Queued>& batch) const {
    constexpr int tries_max = 5;
    if (commit_together(writer, batch)) return;
    commit_one_by_one(writer, batch);
    for (int tries = 2; tries <= tries_max; ++tries) {
        std::vector<Queued> again;
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
bool Batches::commit_together(Writer& writer, std::vector<Queued>& batch) const {
    try {
        writer.forget_carried();  // another process may have written since
        writer.begin();
        for (auto& one : batch) {
            const int64_t before = writer.changes();
            if (!run_one(writer, one, false) && (one.again || writer.changes() != before || writer.is_void())) {
                writer.roll_back();
                for (auto& each : batch) each.failed = nullptr;
                return false;
            }
        }
        writer.put_carried_back();
        writer.commit();
        return true;
    } catch (...) {
        // Where statements are posted their errors may come as late as this, so whose it is shows only one by one.
        writer.roll_back();
        for (auto& each : batch) each.failed = nullptr;
        return false;
    }
}

// The same with a savepoint around each work.
void Batches::commit_one_by_one(Writer& writer, std::vector<Queued>& batch) const {
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
        writer.commit();
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
