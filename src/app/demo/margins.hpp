#pragma once
#include <array>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "records/reference/reference.hpp"

namespace leye::demo {

/// What the demo province follows: where people live, how old they are, what they learnt.
/// Source: seventh census 2020 (catalog/codes/demo_counties.csv, demo_margins.csv; see SOURCE.md there).
struct Margins {
    std::vector<std::string> townships;      ///< codes in force, ordered
    std::vector<uint32_t> township_weights;  ///< persons / 10, spread within the county
    uint32_t male_per_million = 0;
    std::vector<int> age_from;  ///< five-year bands 15 to 55
    std::vector<uint32_t> age_weights;
    std::vector<std::string> education;                      ///< codes of the list education
    std::array<std::vector<uint32_t>, 2> education_weights;  ///< men, women

    /// Fails: reference_file. `today` says which townships are in force.
    static Result<Margins> load(const std::string& catalog_dir, const reference::Reference& reference,
                                Date today);
};

}  // namespace leye::demo
