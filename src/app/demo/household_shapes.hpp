#pragma once
#include <array>
#include <cstdint>

#include "app/demo/census.hpp"
#include "app/demo/cumulative.hpp"

namespace leye::demo {

/// Who somebody is in the household.
enum class Place : uint8_t { alone, head, spouse, child, grandchild, grandparent, dormitory };
/// What a household is made of: `three_two` has three generations and two children; `dormitory` is one person of a collective household.
enum class Shape : uint8_t { alone, couple, parents_one, parents_two, parents_three, three_one, three_two, three_three, dormitory };
inline constexpr size_t shapes = 9;

struct Seat {
    Place place = Place::alone;
    bool male = false;
    int age = 0;              ///< full years on the first day of the base year
    bool has_spouse = false;  ///< who lives in this household too
};
/// The people of one household, head first. Invariant: at most 7; at most one head, who is there unless the shape is `alone`
/// or `dormitory`.
struct Home {
    std::array<Seat, 7> seats;
    size_t size = 0;
    void add(const Seat& seat) { seats[size++] = seat; }
};

/// The shares of shapes and ages that make one area's households meet its census: people by age, sex, size and generations.
/// Ages of spouses, of mothers at births and of grandparents come from kernels that are assumed; the ages of the reference
/// person of each shape are fitted (Richardson–Lucy, the usual deconvolution) so that all ages together meet the margin.
class HouseholdShapes {
  public:
    explicit HouseholdShapes(const CensusArea& area);
    /// A family household.
    Home draw_family(Draw& draw) const;
    /// One person of a collective household.
    Seat draw_dormitory(Draw& draw) const;
    /// Share of all people who are men (0) or women (1) of each age band, as they come out.
    const std::array<std::array<double, age_bands>, 2>& people() const { return people_; }

  private:
    Cumulative families_;
    std::array<Cumulative, shapes> ages_;  ///< of the reference person
    std::array<std::array<double, age_bands>, 2> people_{};
    double male_alone_ = 0.5;              ///< of people under 65 who live alone or in a collective household
};

}  // namespace leye::demo
