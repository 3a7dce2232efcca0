#pragma once
#include <array>
#include <cstdint>

#include "app/demo/census.hpp"
#include "app/demo/cumulative.hpp"

namespace leye::demo {

/// How far somebody goes to school in the end; the first six are the census' levels, in its order.
enum class Level : uint8_t { none, primary, junior_high, senior_high, college, bachelor, master, doctor };

/// Schooling of one area by sex and age that meets its census: a profile by age that is assumed (the young went further) is
/// fitted to the counted shares of men and of women.
class Schooling {
  public:
    /// In: `people`, the shares of men and women by age band.
    Schooling(const CensusArea& area, const std::array<std::array<double, age_bands>, 2>& people);
    /// The level somebody of that age has, is at, or will reach.
    Level draw(Draw& draw, bool male, int age) const;
    /// The share of men (0) or women (1) of an age from 18 up who have or are at each of the census' levels.
    const std::array<double, school_levels>& shares(size_t sex, int age) const;

  private:
    static constexpr size_t groups = 6;  ///< 18–24, 25–34, … 65 and over
    static size_t group_of(int age) { return age < 25 ? 0 : std::min<size_t>(static_cast<size_t>(age - 15) / 10, groups - 1); }
    std::array<std::array<std::array<double, school_levels>, groups>, 2> shares_{};
    std::array<std::array<Cumulative, groups>, 2> drawn_;
    std::array<Cumulative, 2> onward_;  ///< of those who go on after nine years
};

/// The level that counts at an age: whoever will go to college is at primary school when seven.
Level level_at(Level in_the_end, int age);
/// Years from the year of birth to the July in which school is left for good, for a birth before September; else one more.
int years_to_graduation(Level level);

}  // namespace leye::demo
