#include "edge/http/workers.hpp"

namespace leye::http {

Workers::Workers(int threads, size_t queue_max) : queue_max_(queue_max) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

Workers::~Workers() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    filled_.notify_all();
    for (auto& thread : threads_) thread.join();
}

// One wake-up is under way at a time; who wakes passes it on while there is more to do. So a burst of jobs wakes as many
// threads as it keeps busy, not one for each job.
bool Workers::post(std::function<void()> job) {
    {
        const std::lock_guard lock(mutex_);
        if (queue_.size() >= queue_max_) return false;
        queue_.push_back(std::move(job));
        waiting_.store(queue_.size(), std::memory_order_relaxed);
        if (idle_ == 0 || waking_) return true;
        waking_ = true;
    }
    filled_.notify_one();
    return true;
}

void Workers::work() {
    for (;;) {
        std::function<void()> job;
        bool pass_on = false;
        {
            std::unique_lock lock(mutex_);
            while (queue_.empty() && !ending_) {
                ++idle_;
                filled_.wait(lock);
                --idle_;
                waking_ = false;  // even where another thread took the job first
            }
            if (queue_.empty()) return;
            job = std::move(queue_.front());
            queue_.pop_front();
            waiting_.store(queue_.size(), std::memory_order_relaxed);
            pass_on = !queue_.empty() && idle_ > 0 && !waking_;
            waking_ |= pass_on;
        }
        if (pass_on) filled_.notify_one();
        job();
    }
}

}  // namespace leye::http
