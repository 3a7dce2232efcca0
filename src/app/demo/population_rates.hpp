#pragma once
#include <array>
#include <cstdint>

/// What the generated population follows beside the census. Everything here is assumed: near what is commonly reported, chosen
/// so that the months change as real ones do, and no figure to quote. docs/data.md says so.
namespace leye::demo::rates {

inline constexpr uint64_t fitting_seed = 20'201'101;

// Households.
inline constexpr std::array<uint32_t, 12> husband_older{2, 4, 8, 14, 20, 18, 13, 9, 6, 3, 2, 1};  ///< −4 to 7 years
inline constexpr std::array<uint32_t, 25> first_birth{1, 3, 7, 10, 12, 14, 15, 15, 14, 12, 10, 8, 6, 5, 4, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1};  ///< mother 18 to 42
inline constexpr std::array<uint32_t, 15> generation{4, 6, 8, 10, 12, 12, 11, 9, 8, 6, 5, 4, 2, 2, 1};  ///< grandmother 20 to 34 years older
inline constexpr int child_at_home_max = 34;
inline constexpr int grandmother_from = 50;
inline constexpr double grandchildren_of_old = 0.5;  ///< of couples from that age with young people: grandchildren, not children
inline constexpr double third_child = 0.08;  ///< of families with two, where the size of households does not ask for more
inline constexpr double male_at_birth = 0.53, male_alone_old = 0.34;
inline constexpr double lone_parents = 0.09, lone_parents_with_grandparents = 0.06, lone_parent_male = 0.35;
inline constexpr double both_grandparents = 0.5, grandmother_only = 0.35;

// Marriage of people without a spouse in the household.
inline constexpr double divorced_of_lone = 0.55;    ///< lone parents and people alone from 30 to 59; the others are widowed or single
inline constexpr double married_elsewhere = 0.35;   ///< people in collective households from 28 to 59: the spouse lives elsewhere

// Dying in a year: floor + e^(−level + slope × age), women less.
inline constexpr double death_floor = 0.0003, death_level = 10.3, death_slope = 0.095, death_women = 0.62;

// Schooling. Levels none to bachelor by age from 18, 25, 35, 45, 55, 65 before the census' shares scale them.
inline constexpr std::array<std::array<double, 6>, 6> schooling{{{0.003, 0.02, 0.237, 0.26, 0.24, 0.24},
                                                                 {0.004, 0.04, 0.42, 0.18, 0.18, 0.176},
                                                                 {0.006, 0.08, 0.524, 0.16, 0.13, 0.1},
                                                                 {0.015, 0.22, 0.54, 0.13, 0.06, 0.035},
                                                                 {0.05, 0.36, 0.42, 0.14, 0.02, 0.01},
                                                                 {0.22, 0.48, 0.21, 0.06, 0.02, 0.01}}};
inline constexpr double left_after_nine_years = 0.1;
inline constexpr double masters = 0.09, doctors = 0.08;  ///< of those with a degree; of those
inline constexpr double vocational = 0.45;               ///< of those who leave after senior high school

// Other provinces people come from: code and weight.
inline constexpr std::array<std::array<uint32_t, 2>, 12> provinces{{{410000, 18}, {130000, 14}, {320000, 13}, {340000, 12}, {230000, 12}, {220000, 8}, {210000, 7}, {140000, 6}, {510000, 4}, {610000, 3}, {150000, 2}, {620000, 1}}};

// Needs.
inline constexpr double disabled = 0.022, minimum_allowance_rural = 0.022, minimum_allowance_urban = 0.006;
inline constexpr double formerly_poor_rural = 0.035, land_lost_rural = 0.03, land_lost_urban = 0.006;
inline constexpr double in_army = 0.012;  ///< men of 18 to 22
inline constexpr double abroad = 0.003;   ///< people of 20 to 44

// Work. Chances of working of those out of school, in five-year bands from 15 to 75, before the census' share scales them.
inline constexpr std::array<double, 13> working_men{0.55, 0.85, 0.93, 0.95, 0.96, 0.95, 0.94, 0.9, 0.82, 0.62, 0.5, 0.34, 0.16};
inline constexpr std::array<double, 13> working_women{0.5, 0.74, 0.78, 0.8, 0.82, 0.83, 0.81, 0.7, 0.56, 0.44, 0.34, 0.2, 0.08};
inline constexpr double farming_of_old = 0.8;        ///< of those who work beyond the age of retirement
inline constexpr double insured_of_urban = 0.66;     ///< employees insured by an employer, of those who work outside farming in towns
inline constexpr double insured_of_rural = 0.4;
inline constexpr double insured_more_of_educated = 0.12;  ///< with a college diploma or more
inline constexpr double self_insured = 0.13;         ///< flexible, of those who work outside farming
inline constexpr double registered_unemployed = 0.11;  ///< of those of working age without work and out of school
inline constexpr double once_employed = 0.4;         ///< of the others without work, who were insured before
inline constexpr double business_of_flexible = 0.3, business_of_uninsured = 0.14;
inline constexpr double managers = 0.35;             ///< women with a college diploma or more whose post has the later age
inline constexpr double other_county = 0.12;         ///< employees whose employer sits in another county
inline constexpr uint32_t employers = 400'000;       ///< from which everybody's employer is drawn, large ones more often

// Months, each a chance by month.
inline constexpr double leaves_job = 0.019;        ///< an employee's run ends
inline constexpr double leaves_flexible = 0.012;   ///< a flexible one's run ends
inline constexpr double finds_work = 0.13;         ///< a registered unemployed person's run ends
inline constexpr double next_job_at_once = 0.5;    ///< of ended jobs: the next begins in the month after
inline constexpr double next_unemployed = 0.24, next_flexible = 0.08;  ///< of ended jobs; the rest is a gap
inline constexpr double found_flexible = 0.12;     ///< of the unemployed who find work
inline constexpr double flexible_employed = 0.1;  ///< of ended flexible runs: the next is a job
inline constexpr double gap_flexible = 0.15;       ///< of gaps between jobs that end
inline constexpr double returns = 0.2;              ///< of those once employed and without work at the base: they come back
inline constexpr double unwilling = 0.62;          ///< of the unemployed: the loss was not their own will, so that benefit is paid
inline constexpr double graduate_employed = 0.68, graduate_flexible = 0.07;
inline constexpr double pension_late = 0.03;       ///< told late: the pension begins one to four months after its month

// What is paid, in 分, and told.
inline constexpr int64_t insurance_base_fen = 400'000;  ///< and up to 4,000 yuan more
inline constexpr int64_t benefit_fen = 189'000, subsidy_fen = 56'000, startup_grant_fen = 1'200'000, graduate_grant_fen = 100'000;
inline constexpr double post_told = 0.7;                ///< of women
inline constexpr double laid_off = 0.12;                ///< of jobs lost against the own will
inline constexpr double subsidised = 0.25;              ///< of flexible runs from 40 (women) or 50 on
inline constexpr double startup_granted = 0.1, graduate_granted = 0.2;

// Pension of an employee's kind for those beyond the age of retirement.
inline constexpr double pensioner_urban = 0.62, pensioner_rural = 0.12;
inline constexpr double resident_pension = 0.95;  ///< of the others, from sixty
inline constexpr int pension_months_min = 180;

}  // namespace leye::demo::rates
