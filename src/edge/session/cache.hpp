#pragma once
#include <array>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "edge/session/session.hpp"

namespace leye::session {

/// Sessions in memory, by the hash of their token. Bounded; thread-safe.
class Cache {
  public:
    struct Entry {
        Session session;
        Instant loaded_at, last_seen_at, written_at, expires_at;
    };

    std::optional<Entry> find(const std::string& token_hash);
    void put(const std::string& token_hash, Entry entry);
    /// Notes that the session was seen; true where that is to be written down (once a minute).
    bool touch(const std::string& token_hash, Instant now);
    void erase(const std::string& token_hash);
    template <class F>
    void erase_where(F&& matches) {
        for (Shard& shard : shards_) {
            const std::lock_guard lock(shard.mutex);
            std::erase_if(shard.entries, [&](const auto& one) { return matches(one.second.session); });
        }
    }

  private:
    static constexpr size_t shard_max = 1024;
    struct Shard {
        std::mutex mutex;
        std::unordered_map<std::string, Entry> entries;
    };
    Shard& shard_of(const std::string& token_hash) {
        return shards_[std::hash<std::string>{}(token_hash) % shards_.size()];
    }
    std::array<Shard, 16> shards_;
};

}  // namespace leye::session
