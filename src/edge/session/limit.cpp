#include "edge/session/limit.hpp"

#include <algorithm>
#include <cmath>

namespace leye::session {

Limiter::Limiter(int64_t per_minute, int64_t burst, size_t keys_max)
    : per_ms_(static_cast<double>(per_minute) / 60'000),
      burst_(static_cast<double>(std::max<int64_t>(1, burst))),
      shard_max_(std::max<size_t>(1, keys_max / std::tuple_size_v<decltype(shards_)>)) {}

Result<void> Limiter::take(std::string_view key, Instant now) {
    if (per_ms_ <= 0) return {};
    Shard& shard = shards_[std::hash<std::string_view>{}(key) % shards_.size()];
    const std::lock_guard lock(shard.mutex);
    auto found = shard.by_key.find(key);
    if (found == shard.by_key.end()) {
        if (shard.recent.size() >= shard_max_) {
            shard.by_key.erase(shard.recent.back().key);
            shard.recent.pop_back();
        }
        shard.recent.push_front({std::string(key), burst_, now});
        found = shard.by_key.emplace(shard.recent.front().key, shard.recent.begin()).first;
    } else {
        shard.recent.splice(shard.recent.begin(), shard.recent, found->second);
    }
    Bucket& bucket = *found->second;
    const auto passed = static_cast<double>(std::max<int64_t>(0, now.ms() - bucket.at.ms()));
    bucket.tokens = std::min(burst_, bucket.tokens + passed * per_ms_);
    bucket.at = std::max(bucket.at, now);
    if (bucket.tokens < 1) {
        const auto wait_s = static_cast<int64_t>(std::ceil((1 - bucket.tokens) / per_ms_ / 1000));
        return refuse("rate_limited", "", {{"retry_after_s", std::to_string(std::max<int64_t>(1, wait_s))}});
    }
    bucket.tokens -= 1;
    return {};
}

}  // namespace leye::session
