#include "engine/table/columns_bound.hpp"

#include <algorithm>
#include <bit>

namespace leye::table {
namespace {

constexpr size_t changes_max = 16;      // beyond, a look-up costs less than the comparisons
constexpr Wide table_keys_max = 1 << 18;  // of the look-up table, half a megabyte

template <class T>
constexpr bool is_key = std::is_same_v<T, int16_t> || std::is_same_v<T, int32_t> || std::is_same_v<T, int64_t>;

}  // namespace

Bound::Bound(const Question& q, Measure measure, Wide low, Wide high) : index_(q.index), measure_(std::move(measure)), low_(low), high_(high) {
    for (const auto& c : index_.cuts) first_.push_back(first_behind(c, q.kind, measure_));
    narrow_ = starts<int16_t>(), middle_ = starts<int32_t>(), wide_ = starts<int64_t>();
    if (low_ > high_ || high_ - low_ >= table_keys_max || middle_.count <= changes_max || first_.size() >= UINT16_MAX) return;
    size_t cut = 0;
    for (Wide k = low_; k <= high_; ++k) {
        while (cut < first_.size() && first_[cut] <= k) ++cut;
        table_.push_back(static_cast<uint16_t>(cut + 1));
    }
}

template <class T>
Bound::Starts<T> Bound::starts() const {
    constexpr T least = null_key<T> + 1, greatest = static_cast<T>(~null_key<T>);
    Starts<T> out{{least}, {1}, 0};
    const bool known = low_ <= high_;
    const Wide low = known ? std::max<Wide>(low_, least) : Wide{least}, high = known ? std::min<Wide>(high_, greatest) : Wide{greatest};
    for (size_t c = 0; c < first_.size(); ++c) {
        if (first_[c] > high) break;
        const T at = first_[c] <= low ? least : static_cast<T>(first_[c]);
        if (at == out.at.back())
            out.stretch.back() = static_cast<uint32_t>(c + 2);
        else
            out.at.push_back(at), out.stretch.push_back(static_cast<uint32_t>(c + 2));
    }
    out.count = out.at.size();
    out.at.resize(std::bit_floor(out.count) * 2, greatest);
    return out;
}

template <class T>
const Bound::Starts<T>& Bound::of_width() const {
    if constexpr (std::is_same_v<T, int16_t>) return narrow_;
    if constexpr (std::is_same_v<T, int32_t>) return middle_;
    if constexpr (std::is_same_v<T, int64_t>) return wide_;
}

template <class T>
void Bound::stretches_of(const std::vector<T>& keys, const Starts<T>& s, uint32_t* at) const {
    if (!table_.empty()) return kernels::look_up(keys.data(), keys.size(), static_cast<T>(low_), table_.data(), at);
    kernels::search(keys.data(), keys.size(), s.at.data(), s.count, at);
    for (size_t i = 0; i < keys.size(); ++i) at[i] = at[i] == 0 ? 0 : s.stretch[at[i] - 2];  // the first start is reached by every key
}

void Bound::stretches(const Keys& keys, uint32_t* at) const {
    std::visit(
        [&](const auto& k) {
            using T = typename std::remove_cvref_t<decltype(k)>::value_type;
            if constexpr (is_key<T>) {
                stretches_of<T>(k, of_width<T>(), at);
            } else if constexpr (std::is_same_v<T, Wide>) {
                for (size_t i = 0; i < k.size(); ++i)
                    at[i] = k[i] == null_key<Wide> ? 0 : 1 + static_cast<uint32_t>(std::ranges::upper_bound(first_, k[i]) - first_.begin());
            } else {
                for (size_t i = 0; i < k.size(); ++i) at[i] = static_cast<uint32_t>(index_.stretch_of(k[i]));
            }
        },
        keys);
}

template <class M>
void Bound::intersect(const Keys& keys, M* masks, std::vector<uint32_t>& scratch) const {
    const bool few = std::visit(
        [&](const auto& k) {
            using T = typename std::remove_cvref_t<decltype(k)>::value_type;
            if constexpr (is_key<T>) {
                const auto& s = of_width<T>();
                const auto set = [&](uint32_t stretch) { return static_cast<M>(index_.sets[stretch]); };
                T starts[64];
                M changes[64];
                size_t count = 0;
                M before = set(0);
                for (size_t j = 0; j < s.count && count <= changes_max; ++j) {
                    const M now = set(s.stretch[j]);
                    if (now == before) continue;
                    starts[count] = s.at[j], changes[count++] = now ^ before;
                    before = now;
                }
                if (count > changes_max) return false;
                kernels::intersect_by_changes<T, M>(k.data(), k.size(), starts, changes, count, set(0), masks);
                return true;
            } else {
                return false;
            }
        },
        keys);
    if (few) return;
    const size_t rows = std::visit([](const auto& k) { return k.size(); }, keys);
    scratch.resize(rows);
    stretches(keys, scratch.data());
    if constexpr (std::is_same_v<M, uint64_t>) {
        kernels::intersect_at(scratch.data(), rows, index_.sets.data(), masks);
    } else {
        for (size_t i = 0; i < rows; ++i) masks[i] &= static_cast<M>(index_.sets[scratch[i]]);
    }
}

template void Bound::intersect(const Keys&, uint16_t*, std::vector<uint32_t>&) const;
template void Bound::intersect(const Keys&, uint64_t*, std::vector<uint32_t>&) const;

}  // namespace leye::table
