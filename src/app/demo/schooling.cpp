#include "app/demo/schooling.hpp"

#include <algorithm>

#include "app/demo/population_rates.hpp"

namespace leye::demo {
namespace {

constexpr size_t young = 0;

/// Ages of a band that lie from `low` to `high`, as a share of the band.
double part_of(size_t band, int low, int high) {
    const int from = static_cast<int>(band) * 5, until = band + 1 == age_bands ? 120 : from + 5;
    const int first = std::max(from, low), last = std::min(until, high + 1);
    return last <= first ? 0 : static_cast<double>(last - first) / static_cast<double>(until - from);
}

double people_of(const std::array<double, age_bands>& bands, int low, int high) {
    double sum = 0;
    for (size_t b = 0; b < age_bands; ++b) sum += bands[b] * part_of(b, low, high);
    return sum;
}

}  // namespace

Level level_at(Level in_the_end, int age) {
    const Level most = age < 6 ? Level::none : age < 12 ? Level::primary : age < 15 ? Level::junior_high : age < 18 ? Level::senior_high : Level::doctor;
    return std::min(in_the_end, most);
}

int years_to_graduation(Level level) {
    constexpr std::array<int, 8> years{12, 12, 15, 18, 21, 22, 25, 28};
    return years[static_cast<size_t>(level)];
}

Schooling::Schooling(const CensusArea& area, const std::array<std::array<double, age_bands>, 2>& people) {
    constexpr std::array<std::pair<int, int>, groups> spans{{{18, 24}, {25, 34}, {35, 44}, {45, 54}, {55, 64}, {65, 119}}};
    for (size_t sex = 0; sex < 2; ++sex) {
        const auto& bands = people[sex];
        const double counted = people_of(bands, 6, 119);
        std::array<double, school_levels> wanted{};
        for (size_t l = 0; l < school_levels; ++l) wanted[l] = area.schooling[sex][l] * counted;
        wanted[1] -= people_of(bands, 6, 11);
        wanted[2] -= people_of(bands, 12, 14) + people_of(bands, 15, 17) * rates::left_after_nine_years;
        wanted[3] -= people_of(bands, 15, 17) * (1 - rates::left_after_nine_years);
        auto& table = shares_[sex];
        std::array<double, groups> size{};
        for (size_t g = 0; g < groups; ++g) {
            size[g] = people_of(bands, spans[g].first, spans[g].second);
            for (size_t l = 0; l < school_levels; ++l) table[g][l] = rates::schooling[g][l] * size[g];
        }
        // Iterative proportional fitting; ends with the groups, whose sizes are people.
        for (int step = 0; step < 200; ++step) {
            for (size_t l = 0; l < school_levels; ++l) {
                double sum = 0;
                for (size_t g = 0; g < groups; ++g) sum += table[g][l];
                for (size_t g = 0; g < groups; ++g) table[g][l] *= std::max(wanted[l], 1e-6) / sum;
            }
            for (size_t g = 0; g < groups; ++g) {
                double sum = 0;
                for (const double n : table[g]) sum += n;
                for (double& n : table[g]) n *= size[g] / sum;
            }
        }
        for (size_t g = 0; g < groups; ++g) {
            drawn_[sex][g] = Cumulative(table[g]);
            for (double& n : table[g]) n /= size[g];
        }
        onward_[sex] = Cumulative(std::span(table[young]).subspan(static_cast<size_t>(Level::senior_high)));
    }
}

const std::array<double, school_levels>& Schooling::shares(size_t sex, int age) const { return shares_[sex][group_of(age)]; }

Level Schooling::draw(Draw& draw, bool male, int age) const {
    const size_t sex = male ? 0 : 1;
    Level level = Level::junior_high;
    if (age >= 18)
        level = static_cast<Level>(drawn_[sex][group_of(age)].draw(draw));
    else if (!chance(draw, rates::left_after_nine_years))
        level = static_cast<Level>(static_cast<size_t>(Level::senior_high) + onward_[sex].draw(draw));
    if (level == Level::bachelor && chance(draw, rates::masters)) level = chance(draw, rates::doctors) ? Level::doctor : Level::master;
    return level;
}

}  // namespace leye::demo
