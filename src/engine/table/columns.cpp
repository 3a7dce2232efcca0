#include "engine/table/columns.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace leye::table {
namespace {

using feel::DaysDuration;
using feel::Number;
using feel::Value;

constexpr int scale_max = 12;
constexpr Wide wide_max = ~null_key<Wide>;
constexpr int64_t nanos_of_day = 86'400'000'000'000, nanos_of_second = 1'000'000'000;

const Number& wide_unit() {
    static const Number n(1'000'000'000'000'000'000);
    return n;
}

// A whole number of fewer than 37 digits.
std::optional<Wide> wide_of(const Number& n) {
    if (const auto i = n.integer()) return *i;
    const auto high = divide(n, wide_unit());
    if (!high) return std::nullopt;
    const Number whole = high->floor();
    const auto h = whole.integer(), l = subtract(n, *multiply(whole, wide_unit()))->integer();
    if (!h || !l) return std::nullopt;
    return Wide{*h} * 1'000'000'000'000'000'000 + *l;
}

Number number_of(Wide n) {
    constexpr int64_t unit = 1'000'000'000'000'000'000;
    if (n >= INT64_MIN && n <= INT64_MAX) return Number(static_cast<int64_t>(n));
    return *add(*multiply(Number(static_cast<int64_t>(n / unit)), wide_unit()), Number(static_cast<int64_t>(n % unit)));
}

std::optional<Number> scaled(const Number& n, int scale) { return scale ? multiply(n, Number(power_of_ten(scale))) : n; }

Wide floor_div(Wide a, Wide b) { return a / b - (a % b < 0); }

template <class T>
std::vector<T> narrowed(std::span<const Wide> keys) {
    std::vector<T> out(keys.size());
    for (size_t i = 0; i < keys.size(); ++i) out[i] = keys[i] == null_key<Wide> ? null_key<T> : static_cast<T>(keys[i]);
    return out;
}

template <class T>
bool fit(Wide low, Wide high) {
    return low > high || (low > null_key<T> && high <= static_cast<T>(~null_key<T>));
}

// One batch of keys, null among them, as narrow as they allow; widens the column's bounds.
Keys packed(std::span<const Wide> keys, Column& column) {
    Wide low = wide_max, high = -wide_max;
    for (const Wide k : keys)
        if (k != null_key<Wide>) low = std::min(low, k), high = std::max(high, k);
    if (low <= high) {
        const bool first = column.low > column.high;
        column.low = first ? low : std::min(column.low, low);
        column.high = first ? high : std::max(column.high, high);
    }
    if (fit<int16_t>(low, high)) return narrowed<int16_t>(keys);
    if (fit<int32_t>(low, high)) return narrowed<int32_t>(keys);
    if (fit<int64_t>(low, high)) return narrowed<int64_t>(keys);
    return std::vector<Wide>(keys.begin(), keys.end());
}

// The fewest places behind the point that say every number exactly, at most scale_max.
int scale_of(std::span<const Value> values) {
    int scale = 0;
    for (const auto& v : values)
        if (const auto* n = v.as<Number>())
            while (scale < scale_max) {
                const auto whole = scaled(*n, scale);
                if (!whole || whole->is_whole()) break;
                ++scale;
            }
    return scale;
}

int64_t nanos_of(std::span<const Value> values) {
    int64_t unit = nanos_of_day;
    for (const auto& v : values)
        if (const auto* d = v.as<DaysDuration>())
            while (d->total_nanos() % unit != 0) unit = unit == nanos_of_day ? nanos_of_second : 1;
    return unit;
}

std::shared_ptr<const std::vector<std::string>> dictionary_of(std::span<const Value> values) {
    std::vector<std::string> words;
    std::unordered_map<std::string_view, bool> seen;
    for (const auto& v : values)
        if (const auto* s = v.as<std::string>())
            if (seen.try_emplace(*s, true).second) words.push_back(*s);
    std::ranges::sort(words);
    return std::make_shared<const std::vector<std::string>>(std::move(words));
}

}  // namespace

int64_t power_of_ten(int n) {
    static const auto powers = [] {
        std::array<int64_t, 19> out{1};
        for (size_t i = 1; i < out.size(); ++i) out[i] = out[i - 1] * 10;
        return out;
    }();
    return powers.at(static_cast<size_t>(n));
}

bool is_of_kind(const Value& v, Kind kind) {
    switch (kind) {
        case Kind::boolean: return v.as<bool>();
        case Kind::number: return v.as<Number>();
        case Kind::string: return v.as<std::string>();
        case Kind::date: return v.as<feel::Day>();
        case Kind::months: return v.as<feel::MonthsDuration>();
        case Kind::days: return v.as<DaysDuration>();
        default: return false;
    }
}

std::optional<Wide> key_of(const Value& v, const Measure& m) {
    if (const auto* b = v.as<bool>()) return *b;
    if (const auto* n = v.as<Number>()) {
        const auto whole = scaled(*n, m.scale);
        return whole && whole->is_whole() ? wide_of(*whole) : std::nullopt;
    }
    if (const auto* s = v.as<std::string>()) {
        const auto it = std::ranges::lower_bound(*m.dictionary, *s);
        return it != m.dictionary->end() && *it == *s ? std::optional<Wide>(it - m.dictionary->begin()) : std::nullopt;
    }
    if (const auto* d = v.as<feel::Day>()) return d->days;
    if (const auto* d = v.as<feel::MonthsDuration>()) return d->months;
    if (const auto* d = v.as<DaysDuration>()) return d->total_nanos() % m.nanos ? std::nullopt : std::optional(d->total_nanos() / m.nanos);
    return std::nullopt;
}

Value value_of(Wide key, Kind kind, const Measure& m) {
    if (key == null_key<Wide>) return {};
    switch (kind) {
        case Kind::boolean: return key != 0;
        case Kind::number: return Value::of(divide(number_of(key), Number(power_of_ten(m.scale))));
        case Kind::string: return (*m.dictionary)[static_cast<size_t>(key)];
        case Kind::date: return feel::Day{static_cast<int64_t>(key)};
        case Kind::months: return feel::MonthsDuration{static_cast<int64_t>(key)};
        default: return DaysDuration::of_nanos(key * m.nanos);
    }
}

Column Column::of(Kind kind, std::span<const Value> values) {
    Column out;
    out.kind = kind, out.rows = values.size();
    for (const auto& v : values) expect(v.is_null() || !is_ordered(kind) || is_of_kind(v, kind), "a column's values are of its kind");
    if (kind == Kind::number) out.measure.scale = scale_of(values);
    if (kind == Kind::days) out.measure.nanos = nanos_of(values);
    if (kind == Kind::string) out.measure.dictionary = dictionary_of(values);
    std::unordered_map<std::string_view, Wide> codes;
    if (kind == Kind::string)
        for (size_t i = 0; i < out.measure.dictionary->size(); ++i) codes[(*out.measure.dictionary)[i]] = static_cast<Wide>(i);
    std::vector<Wide> keys;
    for (size_t from = 0; from < values.size(); from += batch_rows) {
        const auto batch = values.subspan(from, std::min(batch_rows, values.size() - from));
        keys.assign(batch.size(), null_key<Wide>);
        bool exact = is_ordered(kind);
        for (size_t i = 0; i < batch.size() && exact; ++i) {
            if (batch[i].is_null()) continue;
            const auto* word = batch[i].as<std::string>();
            const auto key = word ? codes.at(*word) : key_of(batch[i], out.measure);
            if (key) keys[i] = *key;
            exact = key.has_value();
        }
        out.batches.push_back(exact ? packed(keys, out) : std::vector<Value>(batch.begin(), batch.end()));
    }
    return out;
}

Column Column::of(Kind kind, std::span<const int64_t> given, std::span<const uint8_t> nulls, int scale) {
    expect(is_ordered(kind) && kind != Kind::string && scale >= 0 && scale <= 18, "keys are of an ordered kind other than string");
    expect(nulls.empty() || nulls.size() == given.size(), "there is a null byte for each row");
    Column out;
    out.kind = kind, out.rows = given.size(), out.measure.scale = scale;
    if (kind == Kind::days) out.measure.nanos = nanos_of_day;
    std::vector<Wide> keys;
    for (size_t from = 0; from < given.size(); from += batch_rows) {
        keys.resize(std::min(batch_rows, given.size() - from));
        for (size_t i = 0; i < keys.size(); ++i) keys[i] = !nulls.empty() && nulls[from + i] ? null_key<Wide> : given[from + i];
        out.batches.push_back(packed(keys, out));
    }
    return out;
}

Column Column::of_codes(std::span<const std::string> words, std::span<const int32_t> codes) {
    std::vector<std::string> sorted(words.begin(), words.end());
    std::ranges::sort(sorted);
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    std::vector<Wide> place;
    for (const auto& w : words) place.push_back(std::ranges::lower_bound(sorted, w) - sorted.begin());
    Column out;
    out.kind = Kind::string, out.rows = codes.size();
    out.measure.dictionary = std::make_shared<const std::vector<std::string>>(std::move(sorted));
    std::vector<Wide> keys;
    for (size_t from = 0; from < codes.size(); from += batch_rows) {
        keys.resize(std::min(batch_rows, codes.size() - from));
        for (size_t i = 0; i < keys.size(); ++i) keys[i] = codes[from + i] < 0 ? null_key<Wide> : place.at(static_cast<size_t>(codes[from + i]));
        out.batches.push_back(packed(keys, out));
    }
    return out;
}

Value Column::at(size_t row) const {
    return std::visit(
        [&](const auto& keys) -> Value {
            const auto& k = keys[row % batch_rows];
            using T = std::remove_cvref_t<decltype(k)>;
            if constexpr (std::is_same_v<T, Value>)
                return k;
            else
                return k == null_key<T> ? Value() : value_of(k, kind, measure);
        },
        batches[row / batch_rows]);
}

void Columns::add(std::string name, Column column) {
    expect(facts.empty() || column.rows == rows, "all columns have as many rows");
    rows = column.rows;
    facts.insert_or_assign(std::move(name), std::move(column));
}

bool operator<(const Cut& a, const Cut& b) {
    const int o = order(a.at, b.at);
    return o < 0 || (o == 0 && !a.after && b.after);
}

bool is_behind(const Value& v, const Cut& cut) {
    const int o = order(v, cut.at);
    return o > 0 || (o == 0 && !cut.after);
}

Wide first_behind(const Cut& cut, Kind kind, const Measure& m) {
    if (kind == Kind::string) {
        const auto& words = *m.dictionary;
        const auto& s = *cut.at.as<std::string>();
        const auto it = cut.after ? std::ranges::upper_bound(words, s) : std::ranges::lower_bound(words, s);
        return it - words.begin();
    }
    if (kind == Kind::days) {
        const Wide total = cut.at.as<DaysDuration>()->total_nanos(), below = floor_div(total, m.nanos);
        return below + (cut.after || below * m.nanos != total);
    }
    if (kind != Kind::number) return *key_of(cut.at, m) + cut.after;
    const Number& n = *cut.at.as<Number>();
    const auto at = scaled(n, m.scale);
    const auto below = at ? wide_of(at->floor()) : std::nullopt;
    if (!below) return n.is_negative() ? -wide_max : wide_max;
    return *below + (cut.after || !at->is_whole());
}

}  // namespace leye::table
