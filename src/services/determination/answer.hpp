#pragma once
#include "services/determination/effect.hpp"

/// What people and officers say to a finding: one tap each. That it is wrong is said in `objection`.
namespace leye::determination {

/// Whether the finding is about the person who asks, merges followed. Fails: sign_in_needed, finding_not_yours.
Result<void> check_owner(party::Context& at, const Finding& finding);
/// What is said to an answer that comes too late: finding_answered (details: state).
Refusal answered(const Finding& finding);

/// The person takes what was offered. Fails: finding_unknown, finding_not_yours, finding_answered (details: state).
Result<Finding> accept_offer(party::Context& at, FindingId id);
/// The person does not want it; it is not offered again while it stands. Fails: as accept_offer.
Result<Finding> decline_offer(party::Context& at, FindingId id);
/// An officer has looked at a finding left for review: it is right (what it says is told to the register), or it is not. Fails: finding_unknown, finding_answered, finding_note_missing (under 4 characters); duty_missing, duty_other_area,
/// sign_in_needed; what the register refuses.
Result<Finding> decide_finding(party::Context& at, const casework::Office& office, FindingId id, bool right, std::string_view note);

/// Somebody of a roster or an alarm was spoken to. Fails: finding_unknown, finding_note_missing, text_too_long, option_unknown
/// (channel); duty_missing, duty_other_area, sign_in_needed. out: the talk's number.
Result<int64_t> note_contact(party::Context& at, FindingId id, std::string_view channel, std::string_view note);

}  // namespace leye::determination
