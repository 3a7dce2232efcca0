#include "records/party/agency.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/text.hpp"
#include "records/party/agency_store.hpp"
#include "records/party/duty.hpp"
#include "records/reference/reference.hpp"

namespace leye::party {
namespace {

constexpr std::string_view names[] = {"province", "city", "county", "township", "village"};

bool fits(std::string_view text, size_t length_max) {
    return text::is_utf8(text) && text::length(text) <= length_max;
}

// All that holds for an agency, new or changed.
Result<void> check(const Context& ctx, Agency& agency) {
    if (auto allowed = may(ctx, Duty::admin, agency.area); !allowed) return allowed;
    auto name = reference::check_employer_name(agency.name);
    if (!name) return refuse("agency_name_missing", "name");
    agency.name = std::move(*name);
    if (!ctx.reference.areas().find(agency.area))
        return refuse("area_unknown", "area", {{"area", agency.area}});
    if (!fits(agency.address, 200) || !fits(agency.phone, 50) || !fits(agency.hours, 200))
        return refuse("address_invalid", "address");
    if (!agency.parent) return {};
    const auto parent = find_agency(ctx.tx, *agency.parent);
    if (!parent) return refuse("agency_parent_unknown", "parent");
    if (!area_covers(parent->area, agency.area) &&
        !ctx.reference.areas().is_within(agency.area, parent->area))
        return refuse("agency_parent_area", "parent");
    if (parent->level > agency.level || parent->id == agency.id)
        return refuse("agency_parent_level", "parent");
    // Equal levels may hang under each other, so that a circle has to be looked for.
    auto above = parent;
    for (int steps = 0; above && above->parent; ++steps) {
        if (*above->parent == agency.id || steps > 20) return refuse("agency_parent_level", "parent");
        above = find_agency(ctx.tx, *above->parent);
    }
    return {};
}

std::string detail_of(const Agency& a) {
    return json::print(
        json::Object{{"name", a.name}, {"area", a.area}, {"level", name_of(a.level)}, {"active", a.active}});
}

}  // namespace

std::string_view name_of(AgencyLevel level) {
    return names[static_cast<size_t>(level) - 1];
}

std::optional<AgencyLevel> find_agency_level(std::string_view name) {
    const auto at = std::ranges::find(names, name);
    if (at == std::end(names)) return std::nullopt;
    return static_cast<AgencyLevel>(at - std::begin(names) + 1);
}

Result<AgencyId> open_agency(Context& ctx, const NewAgency& given) {
    Agency agency{.id = AgencyId::make(ctx.now),
                  .name = given.name,
                  .level = given.level,
                  .area = given.area,
                  .parent = given.parent,
                  .address = given.address,
                  .phone = given.phone,
                  .hours = given.hours,
                  .active = true};
    if (auto good = check(ctx, agency); !good) return tl::unexpected(std::move(good.error()));
    insert_agency(ctx.tx, agency);
    record(ctx, "agency_opened", "agency:" + agency.id.text(), detail_of(agency));
    return agency.id;
}

Result<void> change_agency(Context& ctx, const Agency& given) {
    const auto old = find_agency(ctx.tx, given.id);
    if (!old) return refuse("agency_unknown");
    if (auto allowed = may(ctx, Duty::admin, old->area); !allowed) return allowed;
    Agency agency = given;
    if (auto good = check(ctx, agency); !good) return good;
    if (!agency.active && has_active_staff(ctx.tx, agency.id)) return refuse("agency_has_staff", "active");
    update_agency(ctx.tx, agency);
    record(ctx, "agency_changed", "agency:" + agency.id.text(), detail_of(agency));
    return {};
}

Agency get_agency(store::Connection& c, AgencyId id) {
    auto agency = find_agency(c, id);
    expect(agency.has_value(), "no agency has this id");
    return std::move(*agency);
}

}  // namespace leye::party
