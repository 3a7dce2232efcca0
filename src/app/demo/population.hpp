#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/demo/census.hpp"
#include "app/demo/household_shapes.hpp"
#include "app/demo/schooling.hpp"
#include "app/demo/working_life.hpp"

namespace leye::demo {

enum class Marriage : uint8_t { single, married, divorced, widowed };
/// Where somebody's household register is kept.
enum class Registered : uint8_t { here, elsewhere_in_county, elsewhere_in_province, beyond };

/// A business somebody runs.
struct Business {
    bool sole_trader = true;  ///< else legal representative of a company
    uint32_t number = 0;      ///< of its credit code
    Month from = 0;
    std::optional<Month> until;
};

/// Somebody of the population. Everything is true from the beginning of records to `months_lived_on` months after the base.
struct Citizen {
    uint64_t index = 0, household = 0;  ///< the household is the index of its first member
    uint8_t household_size = 1;
    Place place = Place::alone;
    bool male = false, urban = false;
    Date born;
    size_t county = 0;         ///< index into the census' counties
    uint32_t township = 0;     ///< nine digits
    Registered registered = Registered::here;
    uint32_t register_area = 0;  ///< six digits of the household register; NN0000 beyond the province
    Marriage marriage = Marriage::single;
    Level level = Level::none;  ///< in the end
    bool vocational = false;    ///< senior_high only
    Date school_ends;           ///< the last day of June in which school is left for good
    char section = 0;           ///< GB/T 4754 section of the work at the base; 0 without
    bool manager = false;
    Date retires_on;                   ///< first day of the statutory month
    std::optional<Date> pension_from;  ///< of employees, or of residents from sixty; may lie ahead
    std::optional<Date> died_on;
    int disability = 0;  ///< grade 1 to 4; 0 without
    bool minimum_allowance = false, land_lost = false, formerly_poor = false, abroad = false;
    std::optional<Month> army_until;  ///< serving at the base until then
    std::optional<Business> business;
    Runs runs;

    bool alive(Date on) const { return !died_on || on < *died_on; }
    bool studies(Date on) const { return on <= school_ends && born.plus_months(72) <= on; }
    /// Works in any way in the month, insured or not.
    bool works(Month month) const {
        const Run* run = runs.at(month);
        return run && run->work != Work::unemployed;
    }
};

/// A population of any size: person i is a pure function of the seed, the census and i, so that any thread can make any part,
/// and whoever makes ten million has the same first thousand. People with neighbouring indexes share a household. Lives are
/// drawn around a base, the first day of a year, on which everybody is alive; the census' ages and households are those of
/// that day. Safe for many threads.
class Population {
  public:
    /// In: `reference` gives retirement and lives as long as this.
    Population(Census census, const reference::Reference& reference, uint64_t seed, int base_year);

    /// Calls `each` for the people from `from` up to but not including `until`, in order. Cost: some 2 µs a person.
    void for_each(uint64_t from, uint64_t until, const std::function<void(const Citizen&)>& each) const;
    /// One person alone. Cost: O(1), some 20 µs.
    Citizen person(uint64_t index) const;

    const Census& census() const { return census_; }
    Date base() const { return base_; }
    /// The identity number. In: index < numbered_people.
    static std::string number_of(const Citizen& citizen);

  private:
    struct Area;
    struct Seating;
    void seat(uint64_t block, Seating& out) const;
    Citizen make(const Seating& seating, size_t at) const;
    void settle_school(Citizen& citizen, int age, const Area& area, Draw& draw) const;
    void settle_work(Citizen& citizen, int age, const Area& area, Draw& draw) const;
    uint32_t draw_employer(size_t county, Draw& draw) const;

    Census census_;
    const reference::Reference& reference_;
    uint64_t seed_;
    Date base_;
    Month base_month_;
    std::vector<std::shared_ptr<const Area>> areas_;
    size_t family_seats_ = 0;  ///< of a block
    Cumulative family_counties_, dormitory_counties_, register_counties_;
    LifeTables lives_;
    std::vector<uint32_t> first_employer_;  ///< by county, and one more
};

}  // namespace leye::demo
