// JSON: what is read and printed is read again as the same value.
#include "base/json.hpp"

#include <cmath>

#include "engine/feel/value.hpp"
#include "tests/fuzz/plain.hpp"

using namespace leye;

namespace {

// The library reads the last digit of a long number only nearly.
bool same(const json::Value& a, const json::Value& b) {
    if (a.is_double() && b.is_number())
        return std::abs(a.get_double() - b.to_number<double>()) <= 1e-14 * std::abs(a.get_double());
    if (a.is_array() && b.is_array())
        return std::equal(a.get_array().begin(), a.get_array().end(), b.get_array().begin(),
                          b.get_array().end(), same);
    if (!a.is_object() || !b.is_object()) return a == b;
    if (a.get_object().size() != b.get_object().size()) return false;
    for (const auto& [key, value] : a.get_object()) {
        const auto* other = b.get_object().if_contains(key);
        if (!other || !same(value, *other)) return false;
    }
    return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t size) {
    const auto value = json::parse(fuzz::text_of(data, size));
    if (!value) return 0;
    const auto printed = json::print(*value);
    const auto again = json::parse(printed);
    fuzz::must(again.has_value(), "printed JSON is read", printed);
    fuzz::must(same(*value, *again), "printed JSON is read as the same value", printed);
    (void)feel::to_json(feel::of_json(*value));
    return 0;
}
