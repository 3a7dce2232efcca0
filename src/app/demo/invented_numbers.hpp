#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "base/date.hpp"

namespace leye::demo {

/// Numbers that belong to nobody: each person of a generated population has one identity number, with the prefix 3799, and no
/// two have the same, because the day in the year and the rest of the number are a rearrangement of the person's own index.

/// As many people have numbers: 365 days × 100 regions × 500 of a sex.
inline constexpr uint64_t numbered_people = uint64_t{365} * 100 * 500;

/// What the index settles of a number.
struct NumberParts {
    int day_of_year = 0;  ///< 0 to 364; nobody is born on 29 February
    int region = 0;       ///< 0 to 99, the last two digits of 3799xx
    int order = 0;        ///< 0 to 499
};
/// In: any index; those of `numbered_people` and beyond repeat.
NumberParts number_parts_of(uint64_t index);
/// The day that a year and a day in it give.
Date day_in_year(int year, int day_of_year);
/// The identity number. In: index < numbered_people, `born` on the day that the index settles.
std::string identity_number_of(uint64_t index, Date born, bool male);
/// The index whose number this is, whatever the year and the sex it names. Empty for a text that is no such number.
std::optional<uint64_t> index_of(std::string_view identity_number);

/// The social credit code of an invented employer: kind «91» an enterprise, «92» a sole trader; region 379900.
std::string credit_code_of(uint32_t employer, std::string_view kind);

}  // namespace leye::demo
