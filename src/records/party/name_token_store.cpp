#include "records/party/name_token_store.hpp"

#include <algorithm>

namespace leye::party {
namespace {

store::Blob beginning_of(PersonId id) { return {std::string(id.value.view().substr(0, id_beginning_bytes))}; }

std::vector<std::string> beginnings_in(store::Rows rows) {
    std::vector<std::string> out;
    while (rows.next()) out.push_back(rows.get<store::Blob>(0).bytes);
    return out;
}

}  // namespace

void insert_tokens(store::Transaction& tx, PersonId id, const std::set<std::string>& tokens) {
    std::vector<store::Blob> left;
    for (const auto& token : tokens) left.push_back({token});
    const auto person = beginning_of(id);
    // Most names have four; where fewer are left the last stands again.
    for (size_t i = 0; i < left.size(); i += 4) {
        const auto at = [&](size_t n) -> const store::Blob& { return left[std::min(i + n, left.size() - 1)]; };
        tx.post("insert into person_token (token, person) values (?, ?), (?, ?), (?, ?), (?, ?) on conflict do nothing", at(0), person, at(1), person, at(2), person,
                at(3), person);
    }
}

void delete_tokens(store::Transaction& tx, PersonId id, const std::set<std::string>& tokens) {
    for (const auto& token : tokens) tx.post("delete from person_token where token = ? and person = ?", store::Blob{token}, beginning_of(id));
}

std::vector<std::string> list_id_beginnings(store::Connection& c, const Lookup& lookup, size_t most) {
    const auto limit = static_cast<int64_t>(most);
    if (lookup.all.empty())
        return beginnings_in(c.query("select person from person_token where token >= ? and token <= ? limit ?", store::Blob{lookup.from}, store::Blob{lookup.to}, limit));
    if (lookup.all.size() == 1) return beginnings_in(c.query("select person from person_token where token = ? order by person limit ?", store::Blob{lookup.all[0]}, limit));
    // The first, a middle and the last pair narrow enough.
    return beginnings_in(c.query(
        "select person from person_token where token = ? intersect select person from person_token where token = ? "
        "intersect select person from person_token where token = ? order by 1 limit ?",
        store::Blob{lookup.all.front()}, store::Blob{lookup.all[lookup.all.size() / 2]}, store::Blob{lookup.all.back()}, limit));
}

std::vector<PersonRow> list_rows_beginning(store::Connection& c, std::span<const std::string> beginnings) {
    std::vector<PersonRow> out;
    constexpr size_t most = 50;
    std::string sql = "select id, name, born_on, area, merged_into from person where ";
    for (size_t i = 0; i < most; ++i) sql += i == 0 ? "(id >= ? and id <= ?)" : " or (id >= ? and id <= ?)";
    for (; !beginnings.empty(); beginnings = beginnings.subspan(std::min(most, beginnings.size()))) {
        std::vector<store::Value> values;
        // The last again and again: the statement has the same text for any number.
        for (size_t i = 0; i < most; ++i) {
            const auto& begin = beginnings[std::min(i, beginnings.size() - 1)];
            values.emplace_back(store::Blob{begin + std::string(16 - id_beginning_bytes, '\0')});
            values.emplace_back(store::Blob{begin + std::string(16 - id_beginning_bytes, '\xff')});
        }
        auto rows = c.query_values(sql, values);
        while (rows.next()) {
            PersonRow& row = out.emplace_back();
            row.id = rows.get<PersonId>(0);
            row.name = rows.get<store::Blob>(1);
            row.born_on = rows.get<std::optional<Date>>(2);
            row.area = rows.get<std::string>(3);
            row.merged_into = rows.get<std::optional<PersonId>>(4);
        }
    }
    return out;
}

void replace_tokens(store::Transaction& tx, const seal::Seal& seal, PersonId id, std::string_view old, std::string_view name) {
    const auto tokens = tokens_of(seal, name);
    auto stale = tokens_of(seal, old);
    std::erase_if(stale, [&](const std::string& token) { return tokens.contains(token); });
    const std::string beginning = beginning_of(id).bytes;
    if (!stale.empty())
        for (const PersonRow& row : list_rows_beginning(tx, std::span(&beginning, 1)))
            if (row.id != id)
                for (const auto& theirs : tokens_of(seal, open_name(row, seal))) stale.erase(theirs);
    delete_tokens(tx, id, stale);
    insert_tokens(tx, id, tokens);
}

std::vector<PersonId> list_untokened(store::Connection& c, int limit) {
    std::vector<PersonId> out;
    auto rows = c.query("select person_id from person_untokened order by person_id limit ?", limit);
    while (rows.next()) out.push_back(rows.get<PersonId>(0));
    return out;
}

void delete_untokened(store::Transaction& tx, PersonId id) { tx.post("delete from person_untokened where person_id = ?", id); }

}  // namespace leye::party
