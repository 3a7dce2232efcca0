#pragma once
#include <array>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/date.hpp"
#include "base/result.hpp"

namespace leye::session {

/// A token bucket per key: `burst` at once, then `per_minute`. Bounded memory: at most `keys_max` keys, the least
/// recently used is forgotten first. Thread-safe.
class Limiter {
  public:
    /// in: `per_minute` 0 lets everything through.
    Limiter(int64_t per_minute, int64_t burst, size_t keys_max = 65'536);
    /// Takes one token. Fails: rate_limited (details: retry_after_s, seconds).
    Result<void> take(std::string_view key, Instant now);

  private:
    struct Bucket {
        std::string key;
        double tokens;
        Instant at;
    };
    struct Shard {
        std::mutex mutex;
        std::list<Bucket> recent;  // most recently used first
        std::unordered_map<std::string_view, std::list<Bucket>::iterator> by_key;
    };
    double per_ms_, burst_;
    size_t shard_max_;
    std::array<Shard, 16> shards_;
};

}  // namespace leye::session
