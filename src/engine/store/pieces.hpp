#pragma once
#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "engine/store/store.hpp"

/// One statement about many keys: `where id in (?, …)` with always as many marks, so that its text, and what the database prepared
/// for it, is the same for any number of them.
namespace leye::store {

inline constexpr size_t piece_max = 200;
/// «?, ?, …», as many as a piece has keys.
const std::string& piece_marks();

/// Calls `ask` with the parameters of one piece after the other: the keys, the last one again and again where there are fewer, then `rest`.
template <class T, class... R>
void in_pieces(std::span<const T> keys, const std::function<void(std::span<const Param>)>& ask, const R&... rest) {
    for (size_t i = 0; i < keys.size(); i += piece_max) {
        const auto some = keys.subspan(i, std::min(piece_max, keys.size() - i));
        std::vector<Param> params;
        params.reserve(piece_max + sizeof...(R));
        for (size_t k = 0; k < piece_max; ++k) params.emplace_back(some[std::min(k, some.size() - 1)]);
        (params.emplace_back(rest), ...);
        ask(params);
    }
}

}  // namespace leye::store
