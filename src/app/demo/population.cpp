#include "app/demo/population.hpp"

#include <cmath>

#include "app/demo/invented_numbers.hpp"
#include "app/demo/population_rates.hpp"
#include "app/demo/work_shares.hpp"

namespace leye::demo {
namespace {

constexpr uint64_t part_homes = 11, part_person = 12;
constexpr uint64_t block_people = 256;
/// Families are seated until so many people of a block have a place; the last family brings 1.3 more, the mean of the province.
constexpr double last_family = 1.3;

/// What the people of a household have in common.
struct HomeFacts {
    size_t county = 0;
    bool urban = false, minimum_allowance = false, formerly_poor = false, land_lost = false;
    uint32_t township = 0, register_area = 0;
    Registered registered = Registered::here;
};

uint32_t number(std::string_view digits) {
    uint32_t out = 0;
    for (const char c : digits) out = out * 10 + static_cast<uint32_t>(c - '0');
    return out;
}

Marriage draw_marriage(const Seat& seat, Draw& draw) {
    if (seat.has_spouse) return Marriage::married;
    const double n = static_cast<double>(draw.below(1'000)) / 1'000;
    switch (seat.place) {
        case Place::child:
        case Place::grandchild:
            return Marriage::single;
        case Place::grandparent:
            return Marriage::widowed;
        case Place::dormitory:
            if (seat.age >= 28 && seat.age < 60) return n < rates::married_elsewhere ? Marriage::married : Marriage::single;
            break;
        case Place::alone:
        case Place::head:
        case Place::spouse:
            break;
    }
    if (seat.age >= 60) return n < 0.85 ? Marriage::widowed : n < 0.95 ? Marriage::divorced : Marriage::single;
    if (seat.place == Place::head) return n < rates::divorced_of_lone ? Marriage::divorced : n < 0.85 ? Marriage::widowed : Marriage::single;
    return seat.age >= 30 && n < rates::divorced_of_lone ? Marriage::divorced : Marriage::single;
}

/// The chance of dying in a year (Gompertz with a floor).
double death_chance(int age, bool male) {
    return std::min(0.6, rates::death_floor + std::exp(-rates::death_level + rates::death_slope * age)) * (male ? 1 : rates::death_women);
}

}  // namespace

struct Population::Area {
    HouseholdShapes shapes;
    Schooling schooling;
    WorkShares work;
    Cumulative registered;
    double urban;

    explicit Area(const CensusArea& census) : shapes(census), schooling(census, shapes.people()), work(census, shapes.people(), schooling), urban(census.urban) {
        const auto& [county, province, beyond] = census.registered_elsewhere;
        registered = Cumulative(std::array{1 - county - province - beyond, county, province, beyond});
    }
};

struct Population::Seating {
    uint64_t begin = 0;
    std::array<Seat, block_people> seats;
    std::array<HomeFacts, block_people> homes;       ///< by the first seat of each
    std::array<uint16_t, block_people> first, size;  ///< of each seat's household, within the block
};

Population::Population(Census census, const reference::Reference& reference, uint64_t seed, int base_year)
    : census_(std::move(census)), reference_(reference), seed_(seed), base_(*Date::of(base_year, 1, 1)), base_month_(month_of(base_)) {
    for (const CensusArea& area : census_.areas) areas_.push_back(std::make_shared<const Area>(area));
    std::vector<double> families, dormitories, registers;
    double all = 0, living_in_families = 0;
    for (const CensusCounty& county : census_.counties) {
        const CensusArea& area = census_.areas[county.area];
        families.push_back(county.persons * area.in_family_households / area.household_size);
        dormitories.push_back(county.persons * (1 - area.in_family_households));
        registers.push_back(county.persons);
        all += county.persons, living_in_families += county.persons * area.in_family_households;
    }
    family_counties_ = Cumulative(families), dormitory_counties_ = Cumulative(dormitories), register_counties_ = Cumulative(registers);
    family_seats_ = static_cast<size_t>(std::lround(static_cast<double>(block_people) * living_in_families / all - last_family));
    double so_far = 0;
    for (const double persons : registers) {
        first_employer_.push_back(static_cast<uint32_t>(so_far / all * rates::employers));
        so_far += persons;
    }
    first_employer_.push_back(rates::employers);
}

void Population::seat(uint64_t block, Seating& out) const {
    Draw draw = Draw::part(seed_ ^ part_homes, block + 1);
    out.begin = block * block_people;
    size_t taken = 0;
    while (taken < block_people) {
        const bool family = taken < family_seats_;
        HomeFacts facts;
        facts.county = (family ? family_counties_ : dormitory_counties_).draw(draw);
        const CensusCounty& county = census_.counties[facts.county];
        const Area& area = *areas_[county.area];
        Home home;
        if (family)
            home = area.shapes.draw_family(draw);
        else
            home.add(area.shapes.draw_dormitory(draw));
        facts.urban = chance(draw, area.urban);
        const auto& places = county.streets.empty() || (!facts.urban && !county.other_places.empty()) ? county.other_places : county.streets;
        facts.township = number(draw.pick(std::span(places)));
        facts.registered = static_cast<Registered>(area.registered.draw(draw));
        facts.register_area = number(county.code);
        if (facts.registered == Registered::elsewhere_in_province) facts.register_area = number(census_.counties[register_counties_.draw(draw)].code);
        if (facts.registered == Registered::beyond) {
            static const Cumulative provinces([] {
                std::vector<double> weights;
                for (const auto& province : rates::provinces) weights.push_back(province[1]);
                return weights;
            }());
            facts.register_area = rates::provinces[provinces.draw(draw)][0];
        }
        facts.minimum_allowance = chance(draw, facts.urban ? rates::minimum_allowance_urban : rates::minimum_allowance_rural);
        facts.formerly_poor = !facts.urban && chance(draw, rates::formerly_poor_rural);
        facts.land_lost = chance(draw, facts.urban ? rates::land_lost_urban : rates::land_lost_rural);
        out.homes[taken] = facts;
        const size_t size = std::min<size_t>(home.size, block_people - taken);
        for (size_t i = 0; i < size; ++i) {
            out.seats[taken + i] = home.seats[i];
            out.first[taken + i] = static_cast<uint16_t>(taken), out.size[taken + i] = static_cast<uint16_t>(size);
        }
        taken += size;
    }
}

void Population::settle_school(Citizen& citizen, int age, const Area& area, Draw& draw) const {
    citizen.level = area.schooling.draw(draw, citizen.male, age);
    citizen.vocational = citizen.level == Level::senior_high && chance(draw, rates::vocational);
    // Those born from September on begin, and end, a year later.
    const int ends = citizen.born.year() + years_to_graduation(citizen.level) + (citizen.born.month() >= 9 ? 1 : 0);
    citizen.school_ends = *Date::of(ends, 6, 30);
}

uint32_t Population::draw_employer(size_t county, Draw& draw) const {
    if (chance(draw, rates::other_county)) county = register_counties_.draw(draw);
    const uint32_t from = first_employer_[county], count = std::max(1U, first_employer_[county + 1] - from);
    // The square lets large employers have many.
    const uint64_t n = draw.below(count);
    return from + static_cast<uint32_t>(n * n / count);
}

void Population::settle_work(Citizen& citizen, int age, const Area& area, Draw& draw) const {
    const bool educated = citizen.level >= Level::college;
    citizen.manager = !citizen.male && educated && chance(draw, rates::managers);
    citizen.retires_on =
        reference_.retirement(citizen.born, citizen.male ? reference::RetirementKind::man : citizen.manager ? reference::RetirementKind::woman_55 : reference::RetirementKind::woman_50)
            .on_month_first;
    const bool retired = citizen.retires_on <= base_;
    LifeFrame frame{.base = base_month_,
                    .at_base = {},
                    .once_employed = false,
                    .school_ends = month_of(citizen.school_ends) + 1,
                    .will_work = false,
                    .may_work = month_of(citizen.born) + 16 * 12 + 1,
                    .retires = month_of(citizen.retires_on),
                    .gone = citizen.died_on ? month_of(*citizen.died_on) : base_month_ + months_lived_on};
    if (citizen.male && age >= 18 && age <= 22 && frame.school_ends <= base_month_ && chance(draw, rates::in_army)) {
        citizen.army_until = base_month_ + draw.between(1, 23);
        frame.school_ends = *citizen.army_until;
    }
    citizen.abroad = age >= 20 && age < 45 && !citizen.army_until && chance(draw, rates::abroad);
    const bool works = area.work.draw_works(draw, citizen.male, std::max(age, 16));
    frame.will_work = works && !citizen.abroad;
    if (age >= 16 && frame.school_ends <= base_month_ && !citizen.abroad) {
        const double n = static_cast<double>(draw.below(10'000)) / 10'000;
        if (works) {
            citizen.section = area.work.draw_section(draw, citizen.male, age);
            const double insured = (citizen.urban ? rates::insured_of_urban : rates::insured_of_rural) + (educated ? rates::insured_more_of_educated : 0);
            const bool may_insure = citizen.section != 'A' && !retired;
            frame.at_base = may_insure && n < insured ? Work::employee : may_insure && n < insured + rates::self_insured ? Work::flexible : Work::uninsured;
        } else if (!retired && n < rates::registered_unemployed) {
            frame.at_base = Work::unemployed;
        } else {
            frame.once_employed = !retired && n < rates::registered_unemployed + rates::once_employed;
        }
    }
    citizen.runs = make_life(lives_, frame, draw, [&](Draw& d) { return draw_employer(citizen.county, d); });
    const bool self_employed = frame.at_base == Work::flexible || (frame.at_base == Work::uninsured && citizen.section != 'A');
    if (self_employed && chance(draw, frame.at_base == Work::flexible ? rates::business_of_flexible : rates::business_of_uninsured))
        citizen.business = Business{.sole_trader = draw.percent(85),
                                    .number = static_cast<uint32_t>(rates::employers + citizen.index),
                                    .from = std::max(base_month_ - draw.between(1, 120), frame.may_work),
                                    .until = draw.one_in(4) ? std::optional(base_month_ + draw.between(1, 48)) : std::nullopt};
    const Month month = month_of(citizen.retires_on);
    const bool insured_enough = citizen.runs.months_of(Work::employee, month) + citizen.runs.months_of(Work::flexible, month) >= rates::pension_months_min;
    const bool late = chance(draw, rates::pension_late), resident = chance(draw, rates::resident_pension);
    if (retired ? chance(draw, citizen.urban ? rates::pensioner_urban : rates::pensioner_rural) : insured_enough)
        citizen.pension_from = !retired && late ? citizen.retires_on.plus_months(draw.between(1, 4)) : citizen.retires_on;
    else if (resident)
        citizen.pension_from = first_day_of(month_of(citizen.born) + 60 * 12);
}

Citizen Population::make(const Seating& seating, size_t at) const {
    const Seat& seat = seating.seats[at];
    const HomeFacts& home = seating.homes[seating.first[at]];
    Citizen out;
    out.index = seating.begin + at;
    out.household = seating.begin + seating.first[at];
    out.household_size = static_cast<uint8_t>(seating.size[at]);
    out.place = seat.place, out.male = seat.male, out.urban = home.urban;
    // On the first of January somebody of that age was born in this year, on whatever day of it.
    out.born = day_in_year(base_.year() - 1 - seat.age, number_parts_of(out.index).day_of_year);
    out.county = home.county, out.township = home.township, out.registered = home.registered, out.register_area = home.register_area;
    out.minimum_allowance = home.minimum_allowance, out.formerly_poor = home.formerly_poor, out.land_lost = home.land_lost && seat.age >= 16;
    const Area& area = *areas_[census_.counties[home.county].area];
    Draw draw = Draw::part(seed_ ^ part_person, out.index + 1);
    out.marriage = draw_marriage(seat, draw);
    for (int year = 0; year * 12 < months_lived_on && !out.died_on; ++year)
        if (chance(draw, death_chance(seat.age + year, seat.male))) out.died_on = base_ + 365 * year + 1 + draw.between(0, 364);
    if (chance(draw, rates::disabled * (0.4 + seat.age / 65.0))) {
        constexpr std::array<uint32_t, 4> grades{12, 26, 28, 34};
        out.disability = 1 + static_cast<int>(draw.weighted(grades));
    }
    settle_school(out, seat.age, area, draw);
    settle_work(out, seat.age, area, draw);
    return out;
}

void Population::for_each(uint64_t from, uint64_t until, const std::function<void(const Citizen&)>& each) const {
    Seating seating;
    for (uint64_t i = from; i < until; ++i) {
        if (i == from || i % block_people == 0) seat(i / block_people, seating);
        each(make(seating, i % block_people));
    }
}

Citizen Population::person(uint64_t index) const {
    Citizen out;
    for_each(index, index + 1, [&](const Citizen& citizen) { out = citizen; });
    return out;
}

std::string Population::number_of(const Citizen& citizen) { return identity_number_of(citizen.index, citizen.born, citizen.male); }

}  // namespace leye::demo
