#include "records/party/agency_store.hpp"

#include "records/party/area_range.hpp"

namespace leye::party {
namespace {

std::vector<Agency> agencies_of(store::Rows rows) {
    std::vector<Agency> out;
    while (rows.next())
        out.push_back({.id = rows.get<AgencyId>(0),
                       .name = rows.get<std::string>(1),
                       .level = static_cast<AgencyLevel>(rows.get<int64_t>(2)),
                       .area = rows.get<std::string>(3),
                       .parent = rows.get<std::optional<AgencyId>>(4),
                       .address = rows.get<std::string>(5),
                       .phone = rows.get<std::string>(6),
                       .hours = rows.get<std::string>(7),
                       .active = rows.get<bool>(8)});
    return out;
}

}  // namespace

void insert_agency(store::Transaction& tx, const Agency& a) {
    tx.execute(
        "insert into agency (id, name, level, area, parent_id, address, phone, hours, active) values (?, ?, "
        "?, ?, ?, ?, ?, ?, ?)",
        a.id, a.name, a.level, a.area, a.parent, a.address, a.phone, a.hours, a.active);
}

void update_agency(store::Transaction& tx, const Agency& a) {
    tx.execute(
        "update agency set name = ?, level = ?, area = ?, parent_id = ?, address = ?, phone = ?, hours = ?, "
        "active = ? where id = ?",
        a.name, a.level, a.area, a.parent, a.address, a.phone, a.hours, a.active, a.id);
}

bool has_active_staff(store::Connection& c, AgencyId id) {
    return c.query("select 1 from staff where agency_id = ? and active = 1 limit 1", id).next();
}

std::optional<Agency> find_agency(store::Connection& c, AgencyId id) {
    auto found = agencies_of(c.query(
        "select id, name, level, area, parent_id, address, phone, hours, active from agency where id = ?",
        id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Agency> list_agencies(store::Connection& c, std::string_view area, int limit, const Agency* after) {
    const AreaRange range = range_of(area);
    return agencies_of(
        c.query("select id, name, level, area, parent_id, address, phone, hours, active from agency "
                "where area >= ? and area < ? and active = 1 and (level, area, id) > (?, ?, ?) order by level, area, id limit ?",
                range.first, range.end, after ? static_cast<int64_t>(after->level) : int64_t{0},
                after ? after->area : std::string(), after ? after->id : AgencyId{}, limit));
}

}  // namespace leye::party
