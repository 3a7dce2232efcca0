#include "records/party/household_store.hpp"

#include "records/party/merge.hpp"

namespace leye::party {
namespace {

HouseholdMember member_of(const store::Rows& rows) {
    const auto relation = find_relation(rows.get<std::string>(2));
    expect(relation.has_value(), "a stored relation is unknown");
    return {rows.get<HouseholdId>(0), rows.get<PersonId>(1), *relation, rows.get<Date>(3),
            rows.get<std::optional<Date>>(4)};
}

}  // namespace

void insert_household(store::Transaction& tx, HouseholdId id, std::string_view area, Instant at) {
    tx.execute("insert into household (id, area, created_at) values (?, ?, ?)", id, area, at);
}

bool has_household(store::Connection& c, HouseholdId id) {
    return c.query("select 1 from household where id = ?", id).next();
}

void insert_member(store::Transaction& tx, const HouseholdMember& m) {
    tx.execute(
        "insert into household_member (household_id, person_id, relation, from_on, until_on) values (?, ?, "
        "?, ?, ?)",
        m.household, m.person, name_of(m.relation), m.from, m.until);
}

void set_member_until(store::Transaction& tx, const HouseholdMember& m) {
    tx.execute(
        "update household_member set until_on = ? where household_id = ? and person_id = ? and from_on = ?",
        m.until, m.household, m.person, m.from);
}

void delete_member(store::Transaction& tx, const HouseholdMember& m) {
    tx.execute("delete from household_member where household_id = ? and person_id = ? and from_on = ?", m.household,
               m.person, m.from);
}

void delete_household(store::Transaction& tx, HouseholdId id) {
    tx.execute("delete from household where id = ?", id);
}

std::vector<HouseholdMember> load_members(store::Connection& c, HouseholdId id) {
    std::vector<HouseholdMember> out;
    auto rows = c.query(
        "select household_id, person_id, relation, from_on, until_on from household_member where household_id = ?",
        id);
    while (rows.next()) out.push_back(member_of(rows));
    return out;
}

std::vector<HouseholdMember> load_memberships(store::Connection& c, PersonId person) {
    std::vector<HouseholdMember> out;
    for (const PersonId one : list_ids(c, person)) {
        auto rows = c.query(
            "select household_id, person_id, relation, from_on, until_on from household_member where "
            "person_id = ?",
            one);
        while (rows.next()) out.push_back(member_of(rows));
    }
    return out;
}

std::vector<HouseholdMember> list_members(store::Connection& c, HouseholdId id, Date on) {
    auto rows = c.query(
        "select household_id, person_id, relation, from_on, until_on from household_member "
        "where household_id = ? and from_on <= ? and (until_on is null or until_on > ?) "
        "order by case when relation = 'head' then 0 else 1 end, from_on, person_id limit 100",
        id, on, on);
    std::vector<HouseholdMember> out;
    while (rows.next()) out.push_back(member_of(rows));
    return out;
}

}  // namespace leye::party
