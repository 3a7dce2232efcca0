#include "records/party/area_range.hpp"

#include <algorithm>

namespace leye::party {

std::string_view prefix_of(std::string_view area) {
    if (area.size() > 6) {
        while (area.size() > 6 && area.substr(area.size() - 3) == "000") area.remove_suffix(3);
        return area;
    }
    while (area.size() > 2 && area.substr(area.size() - 2) == "00") area.remove_suffix(2);
    return area;
}

std::vector<std::string_view> levels_of(std::string_view area) {
    const std::string_view prefix = prefix_of(area);
    std::vector<std::string_view> out;
    for (const size_t digits : {0, 2, 4, 6, 9})
        if (digits < prefix.size()) out.push_back(prefix.substr(0, digits));
    out.push_back(prefix);
    return out;
}

AreaRange range_of(std::string_view area) {
    const bool digits = std::ranges::all_of(area, [](char c) { return c >= '0' && c <= '9'; });
    if (area.empty() || !digits) return {"0", "A"};
    AreaRange out{std::string(prefix_of(area)), std::string(prefix_of(area))};
    // Counting up one keeps the comparison right under any collation, which ':' behind '9' would not.
    for (size_t i = out.end.size(); i-- > 0;) {
        if (out.end[i] != '9') {
            ++out.end[i];
            return out;
        }
        out.end[i] = '0';
    }
    out.end = "A";
    return out;
}

}  // namespace leye::party
