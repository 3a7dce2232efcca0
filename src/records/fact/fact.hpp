#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/store/store.hpp"
#include "records/party/ids.hpp"

namespace leye::fact {

/// What a fact says of a person. The numbers are stored.
enum class Kind {
    insured_employee = 1,   ///< one month of insurance paid as an employee; unit = the employer's code, amount = base in 分
    insured_flexible = 2,   ///< one month paid by oneself; amount = base
    business = 3,           ///< has an open business; code = owner, legal_representative or shareholder; unit
    graduation = 4,         ///< on the day `from`; code = secondary, technical, college, bachelor, master or doctor
    studying = 5,
    disability = 6,         ///< code = grade, 1 to 4
    minimum_allowance = 7,  ///< 低保
    death = 8,              ///< on the day `from`
    pension = 9,            ///< drawn since `from`
    marriage = 10,          ///< code = married, divorced, widowed or single
    household_register = 11,  ///< hukou; code = area
    household = 12,         ///< code = number of the household book, the same for those who live together
    land_lost = 13,
    formerly_poor = 14,
    army = 15,
    abroad = 16,
    benefit_paid = 17,      ///< one month of unemployment benefit; amount
    subsidy_paid = 18,      ///< one month of social insurance subsidy; code = policy, amount
    grant_paid = 19,        ///< on the day `from`; code = job_grant, startup_grant or graduate_grant, amount
    post = 20,              ///< code = management or worker
    laid_off = 21,          ///< on the day `from`; unit
};
inline constexpr int kind_count = 21;
std::string_view name_of(Kind kind);  ///< "insured_employee", …
std::optional<Kind> find_kind(std::string_view name);

/// Whether facts of the kind at the same unit, or of the same code, are one fact, so that two units are two facts; what is
/// left of a fact beside its key is its value, which a later batch may correct.
bool has_unit_in_key(Kind kind);
bool has_code_in_key(Kind kind);

/// One fact, true from `from` up to but not including `until` (open where empty; a month ends on the next month's first).
struct Fact {
    Kind kind = Kind::insured_employee;
    Date from;
    std::optional<Date> until;
    std::optional<int64_t> amount;  ///< 分
    std::string code, unit;
    int64_t batch = 0;  ///< that told it

    bool operator==(const Fact&) const = default;
};

/// The module's tables.
std::span<const store::Migration> schema();

/// The last batch that is whole; 0 where there is none. What it and those before it told is believed now.
int64_t newest_batch(store::Connection& c);
/// The last batch that was whole at `known_at`.
int64_t newest_batch(store::Connection& c, Instant known_at);

/// Facts of the person (merged files count as one) believed at `known_at`, by kind and beginning; at most 20,000.
std::vector<Fact> list_facts(store::Connection& c, party::PersonId person, Instant known_at);

/// The files that live in the person's household on that day, as believed at `known_at`: the same number of the household book;
/// the person's own among them. Empty where no household is known. At most 100.
std::vector<party::PersonId> list_household(store::Connection& c, party::PersonId person, Date on, Instant known_at);

/// Calls `each(person, facts)` for every file id behind `after` that has facts believed when `known_batch` was the newest, in
/// order of ids, facts by kind and beginning; at most `limit_people`. Merges are not followed. out: how many people.
/// Cost: linear, in memory some thousand facts.
int64_t scan_facts(store::Connection& c, int64_t known_batch, party::PersonId after, int64_t limit_people,
                   const std::function<void(party::PersonId, std::span<const Fact>)>& each);

/// As scan_facts, of these files alone. Cost: a statement for 200 of them.
void list_facts_of(store::Connection& c, int64_t known_batch, std::span<const party::PersonId> people,
                   const std::function<void(party::PersonId, std::span<const Fact>)>& each);
/// Everybody who ever was in one of these households, by the numbers of their books. Cost: a statement for 200 of them.
std::set<party::PersonId> list_housemates(store::Connection& c, int64_t known_batch, std::span<const std::string> households);

/// Who was told to run one of these businesses, as believed when `known_batch` was the newest. Cost: a statement for 200 codes.
std::set<party::PersonId> list_business_people(store::Connection& c, int64_t known_batch, std::span<const std::string> units);
/// The codes of all businesses that somebody was ever told to run.
std::vector<std::string> list_business_units(store::Connection& c);

/// Whose facts batches behind `since` up to and with `upto` changed, as far as they are not forgotten.
std::set<party::PersonId> list_touched(store::Connection& c, int64_t since, int64_t upto);
/// Nobody asks any more whose facts batches up to and with `upto` changed.
void forget_touched(store::Transaction& tx, int64_t upto);

/// How much there is of the newest month: people by city ("370100"; "" where nobody knows where they live).
struct MonthCover {
    Date month;
    std::map<std::string, int64_t> people_by_city, before_by_city;  ///< in the month, and in the one before
};
/// The latest month that batches up to and with `known_batch` tell facts of this kind for, those taken back left out.
std::optional<MonthCover> newest_month(store::Connection& c, Kind kind, int64_t known_batch = INT64_MAX);

}  // namespace leye::fact
