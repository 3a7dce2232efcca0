#pragma once
#include <optional>
#include <string>
#include <vector>

#include "app/demo/employers.hpp"
#include "app/demo/people.hpp"

namespace leye::demo {

enum class SpellKind { employed, flexible, unemployed };

/// A stretch of somebody's working life as the records would hold it. Invariant: from < until where it ended,
/// from ≤ learnt_on ≤ today, end_learnt_on given where and only where until is.
struct Spell {
    size_t person = 0;
    SpellKind kind = SpellKind::employed;
    std::optional<size_t> employer;  ///< employed only
    Date from;
    std::optional<Date> until;  ///< half-open; a job ended on the day before
    Date learnt_on;             ///< the day it was registered; more than 30 days later now and then
    std::optional<Date> end_learnt_on;
    std::string detail;                  ///< code: contract_kind, flexible_kind or unemployment_reason
    std::optional<Date> contract_until;  ///< fixed-term contracts only
    std::string end_reason;              ///< code of the list end_reason, employed and ended only
};

/// Working lives of everybody: at `today` about 62 % employed, 10 % flexible, 6 % registered unemployed; the
/// others are at school, retired or without a record. Spells are ordered by person, then by `from`; some
/// overlap by a few days.
std::vector<Spell> make_histories(uint64_t seed, const std::vector<Person>& people,
                                  const std::vector<Employer>& employers,
                                  const reference::Reference& reference, Date today);

}  // namespace leye::demo
