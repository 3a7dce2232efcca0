#include "services/casework/case_store.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "records/party/area_range.hpp"
#include "services/casework/case_row.hpp"
#include "services/casework/fold.hpp"
#include "services/casework/sealed.hpp"

namespace leye::casework {
namespace {

std::vector<CaseRow> read_rows(store::Rows rows) {
    std::vector<CaseRow> out;
    while (rows.next()) out.push_back(read_case_row(rows));
    return out;
}

/// By how much the counters of open cases change with the commit that is being made.
class CarriedCounts : public store::Carried {
  public:
    void add(std::string_view area, const std::string& item, State state, int delta) {
        for (const auto level : party::levels_of(area)) changes_[{std::string(level), item, state}] += delta;
    }
    void put_back(store::Connection& tx) override {
        for (const auto& [at, delta] : std::exchange(changes_, {})) {
            const auto& [area, item, state] = at;
            if (delta == 0) continue;
            tx.post("insert into case_count (area, item, state, lane, n) values (?, ?, ?, ?, ?) "
                    "on conflict (area, item, state, lane) do update set n = case_count.n + excluded.n",
                    area, item, state, tx.lane(), delta);
        }
    }
    void forget() override { changes_.clear(); }

  private:
    std::map<std::tuple<std::string, std::string, State>, int64_t> changes_;
};

void count(store::Transaction& tx, const Origin& o, State state, int delta) {
    tx.at_writer([area = o.area, item = o.item, state, delta](store::Connection& writer) { writer.carried<CarriedCounts>().add(area, item, state, delta); });
}

json::Object read_object(std::string_view text) {
    auto value = json::parse(text);
    expect(value && value->is_object(), "a stored action is not an object");
    return std::move(value->get_object());
}

void insert_action(store::Transaction& tx, const seal::Seal& seal, const CaseId& id, const Action& a, const std::string& body) {
    std::optional<store::Blob> sealed;
    if (!a.values.empty()) sealed = store::Blob{seal.encrypt(json::print(a.values), action_binding(id.value.view(), a.seq))};
    tx.post(
        "insert into case_action (case_id, seq, act, at, actor, by_name, channel, body, sealed_values) "
        "values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id, a.seq, a.act, a.at, a.actor, a.by, a.channel, body, sealed);
}

}  // namespace

std::string bound_to(const CaseId& id, int64_t seq) {
    return "case_action:" + std::string(id.value.view()) + ":" + std::to_string(seq);
}

Result<void> save(store::Transaction& tx, const seal::Seal& seal, const Case& c, int64_t stored_version, std::span<const std::string> bodies) {
    const Origin& o = c.origin;
    expect(is_open(c.state) == !c.closed_at, "an open case is not closed");
    const std::optional<std::string> assigned = c.assigned_to.empty() ? std::nullopt : std::optional(c.assigned_to);
    if (stored_version == 0) {
        tx.post(
            "insert into case_file (id, number, item, item_version, person_id, employer_id, area, channel, submitted_at, state, "
            "outcome, version, due_on, stopped_on, closed_at, assigned_to) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            o.id, o.number, o.item, o.item_version, o.person, o.employer, o.area, o.channel, o.submitted_at, c.state, c.outcome,
            c.version(), c.due_on, c.stopped_on, c.closed_at, assigned);
        if (is_open(c.state)) count(tx, o, c.state, 1);
    } else {
        State before;
        {
            auto rows = tx.query("select state, version from case_file where id = ?", o.id);
            expect(rows.next(), "a stored case has its row");
            before = rows.get<State>(0);
            if (rows.get<int64_t>(1) != stored_version) return refuse("case_changed");
        }
        const int64_t changed = tx.execute(
            "update case_file set state = ?, outcome = ?, version = ?, due_on = ?, stopped_on = ?, closed_at = ?, assigned_to = ? "
            "where id = ? and version = ?",
            c.state, c.outcome, c.version(), c.due_on, c.stopped_on, c.closed_at, assigned, o.id, stored_version);
        if (changed != 1) return refuse("case_changed");
        if (before != c.state) {
            if (is_open(before)) count(tx, o, before, -1);
            if (is_open(c.state)) count(tx, o, c.state, 1);
        }
    }
    for (const Action& a : c.actions)
        if (a.seq > stored_version) insert_action(tx, seal, o.id, a, bodies[static_cast<size_t>(a.seq - stored_version - 1)]);
    return {};
}

std::optional<Case> find_case(store::Connection& c, const seal::Seal& seal, std::string_view number) {
    Origin origin;
    {
        auto rows = c.query(std::string(case_row_columns) + "where number = ?", number);
        if (!rows.next()) return std::nullopt;
        origin = read_case_row(rows).origin;
    }
    std::vector<Action> actions;
    auto rows = c.query("select seq, act, at, actor, by_name, channel, body, sealed_values from case_action where case_id = ? order by seq",
                        origin.id);
    while (rows.next()) {
        Action a{rows.get<int64_t>(0), rows.get<Act>(1), rows.get<Instant>(2), rows.get<std::string>(3), rows.get<std::string>(4),
                 rows.get<std::string>(5), read_object(rows.get<std::string>(6)), {}};
        if (auto sealed = rows.get<std::optional<store::Blob>>(7))
            a.values = read_object(seal.decrypt(sealed->bytes, action_binding(origin.id.value.view(), a.seq)));
        actions.push_back(std::move(a));
    }
    return fold(std::move(origin), std::move(actions));
}

std::vector<CaseRow> list_of_persons(store::Connection& c, std::span<const party::PersonId> persons, std::string_view after, int limit) {
    std::vector<CaseRow> out;
    for (const auto& person : persons) {
        auto rows = after.empty() ? read_rows(c.query(std::string(case_row_columns) + "where person_id = ? order by submitted_at desc, number desc limit ?", person, limit))
                                  : read_rows(c.query(std::string(case_row_columns) + "where person_id = ? and (submitted_at, number) < (select submitted_at, number from case_file where number = ?) order by submitted_at desc, number desc limit ?",
                                                      person, after, limit));
        out.insert(out.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    }
    std::ranges::sort(out, [](const CaseRow& a, const CaseRow& b) {
        return std::tie(b.origin.submitted_at, b.origin.number) < std::tie(a.origin.submitted_at, a.origin.number);
    });
    if (static_cast<int>(out.size()) > limit) out.resize(limit);
    return out;
}

std::vector<CaseRow> list_of_employer(store::Connection& c, party::EmployerId employer, std::string_view after, int limit) {
    if (after.empty())
        return read_rows(c.query(std::string(case_row_columns) + "where employer_id = ? order by submitted_at desc, number desc limit ?", employer, limit));
    return read_rows(c.query(std::string(case_row_columns) + "where employer_id = ? and (submitted_at, number) < (select submitted_at, number from case_file where number = ?) order by submitted_at desc, number desc limit ?",
                             employer, after, limit));
}

bool has_task(store::Connection& c, std::string_view staff, std::span<const party::PersonId> persons, Instant handled_since, std::string& number) {
    for (const auto& person : persons) {
        auto rows = c.query(
            "select number from case_file f where person_id = ? and ((assigned_to = ? and closed_at is null) or exists (select 1 from "
            "case_action a where a.case_id = f.id and a.actor = ? and a.at >= ?)) order by submitted_at desc limit 1",
            person, staff, "staff:" + std::string(staff), handled_since);
        if (rows.next()) {
            number = rows.get<std::string>(0);
            return true;
        }
    }
    return false;
}

}  // namespace leye::casework
