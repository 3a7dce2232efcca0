#pragma once
#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "app/demo/draw.hpp"

namespace leye::demo {

/// Draws an index by weight from a table made once. Cost: logarithmic.
class Cumulative {
  public:
    Cumulative() = default;
    /// In: at least one weight above zero, none below.
    template <class Weights>
    explicit Cumulative(const Weights& weights) {
        double sum = 0, so_far = 0;
        for (const double weight : weights) sum += weight;
        expect(sum > 0, "a weight above zero");
        for (const double weight : weights) {
            so_far += weight;
            // What comes after the last weight above zero is never reached.
            upto_.push_back(so_far >= sum ? 0xFFFFFFFF : static_cast<uint32_t>(so_far / sum * 4'294'967'295.0));
        }
        upto_.back() = 0xFFFFFFFF;
    }
    size_t draw(Draw& draw) const {
        const auto n = std::min(static_cast<uint32_t>(draw.next() >> 32), 0xFFFFFFFEU);
        return static_cast<size_t>(std::upper_bound(upto_.begin(), upto_.end(), n) - upto_.begin());
    }

  private:
    std::vector<uint32_t> upto_;
};

/// True with the chance `share` of 1.
inline bool chance(Draw& draw, double share) { return static_cast<double>(draw.next() >> 11) * 0x1.0p-53 < share; }

}  // namespace leye::demo
