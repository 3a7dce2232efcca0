#include "app/demo/household_shapes.hpp"

#include <algorithm>
#include <numeric>

#include "app/demo/population_rates.hpp"

namespace leye::demo {
namespace {

constexpr int youngest = 10, oldest = 95;  // the youngest in a collective household are pupils who board
constexpr size_t reference_ages = oldest - youngest + 1;
using ByAge = std::array<double, reference_ages>;

/// Draws from first..first+N−1 by weight, among `low` to `high` only. Out: `low` where no weight lies there.
template <size_t N>
int draw_within(Draw& draw, int first, const std::array<uint32_t, N>& weights, int low, int high) {
    low = std::max(low, first), high = std::min(high, first + static_cast<int>(N) - 1);
    uint64_t sum = 0;
    for (int at = low; at <= high; ++at) sum += weights[static_cast<size_t>(at - first)];
    if (sum == 0) return low;
    uint64_t left = draw.below(sum);
    for (int at = low;; ++at) {
        const uint64_t weight = weights[static_cast<size_t>(at - first)];
        if (left < weight) return at;
        left -= weight;
    }
}

/// Years a husband is older than his wife; years from a mother's birth to her first child's; years between two children.
int husband_older(Draw& draw) { return draw_within(draw, -4, rates::husband_older, -4, 7); }

void add_children(Draw& draw, Home& home, int mother, int children, Place place = Place::child) {
    const int room = 2 * (children - 1);
    int age = std::max(0, mother - draw_within(draw, 18, rates::first_birth, std::max(18, mother - rates::child_at_home_max), mother - room));
    for (int i = 0; i < children; ++i) {
        home.add({.place = place, .male = chance(draw, rates::male_at_birth), .age = age});
        const int left = age - 2 * (children - 2 - i);  // the next ones need two years each
        if (left >= 2) age -= draw.between(2, std::min(left, 8));
        else age = 0;
    }
}

/// Children, or with old people now and then grandchildren whose parents work elsewhere.
void add_young(Draw& draw, Home& home, int woman, int children) {
    const bool grandchildren = woman >= rates::grandmother_from && chance(draw, rates::grandchildren_of_old);
    if (grandchildren)
        add_children(draw, home, std::max(24, woman - draw_within(draw, 20, rates::generation, 20, 34)), children, Place::grandchild);
    else
        add_children(draw, home, woman, children);
}

void add_parents(Draw& draw, Home& home, int mother, double single) {
    const int father = std::max(20, mother + husband_older(draw));
    if (!chance(draw, single)) {
        home.add({.place = Place::head, .male = true, .age = father, .has_spouse = true});
        home.add({.place = Place::spouse, .male = false, .age = mother, .has_spouse = true});
    } else {
        const bool man = chance(draw, rates::lone_parent_male);
        home.add({.place = Place::head, .male = man, .age = man ? father : mother});
    }
}

void add_grandparents(Draw& draw, Home& home, int mother) {
    const int woman = std::min(oldest, mother + draw_within(draw, 20, rates::generation, 20, 34)), man = std::min(oldest, woman + husband_older(draw));
    const double n = static_cast<double>(draw.below(1'000)) / 1'000;
    const bool both = n < rates::both_grandparents, grandmother = both || n < rates::both_grandparents + rates::grandmother_only;
    if (grandmother) home.add({.place = Place::grandparent, .male = false, .age = woman, .has_spouse = both});
    if (both || !grandmother) home.add({.place = Place::grandparent, .male = true, .age = man, .has_spouse = both});
}

/// The household of a shape whose reference person has that age: the woman of a couple, whoever lives alone.
Home compose(Shape shape, int age, double male_alone, Draw& draw) {
    Home home;
    switch (shape) {
        case Shape::alone:
            home.add({.place = Place::alone, .male = chance(draw, age >= 65 ? rates::male_alone_old : male_alone), .age = age});
            break;
        case Shape::dormitory:
            home.add({.place = Place::dormitory, .male = chance(draw, age >= 65 ? rates::male_alone_old : male_alone), .age = age});
            break;
        case Shape::couple:
            add_parents(draw, home, age, 0);
            break;
        case Shape::parents_one:
        case Shape::parents_two:
        case Shape::parents_three:
            add_parents(draw, home, age, rates::lone_parents);
            add_young(draw, home, age, 1 + static_cast<int>(shape) - static_cast<int>(Shape::parents_one));
            break;
        case Shape::three_one:
        case Shape::three_two:
        case Shape::three_three:
            add_parents(draw, home, age, rates::lone_parents_with_grandparents);
            add_children(draw, home, age, 1 + static_cast<int>(shape) - static_cast<int>(Shape::three_one));
            add_grandparents(draw, home, age);
    }
    return home;
}

size_t band_of(int age) { return std::min<size_t>(static_cast<size_t>(age) / 5, age_bands - 1); }

/// What we expect of the ages of reference persons before the census is heard: where a shape has people at all.
double expected(Shape shape, int age) {
    switch (shape) {
        case Shape::alone:
            return age < 16 ? 0 : age < 20 ? 0.05 : age < 60 ? 0.6 : 1;
        case Shape::couple:
            return age < 21 ? 0 : age < 36 ? 1 : age < 48 ? 0.3 : age < 86 ? 1.5 : 0.2;
        case Shape::parents_one:
            return age < 21 ? 0 : age < 66 ? 1 : age < 72 ? 0.3 : 0;
        case Shape::parents_two:
            return age < 24 ? 0 : age < 56 ? 1 : age < 70 ? 0.3 : 0;
        case Shape::parents_three:
            return age < 26 ? 0 : age < 54 ? 1 : age < 68 ? 0.3 : 0;
        case Shape::three_one:
            return age < 21 ? 0 : age < 56 ? 1 : 0;
        case Shape::three_two:
        case Shape::three_three:
            return age < 26 ? 0 : age < 54 ? 1 : 0;
        case Shape::dormitory:
            return age < 15 ? 1 : age < 25 ? 4 : age < 60 ? 1 : age < 75 ? 0.2 : 0.5;
    }
    return 0;
}

/// People by age band, and men, in a household of each shape and reference age, found by composing many. Made once: the
/// kernels are the same everywhere.
struct Makeup {
    using Bands = std::array<std::array<std::array<double, age_bands>, reference_ages>, shapes>;
    Bands people{}, men{}, free_people{};  ///< free: under 65, and no kernel settles the sex
    std::array<double, shapes> size{};
};

const Makeup& makeup() {
    static const Makeup made = [] {
        constexpr int times = 240;
        Makeup out;
        Draw draw(rates::fitting_seed);
        for (size_t s = 0; s < shapes; ++s)
            for (size_t a = 0; a < reference_ages; ++a)
                for (int i = 0; i < times; ++i) {
                    const int age = youngest + static_cast<int>(a);
                    const auto home = compose(static_cast<Shape>(s), age, 0, draw);
                    for (size_t m = 0; m < home.size; ++m) {
                        const size_t band = band_of(home.seats[m].age);
                        out.people[s][a][band] += 1.0 / times;
                        if (home.seats[m].male) out.men[s][a][band] += 1.0 / times;
                        if (home.size == 1 && age < 65) out.free_people[s][a][band] += 1.0 / times;
                    }
                    out.size[s] += static_cast<double>(home.size) / times / static_cast<double>(reference_ages);
                }
        return out;
    }();
    return made;
}

/// Shares of the eight family shapes, and people in collective households for each family household.
std::array<double, shapes> weigh(const CensusArea& area) {
    const auto& size = makeup().size;
    const auto& [alone, couple, two, three] = area.households;
    const auto at = [&](Shape shape) { return size[static_cast<size_t>(shape)]; };
    const double one_child = alone + couple * 2 + two * at(Shape::parents_one) + three * at(Shape::three_one);
    // As many children beside the first as give the counted mean size.
    const double more = std::clamp((area.household_size - one_child) / (two + three), 0.0, 2.0);
    const double third = std::max(rates::third_child * std::min(more, 1.0), more - 1), second = std::max(0.0, more - 2 * third), first = 1 - second - third;
    return {alone, couple, two * first, two * second, two * third, three * first, three * second, three * third, area.household_size * (1 / area.in_family_households - 1)};
}

/// One step of the fit: each reference age weighs more where too few people have the ages it brings.
void improve(std::array<ByAge, shapes>& ages, const std::array<double, shapes>& weights, const CensusArea& area) {
    std::array<double, age_bands> have{};
    double all = 0;
    for (size_t s = 0; s < shapes; ++s)
        for (size_t a = 0; a < reference_ages; ++a)
            for (size_t b = 0; b < age_bands; ++b) have[b] += weights[s] * ages[s][a] * makeup().people[s][a][b];
    for (const double n : have) all += n;
    for (size_t s = 0; s < shapes; ++s) {
        double sum = 0;
        for (size_t a = 0; a < reference_ages; ++a) {
            double wanted = 0, people = 0;
            for (size_t b = 0; b < age_bands; ++b) {
                people += makeup().people[s][a][b];
                if (have[b] > 0) wanted += makeup().people[s][a][b] * area.ages[b] * all / have[b];
            }
            sum += ages[s][a] *= wanted / people;
        }
        for (double& age : ages[s]) age /= sum;
    }
}

}  // namespace

HouseholdShapes::HouseholdShapes(const CensusArea& area) {
    const auto weights = weigh(area);
    std::array<ByAge, shapes> ages{};
    for (size_t s = 0; s < shapes; ++s) {
        double sum = 0;
        for (size_t a = 0; a < reference_ages; ++a) sum += ages[s][a] = expected(static_cast<Shape>(s), youngest + static_cast<int>(a));
        for (double& age : ages[s]) age /= sum;
    }
    for (int step = 0; step < 300; ++step) improve(ages, weights, area);
    std::array<double, age_bands> people{}, men{}, free_people{};
    for (size_t s = 0; s < shapes; ++s)
        for (size_t a = 0; a < reference_ages; ++a)
            for (size_t b = 0; b < age_bands; ++b) {
                const double share = weights[s] * ages[s][a];
                people[b] += share * makeup().people[s][a][b];
                men[b] += share * makeup().men[s][a][b];
                free_people[b] += share * makeup().free_people[s][a][b];
            }
    const auto sum = [](const auto& bands) { return std::accumulate(bands.begin(), bands.end(), 0.0); };
    const double all = sum(people);
    male_alone_ = std::clamp((area.male * all - sum(men)) / sum(free_people), 0.0, 1.0);
    for (size_t b = 0; b < age_bands; ++b) {
        people_[0][b] = (men[b] + male_alone_ * free_people[b]) / all;
        people_[1][b] = people[b] / all - people_[0][b];
    }
    families_ = Cumulative(std::span(weights).first(shapes - 1));
    for (size_t s = 0; s < shapes; ++s) ages_[s] = Cumulative(ages[s]);
}

Home HouseholdShapes::draw_family(Draw& draw) const {
    const size_t shape = families_.draw(draw);
    const int age = youngest + static_cast<int>(ages_[shape].draw(draw));
    return compose(static_cast<Shape>(shape), age, male_alone_, draw);
}

Seat HouseholdShapes::draw_dormitory(Draw& draw) const {
    const int age = youngest + static_cast<int>(ages_[static_cast<size_t>(Shape::dormitory)].draw(draw));
    return compose(Shape::dormitory, age, male_alone_, draw).seats[0];
}

}  // namespace leye::demo
