#include "records/party/read_log_store.hpp"

#include <algorithm>

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

std::vector<Reading> list_reads(store::Connection& c, PersonId id, int limit) {
    std::vector<Reading> out;
    for (const PersonId one : list_ids(c, id)) {
        auto some = readings_of(
            c.query(std::string(columns) + "where r.person_id = ? order by r.id desc limit ?", one, limit));
        std::ranges::move(some, std::back_inserter(out));
    }
    std::ranges::sort(out, std::ranges::greater(), &Reading::id);
    if (std::ssize(out) > limit) out.resize(static_cast<size_t>(limit));
    return out;
}

std::vector<Reading> list_reads_by(store::Connection& c, std::optional<StaffId> staff,
                                   std::optional<Uuid> before, int limit) {
    Uuid last;
    last.bytes.fill(0xff);
    const Uuid bound = before.value_or(last);
    if (staff)
        return readings_of(
            c.query(std::string(columns) + "where r.staff_id = ? and r.id < ? order by r.id desc limit ?",
                    *staff, bound, limit));
    return readings_of(
        c.query(std::string(columns) + "where r.id < ? order by r.id desc limit ?", bound, limit));
}

}  // namespace leye::party
