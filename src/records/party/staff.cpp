#include "records/party/staff.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "engine/seal/seal.hpp"
#include "records/party/staff_store.hpp"
#include "records/reference/reference.hpp"

namespace leye::party {
namespace {

Result<Agency> administered(const Context& ctx, AgencyId id) {
    auto agency = find_agency(ctx.tx, id);
    if (!agency) return refuse("agency_unknown", "agency");
    if (auto allowed = may(ctx, Duty::admin, agency->area); !allowed)
        return tl::unexpected(std::move(allowed.error()));
    return std::move(*agency);
}

Result<void> check_duties(const std::set<std::string>& duties) {
    for (const auto& duty : duties)
        if (!find_duty(duty)) return refuse("duty_unknown", "duties", {{"duty", duty}});
    return {};
}

bool is_user(std::string_view user) {
    const auto good = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    };
    return user.size() >= 3 && user.size() <= 32 && std::ranges::all_of(user, good);
}

std::string detail_of(const Staff& s) {
    json::Array duties;
    for (const auto& duty : s.duties) duties.emplace_back(duty);
    return json::print(json::Object{
        {"user", s.user}, {"agency", s.agency.text()}, {"duties", std::move(duties)}, {"active", s.active}});
}

}  // namespace

Actor Staff::actor(std::string channel) const {
    Actor out;
    out.kind = Actor::Kind::staff;
    out.staff = id;
    out.agency = agency;
    out.area = area;
    out.name = name + "·" + agency_name;
    out.duties = duties;
    out.channel = std::move(channel);
    return out;
}

Result<StaffId> hire_staff(Context& ctx, const NewStaff& given, const StaffSecret& secret) {
    const auto agency = administered(ctx, given.agency);
    if (!agency) return tl::unexpected(agency.error());
    if (!is_user(given.user)) return refuse("staff_user_invalid", "user");
    auto name = reference::check_name(given.name);
    if (!name) return refuse("staff_name_missing", "name");
    if (auto good = check_duties(given.duties); !good) return tl::unexpected(std::move(good.error()));
    const Staff staff{.id = StaffId::make(ctx.now),
                      .user = given.user,
                      .name = std::move(*name),
                      .agency = given.agency,
                      .agency_name = agency->name,
                      .area = agency->area,
                      .duties = given.duties,
                      .active = true,
                      .last_seen_at = {}};
    const store::Blob totp{ctx.seal.encrypt(secret.totp_secret, totp_binding(staff.id))};
    if (!insert_staff(ctx.tx, staff, secret.password_phc, totp, ctx.now))
        return refuse("staff_user_taken", "user", {{"user", given.user}});
    record(ctx, "staff_hired", "staff:" + staff.id.text(), detail_of(staff));
    return staff.id;
}

Result<void> change_staff(Context& ctx, StaffId id, const StaffChange& change) {
    auto staff = find_staff(ctx.tx, id);
    if (!staff) return refuse("staff_unknown");
    if (const auto agency = administered(ctx, staff->agency); !agency) return tl::unexpected(agency.error());
    if (ctx.actor.staff == id && (change.agency || change.duties || change.active))
        return refuse("staff_own_rights");
    if (change.name) {
        auto name = reference::check_name(*change.name);
        if (!name) return refuse("staff_name_missing", "name");
        staff->name = std::move(*name);
    }
    if (change.agency) {
        const auto agency = administered(ctx, *change.agency);
        if (!agency) return tl::unexpected(agency.error());
        staff->agency = *change.agency;
    }
    if (change.duties) {
        if (auto good = check_duties(*change.duties); !good) return good;
        staff->duties = *change.duties;
    }
    if (change.active) staff->active = *change.active;
    update_staff(ctx.tx, *staff);
    record(ctx, "staff_changed", "staff:" + id.text(), detail_of(*staff));
    return {};
}

Result<void> change_secret(Context& ctx, StaffId id, const StaffSecret& secret) {
    const auto staff = find_staff(ctx.tx, id);
    if (!staff) return refuse("staff_unknown");
    const bool own = ctx.actor.kind == Actor::Kind::staff && ctx.actor.staff == id;
    if (!own)
        if (auto allowed = may(ctx, Duty::admin, staff->area); !allowed) return allowed;
    update_secret(ctx.tx, id, secret.password_phc, {ctx.seal.encrypt(secret.totp_secret, totp_binding(id))});
    record(ctx, "staff_secret_changed", "staff:" + id.text());
    return {};
}

void note_seen(Context& ctx, StaffId id) {
    update_seen(ctx.tx, id, ctx.now);
}

Staff get_staff(store::Connection& c, StaffId id) {
    auto staff = find_staff(c, id);
    expect(staff.has_value(), "no member of staff has this id");
    return std::move(*staff);
}

}  // namespace leye::party
