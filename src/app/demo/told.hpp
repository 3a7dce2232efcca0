#pragma once
#include <vector>

#include "app/demo/population.hpp"
#include "records/fact/fact.hpp"

namespace leye::demo {

/// Months, half-open.
struct Months {
    Month from = 0, until = 0;
};

/// Appends what other departments tell of a person in these months: facts that begin in them, and facts that begin before and
/// come to their end in them. By kind and beginning; what ends after the months is open. Cost: linear in what is told.
void tell(const Citizen& citizen, Months months, std::vector<fact::Fact>& out);

}  // namespace leye::demo
