#include "edge/session/cache.hpp"

#include <algorithm>

namespace leye::session {

std::optional<Cache::Entry> Cache::find(const std::string& token_hash) {
    Shard& shard = shard_of(token_hash);
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.entries.find(token_hash);
    if (found == shard.entries.end()) return std::nullopt;
    return found->second;
}

void Cache::put(const std::string& token_hash, Entry entry) {
    Shard& shard = shard_of(token_hash);
    const std::lock_guard lock(shard.mutex);
    if (shard.entries.size() >= shard_max && !shard.entries.contains(token_hash)) {
        // Half of it is older than the entry in the middle; each goes back to the database when it is asked for.
        std::vector<Instant> seen;
        for (const auto& [_, one] : shard.entries) seen.push_back(one.last_seen_at);
        std::ranges::nth_element(seen, seen.begin() + seen.size() / 2);
        const Instant middle = seen[seen.size() / 2];
        std::erase_if(shard.entries, [&](const auto& one) { return one.second.last_seen_at <= middle; });
    }
    shard.entries.insert_or_assign(token_hash, std::move(entry));
}

bool Cache::touch(const std::string& token_hash, Instant now) {
    constexpr int64_t minute_ms = 60'000;
    Shard& shard = shard_of(token_hash);
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.entries.find(token_hash);
    if (found == shard.entries.end()) return false;
    Entry& entry = found->second;
    entry.last_seen_at = std::max(entry.last_seen_at, now);
    if (now.ms() - entry.written_at.ms() < minute_ms) return false;
    entry.written_at = now;
    return true;
}

void Cache::erase(const std::string& token_hash) {
    Shard& shard = shard_of(token_hash);
    const std::lock_guard lock(shard.mutex);
    shard.entries.erase(token_hash);
}

}  // namespace leye::session
