#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "records/reference/reference.hpp"

namespace leye::demo {

inline constexpr size_t age_bands = 18;       ///< 0–4, 5–9, … 80–84, 85 and over
inline constexpr size_t school_levels = 6;    ///< none, primary, junior_high, senior_high, college, bachelor
inline constexpr size_t work_sections = 20;   ///< GB/T 4754 sections A to T
inline constexpr size_t household_forms = 4;  ///< alone, one generation of several, two, three or more

/// What the census counted in one city or county. Shares are of 1.
struct CensusArea {
    double persons = 0, male = 0, urban = 0;
    std::array<double, 3> registered_elsewhere{};  ///< in the county, in the province, beyond
    double in_family_households = 0, household_size = 0;
    std::array<double, household_forms> households{};
    std::array<double, age_bands> ages{};
    std::array<std::array<double, school_levels>, 2> schooling{};  ///< men, women; of those aged 6 and over
    double employed = 0;                                           ///< of those aged 16 and over, by the share 15+
    std::array<double, work_sections> sections{};                  ///< of the employed
};

/// A county or zone in force: how many live there, which margins it follows, and its townships.
struct CensusCounty {
    std::string code;
    double persons = 0;
    size_t area = 0;                                 ///< index into the areas: its city, or itself
    std::vector<std::string> streets, other_places;  ///< codes of 街道, and of the towns and zones; one may be empty
};

/// The margins that the generated population meets. Source: seventh census 2020, catalog/codes/population_margins.csv
/// and demo_counties.csv (see docs/data.md).
struct Census {
    std::vector<CensusArea> areas;
    std::vector<CensusCounty> counties;

    /// In: `county_margins`, a file like population_margins.csv with rows by county, or empty; its counties follow it instead
    /// of their city. `today` says which townships are in force. Fails: reference_file.
    static Result<Census> load(const std::string& catalog_dir, const reference::Reference& reference, Date today,
                               const std::string& county_margins = {});
};

}  // namespace leye::demo
