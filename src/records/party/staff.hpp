#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "records/party/agency.hpp"
#include "records/party/duty.hpp"

namespace leye::party {

/// A member of staff of an agency. What is secret about signing in is in StaffSecret.
struct Staff {
    StaffId id;
    std::string user;  ///< sign-in name, lower case, unique
    std::string name;
    AgencyId agency;
    std::string agency_name, area;  ///< of the agency
    std::set<std::string> duties;
    bool active = true;
    std::optional<Instant> last_seen_at;

    /// The actor this member of staff is while signed in.
    Actor actor(std::string channel) const;
};

/// What proves who signs in.
struct StaffSecret {
    std::string password_phc;  ///< Argon2id PHC string
    std::string totp_secret;   ///< raw bytes
};

struct NewStaff {
    std::string user, name;
    AgencyId agency;
    std::set<std::string> duties;
};

/// What changes; empty fields stay.
struct StaffChange {
    std::optional<std::string> name;
    std::optional<AgencyId> agency;
    std::optional<std::set<std::string>> duties;
    std::optional<bool> active;
};

/// Fails: duty_* (Duty::admin in the agency's area), staff_user_invalid (3 to 32 of a–z 0–9 . _ -),
/// staff_user_taken, staff_name_missing, agency_unknown, duty_unknown.
Result<StaffId> hire_staff(Context& ctx, const NewStaff& staff, const StaffSecret& secret);
/// Fails: staff_unknown and as above, for the old and for the new agency; staff_own_rights (nobody changes
/// the own duties, agency or state).
Result<void> change_staff(Context& ctx, StaffId id, const StaffChange& change);
/// Replaces password or second factor; by the member itself or an administrator of the area. Fails:
/// staff_unknown, duty_*.
Result<void> change_secret(Context& ctx, StaffId id, const StaffSecret& secret);
/// Notes a sign-in (not journalled: the session does that).
void note_seen(Context& ctx, StaffId id);

std::optional<Staff> find_staff(store::Connection& c, StaffId id);
Staff get_staff(store::Connection& c, StaffId id);
std::optional<Staff> find_staff_by_user(store::Connection& c, std::string_view user);
StaffSecret get_secret(store::Connection& c, const seal::Seal& seal, StaffId id);
/// Staff of agencies in the area and below, by sign-in name, behind `after`; `text` narrows to names or
/// sign-in names that contain it.
std::vector<Staff> list_staff(store::Connection& c, std::string_view area, std::string_view text,
                              std::string_view after, int limit = 50);

}  // namespace leye::party
