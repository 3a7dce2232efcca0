#include "edge/http/workers.hpp"

#include <algorithm>
#include <chrono>

namespace leye::http {
namespace {

constexpr std::chrono::milliseconds moment{1};

// Twice as many as there are processors: some wait for a page, a lock or their turn on one.
int enough_for_processors() { return 2 * static_cast<int>(std::max(1U, std::thread::hardware_concurrency())); }

}  // namespace

Workers::Workers(int threads, size_t queue_max) : queue_max_(queue_max), at_once_min_(std::min(threads, enough_for_processors())), places_(threads), at_once_(at_once_min_) {
    for (auto& place : places_) threads_.emplace_back([this, &place] { work(place); });
}

Workers::~Workers() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
        at_once_ = static_cast<int>(places_.size());
    }
    for (auto& place : places_) place.called.notify_one();
    for (auto& thread : threads_) thread.join();
}

bool Workers::post(std::function<void()> job) {
    Place* next = nullptr;
    {
        const Lock lock(mutex_);
        if (queue_.size() >= queue_max_) return false;
        queue_.push_back(std::move(job));
        waiting_.store(queue_.size(), std::memory_order_relaxed);
        next = next_to_call();
    }
    if (next) next->called.notify_one();
    return true;
}

// Who is to be told that jobs wait: to work, or to watch those who do. One call is under way at a time; who comes passes it on
// while there is more to do. So a burst of jobs calls as many threads as it keeps busy, not one for each job.
Workers::Place* Workers::next_to_call() {
    if (calling_ || resting_.empty() || (working_ >= at_once_ && watched_)) return nullptr;
    Place* next = resting_.back();
    resting_.pop_back();
    next->is_called = calling_ = true;
    return next;
}

void Workers::work(Place& place) {
    Lock lock(mutex_);
    for (;;) {
        if (!queue_.empty() && working_ < at_once_)
            run_next(lock);
        else if (!queue_.empty() && !watched_)
            watch(lock, place);
        else if (ending_)
            return;
        else
            rest(lock, place);
    }
}

void Workers::run_next(Lock& lock) {
    std::function<void()> job = std::move(queue_.front());
    queue_.pop_front();
    waiting_.store(queue_.size(), std::memory_order_relaxed);
    ++begun_, ++working_;
    Place* next = queue_.empty() ? nullptr : next_to_call();
    lock.unlock();
    if (next) next->called.notify_one();
    job();
    job = nullptr;
    lock.lock();
    --working_;
}

void Workers::rest(Lock& lock, Place& place) {
    resting_.push_back(&place);
    place.called.wait(lock, [&] { return place.is_called || ending_; });
    if (place.is_called) calling_ = false;  // even where another thread took the job first
    place.is_called = false;
}

// Looks once a moment, while jobs wait, whether those at work get on.
void Workers::watch(Lock& lock, Place& place) {
    watched_ = true;
    const uint64_t before = begun_;
    place.called.wait_for(lock, moment, [&] { return ending_; });
    watched_ = false;
    if (ending_) return;
    const bool stands_still = !queue_.empty() && begun_ == before;
    at_once_ = std::clamp(at_once_ + (stands_still ? 1 : -1), at_once_min_, static_cast<int>(places_.size()));
}

}  // namespace leye::http
