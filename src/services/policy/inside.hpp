#pragma once
#include "base/json.hpp"
#include "services/policy/draft.hpp"

namespace leye::policy {

/// A reason in 4 to 1,000 characters, without blanks at its ends. Fails: policy_reason_missing, text_too_long.
Result<std::string> checked_why(std::string_view why);
/// The actor as who signs an act.
Signed signed_by(const party::Context& at);
/// The draft, for an officer with the duty. Fails: duty_missing, policy_draft_unknown.
Result<Draft> draft_for(party::Context& at, DraftId id);
/// Fails: policy_draft_changed (details: by, at) where the draft went on since `revision`.
Result<void> same_revision(const Draft& draft, int64_t revision);
/// Fails: policy_draft_state (details: state) unless the draft is in one of these.
Result<void> in_state(const Draft& draft, std::initializer_list<DraftState> states);
void record_draft(party::Context& at, std::string_view act, const Draft& draft, json::Object detail = {});

}  // namespace leye::policy
