#include "services/policy/version.hpp"

#include "records/party/duty.hpp"
#include "services/policy/inside.hpp"
#include "services/policy/policy_store.hpp"

namespace leye::policy {
namespace {

// A version that can still be taken back.
Result<Version> upcoming(party::Context& at, std::string_view item, int number) {
    if (auto allowed = party::may(at, party::Duty::policy); !allowed) return tl::unexpected(allowed.error());
    auto version = find_version(at.tx, item, number);
    if (!version) return refuse("policy_version_unknown", "version");
    if (version->is_withdrawn()) return refuse("policy_version_withdrawn");
    if (version->from <= at.now.date()) return refuse("policy_version_in_force", "", {{"from", version->from.text()}});
    return std::move(*version);
}

void record_version(party::Context& at, std::string_view act, const Version& v) {
    party::record(at, act, "policy_draft:" + v.draft.text(), json::print(json::Object{{"item", v.item}, {"version", v.version}, {"why", v.withdrawal->why}}));
}

}  // namespace

Result<void> ask_withdrawal(party::Context& at, std::string_view item, int number, std::string_view why) {
    auto version = upcoming(at, item, number);
    if (!version) return tl::unexpected(version.error());
    if (version->withdrawal) return refuse("policy_withdrawal_asked", "", {{"by", version->withdrawal->asked.name}});
    auto said = checked_why(why);
    if (!said) return tl::unexpected(said.error());
    version->withdrawal = Withdrawal{signed_by(at), std::move(*said), "", std::nullopt};
    update_withdrawal(at.tx, *version);
    record_version(at, "policy_withdrawal_asked", *version);
    return {};
}

Result<void> confirm_withdrawal(party::Context& at, std::string_view item, int number) {
    auto version = upcoming(at, item, number);
    if (!version) return tl::unexpected(version.error());
    if (!version->withdrawal) return refuse("policy_withdrawal_not_asked");
    if (version->withdrawal->asked.staff == at.actor.staff) return refuse("policy_own_act");
    for (const Version& other : list_versions(at.tx, item))
        if (other.base_version == number && !other.is_withdrawn()) return refuse("policy_version_followed", "", {{"version", std::to_string(other.version)}});
    version->withdrawal->confirmed_by = at.actor.name, version->withdrawal->confirmed_at = at.now;
    update_withdrawal(at.tx, *version);
    record_version(at, "policy_withdrawn", *version);
    return {};
}

}  // namespace leye::policy
