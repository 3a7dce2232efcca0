#pragma once
#include "edge/routes/house.hpp"
#include "services/policy/draft.hpp"
#include "services/policy/publisher.hpp"

/// What the routes of decision tables have in common.
namespace leye::routes {

inline constexpr size_t policy_body_max = 4 << 20;

/// Fails: sign_in_needed, staff_only, duty_missing.
Result<void> policy_allowed(const Call& call);
/// The revision of a draft that the caller saw, from If-Match. Fails: if_match_missing.
Result<int64_t> policy_revision(const Call& call);
/// The item's version in force today, else the newest there is. Fails: policy_table_unknown.
Result<const catalog::Ruled*> policy_item(const Call& call, const catalog::Catalog& catalog, const std::string& code);
/// The draft that the path names. Fails: as policy_allowed, policy_draft_unknown.
Result<policy::Draft> policy_draft(Call& call);
/// The draft with its check, and what the caller may do with it.
Result<http::Response> show_draft(Call& call, policy::Draft kept, int status = 200);

void add_policy_files(http::Router& router, House& house);
void add_policy_retry(http::Router& router, House& house);

}  // namespace leye::routes
