#pragma once
#include <vector>

#include "app/demo/population.hpp"
#include "services/determination/profile.hpp"

/// What the register would hold of the people of a generated population, so that the benchmarks fold
/// them into profiles by the very code that folds real facts.
namespace leye::bench {

using determination::Stretch;

/// The id of a person of the population: ids sort as the indexes do.
party::PersonId id_of(uint64_t index);
/// Whom the profile is of. `area` is the township.
determination::Basics basics_of(const demo::Citizen& citizen);
/// Spells that the register believes on that day: it hears of jobs and losses late, and of some not at all.
void spells_of(const demo::Citizen& citizen, Date today, const determination::Dictionary& words, std::vector<Stretch>& out);

/// Folds people whose indexes lie from `from` to `until`, household by household, and gives their profiles in order. In: `from`
/// begins a household, as every multiple of 256 does.
void profiles_of(const demo::Population& population, const determination::Folder& folder, const determination::Dictionary& words, uint64_t from, uint64_t until,
                 const std::function<void(const determination::Profile&)>& each);

}  // namespace leye::bench
