#pragma once
#include "services/casework/office.hpp"
#include "services/determination/finding.hpp"
#include "services/determination/judge.hpp"

/// What a finding does: the register is changed by rule (row 18.3), the person is told and may answer, an officer is asked.
namespace leye::determination {

/// Whether the outcome is one that is kept as a finding: what a status would change, an entitlement, a place on a roster, an
/// alarm, a sign, whatever an officer has to look at.
bool is_wanted(const catalog::Determination& determination, std::string_view outcome, const Profile& profile);

/// Carries a new finding out: sets its state, changes the register, sends the message. in: the finding is not stored yet. Where
/// the register refuses (an employer that is not known), the finding is left to an officer, with the reason as its note.
void carry_out(party::Context& at, const casework::Office& office, const catalog::Determination& determination, const catalog::Determined& said, Finding& finding);
/// Tells the register again what a finding about status says; nothing for other kinds and outcomes. Fails: employer_unknown,
/// finding_facts_gone; whatever the register refuses.
Result<void> tell_register(party::Context& at, const casework::Office& office, const Finding& finding);
/// Takes back what the finding told the register.
void take_back(party::Context& at, const Finding& finding, std::string_view reason);
/// Tells the person that an entitlement ended; nothing for what they were never told.
void tell_end(party::Context& at, const casework::Office& office, const catalog::Determination& determination, const Finding& finding);

}  // namespace leye::determination
