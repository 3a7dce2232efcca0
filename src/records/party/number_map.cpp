#include "records/party/number_map.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <charconv>
#include <cstring>
#include <future>

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
    std::atomic<int64_t> rows = 0;
    // People on one thread, their numbers on another.
    auto people = std::async(std::launch::async, [&] {
        for (PersonId after;;) {
            const auto page = db.read([&](store::Connection& c) { return list_cities(c, after); });
            if (page.empty()) return;
            cities_.insert(cities_.end(), page.begin(), page.end());
            after = page.back().first;
            rows += static_cast<int64_t>(page.size());
        }
    });
    for (NumberIndex after{};;) {
        const auto page = db.read([&](store::Connection& c) { return list_numbers(c, after); });
        if (page.empty()) break;
        for (const auto& [number, person] : page) entries_.push_back({number, person});
        after = page.back().first;
        rows += static_cast<int64_t>(page.size());
        if (progress) progress(rows);
    }
    people.get();
    if (progress) progress(rows);
    expect(entries_.size() < UINT32_MAX, "fewer numbers than four billion");
    slots_.resize(std::bit_ceil(entries_.size() * 2 + 2));
    const size_t mask = slots_.size() - 1;
    for (uint32_t i = 0; i < entries_.size(); ++i) {
        size_t at = hash_of(entries_[i].number) & mask;
        while (slots_[at] != 0) at = (at + 1) & mask;
        slots_[at] = i + 1;
    }
}

uint16_t NumberMap::city_of(PersonId person, size_t& near) const {
    if (near >= cities_.size() || person < cities_[near].first) near = 0;
    // Ever longer steps from where the one before was, then between the last two.
    size_t low = near, step = 1;
    while (low + step < cities_.size() && cities_[low + step].first <= person) low += step, step *= 2;
    const auto end = cities_.begin() + static_cast<std::ptrdiff_t>(std::min(low + step, cities_.size()));
    const auto at = std::upper_bound(cities_.begin() + static_cast<std::ptrdiff_t>(low), end, person, [](const PersonId& id, const auto& one) { return id < one.first; });
    if (at == cities_.begin()) return 0;
    near = static_cast<size_t>(at - cities_.begin()) - 1;
    return cities_[near].first == person ? cities_[near].second : uint16_t{0};
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
                owners[i] = {entry.person, 0, true};
                break;
            }
        }
    }
}

}  // namespace leye::party
