#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/policy/draft.hpp"

namespace leye::policy {

/// Two people take back a version before its first day: one asks, another confirms.
struct Withdrawal {
    Signed asked;
    std::string why;
    std::string confirmed_by;
    std::optional<Instant> confirmed_at;
};

/// A version that came into being at the desk.
struct Version {
    std::string item;
    int version = 0, base_version = 0;
    Date from;
    std::string dmn, cases, hash;
    DraftId draft;
    std::string drafted_by;
    Signed approved;
    std::string why;
    std::optional<Withdrawal> withdrawal;

    bool is_withdrawn() const { return withdrawal && withdrawal->confirmed_at; }
};

/// Fails: duty_missing, policy_version_unknown, policy_version_in_force, policy_version_withdrawn, policy_withdrawal_asked (details:
/// by), policy_reason_missing.
Result<void> ask_withdrawal(party::Context& at, std::string_view item, int version, std::string_view why);
/// Fails: duty_missing, policy_version_unknown, policy_version_in_force, policy_version_withdrawn, policy_withdrawal_not_asked,
/// policy_own_act (who asked), policy_version_followed (a later one stands on it).
Result<void> confirm_withdrawal(party::Context& at, std::string_view item, int version);

std::optional<Version> find_version(store::Connection& c, std::string_view item, int version);
/// Withdrawn ones too; the newest first.
std::vector<Version> list_versions(store::Connection& c, std::string_view item);
/// Changes whenever a version is published or withdrawn. Cost: one statement over an index.
int64_t generation(store::Connection& c);

}  // namespace leye::policy
