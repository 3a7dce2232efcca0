#include "services/policy/policy_store.hpp"

#include "base/json.hpp"

namespace leye::policy {
namespace {

Signed signed_at(const store::Rows& rows, int column) {
    return {rows.get<party::StaffId>(column), rows.get<std::string>(column + 1), rows.get<Instant>(column + 2)};
}

std::optional<Signed> find_signed(const store::Rows& rows, int column) {
    if (!rows.get<std::optional<Instant>>(column + 2)) return std::nullopt;
    return signed_at(rows, column);
}

Draft draft_of(const store::Rows& rows) {
    const auto state = find_draft_state(rows.get<std::string>(3));
    expect(state.has_value(), "a stored draft has a known state");
    return {.id = rows.get<DraftId>(0),
            .item = rows.get<std::string>(1),
            .base_version = rows.get<int>(2),
            .state = *state,
            .revision = rows.get<int64_t>(4),
            .dmn = rows.get<std::string>(5),
            .cases = rows.get<std::string>(6),
            .created = signed_at(rows, 9),
            .changed = signed_at(rows, 12),
            .from = rows.get<std::optional<Date>>(7),
            .why = rows.get<std::string>(8),
            .submitted = find_signed(rows, 15),
            .decided = find_signed(rows, 18),
            .decided_why = rows.get<std::string>(21),
            .version = rows.get<std::optional<int>>(22)};
}

std::vector<Draft> drafts_in(store::Rows rows) {
    std::vector<Draft> out;
    while (rows.next()) out.push_back(draft_of(rows));
    return out;
}

std::optional<Draft> first_of(std::vector<Draft> found) {
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

template <class F>
auto part(const std::optional<Signed>& act, F member) -> std::optional<std::remove_cvref_t<decltype(std::declval<Signed>().*member)>> {
    if (!act) return std::nullopt;
    return (*act).*member;
}

Version version_of(const store::Rows& rows) {
    Version out{.item = rows.get<std::string>(0),
                .version = rows.get<int>(1),
                .base_version = rows.get<int>(2),
                .from = rows.get<Date>(3),
                .dmn = rows.get<std::string>(4),
                .cases = rows.get<std::string>(5),
                .hash = rows.get<std::string>(6),
                .draft = rows.get<DraftId>(7),
                .drafted_by = rows.get<std::string>(8),
                .approved = signed_at(rows, 9),
                .why = rows.get<std::string>(12)};
    if (const auto asked = find_signed(rows, 13))
        out.withdrawal = Withdrawal{*asked, rows.get<std::string>(16), rows.get<std::optional<std::string>>(17).value_or(""), rows.get<std::optional<Instant>>(18)};
    return out;
}

std::vector<Version> versions_in(store::Rows rows) {
    std::vector<Version> out;
    while (rows.next()) out.push_back(version_of(rows));
    return out;
}

}  // namespace

bool insert_draft(store::Transaction& tx, const Draft& d) {
    if (tx.execute(
        "insert into policy_draft (id, item, base_version, state, revision, dmn, cases, created_staff, created_by, created_at, changed_staff, changed_by, changed_at) "
        "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        d.id, d.item, d.base_version, name_of(d.state), d.revision, d.dmn, d.cases, d.created.staff, d.created.name, d.created.at, d.changed.staff, d.changed.name,
        d.changed.at) == 1) return true;
    if (!find_open_draft(tx, d.item)) throw store::ConflictFault("another draft of " + d.item + " was first");
    return false;
}

void update_draft(store::Transaction& tx, Draft& d) {
    tx.change_one(
        "update policy_draft set state = ?, revision = ?, dmn = ?, cases = ?, from_on = ?, why = ?, changed_staff = ?, changed_by = ?, changed_at = ?, "
        "submitted_staff = ?, submitted_by = ?, submitted_at = ?, decided_staff = ?, decided_by = ?, decided_at = ?, decided_why = ?, version = ? "
        "where id = ? and revision = ?",
        name_of(d.state), d.revision + 1, d.dmn, d.cases, d.from, d.why, d.changed.staff, d.changed.name, d.changed.at, part(d.submitted, &Signed::staff),
        part(d.submitted, &Signed::name), part(d.submitted, &Signed::at), part(d.decided, &Signed::staff), part(d.decided, &Signed::name),
        part(d.decided, &Signed::at), d.decided_why, d.version, d.id, d.revision);
    ++d.revision;
}

std::optional<Draft> find_draft(store::Connection& c, DraftId id) {
    return first_of(drafts_in(c.query(
        "select id, item, base_version, state, revision, dmn, cases, from_on, why, created_staff, created_by, created_at, changed_staff, changed_by, changed_at, "
        "submitted_staff, submitted_by, submitted_at, decided_staff, decided_by, decided_at, decided_why, version from policy_draft where id = ?",
        id)));
}

std::vector<Draft> list_open_drafts(store::Connection& c) {
    return drafts_in(c.query(
        "select id, item, base_version, state, revision, dmn, cases, from_on, why, created_staff, created_by, created_at, changed_staff, changed_by, changed_at, "
        "submitted_staff, submitted_by, submitted_at, decided_staff, decided_by, decided_at, decided_why, version from policy_draft "
        "where state in ('editing', 'submitted', 'returned') order by id desc"));
}

std::optional<Draft> find_open_draft(store::Connection& c, std::string_view item) {
    return first_of(drafts_in(c.query(
        "select id, item, base_version, state, revision, dmn, cases, from_on, why, created_staff, created_by, created_at, changed_staff, changed_by, changed_at, "
        "submitted_staff, submitted_by, submitted_at, decided_staff, decided_by, decided_at, decided_why, version from policy_draft "
        "where item = ? and state in ('editing', 'submitted', 'returned')",
        item)));
}

void insert_changes(store::Transaction& tx, DraftId id, const std::vector<Change>& changes) {
    for (const Change& c : changes)
        tx.execute(
            "insert into policy_change (draft_id, seq, rule_id, what, column_id, from_text, to_text, changed_staff, changed_by, at, why) "
            "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            id, c.seq, c.rule_id, name_of(c.what), c.column, c.from, c.to, c.staff, c.by, c.at, c.why);
}

int64_t last_change(store::Connection& c, DraftId id) {
    auto rows = c.query("select coalesce(max(seq), 0) from policy_change where draft_id = ?", id);
    rows.next();
    return rows.get<int64_t>(0);
}

void set_why(store::Transaction& tx, DraftId id, std::string_view rule_id, std::string_view why) {
    tx.execute("update policy_change set why = ? where draft_id = ? and rule_id = ? and why = '' and what <> 'cases'", why, id, rule_id);
}

bool has_changed(store::Connection& c, DraftId id, party::StaffId staff) {
    return c.query("select 1 from policy_change where draft_id = ? and changed_staff = ? limit 1", id, staff).next();
}

std::vector<Change> list_changes(store::Connection& c, DraftId id) {
    std::vector<Change> out;
    auto rows = c.query("select seq, rule_id, what, column_id, from_text, to_text, changed_staff, changed_by, at, why from policy_change where draft_id = ? order by seq", id);
    while (rows.next()) {
        const auto what = find_change_what(rows.get<std::string>(2));
        expect(what.has_value(), "a stored change has a known kind");
        out.push_back({rows.get<int64_t>(0), rows.get<std::string>(1), *what, rows.get<std::string>(3), rows.get<std::string>(4), rows.get<std::string>(5),
                       rows.get<party::StaffId>(6), rows.get<std::string>(7), rows.get<Instant>(8), rows.get<std::string>(9)});
    }
    return out;
}

void insert_version(store::Transaction& tx, const Version& v) {
    tx.execute(
        "insert into policy_version (item, version, base_version, from_on, dmn, cases, hash, draft_id, drafted_by, approved_staff, approved_by, approved_at, why) "
        "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        v.item, v.version, v.base_version, v.from, v.dmn, v.cases, v.hash, v.draft, v.drafted_by, v.approved.staff, v.approved.name, v.approved.at, v.why);
}

void update_withdrawal(store::Transaction& tx, const Version& v) {
    const Withdrawal& w = *v.withdrawal;
    const auto by = w.confirmed_at ? std::optional(w.confirmed_by) : std::nullopt;
    tx.change_one("update policy_version set ask_staff = ?, ask_by = ?, ask_at = ?, ask_why = ?, withdrawn_by = ?, withdrawn_at = ? where item = ? and version = ? and withdrawn_at is null",
                  w.asked.staff, w.asked.name, w.asked.at, w.why, by, w.confirmed_at, v.item, v.version);
}

int last_version(store::Connection& c, std::string_view item) {
    auto rows = c.query("select coalesce(max(version), 0) from policy_version where item = ?", item);
    rows.next();
    return rows.get<int>(0);
}

std::optional<Version> find_version(store::Connection& c, std::string_view item, int version) {
    auto found = versions_in(c.query(
        "select item, version, base_version, from_on, dmn, cases, hash, draft_id, drafted_by, approved_staff, approved_by, approved_at, why, ask_staff, ask_by, ask_at, "
        "ask_why, withdrawn_by, withdrawn_at from policy_version where item = ? and version = ?",
        item, version));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Version> list_versions(store::Connection& c, std::string_view item) {
    return versions_in(c.query(
        "select item, version, base_version, from_on, dmn, cases, hash, draft_id, drafted_by, approved_staff, approved_by, approved_at, why, ask_staff, ask_by, ask_at, "
        "ask_why, withdrawn_by, withdrawn_at from policy_version where item = ? order by version desc",
        item));
}

bool has_tables(store::Connection& c) { return c.query("select 1 from schema_migration where module = 'policy'").next(); }

std::vector<catalog::PublishedVersion> load_published(store::Connection& c) {
    std::vector<catalog::PublishedVersion> out;
    auto rows = c.query("select item, version, base_version, from_on, withdrawn_at, dmn, cases from policy_version order by item, version");
    while (rows.next())
        out.push_back({rows.get<std::string>(0), rows.get<int>(1), rows.get<int>(2), rows.get<Date>(3), rows.get<std::optional<Instant>>(4).has_value(),
                       rows.get<std::string>(5), rows.get<std::string>(6)});
    return out;
}

int64_t generation(store::Connection& c) {
    auto rows = c.query("select count(*), count(withdrawn_at) from policy_version");
    rows.next();
    return rows.get<int64_t>(0) + rows.get<int64_t>(1);
}

}  // namespace leye::policy
