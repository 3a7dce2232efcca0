#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "services/casework/retry.hpp"

namespace leye::casework {

/// A draft's table being tried on last year's cases, or what came of it.
struct RetryRun {
    enum class State { running, done, stopped, failed };
    std::string draft;
    std::string dmn;  ///< the table as it was tried
    State state = State::running;
    Instant began_at;
    std::optional<Instant> ended_at;
    int64_t done = 0, all = 0;
    std::shared_ptr<const Retried> result;  ///< of a stopped one what was tried until then

    /// Seconds left by the speed so far; nothing where it did too little to tell.
    std::optional<int> seconds_left(Instant at) const;
};
std::string_view name_of(RetryRun::State state);

/// Tries one table at a time on a thread of its own, since it reads a year of cases, and keeps the last run of each draft in memory.
/// Safe for many threads.
class Retrier {
  public:
    static constexpr size_t kept_max = 20;
    /// What is done on the thread. in: to be told how far it is; it ends early where false comes back.
    using Work = std::function<Retried(const std::function<bool(int64_t done, int64_t all)>& go_on)>;

    explicit Retrier(const Clock& clock);
    /// Stops the one under way.
    ~Retrier();
    Retrier(const Retrier&) = delete;

    /// Fails: policy_retry_busy while one is under way.
    Result<void> start(const std::string& draft, const std::string& dmn, Work work);
    std::optional<RetryRun> find(const std::string& draft) const;
    /// Over already, or unknown: nothing happens.
    void stop(const std::string& draft);
    /// Waits until nothing is under way.
    void wait_until_idle();

  private:
    struct Run;
    std::unique_ptr<Run> run_;
};

}  // namespace leye::casework
