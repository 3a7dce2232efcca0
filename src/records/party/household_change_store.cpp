#include "records/party/household_change_store.hpp"

namespace leye::party {
namespace {

HouseholdChange change_of(const store::Rows& rows) {
    const auto relation = find_relation(rows.get<std::string>(4));
    expect(relation.has_value(), "a stored relation is unknown");
    using Act = HouseholdChange::Act;
    return {.id = rows.get<HouseholdChangeId>(0),
            .household = rows.get<HouseholdId>(1),
            .person = rows.get<PersonId>(2),
            .act = rows.get<std::string>(3) == name_of(Act::joined) ? Act::joined : Act::left,
            .relation = *relation,
            .member_from = rows.get<Date>(5),
            .on = rows.get<Date>(6),
            .opened = rows.get<bool>(7),
            .reason = rows.get<std::string>(8),
            .by = rows.get<std::string>(9),
            .at = rows.get<Instant>(10),
            .undone_at = rows.get<std::optional<Instant>>(11),
            .undone_by = rows.get<std::string>(12),
            .undo_reason = rows.get<std::string>(13)};
}

std::vector<HouseholdChange> changes_in(store::Rows rows) {
    std::vector<HouseholdChange> out;
    while (rows.next()) out.push_back(change_of(rows));
    return out;
}

}  // namespace

void insert_change(store::Transaction& tx, const HouseholdChange& c) {
    tx.execute(
        "insert into household_change (id, household_id, person_id, act, relation, from_on, changed_on, opened, reason, changed_by, at) "
        "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        c.id, c.household, c.person, name_of(c.act), name_of(c.relation), c.member_from, c.on, c.opened, c.reason, c.by, c.at);
}

std::optional<HouseholdChange> find_change(store::Connection& c, HouseholdChangeId id) {
    auto found = changes_in(c.query(
        "select id, household_id, person_id, act, relation, from_on, changed_on, opened, reason, changed_by, at, undone_at, undone_by, undo_reason "
        "from household_change where id = ?",
        id));
    if (found.empty()) return std::nullopt;
    return found.front();
}

void mark_undone(store::Transaction& tx, HouseholdChangeId id, Instant at, std::string_view by, std::string_view reason) {
    tx.execute("update household_change set undone_at = ?, undone_by = ?, undo_reason = ? where id = ?", at, by, reason, id);
}

bool has_later_change(store::Connection& c, const HouseholdChange& change) {
    return c
        .query("select 1 from household_change where household_id = ? and person_id = ? and from_on = ? and id > ? and undone_at is null", change.household,
               change.person, change.member_from, change.id)
        .next();
}

std::vector<HouseholdChange> list_changes_of_household(store::Connection& c, HouseholdId id) {
    return changes_in(c.query(
        "select id, household_id, person_id, act, relation, from_on, changed_on, opened, reason, changed_by, at, undone_at, undone_by, undo_reason "
        "from household_change where household_id = ? order by id desc limit 50",
        id));
}

std::vector<HouseholdChange> list_changes_of_person(store::Connection& c, PersonId id) {
    return changes_in(c.query(
        "select id, household_id, person_id, act, relation, from_on, changed_on, opened, reason, changed_by, at, undone_at, undone_by, undo_reason "
        "from household_change where person_id = ? order by id desc limit 50",
        id));
}

}  // namespace leye::party
