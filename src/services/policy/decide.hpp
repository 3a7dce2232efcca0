#pragma once
#include "services/policy/check.hpp"
#include "services/policy/version.hpp"

namespace leye::policy {

/// The first day on which a table approved on `today` can be in force: the next working day, so that between the two there is
/// somebody at the desk who can take it back.
Date earliest_day(const reference::Reference& reference, Date today);

/// Why a table cannot be published; nothing where it can. Codes: policy_incomplete (details: box, witness), policy_overlap,
/// policy_rule_dead, policy_proof_open, policy_table_fault, policy_case_failed, each with all others of its kind in `also`.
std::optional<Refusal> why_not_publishable(const Check& check);

/// Hands the draft to a second person. Fails: duty_missing, policy_draft_unknown, policy_draft_state, policy_draft_changed (since
/// it was checked), policy_base_changed, policy_nothing_changed, why_not_publishable's, policy_why_missing (a changed row without a
/// reason; others in `also`), policy_from_early (details: earliest), policy_reason_missing.
Result<Draft> submit_draft(party::Context& at, const CheckedDraft& checked, Date from, std::string_view why);
/// Publishes the draft as the next version of its item. Fails: duty_missing, policy_draft_state, policy_draft_changed,
/// policy_own_act (who approves changed a row or submitted it), policy_base_changed, policy_from_early, why_not_publishable's.
Result<Version> approve_draft(party::Context& at, const CheckedDraft& checked);
/// Gives the draft back for another round. Fails: duty_missing, policy_draft_unknown, policy_draft_state, policy_reason_missing.
Result<Draft> return_draft(party::Context& at, DraftId id, std::string_view why);
/// Whether the actor may approve it: neither submitted it nor changed it. out: false for a draft that was not submitted.
bool may_approve(store::Connection& c, const party::Actor& actor, const Draft& draft);

}  // namespace leye::policy
