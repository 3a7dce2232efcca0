#pragma once
#include "base/hints.hpp"
#include "base/json.hpp"
#include "edge/session/session.hpp"

namespace leye::session {

/// A text that names a level of agencies.
inline json::Value agency_levels() { return json::name_from(party::AgencyLevel::province, party::AgencyLevel::village); }
/// A text that names a duty.
inline json::Value duty_names() { return json::name_from(party::Duty::window, party::Duty::data); }

struct AgencyRowShape {
    std::string id, name, area, area_name, level, address, phone, hours;
    std::optional<std::string> parent;
};
BOOST_DESCRIBE_STRUCT(AgencyRowShape, (), (id, name, area, area_name, level, address, phone, hours, parent))
inline json::Hints hints_of(const AgencyRowShape*) { return {{"level", agency_levels()}}; }
struct AgencyPageShape {
    std::vector<AgencyRowShape> rows;
    std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(AgencyPageShape, (), (rows, next_cursor))

struct SessionAccountShape {
    std::string id, phone_masked;
};
BOOST_DESCRIBE_STRUCT(SessionAccountShape, (), (id, phone_masked))

struct SessionPersonShape {
    std::string id, name, document_masked;
};
BOOST_DESCRIBE_STRUCT(SessionPersonShape, (), (id, name, document_masked))

struct ActsForShape {
    std::string employer_id, name, uscc, standing;
};
BOOST_DESCRIBE_STRUCT(ActsForShape, (), (employer_id, name, uscc, standing))
/// A text that names how far a handler may go.
inline json::Value standings() { return json::name_from(party::Standing::asked, party::Standing::confirmed); }
inline json::Hints hints_of(const ActsForShape*) { return {{"standing", standings()}}; }

struct SessionStaffShape {
    std::string id, name;
    AgencyRowShape agency;
    std::vector<std::string> duties;
    bool must_change = false;  ///< the password is a first one
};
BOOST_DESCRIBE_STRUCT(SessionStaffShape, (), (id, name, agency, duties, must_change))
inline json::Hints hints_of(const SessionStaffShape*) { return {{"duties", duty_names()}}; }

/// What GET /v1/session answers.
struct SessionShape {
    std::string kind;  ///< nobody, person or staff
    std::string csrf;
    std::optional<int> idle_minutes;
    std::optional<SessionAccountShape> account;
    std::optional<SessionPersonShape> person;
    std::vector<ActsForShape> acts_for;
    std::vector<ActsForShape> asked_for;  ///< units that the account waits to act for
    std::optional<SessionStaffShape> staff;
};
BOOST_DESCRIBE_STRUCT(SessionShape, (), (kind, csrf, idle_minutes, account, person, acts_for, asked_for, staff))
inline json::Hints hints_of(const SessionShape*) { return {{"kind", json::one_of({"nobody", "person", "staff"})}}; }

/// One page of the agencies in an area and below, behind the agency `after`.
AgencyPageShape agency_page(store::Connection& c, const reference::Reference& reference, std::string_view area, std::optional<party::AgencyId> after, int limit);
AgencyRowShape agency_shape(const party::Agency& agency, const reference::Reference& reference);
/// What the page may know about the session. Cost: ≤ 5 statements.
SessionShape session_shape(store::Connection& c, const Sessions& sessions, const Session& session,
                           const seal::Seal& seal, const reference::Reference& reference);

}  // namespace leye::session
