#include "records/party/number_map.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>

#include "records/party/number_map_store.hpp"

namespace leye::party {
namespace {

uint64_t hash_of(const NumberIndex& number) {
    uint64_t out;  // the index is as good as random
    std::memcpy(&out, number.data(), sizeof out);
    return out;
}

}  // namespace

uint16_t city_of(std::string_view area) {
    uint16_t out = 0;
    if (area.size() >= 4) std::from_chars(area.data(), area.data() + 4, out);
    return out;
}

NumberMap::NumberMap(store::Database& db, const Progress& progress) {
    std::vector<std::pair<PersonId, uint16_t>> people;
    int64_t rows = 0;
    const auto told = [&](size_t more) {
        rows += static_cast<int64_t>(more);
        if (progress) progress(rows);
    };
    for (PersonId after;;) {
        const auto page = db.read([&](store::Connection& c) { return list_cities(c, after); });
        if (page.empty()) break;
        people.insert(people.end(), page.begin(), page.end());
        after = page.back().first;
        told(page.size());
    }
    for (NumberIndex after{};;) {
        const auto page = db.read([&](store::Connection& c) { return list_numbers(c, after); });
        if (page.empty()) break;
        for (const auto& [number, person] : page) {
            const auto at = std::ranges::lower_bound(people, person, {}, &std::pair<PersonId, uint16_t>::first);
            entries_.push_back({number, person, at != people.end() && at->first == person ? at->second : uint16_t{0}});
        }
        after = page.back().first;
        told(page.size());
    }
    expect(entries_.size() < UINT32_MAX, "fewer numbers than four billion");
    slots_.resize(std::bit_ceil(entries_.size() * 2 + 2));
    const size_t mask = slots_.size() - 1;
    for (uint32_t i = 0; i < entries_.size(); ++i) {
        size_t at = hash_of(entries_[i].number) & mask;
        while (slots_[at] != 0) at = (at + 1) & mask;
        slots_[at] = i + 1;
    }
}

// A few at a time, so that the memory that they wait for is fetched while others are compared.
void NumberMap::find(std::span<const NumberIndex> numbers, std::span<Owner> owners) const {
    constexpr size_t together = 16;
    const size_t mask = slots_.size() - 1;
    for (size_t from = 0; from < numbers.size(); from += together) {
        const size_t end = std::min(from + together, numbers.size());
        for (size_t i = from; i < end; ++i) __builtin_prefetch(&slots_[hash_of(numbers[i]) & mask]);
        for (size_t i = from; i < end; ++i)
            if (const uint32_t slot = slots_[hash_of(numbers[i]) & mask]) __builtin_prefetch(&entries_[slot - 1]);
        for (size_t i = from; i < end; ++i) {
            owners[i] = {};
            for (size_t at = hash_of(numbers[i]) & mask; slots_[at] != 0; at = (at + 1) & mask) {
                const Entry& entry = entries_[slots_[at] - 1];
                if (entry.number != numbers[i]) continue;
                owners[i] = {entry.person, entry.city, true};
                break;
            }
        }
    }
}

}  // namespace leye::party
