#include "records/party/merge_store.hpp"

#include <algorithm>

namespace leye::party {
namespace {

Merge merge_of(const store::Rows& rows) {
    return {.id = rows.get<MergeId>(0),
            .keep = rows.get<PersonId>(1),
            .drop = rows.get<PersonId>(2),
            .reason = rows.get<std::string>(3),
            .by = rows.get<std::string>(4),
            .at = rows.get<Instant>(5),
            .undone_at = rows.get<std::optional<Instant>>(6),
            .undo_reason = rows.get<std::string>(7)};
}

}  // namespace

void hold_row(store::Connection& c, PersonId id) { c.hold("select id from person where id = ?", id); }

void insert_merge(store::Transaction& tx, const Merge& merge) {
    tx.execute(
        "insert into person_merge (id, keep_id, drop_id, reason, merged_by, at) values (?, ?, ?, ?, ?, ?)",
        merge.id, merge.keep, merge.drop, merge.reason, merge.by, merge.at);
}

std::optional<Merge> find_merge(store::Connection& c, MergeId id) {
    auto rows = c.query(
        "select id, keep_id, drop_id, reason, merged_by, at, undone_at, undo_reason from person_merge where "
        "id = ?",
        id);
    if (!rows.next()) return std::nullopt;
    return merge_of(rows);
}

void mark_undone(store::Transaction& tx, MergeId id, Instant at, std::string_view reason) {
    tx.execute("update person_merge set undone_at = ?, undo_reason = ? where id = ?", at, reason, id);
}

void point_at(store::Transaction& tx, PersonId id, std::optional<PersonId> kept) {
    tx.execute("update person set merged_into = ? where id = ?", kept, id);
}

std::vector<Merge> list_merges(store::Connection& c, PersonId id) {
    std::vector<Merge> out;
    for (const PersonId one : list_ids(c, id)) {
        auto rows = c.query(
            "select id, keep_id, drop_id, reason, merged_by, at, undone_at, undo_reason from person_merge "
            "where keep_id = ? or drop_id = ? "
            "order by id desc limit 100",
            one, one);
        while (rows.next()) {
            Merge merge = merge_of(rows);
            if (std::ranges::none_of(out, [&](const Merge& m) { return m.id == merge.id; }))
                out.push_back(std::move(merge));
        }
    }
    std::ranges::sort(out, std::ranges::greater(), &Merge::id);
    if (out.size() > 100) out.resize(100);
    return out;
}

}  // namespace leye::party
