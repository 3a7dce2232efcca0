#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/party/context.hpp"

namespace leye::party {

/// The five levels of the network (row 11.1).
enum class AgencyLevel { province = 1, city, county, township, village };
std::string_view name_of(AgencyLevel level);
std::optional<AgencyLevel> find_agency_level(std::string_view name);

/// A public employment service agency. Agencies form a tree; a child's area lies in its parent's.
struct Agency {
    AgencyId id;
    std::string name;
    AgencyLevel level = AgencyLevel::county;
    std::string area;
    std::optional<AgencyId> parent;
    std::string address, phone, hours;  ///< public
    bool active = true;
};

struct NewAgency {
    std::string name;
    AgencyLevel level = AgencyLevel::county;
    std::string area;
    std::optional<AgencyId> parent;
    std::string address, phone, hours;
};

/// Fails: duty_* (Duty::admin in the area), agency_name_missing, area_unknown, agency_parent_unknown,
/// agency_parent_area (the parent does not cover the area), agency_parent_level.
Result<AgencyId> open_agency(Context& ctx, const NewAgency& agency);
/// Writes all fields anew. Fails: as above, agency_unknown, agency_has_staff (closing one with active staff).
Result<void> change_agency(Context& ctx, const Agency& agency);
std::optional<Agency> find_agency(store::Connection& c, AgencyId id);
Agency get_agency(store::Connection& c, AgencyId id);
/// Active agencies of the area and below, higher levels first, behind `after`.
std::vector<Agency> list_agencies(store::Connection& c, std::string_view area, int limit = 200, const Agency* after = nullptr);

}  // namespace leye::party
