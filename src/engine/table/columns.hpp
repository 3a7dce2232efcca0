#pragma once
#include <map>
#include <memory>
#include <span>
#include <variant>

#include "engine/table/values.hpp"

namespace leye::table {

using Wide = __int128;
constexpr size_t batch_rows = 4096;

/// What null is among keys of a width: the least of them, which is never a value.
template <class T>
constexpr T null_key = static_cast<T>(T{1} << (sizeof(T) * 8 - 1));

/// The values of one batch, as narrow as they allow: keys in the order of the values, or the values themselves where no key of a
/// column's measure says them exactly (decimal128).
using Keys = std::variant<std::vector<int16_t>, std::vector<int32_t>, std::vector<int64_t>, std::vector<Wide>, std::vector<feel::Value>>;

/// What the keys of a column count: numbers by 10^-scale, days and times by `nanos`, strings by their place in the dictionary,
/// days since 1970, months, false 0 and true 1.
struct Measure {
    int scale = 0;
    int64_t nanos = 1;
    std::shared_ptr<const std::vector<std::string>> dictionary;  ///< sorted by bytes, each string once
    bool operator==(const Measure&) const = default;
};

/// One fact of many rows: each a value of the kind, or null. Immutable once made.
class Column {
  public:
    Kind kind = Kind::any;
    Measure measure;
    size_t rows = 0;
    std::vector<Keys> batches;  ///< of batch_rows rows each, the last as many as are left

    /// Any kind at all, from values; each must be of the kind or null, which is an invariant.
    static Column of(Kind kind, std::span<const feel::Value> values);
    /// Whole steps of a kind: 10^-scale for numbers, days, months, 0 and 1. Where `nulls` is not empty, a row whose byte is not
    /// 0 is null. Cost: one pass to find the width, one to copy.
    static Column of(Kind kind, std::span<const int64_t> keys, std::span<const uint8_t> nulls = {}, int scale = 0);
    /// Strings by their place in `words`, negative for null.
    static Column of_codes(std::span<const std::string> words, std::span<const int32_t> codes);

    feel::Value at(size_t row) const;
    /// The least and greatest key that is not null, over all batches of keys; low > high where there is none.
    Wide low = 1, high = 0;
};

/// The facts of a population by name. Invariant: all columns have `rows` rows.
struct Columns {
    size_t rows = 0;
    std::map<std::string, Column, std::less<>> facts;
    void add(std::string name, Column column);
};

/// A place between two values of a kind: just before or just after `at`.
struct Cut {
    feel::Value at;
    bool after = false;
};
bool operator<(const Cut& a, const Cut& b);
/// Whether the value stands behind the cut.
bool is_behind(const feel::Value& v, const Cut& cut);
/// The least key that stands behind the cut; the greatest Wide where none does.
Wide first_behind(const Cut& cut, Kind kind, const Measure& measure);

/// Whether the value is of that ordered kind.
bool is_of_kind(const feel::Value& v, Kind kind);
/// The key of a value that is not null; nothing where the measure has none for it.
std::optional<Wide> key_of(const feel::Value& v, const Measure& measure);
feel::Value value_of(Wide key, Kind kind, const Measure& measure);
/// 10^n for 0 <= n <= 18.
int64_t power_of_ten(int n);

}  // namespace leye::table
