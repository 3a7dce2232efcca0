#include "records/party/read_log_store.hpp"

#include <algorithm>

#include "records/party/area_range.hpp"
#include "records/party/merge.hpp"

namespace leye::party {
namespace {

constexpr std::string_view columns =
    "select r.id, r.person_id, r.at, r.staff_id, r.agency_id, s.name, a.name, r.purpose, r.case_number, "
    "r.read_by "
    "from read_log r left join staff s on s.id = r.staff_id left join agency a on a.id = r.agency_id ";

std::vector<Reading> readings_of(store::Rows rows) {
    std::vector<Reading> out;
    while (rows.next())
        out.push_back({.id = rows.get<Uuid>(0),
                       .person = rows.get<PersonId>(1),
                       .at = rows.get<Instant>(2),
                       .staff = rows.get<std::optional<StaffId>>(3).value_or(StaffId{}),
                       .agency = rows.get<std::optional<AgencyId>>(4).value_or(AgencyId{}),
                       .by = rows.get<std::optional<std::string>>(5).value_or(rows.get<std::string>(9)),
                       .agency_name = rows.get<std::optional<std::string>>(6).value_or(""),
                       .purpose = rows.get<std::string>(7),
                       .case_number = rows.get<std::string>(8)});
    return out;
}

}  // namespace

void insert_reading(store::Transaction& tx, const Reading& r) {
    const auto staff = r.staff.is_nil() ? std::nullopt : std::optional(r.staff);
    const auto agency = r.agency.is_nil() ? std::nullopt : std::optional(r.agency);
    tx.post(
        "insert into read_log (person_id, id, at, staff_id, agency_id, read_by, purpose, case_number) values "
        "(?, ?, ?, ?, ?, ?, ?, ?)",
        r.person, r.id, r.at, staff, agency, staff ? std::string() : r.by, r.purpose, r.case_number);
}

void insert_unit_reading(store::Transaction& tx, EmployerId employer, Uuid id, Instant at, StaffId staff, AgencyId agency,
                         std::string_view purpose) {
    tx.post("insert into unit_read_log (employer_id, id, at, staff_id, agency_id, purpose) values (?, ?, ?, ?, ?, ?)",
            employer, id, at, staff, agency, purpose);
}

std::vector<UnitReading> list_unit_reads(store::Connection& c, EmployerId id, std::optional<Uuid> before, int limit) {
    Uuid last;
    last.bytes.fill(0xff);
    auto rows = c.query(
        "select r.id, r.at, s.name, a.name, r.purpose from unit_read_log r left join staff s on s.id = r.staff_id "
        "left join agency a on a.id = r.agency_id where r.employer_id = ? and r.id < ? order by r.id desc limit ?",
        id, before.value_or(last), limit);
    std::vector<UnitReading> out;
    while (rows.next())
        out.push_back({rows.get<Uuid>(0), rows.get<Instant>(1), rows.get<std::optional<std::string>>(2).value_or(""),
                       rows.get<std::optional<std::string>>(3).value_or(""), rows.get<std::string>(4)});
    return out;
}

std::vector<Reading> list_reads(store::Connection& c, PersonId id, int limit, std::optional<Uuid> before) {
    std::vector<Reading> out;
    Uuid last;
    last.bytes.fill(0xff);
    const Uuid bound = before.value_or(last);
    for (const PersonId one : list_ids(c, id)) {
        auto some = readings_of(
            c.query(std::string(columns) + "where r.person_id = ? and r.id < ? order by r.id desc limit ?", one, bound, limit));
        std::ranges::move(some, std::back_inserter(out));
    }
    std::ranges::sort(out, std::ranges::greater(), &Reading::id);
    if (std::ssize(out) > limit) out.resize(static_cast<size_t>(limit));
    return out;
}

bool has_read(store::Connection& c, StaffId staff, std::string_view case_number, Instant since) {
    Uuid from;  // ids begin with their moment
    for (size_t i = 0; i < 6; ++i) from.bytes[i] = static_cast<unsigned char>(since.ms() >> (40 - 8 * i));
    return c.query("select 1 from read_log where staff_id = ? and id >= ? and case_number = ? limit 1", staff, from, case_number).next();
}

std::vector<Reading> list_reads_by(store::Connection& c, std::string_view area, std::optional<StaffId> staff,
                                   std::optional<Uuid> before, int limit) {
    Uuid last;
    last.bytes.fill(0xff);
    const Uuid bound = before.value_or(last);
    const AreaRange range = range_of(area);
    if (staff)
        return readings_of(c.query(
            std::string(columns) + "where r.staff_id = ? and r.id < ? and a.area >= ? and a.area < ? order by r.id desc limit ?",
            *staff, bound, range.first, range.end, limit));
    return readings_of(
        c.query(std::string(columns) + "where r.id < ? and a.area >= ? and a.area < ? order by r.id desc limit ?", bound,
                range.first, range.end, limit));
}

}  // namespace leye::party
