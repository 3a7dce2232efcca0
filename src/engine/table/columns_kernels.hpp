#pragma once
#include <cstddef>
#include <cstdint>

/// The inner loops of columns: plain loops over arrays, compiled for the widest registers the processor has.
/// T is a width of keys (16, 32 or 64 bits, the least value null), M a set of rules (16 or 64 of them).
namespace leye::table::kernels {

/// masks[i] &= the set at keys[i], which is `null` for null and changes by changes[j] at each starts[j] the key reaches.
/// in: at most 64 changes.
template <class T, class M>
void intersect_by_changes(const T* keys, size_t rows, const T* starts, const M* changes, size_t count, M null, M* masks);

/// at[i] = 0 for null, else table[key - low]; every key is within the table.
template <class T>
void look_up(const T* keys, size_t rows, T low, const uint16_t* table, uint32_t* at);
/// at[i] = 0 for null, else 1 and how many starts the key reaches. in: `count` > 0 starts in order, filled up with the greatest T
/// to 2 × bit_floor(count) of them.
/// Cost: log2(count) steps a row.
template <class T>
void search(const T* keys, size_t rows, const T* starts, size_t count, uint32_t* at);
/// masks[i] &= sets[at[i]].
template <class M>
void intersect_at(const uint32_t* at, size_t rows, const M* sets, M* masks);

/// first[i] = 1 and the number of the first bit set, 0 where none is. out: whether any mask has a second bit.
bool first_places(const uint16_t* masks, size_t rows, uint16_t* first);
bool first_places(const uint64_t* masks, size_t rows, uint16_t* first);

/// A column of a large table: which set each row has.
struct Sets {
    const uint64_t* sets;
    const uint32_t* at;
};
/// The first and, where asked for, the second place in the intersection of a row's sets, from 1; 0 where there is none.
/// in: `words` is 8 or a multiple of 16. Cost: columns × words / 8 loads
/// a row at most; stops at what it looks for.
void first_two(const Sets* columns, size_t count, const uint64_t* standing, size_t words, size_t rows, uint16_t* first, uint16_t* second);

}  // namespace leye::table::kernels
