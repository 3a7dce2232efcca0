#pragma once
#include <array>

#include "app/demo/schooling.hpp"

namespace leye::demo {

/// Who works, and in which section, in one area: chances by sex and age that are assumed, scaled so that the counted share of
/// all people works, and so that the counted share of those is in farming.
class WorkShares {
  public:
    /// In: `people`, the shares of men and women by age band.
    WorkShares(const CensusArea& area, const std::array<std::array<double, age_bands>, 2>& people, const Schooling& schooling);
    /// Whether somebody of 16 or more who is out of school works.
    bool draw_works(Draw& draw, bool male, int age) const { return chance(draw, chance_of(male ? 0 : 1, age)); }
    /// «A» to «T».
    char draw_section(Draw& draw, bool male, int age) const;

  private:
    static bool is_old(size_t sex, int age) { return age >= (sex == 0 ? 60 : 55); }
    double chance_of(size_t sex, int age) const;

    double scale_ = 1, farming_young_ = 0, farming_old_ = 0;
    Cumulative others_;  ///< sections B to T
};

/// The share of an age, from 16 up, that is still at school on the first day of a year.
double at_school(const Schooling& schooling, size_t sex, int age);

}  // namespace leye::demo
