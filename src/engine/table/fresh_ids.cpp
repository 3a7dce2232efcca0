#include "engine/table/fresh_ids.hpp"

#include <algorithm>
#include <charconv>

namespace leye::table {
namespace {

constexpr size_t digits_max = 9, length_max = 80;

size_t digits_at_end(std::string_view id) {
    size_t n = 0;
    while (n < id.size() && id[id.size() - 1 - n] >= '0' && id[id.size() - 1 - n] <= '9') ++n;
    return n;
}

}  // namespace

std::string FreshIds::like(std::string_view id, std::string_view otherwise) {
    const size_t digits = digits_at_end(id);
    const std::string before(digits == 0 || digits == id.size() || digits > digits_max ||
                                     id.size() > length_max
                                 ? otherwise
                                 : id.substr(0, id.size() - digits));
    auto [last, is_new] = last_.try_emplace(before, 0);
    if (is_new) {
        for (auto it = taken_.lower_bound(before); it != taken_.end() && it->starts_with(before); ++it) {
            const std::string_view number = std::string_view(*it).substr(before.size());
            long n = 0;
            if (number.size() <= digits_max && digits_at_end(number) == number.size())
                std::from_chars(number.data(), number.data() + number.size(), n);
            last->second = std::max(last->second, n);
        }
    }
    std::string made;
    do made = before + std::to_string(++last->second);
    while (!take(made));
    return made;
}

}  // namespace leye::table
