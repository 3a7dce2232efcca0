#include "services/casework/retrier.hpp"

#include <algorithm>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

namespace leye::casework {

using State = RetryRun::State;

std::optional<int> RetryRun::seconds_left(Instant at) const {
    if (state != State::running || done == 0) return std::nullopt;
    return static_cast<int>((at.ms() - began_at.ms()) * (all - done) / done / 1000);
}

std::string_view name_of(State state) {
    constexpr std::string_view names[] = {"running", "done", "stopped", "failed"};
    return names[static_cast<size_t>(state)];
}

struct Retrier::Run {
    const Clock& clock;
    mutable std::mutex mutex;
    std::condition_variable idle;
    std::list<RetryRun> runs;  ///< oldest first; the last one may be under way
    bool busy = false, stopping = false;
    std::thread thread;

    void work(const Work& work) {
        State state = State::failed;
        std::shared_ptr<const Retried> result;
        bool stopped = false;
        try {
            result = std::make_shared<const Retried>(work([&](int64_t done, int64_t all) {
                const std::lock_guard lock(mutex);
                runs.back().done = done, runs.back().all = all;
                return !(stopped = stopping);
            }));
            state = stopped ? State::stopped : State::done;
        } catch (const std::exception&) {
            // The database failed: it can be tried again.
        }
        const Instant now = clock.now();
        const std::lock_guard lock(mutex);
        runs.back().state = state, runs.back().result = std::move(result), runs.back().ended_at = now;
        busy = false;
        idle.notify_all();
    }
};

Retrier::Retrier(const Clock& clock) : run_(std::make_unique<Run>(clock)) {}

Retrier::~Retrier() {
    {
        const std::lock_guard lock(run_->mutex);
        run_->stopping = true;
    }
    if (run_->thread.joinable()) run_->thread.join();
}

Result<void> Retrier::start(const std::string& draft, const std::string& dmn, Work work) {
    const Instant now = run_->clock.now();
    const std::lock_guard lock(run_->mutex);
    if (run_->busy) return refuse("policy_retry_busy");
    if (run_->thread.joinable()) run_->thread.join();  // it is over: nothing but its end is waited for
    std::erase_if(run_->runs, [&](const RetryRun& one) { return one.draft == draft; });
    if (run_->runs.size() == kept_max) run_->runs.pop_front();
    RetryRun& begun = run_->runs.emplace_back();
    begun.draft = draft, begun.dmn = dmn, begun.began_at = now;
    run_->busy = true, run_->stopping = false;
    run_->thread = std::thread([run = run_.get(), work = std::move(work)] { run->work(work); });
    return {};
}

std::optional<RetryRun> Retrier::find(const std::string& draft) const {
    const std::lock_guard lock(run_->mutex);
    const auto at = std::ranges::find(run_->runs, draft, &RetryRun::draft);
    return at == run_->runs.end() ? std::nullopt : std::optional(*at);
}

void Retrier::stop(const std::string& draft) {
    const std::lock_guard lock(run_->mutex);
    if (run_->busy && run_->runs.back().draft == draft) run_->stopping = true;
}

void Retrier::wait_until_idle() {
    std::unique_lock lock(run_->mutex);
    run_->idle.wait(lock, [&] { return !run_->busy; });
}

}  // namespace leye::casework
