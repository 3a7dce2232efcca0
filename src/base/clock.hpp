#pragma once
#include <chrono>

#include "base/date.hpp"

namespace leye {

/// Where «now» comes from. Nothing but a Clock reads the time, so that tests move it and runs can be replayed.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

class SystemClock : public Clock {
  public:
    Instant now() const override {
        using namespace std::chrono;
        return Instant::of_ms(duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count());
    }
};

/// Stands still until moved; for tests and replays.
class ManualClock : public Clock {
  public:
    explicit ManualClock(Instant at) : at_(at) {}
    Instant now() const override { return at_; }
    void set(Instant at) { at_ = at; }
    void advance_ms(int64_t ms) { at_ = at_.plus_ms(ms); }
    void advance_days(int days) { at_ = at_.plus_ms(int64_t{days} * 86'400'000); }

  private:
    Instant at_;
};

}  // namespace leye
