#pragma once
#include <algorithm>
#include <cstdint>

namespace leye::feel {

/// What evaluations on this thread may cost while it stands, all of them together; whatever goes beyond is null. A step is a node
/// of an expression, or 64 bytes copied or looked through: 20 to 400 ns. Allowances stand within each other: the inner one has at
/// most what is left of the outer one, which pays for it. Invariant: made and ended on one thread, the last made first.
class Allowance {
  public:
    explicit Allowance(int64_t steps) : outer_(left), given_(std::min(steps, left)) { left = given_; }
    ~Allowance() { left = outer_ - spent(); }
    Allowance(const Allowance&) = delete;
    Allowance& operator=(const Allowance&) = delete;

    /// More was asked for than there was.
    bool is_spent() const { return left < 0; }
    /// At most one more than was given.
    int64_t spent() const { return given_ - left; }

    /// Counts work; out: false where that was too much.
    static bool spend(int64_t steps) {
        left = left < steps ? -1 : left - steps;
        return left >= 0;
    }

  private:
    static constinit inline thread_local int64_t left = INT64_MAX;
    int64_t outer_, given_;
};

}  // namespace leye::feel
