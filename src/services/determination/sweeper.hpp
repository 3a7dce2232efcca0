#pragma once
#include <memory>
#include <optional>

#include "services/determination/sweep.hpp"

namespace leye::determination {

/// Works on sweeps on a thread of its own: one begun at the desk, one left by a crash, and each night's. Safe for many threads.
/// Everything given to it outlives it.
class Sweeper {
  public:
    /// in: `nightly_minute` of the civil day at which a sweep of that day begins unless there was one over everybody, on whichever
    /// server; up to four hours later where no server was up. Nothing for never.
    Sweeper(Parts parts, std::optional<int> nightly_minute);
    /// Stops after the transaction under way; the sweep is taken up when the next one is made.
    ~Sweeper();
    Sweeper(const Sweeper&) = delete;
    Sweeper& operator=(const Sweeper&) = delete;

    /// Begins a sweep of today. Fails: as begin_sweep.
    Result<int64_t> start(const party::Actor& actor, Scope scope = Scope::whole);
    /// Stops it until `resume`. Not running: nothing happens. Fails: sweep_unknown, sweep_over; duty_missing, sign_in_needed.
    Result<void> pause(const party::Actor& actor, int64_t number);
    /// Goes on. Fails: as pause.
    Result<void> resume(const party::Actor& actor, int64_t number);

    struct Progress {
        int64_t number = 0, done = 0, all = 0;
        std::optional<int> seconds_left;
    };
    /// Of the sweep under way here.
    std::optional<Progress> progress() const;
    /// Looks at once whether there is something to do, as it does by itself four times a minute.
    void look();
    /// Waits until nothing is under way and nothing asked for.
    void wait_until_idle();

  private:
    struct Run;
    std::unique_ptr<Run> run_;
};

}  // namespace leye::determination
