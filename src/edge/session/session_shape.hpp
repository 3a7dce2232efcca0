#pragma once
#include "base/hints.hpp"
#include "base/json.hpp"
#include "edge/session/session.hpp"

namespace leye::session {

/// A text that names a level of agencies.
inline json::Value agency_levels() { return json::name_from(party::AgencyLevel::province, party::AgencyLevel::village); }
/// A text that names a duty.
inline json::Value duty_names() { return json::name_from(party::Duty::window, party::Duty::policy); }

struct AgencyRowShape {
    std::string id, name, area, area_name, level, address, phone, hours;
    std::optional<std::string> parent;
};
BOOST_DESCRIBE_STRUCT(AgencyRowShape, (), (id, name, area, area_name, level, address, phone, hours, parent))
inline json::Hints hints_of(const AgencyRowShape*) { return {{"level", agency_levels()}}; }

struct SessionAccountShape {
    std::string id, phone_masked;
};
BOOST_DESCRIBE_STRUCT(SessionAccountShape, (), (id, phone_masked))

struct SessionPersonShape {
    std::string id, name, document_masked;
};
BOOST_DESCRIBE_STRUCT(SessionPersonShape, (), (id, name, document_masked))

struct ActsForShape {
    std::string employer_id, name, uscc;
};
BOOST_DESCRIBE_STRUCT(ActsForShape, (), (employer_id, name, uscc))

struct SessionStaffShape {
    std::string id, name;
    AgencyRowShape agency;
    std::vector<std::string> duties;
};
BOOST_DESCRIBE_STRUCT(SessionStaffShape, (), (id, name, agency, duties))
inline json::Hints hints_of(const SessionStaffShape*) { return {{"duties", duty_names()}}; }

/// What GET /v1/session answers.
struct SessionShape {
    std::string kind;  ///< nobody, person or staff
    std::string csrf;
    std::optional<int> idle_minutes;
    std::optional<SessionAccountShape> account;
    std::optional<SessionPersonShape> person;
    std::vector<ActsForShape> acts_for;
    std::optional<SessionStaffShape> staff;
};
BOOST_DESCRIBE_STRUCT(SessionShape, (), (kind, csrf, idle_minutes, account, person, acts_for, staff))
inline json::Hints hints_of(const SessionShape*) { return {{"kind", json::one_of({"nobody", "person", "staff"})}}; }

AgencyRowShape agency_shape(const party::Agency& agency, const reference::Reference& reference);
/// What the page may know about the session. Cost: ≤ 5 statements.
SessionShape session_shape(store::Connection& c, const Sessions& sessions, const Session& session,
                           const seal::Seal& seal, const reference::Reference& reference);

}  // namespace leye::session
