#include "engine/table/columns_kernels.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <type_traits>
#include <vector>

namespace leye::table::kernels {
namespace {

template <class T>
constexpr T least = std::numeric_limits<T>::min();

// One loop, compiled three times; the body is inlined into each.
#if defined(__x86_64__)
enum class Registers { plain, avx2, avx512 };

Registers widest() {
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")) return Registers::avx512;
    return __builtin_cpu_supports("avx2") ? Registers::avx2 : Registers::plain;
}

template <class Body, class... A>
[[gnu::target("avx512f,avx512bw,avx512dq,avx512vl,bmi,bmi2,prefer-vector-width=512")]] void on_avx512(A... a) {
    Body::run(a...);
}
template <class Body, class... A>
[[gnu::target("avx2,bmi,bmi2")]] void on_avx2(A... a) {
    Body::run(a...);
}
template <class Body, class... A>
void run(A... a) {
    static const Registers registers = widest();
    if (registers == Registers::avx512) return on_avx512<Body>(a...);
    if (registers == Registers::avx2) return on_avx2<Body>(a...);
    Body::run(a...);
}
#else
template <class Body, class... A>
void run(A... a) {
    Body::run(a...);
}
#endif

// Lanes as wide as the wider of key and mask. Four changes a pass, so that a key is loaded once for four comparisons.
template <class T, class M>
struct ByChanges {
    using Signed = std::conditional_t<(sizeof(T) > sizeof(M)), T, std::make_signed_t<M>>;
    using Lane = std::make_unsigned_t<Signed>;
    static constexpr size_t block = 512;

    [[gnu::always_inline]] static inline void run(const T* keys, size_t rows, const T* starts, const M* changes, size_t count, M null, M* masks) {
        for (size_t from = 0; from < rows; from += block) {
            const size_t n = std::min(block, rows - from);
            Lane set[block];
            for (size_t i = 0; i < n; ++i) set[i] = null;
            for (size_t j = 0; j < count; j += 4) {
                const Signed s0 = starts[j], s1 = starts[j + 1], s2 = starts[j + 2], s3 = starts[j + 3];
                const Lane c0 = changes[j], c1 = changes[j + 1], c2 = changes[j + 2], c3 = changes[j + 3];
                const T* k = keys + from;
                for (size_t i = 0; i < n; ++i) {
                    const Signed x = k[i];
                    Lane m = set[i];
                    m ^= x >= s0 ? c0 : Lane{0};
                    m ^= x >= s1 ? c1 : Lane{0};
                    m ^= x >= s2 ? c2 : Lane{0};
                    m ^= x >= s3 ? c3 : Lane{0};
                    set[i] = m;
                }
            }
            M* to = masks + from;
            for (size_t i = 0; i < n; ++i) to[i] &= static_cast<M>(set[i]);
        }
    }
};

template <class T>
struct LookUp {
    [[gnu::always_inline]] static inline void run(const T* keys, size_t rows, T low, const uint16_t* table, uint32_t* at) {
        for (size_t i = 0; i < rows; ++i) {
            const T k = keys[i];
            const auto place = static_cast<std::make_unsigned_t<T>>(static_cast<std::make_unsigned_t<T>>(k == least<T> ? low : k) - static_cast<std::make_unsigned_t<T>>(low));
            at[i] = k == least<T> ? 0 : table[place];
        }
    }
};

template <class T>
struct Search {
    // One level of the search for all rows, then the next: the rows do not wait for each other.
    [[gnu::always_inline]] static inline void run(const T* keys, size_t rows, const T* starts, uint32_t top, uint32_t count, uint32_t* at) {
        for (size_t i = 0; i < rows; ++i) at[i] = 0;
        for (uint32_t step = top; step; step /= 2)
            for (size_t i = 0; i < rows; ++i) at[i] += starts[at[i] + step - 1] <= keys[i] ? step : 0;
        for (size_t i = 0; i < rows; ++i) at[i] = keys[i] == least<T> ? 0 : 1 + std::min(at[i], count);
    }
};

template <class M>
struct At {
    [[gnu::always_inline]] static inline void run(const uint32_t* at, size_t rows, const M* sets, M* masks) {
        for (size_t i = 0; i < rows; ++i) masks[i] &= sets[at[i]];
    }
};

// The lowest bit as a float has its number in the exponent, which every register can do; no bit gives −126.
struct FirstOf16 {
    [[gnu::always_inline]] static inline void run(const uint16_t* masks, size_t rows, uint16_t* first, uint16_t* more) {
        uint16_t any = 0;
        for (size_t i = 0; i < rows; ++i) any |= masks[i] & (masks[i] - 1);
        for (size_t i = 0; i < rows; ++i) {
            const int32_t m = masks[i];
            const int32_t exponent = (std::bit_cast<int32_t>(static_cast<float>(m & -m)) >> 23) - 126;
            first[i] = static_cast<uint16_t>(std::max(exponent, 0));
        }
        *more = any;
    }
};

struct FirstOf64 {
    [[gnu::always_inline]] static inline void run(const uint64_t* masks, size_t rows, uint16_t* first, uint16_t* more) {
        uint64_t any = 0;
        for (size_t i = 0; i < rows; ++i) {
            any |= masks[i] & (masks[i] - 1);
            first[i] = masks[i] ? static_cast<uint16_t>(std::countr_zero(masks[i]) + 1) : 0;
        }
        *more = any != 0;
    }
};

// The first word of 8 that is not 0, without a branch to guess; one of them is not 0.
[[gnu::always_inline]] inline size_t first_word(const uint64_t* part) {
    size_t k = (part[0] | part[1] | part[2] | part[3]) ? 0 : 4;
    k += (part[k] | part[k + 1]) ? 0 : 2;
    return k + (part[k] ? 0 : 1);
}

// `Blocks` times 512 rules before it is asked whether one is left: guessing that wrong costs more than reading on.
template <size_t Blocks>
struct FirstTwo {
    typedef uint64_t Eight __attribute__((vector_size(64)));
    [[gnu::always_inline]] static inline void load(Eight& to, const uint64_t* from) { std::memcpy(&to, from, sizeof to); }

    [[gnu::always_inline]] static inline void run(const Sets* columns, size_t count, const uint64_t* standing, size_t words, size_t rows, uint16_t* first, uint16_t* second) {
        constexpr size_t step = 8 * Blocks;
        for (size_t i = 0; i < rows; ++i) {
            uint16_t found[2] = {0, 0};
            size_t n = 0;
            const size_t wanted = second ? 2 : 1;
            for (size_t w = 0; w < words && n < wanted; w += step) {
                Eight left, right = {}, set;
                load(left, standing + w);
                if constexpr (Blocks == 2) load(right, standing + w + 8);
                for (size_t c = 0; c < count; ++c) {
                    const uint64_t* from = columns[c].sets + columns[c].at[i] * words + w;
                    load(set, from);
                    left &= set;
                    if constexpr (Blocks == 2) {
                        load(set, from + 8);
                        right &= set;
                    }
                }
                alignas(64) uint64_t part[step];
                std::memcpy(part, &left, sizeof left);
                if constexpr (Blocks == 2) std::memcpy(part + 8, &right, sizeof right);
                while (n < wanted) {
                    uint64_t any[Blocks] = {};
                    for (size_t k = 0; k < step; ++k) any[k / 8] |= part[k];
                    size_t block = 0;
                    for (size_t b = Blocks; b-- > 0;) block = any[b] ? b : block;
                    if (!any[block]) break;
                    const size_t k = block * 8 + first_word(part + block * 8);
                    found[n++] = static_cast<uint16_t>((w + k) * 64 + static_cast<size_t>(std::countr_zero(part[k])) + 1);
                    part[k] &= part[k] - 1;
                }
            }
            first[i] = found[0];
            if (second) second[i] = found[1];
        }
    }
};

}  // namespace

template <class T, class M>
void intersect_by_changes(const T* keys, size_t rows, const T* starts, const M* changes, size_t count, M null, M* masks) {
    // Filled up to fours with changes that change nothing.
    T s[64];
    M c[64];
    const size_t padded = std::min<size_t>((count + 3) / 4 * 4, 64);
    for (size_t j = 0; j < padded; ++j) s[j] = j < count ? starts[j] : T{0}, c[j] = j < count ? changes[j] : M{0};
    run<ByChanges<T, M>>(keys, rows, static_cast<const T*>(s), static_cast<const M*>(c), padded, null, masks);
}

template <class T>
void look_up(const T* keys, size_t rows, T low, const uint16_t* table, uint32_t* at) {
    run<LookUp<T>>(keys, rows, low, table, at);
}

template <class T>
void search(const T* keys, size_t rows, const T* starts, size_t count, uint32_t* at) {
    run<Search<T>>(keys, rows, starts, static_cast<uint32_t>(std::bit_floor(count)), static_cast<uint32_t>(count), at);
}

template <class M>
void intersect_at(const uint32_t* at, size_t rows, const M* sets, M* masks) {
    run<At<M>>(at, rows, sets, masks);
}

bool first_places(const uint16_t* masks, size_t rows, uint16_t* first) {
    uint16_t more = 0;
    run<FirstOf16>(masks, rows, first, &more);
    return more != 0;
}
bool first_places(const uint64_t* masks, size_t rows, uint16_t* first) {
    uint16_t more = 0;
    run<FirstOf64>(masks, rows, first, &more);
    return more != 0;
}

void first_two(const Sets* columns, size_t count, const uint64_t* standing, size_t words, size_t rows, uint16_t* first, uint16_t* second) {
    if (words % 16 == 0) return run<FirstTwo<2>>(columns, count, standing, words, rows, first, second);
    run<FirstTwo<1>>(columns, count, standing, words, rows, first, second);
}

template void intersect_by_changes(const int16_t*, size_t, const int16_t*, const uint16_t*, size_t, uint16_t, uint16_t*);
template void intersect_by_changes(const int32_t*, size_t, const int32_t*, const uint16_t*, size_t, uint16_t, uint16_t*);
template void intersect_by_changes(const int64_t*, size_t, const int64_t*, const uint16_t*, size_t, uint16_t, uint16_t*);
template void intersect_by_changes(const int16_t*, size_t, const int16_t*, const uint64_t*, size_t, uint64_t, uint64_t*);
template void intersect_by_changes(const int32_t*, size_t, const int32_t*, const uint64_t*, size_t, uint64_t, uint64_t*);
template void intersect_by_changes(const int64_t*, size_t, const int64_t*, const uint64_t*, size_t, uint64_t, uint64_t*);
template void look_up(const int16_t*, size_t, int16_t, const uint16_t*, uint32_t*);
template void look_up(const int32_t*, size_t, int32_t, const uint16_t*, uint32_t*);
template void look_up(const int64_t*, size_t, int64_t, const uint16_t*, uint32_t*);
template void search(const int16_t*, size_t, const int16_t*, size_t, uint32_t*);
template void search(const int32_t*, size_t, const int32_t*, size_t, uint32_t*);
template void search(const int64_t*, size_t, const int64_t*, size_t, uint32_t*);
template void intersect_at(const uint32_t*, size_t, const uint16_t*, uint16_t*);
template void intersect_at(const uint32_t*, size_t, const uint64_t*, uint64_t*);

}  // namespace leye::table::kernels
