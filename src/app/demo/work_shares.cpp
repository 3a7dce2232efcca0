#include "app/demo/work_shares.hpp"

#include <algorithm>

#include "app/demo/population_rates.hpp"

namespace leye::demo {
namespace {

constexpr int oldest = 95;
constexpr double born_late = 122.0 / 365;  ///< from September on: school begins and ends a year later

/// Is still at school at that age on a first of January, so was born in the year (year − 1 − age).
double still_there(Level level, int age) {
    const int ends = years_to_graduation(level) - 1;
    return age <= ends ? 1 : age == ends + 1 ? born_late : 0;
}

double people_of_age(const std::array<double, age_bands>& bands, int age) {
    const size_t band = std::min<size_t>(static_cast<size_t>(age) / 5, age_bands - 1);
    return bands[band] / (band + 1 == age_bands ? oldest - 84 : 5);
}

}  // namespace

double at_school(const Schooling& schooling, size_t sex, int age) {
    if (age < 18) return (1 - rates::left_after_nine_years) * still_there(Level::senior_high, age) + rates::left_after_nine_years * still_there(Level::junior_high, age);
    const auto& shares = schooling.shares(sex, age);
    double sum = 0;
    for (size_t l = 0; l < school_levels; ++l) sum += shares[l] * still_there(static_cast<Level>(l), age);
    const double masters = shares[school_levels - 1] * rates::masters;
    return sum + masters * ((1 - rates::doctors) * still_there(Level::master, age) + rates::doctors * still_there(Level::doctor, age) - still_there(Level::bachelor, age));
}

double WorkShares::chance_of(size_t sex, int age) const {
    const auto& profile = sex == 0 ? rates::working_men : rates::working_women;
    const size_t band = std::min<size_t>(static_cast<size_t>(std::max(age, 15) - 15) / 5, profile.size() - 1);
    return std::min(0.985, scale_ * profile[band]);
}

WorkShares::WorkShares(const CensusArea& area, const std::array<std::array<double, age_bands>, 2>& people, const Schooling& schooling) {
    double grown = 0, working = 0, old = 0;
    const auto count = [&] {
        grown = working = old = 0;
        for (size_t sex = 0; sex < 2; ++sex)
            for (int age = 16; age <= oldest; ++age) {
                const double n = people_of_age(people[sex], age), at_work = n * (1 - at_school(schooling, sex, age)) * chance_of(sex, age);
                grown += n, working += at_work;
                if (is_old(sex, age)) old += at_work;
            }
    };
    // The more the scale, the more work; so halving finds it.
    double low = 0, high = 4;
    for (int step = 0; step < 40; ++step) {
        scale_ = (low + high) / 2;
        count();
        (working < area.employed * grown ? low : high) = scale_;
    }
    const double farming = area.sections[0] * working;
    farming_old_ = std::min(rates::farming_of_old, 0.9 * farming / old);
    farming_young_ = std::clamp((farming - farming_old_ * old) / (working - old), 0.0, 1.0);
    others_ = Cumulative(std::span(area.sections).subspan(1));
}

char WorkShares::draw_section(Draw& draw, bool male, int age) const {
    if (chance(draw, is_old(male ? 0 : 1, age) ? farming_old_ : farming_young_)) return 'A';
    return static_cast<char>('B' + static_cast<char>(others_.draw(draw)));
}

}  // namespace leye::demo
