#pragma once
#include "records/status/spell.hpp"
#include "services/casework/case.hpp"
#include "services/casework/office.hpp"

namespace leye::casework {

/// What somebody hands in.
struct Draft {
    std::string item;
    json::Object values;
    std::optional<party::PersonId> person;      ///< for whom; the actor's own file where empty. Nobody's in an item for anybody
    std::optional<party::EmployerId> employer;  ///< the unit acted for
    std::optional<status::SpellId> spell;       ///< of the unit's roll: whom the case is about, so that nobody is asked again
    bool commitment = false;                    ///< agrees to the item's written commitment
    std::string channel;
    std::string begun_by;                       ///< what began it, as the item says; empty for a form
    std::string note;                           ///< how it came to an officer: «本人到场», «电话»
};

/// A case just handed in, and the name of the person it is of, which the act read on its way; empty for a unit's.
struct Submitted : Case {
    std::string person_name;
    std::string query_code;  ///< of a case that is nobody's own, told this once; else empty
};

/// Opens a case and carries it as far as the rules can: settled with its effect on the records, refused with its
/// reason, waiting for a commitment, or in the officers' queue. Case, journal, records and message are one
/// transaction. Fails: item_unknown, item_begun_elsewhere, channel_unknown, item_needs_person, item_needs_employer, sign_in_needed,
/// case_not_yours, duty_missing, channel_not_yours (a window that no officer records), channel_not_offered,
/// employment_not_open; all faults of the values at once; decision_correct where the rule asks for another
/// value of a field (nothing is stored, the draft stays). law: 6号文(十八), rows 18.1 18.2.
Result<Submitted> submit(party::Context& at, const Office& office, const Draft& draft);

}  // namespace leye::casework
