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

bool Workers::post(std::function<void()> job) {
    {
        const std::lock_guard lock(mutex_);
        if (queue_.size() >= queue_max_) return false;
        queue_.push_back(std::move(job));
        waiting_.store(queue_.size(), std::memory_order_relaxed);
    }
    filled_.notify_one();
    return true;
}

void Workers::work() {
    for (;;) {
        std::function<void()> job;
        {
            std::unique_lock lock(mutex_);
            filled_.wait(lock, [this] { return ending_ || !queue_.empty(); });
            if (queue_.empty()) return;
            job = std::move(queue_.front());
            queue_.pop_front();
            waiting_.store(queue_.size(), std::memory_order_relaxed);
        }
        job();
    }
}

}  // namespace leye::http
