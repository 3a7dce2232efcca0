#pragma once
#include <cstdint>
#include <span>

#include "base/result.hpp"

namespace leye::demo {

/// Repeatable random draws: the same seed gives the same sequence on every machine and compiler.
/// Source: Steele, Lea, Flood, «Fast splittable pseudorandom number generators» (splitmix64).
class Draw {
  public:
    explicit Draw(uint64_t seed) : state_(seed) {}
    /// A separate sequence for the part `number`, so that adding draws to one part leaves the others as they
    /// were.
    static Draw part(uint64_t seed, uint64_t number) {
        return Draw(Draw(seed ^ (number * 0xD1B54A32D192ED03)).next());
    }

    uint64_t next() {
        uint64_t z = (state_ += 0x9E3779B97F4A7C15);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
    /// 0 to n − 1. In: 0 < n ≤ 2³².
    uint32_t below(uint64_t n) {
        expect(n > 0 && n <= (uint64_t{1} << 32), "a draw below 1 to 2^32");
        return static_cast<uint32_t>((next() >> 32) * n >> 32);
    }
    /// low to high, both possible.
    int between(int low, int high) {
        return low + static_cast<int>(below(static_cast<uint64_t>(high - low) + 1));
    }
    bool one_in(uint32_t n) { return below(n) == 0; }
    bool percent(uint32_t share) { return below(100) < share; }
    template <class T>
    const T& pick(std::span<const T> choices) {
        return choices[below(choices.size())];
    }
    /// Index drawn by weight. In: at least one weight above zero, sum ≤ 2³². Cost: linear.
    size_t weighted(std::span<const uint32_t> weights) {
        uint64_t sum = 0;
        for (const auto weight : weights) sum += weight;
        uint64_t left = below(sum);
        for (size_t i = 0;; ++i) {
            if (left < weights[i]) return i;
            left -= weights[i];
        }
    }

  private:
    uint64_t state_;
};

}  // namespace leye::demo
