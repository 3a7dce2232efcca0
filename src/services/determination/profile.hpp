#pragma once
#include <array>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "base/json.hpp"
#include "engine/feel/value.hpp"
#include "records/fact/fact.hpp"
#include "records/party/person.hpp"
#include "records/status/spell.hpp"
#include "services/determination/benefit.hpp"
#include "services/determination/column.hpp"
#include "services/determination/hires.hpp"

/// What is known of one person on one day, as the rules see it: facts of other departments and the register's spells folded
/// into columns. One person at the counter and ten million in a sweep go through the same fold.
namespace leye::determination {

/// The day that is asked about, what was known by then, and how far the monthly data goes.
struct Moment {
    Date today;
    Instant known_at;
    std::optional<Date> data_month;    ///< newest month that the insurance data covers
    std::set<std::string> thin_cities;  ///< six digits of the cities of whose month too little is there: silence says nothing
    BenefitTerms benefit;
};

/// Who a profile is of, without name or number.
struct Basics {
    party::PersonId id;
    std::optional<Date> born;
    std::optional<party::Sex> sex;
    std::string area;  ///< where the person lives; empty where not told
};

/// A believed spell as far as rules look at it.
struct Stretch {
    status::Kind kind = status::Kind::unemployed;
    Date from;
    std::optional<Date> until;
    int64_t end_reason = unknown;  ///< its place in the dictionary
};

struct Profile {
    party::PersonId person;
    int32_t area = 0;       ///< six or nine digits; 0 where not told
    bool local = false;     ///< registered in the city where the person lives; for breakdowns only, no rule sees it
    bool married = false;
    uint64_t household = 0;  ///< the same for all who live together; 0 where not known
    std::array<int64_t, column_count> values;

    Profile() { values.fill(unknown); }
    int64_t get(Column c) const { return values[static_cast<size_t>(c)]; }
    bool is(Column c) const { return get(c) == 1; }
    void set(Column c, int64_t v) { values[static_cast<size_t>(c)] = v; }
    void set(Column c, Date d) { set(c, int64_t{d.days()}); }
    void set(Column c, bool b) { set(c, int64_t{b}); }
};

/// Those of one household whom the rules count.
struct HouseholdCount {
    uint8_t of_age = 0;   ///< of working age, able and free to work
    uint8_t working = 0;  ///< of those, with work
    uint8_t minors = 0;
    void add(const Profile& member);
};

/// Folds what is known of people into profiles. Immutable; safe for many threads; what it is given outlives it.
class Folder {
  public:
    Folder(const reference::Reference& reference, const Dictionary& words, Moment moment);
    /// All but what the household says. in: facts and stretches believed at the moment; `hires` of the businesses that the person
    /// runs at least. Cost: linear in them.
    Profile fold(const Basics& who, std::span<const fact::Fact> facts, std::span<const Stretch> spells, const Hires& hires = {}) const;
    /// What the household says.
    void add_household(Profile& profile, const HouseholdCount& count) const;
    const Moment& moment() const { return moment_; }

  private:
    void add_age(Profile& p, const Basics& who, int64_t post) const;
    void add_facts(Profile& p, std::span<const fact::Fact> facts) const;
    void add_insurance(Profile& p, std::span<const fact::Fact> facts) const;
    void add_benefit(Profile& p, std::span<const fact::Fact> facts, int64_t insured) const;
    void add_spells(Profile& p, std::span<const Stretch> spells) const;

    const reference::Reference& reference_;
    const Dictionary& words_;
    Moment moment_;
};

/// Whether the two codes name places of one city.
bool same_city(std::string_view area, std::string_view other);
/// The key of a household by the number of its book; 0 for none.
uint64_t household_key(std::string_view number);
/// Full months from one day to another; negative where `to` is before `from`.
int64_t months_between(Date from, Date to);

/// A value as rules and people see it; null where it is not known.
feel::Value value_of(const Profile& profile, Column column, const Dictionary& words);
json::Object to_json(const Profile& profile, const Dictionary& words);

}  // namespace leye::determination
