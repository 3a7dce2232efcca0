#include "edge/session/session_shape.hpp"

#include "records/reference/reference.hpp"

namespace leye::session {

AgencyRowShape agency_shape(const party::Agency& agency, const reference::Reference& reference) {
    AgencyRowShape out;
    out.id = agency.id.text();
    out.name = agency.name;
    out.area = agency.area;
    out.area_name = reference.areas().full_name(agency.area);
    out.level = party::name_of(agency.level);
    out.address = agency.address;
    out.phone = agency.phone;
    out.hours = agency.hours;
    if (agency.parent) out.parent = agency.parent->text();
    return out;
}

AgencyPageShape agency_page(store::Connection& c, const reference::Reference& reference, std::string_view area, std::optional<party::AgencyId> after, int limit) {
    const auto last = after ? party::find_agency(c, *after) : std::nullopt;
    const auto rows = party::list_agencies(c, area, limit + 1, last ? &*last : nullptr);
    AgencyPageShape out;
    for (const auto& a : rows)
        if (static_cast<int>(out.rows.size()) < limit) out.rows.push_back(agency_shape(a, reference));
    if (static_cast<int>(rows.size()) > limit) out.next_cursor = out.rows.back().id;
    return out;
}

SessionShape session_shape(store::Connection& c, const Sessions& sessions, const Session& session, const seal::Seal& seal,
                           const reference::Reference& reference) {
    SessionShape out;
    out.kind = "nobody";
    out.csrf = session.csrf;
    if (!session.is_signed_in()) return out;
    out.idle_minutes = session.idle_minutes;
    if (session.actor.kind == party::Actor::Kind::staff) {
        out.kind = "staff";
        const auto staff = party::get_staff(c, session.actor.staff);
        out.staff = SessionStaffShape{staff.id.text(), staff.name, agency_shape(party::get_agency(c, staff.agency), reference),
                                      {staff.duties.begin(), staff.duties.end()}, session.must_change};
        return out;
    }
    out.kind = "person";
    out.account = SessionAccountShape{session.account.text(), party::mask_phone(sessions.phone_of(c, session.account))};
    if (!session.actor.person.is_nil()) {
        const auto person = party::get_person(c, seal, session.actor.person);
        out.person = SessionPersonShape{person.id.text(), person.name,
                                        person.documents.empty() ? "" : person.documents.front().masked()};
    }
    for (const auto& h : party::list_handlings(c, session.account.value)) {
        const auto employer = party::get_employer(c, h.employer);
        (h.acts() ? out.acts_for : out.asked_for).push_back({employer.id.text(), employer.name, employer.uscc, std::string(party::name_of(h.standing))});
    }
    return out;
}

}  // namespace leye::session
