#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "engine/store/store.hpp"
#include "records/party/ids.hpp"

namespace leye::party {

/// The blind index of a document's number.
using NumberIndex = std::array<char, 16>;

/// Whose number it is. Merges are not followed.
struct Owner {
    PersonId person;
    uint16_t city = 0;  ///< first four digits of where the person lives; 0: not known
    bool known = false;
};

/// Looks many numbers up. in: `owners` as long as `numbers`. Cost: a statement for 64 numbers.
void find_owners(store::Connection& c, std::span<const NumberIndex> numbers, std::span<Owner> owners);

/// How many numbers there are.
int64_t count_numbers(store::Connection& c);

/// Everybody's numbers in memory, for who looks up millions. Immutable; safe for many threads.
class NumberMap {
  public:
    /// Gets how many rows are read, people's and numbers'.
    using Progress = std::function<void(int64_t rows)>;
    /// Reads all of them. Cost: linear; 45 bytes a number stay in memory.
    explicit NumberMap(store::Database& db, const Progress& progress = {});

    /// Whose they are; where they live `city_of` tells.
    void find(std::span<const NumberIndex> numbers, std::span<Owner> owners) const;
    /// As Owner::city. in: `near`, 0 at first, makes it quick where people are asked for in order of their ids.
    uint16_t city_of(PersonId person, size_t& near) const;

  private:
    struct Entry {
        NumberIndex number;
        PersonId person;
    };
    std::vector<Entry> entries_;
    std::vector<std::pair<PersonId, uint16_t>> cities_;  // by id
    std::vector<uint32_t> slots_;  // place of an entry + 1, by the number's first bytes; a power of two
};

}  // namespace leye::party
