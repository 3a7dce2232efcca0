#pragma once
#include <functional>
#include <set>
#include <span>

#include "records/status/change.hpp"
#include "records/status/spell.hpp"

namespace leye::status {

/// The module's tables.
std::span<const store::Migration> schema();

/// `known_at` for «as believed now», whatever the clock says.
inline constexpr Instant end_of_time = Instant::of_ms(INT64_MAX);

/// Where a person stands on a day; no kind: nothing is known.
struct StatusOn {
    std::optional<Kind> kind;
    std::optional<Spell> spell;  ///< the spell behind it
};

/// Which of overlapping spells says what a person is: employed before flexible before unemployed, and within
/// a kind the one that began last, then the one with the greater id. Retracted spells say nothing.
StatusOn strongest(std::span<const Spell> spells, Date day);

/// What the person was on `day`, as believed at `known_at`. Merged files count as one person. Cost: 3
/// statements.
StatusOn status_on(store::Connection& c, party::PersonId person, Date day, Instant known_at);
/// The spells believed at `known_at`, without retracted ones, newest beginning first; at most 1,000.
std::vector<Spell> list_spells(store::Connection& c, party::PersonId person, Instant known_at);
/// A spell as far as work on everybody looks at it.
struct SpellSketch {
    party::PersonId person;  ///< the file it was written under
    Kind kind = Kind::unemployed;
    Date from;
    std::optional<Date> until;
    std::string end_reason;  ///< code of the list end_reason; empty where none is told
};
/// The spells of the files behind `after` up to and with `last`, believed at `known_at`, in the order of the files.
void scan_spells(store::Connection& c, party::PersonId after, party::PersonId last, Instant known_at, const std::function<void(const SpellSketch&)>& each);
/// As scan_spells, of these files alone. Cost: a statement for 200 of them.
void list_spells_of(store::Connection& c, std::span<const party::PersonId> people, Instant known_at, const std::function<void(const SpellSketch&)>& each);
/// Whose spells changed at `since` or later. Cost: linear in the changes.
std::set<party::PersonId> list_changed(store::Connection& c, Instant since);
/// Where somebody was hired, left, or was told not to be, at `since` or later.
std::set<party::EmployerId> list_changed_employers(store::Connection& c, Instant since);
/// Somebody who is registered as working for an employer.
struct Hire {
    party::EmployerId employer;
    party::PersonId person;  ///< the file it was written under
    bool for_a_year = false;  ///< by an open-ended contract, or one of twelve months or more
};
/// Who works for these employers on that day, as believed now. Cost: a statement for 200 employers.
void list_hires(store::Connection& c, std::span<const party::EmployerId> employers, Date on, const std::function<void(const Hire&)>& each);
/// Every version of every spell of the person, oldest belief first; at most 1,000.
std::vector<Spell> list_history(store::Connection& c, party::PersonId person);
/// Every version of one spell, oldest first; empty for an unknown id.
std::vector<Spell> list_versions(store::Connection& c, SpellId id);
/// The spell as believed now; nothing for an unknown or retracted one.
std::optional<Spell> find_spell(store::Connection& c, SpellId id);

/// The person's newest employment with this employer, believed now, open or ended.
std::optional<Spell> find_employment(store::Connection& c, party::PersonId person,
                                     party::EmployerId employer);

/// Without an end, with one (also one that is still to come), or both.
enum class Which { open, ended, all };
/// Employments with the employer believed now, newest file first, behind the spell `after`.
std::vector<Spell> list_employments(store::Connection& c, party::EmployerId employer, Which which,
                                    std::optional<SpellId> after, int limit = 50);
/// Everybody with an employment with the employer believed now, open or ended. Cost: linear in them.
std::set<party::PersonId> list_workers(store::Connection& c, party::EmployerId employer);
/// Employments with the employer that have no end, believed now. Cost: linear in them.
int64_t count_open_employments(store::Connection& c, party::EmployerId employer);

}  // namespace leye::status
