#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace leye::party {

/// The codes from `first` up to but not including `end` are the area and everything below it.
struct AreaRange {
    std::string first, end;
};

/// "370100" → "3701" to "3702". An empty code, or one of other characters than digits, covers everything.
AreaRange range_of(std::string_view area);
/// The digits a code shares with everything below it: "370100" → "3701", "370102001" stays.
std::string_view prefix_of(std::string_view area);
/// The same for each level from the whole province ("") down to the area: "370102" → "", "37", "3701", "370102".
std::vector<std::string_view> levels_of(std::string_view area);

}  // namespace leye::party
