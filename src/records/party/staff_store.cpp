#include "records/party/staff_store.hpp"

#include "base/text.hpp"
#include "engine/seal/seal.hpp"
#include "records/party/area_range.hpp"

namespace leye::party {
namespace {

constexpr std::string_view columns =
    "select s.id, s.user_name, s.name, s.agency_id, a.name, a.area, s.duties, s.active, s.last_seen_at "
    "from staff s join agency a on a.id = s.agency_id ";

std::string joined(const std::set<std::string>& duties) {
    std::string out;
    for (const auto& duty : duties) out += (out.empty() ? "" : ",") + duty;
    return out;
}

std::set<std::string> parted(const std::string& duties) {
    std::set<std::string> out;
    for (const auto part : text::split(duties, ','))
        if (!part.empty()) out.emplace(part);
    return out;
}

std::vector<Staff> staff_of(store::Rows rows) {
    std::vector<Staff> out;
    while (rows.next())
        out.push_back({.id = rows.get<StaffId>(0),
                       .user = rows.get<std::string>(1),
                       .name = rows.get<std::string>(2),
                       .agency = rows.get<AgencyId>(3),
                       .agency_name = rows.get<std::string>(4),
                       .area = rows.get<std::string>(5),
                       .duties = parted(rows.get<std::string>(6)),
                       .active = rows.get<bool>(7),
                       .last_seen_at = rows.get<std::optional<Instant>>(8)});
    return out;
}

std::optional<Staff> first(std::vector<Staff> found) {
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

}  // namespace

bool insert_staff(store::Transaction& tx, const Staff& s, std::string_view password_phc,
                  const store::Blob& totp_sealed, Instant at) {
    return tx.execute(
               "insert into staff (id, user_name, name, agency_id, duties, active, password_phc, "
               "totp_secret, created_at) "
               "values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
               s.id, s.user, s.name, s.agency, joined(s.duties), s.active, password_phc, totp_sealed,
               at) == 1;
}

void update_staff(store::Transaction& tx, const Staff& s) {
    tx.execute("update staff set name = ?, agency_id = ?, duties = ?, active = ? where id = ?", s.name,
               s.agency, joined(s.duties), s.active, s.id);
}

void update_secret(store::Transaction& tx, StaffId id, std::string_view password_phc,
                   const store::Blob& totp_sealed) {
    tx.execute("update staff set password_phc = ?, totp_secret = ? where id = ?", password_phc, totp_sealed,
               id);
}

void update_seen(store::Transaction& tx, StaffId id, Instant at) {
    tx.execute("update staff set last_seen_at = ? where id = ?", at, id);
}

std::string totp_binding(StaffId id) {
    return "staff.totp:" + id.text();
}

std::optional<Staff> find_staff(store::Connection& c, StaffId id) {
    return first(staff_of(c.query(std::string(columns) + "where s.id = ?", id)));
}

std::optional<Staff> find_staff_by_user(store::Connection& c, std::string_view user) {
    return first(staff_of(c.query(std::string(columns) + "where s.user_name = ?", user)));
}

StaffSecret get_secret(store::Connection& c, const seal::Seal& seal, StaffId id) {
    auto rows = c.query("select password_phc, totp_secret from staff where id = ?", id);
    expect(rows.next(), "no member of staff has this id");
    return {rows.get<std::string>(0), seal.decrypt(rows.get<store::Blob>(1).bytes, totp_binding(id))};
}

std::vector<Staff> list_staff(store::Connection& c, std::string_view area, std::string_view text,
                              std::string_view after, int limit) {
    const AreaRange range = range_of(area);
    std::string pattern = "%";
    for (const char ch : text) {
        if (ch == '%' || ch == '_' || ch == '!') pattern += '!';
        pattern += ch;
    }
    pattern += '%';
    return staff_of(c.query(
        std::string(columns) +
            "where a.area >= ? and a.area < ? and s.user_name > ? "
            "and (s.user_name like ? escape '!' or s.name like ? escape '!') order by s.user_name limit ?",
        range.first, range.end, after, pattern, pattern, limit));
}

}  // namespace leye::party
