#pragma once
#include <string_view>
#include <utility>

#include "records/party/number_map.hpp"

namespace leye::party {

/// The first four digits of an area; 0 where there are none.
uint16_t city_of(std::string_view area);
/// The next files behind `after` with where their people live, in order; empty behind the last.
std::vector<std::pair<PersonId, uint16_t>> list_cities(store::Connection& c, PersonId after);
/// The next numbers behind `after` with their files, in order.
std::vector<std::pair<NumberIndex, PersonId>> list_numbers(store::Connection& c, const NumberIndex& after);

}  // namespace leye::party
