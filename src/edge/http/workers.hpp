#pragma once
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace leye::http {

/// A fixed number of threads and a bounded queue of jobs before them. As many work at once as keep the processors busy, those
/// first who worked last and whose memory is warm. Where jobs wait and none is begun for a moment, because those at work
/// wait for the disk or compute for long, one more works, until all do.
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
    /// A thread with nothing to do waits here, so that it can be called by itself.
    struct Place {
        std::condition_variable called;
        bool is_called = false;
    };
    using Lock = std::unique_lock<std::mutex>;

    void work(Place& place);
    void run_next(Lock& lock);
    void rest(Lock& lock, Place& place);
    void watch(Lock& lock, Place& place);
    Place* next_to_call();

    const size_t queue_max_;
    const int at_once_min_;
    std::mutex mutex_;
    std::deque<std::function<void()>> queue_;
    std::atomic<size_t> waiting_{0};
    std::deque<Place> places_;    // one for each thread
    std::vector<Place*> resting_;  // who rests longest stands first
    int at_once_;
    int working_ = 0;
    uint64_t begun_ = 0;    // jobs
    bool calling_ = false;  // somebody was called and has not come yet
    bool watched_ = false;
    bool ending_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace leye::http
