#pragma once
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace leye::http {

/// A fixed number of threads and a bounded queue of jobs before them.
class Workers {
  public:
    Workers(int threads, size_t queue_max);
    /// Runs what waits, then ends the threads.
    ~Workers();
    Workers(const Workers&) = delete;

    /// Lets a thread run the job; false where the queue is full. in: a job must not throw.
    bool post(std::function<void()> job);
    size_t waiting() const { return waiting_.load(std::memory_order_relaxed); }

  private:
    void work();

    size_t queue_max_;
    std::mutex mutex_;
    std::condition_variable filled_;
    std::deque<std::function<void()>> queue_;
    std::atomic<size_t> waiting_{0};
    int idle_ = 0;
    bool waking_ = false;
    bool ending_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace leye::http
