#include "records/party/person_store.hpp"

#include <algorithm>
#include <set>

#include "engine/seal/seal.hpp"
#include "engine/store/pieces.hpp"
#include "records/party/merge.hpp"

namespace leye::party {
namespace {

std::vector<PersonId> ids_of(store::Rows rows) {
    std::vector<PersonId> out;
    while (rows.next()) out.push_back(rows.get<PersonId>(0));
    return out;
}

// Whether a file is merged is asked by the same statement, so that one act reads the row once.
store::Rows row_of(store::Connection& c, PersonId id) {
    return c.query("select name, name_index, born_on, sex, area, phone, phone_index, created_at, merged_into from person where id = ?", id);
}

// The kept file, then those merged into it, then those merged into these. Almost always the first alone, so that the
// next step is asked for by itself and not by a recursive statement, which costs ten times as much.
std::vector<PersonId> with_merged(store::Connection& c, PersonId kept) {
    std::vector<PersonId> out{kept};
    for (size_t i = 0; i < out.size(); ++i) {
        const auto next = ids_of(c.query("select id from person where merged_into = ? order by id", out[i]));
        out.insert(out.end(), next.begin(), next.end());
    }
    return out;
}

}  // namespace

std::optional<PersonRow> find_row(store::Connection& c, PersonId id) {
    auto rows = row_of(c, id);
    if (!rows.next()) return std::nullopt;
    PersonRow out;
    out.id = id;
    out.name = rows.get<store::Blob>(0);
    out.name_index = rows.get<store::Blob>(1);
    out.born_on = rows.get<std::optional<Date>>(2);
    out.sex = rows.get<std::optional<int64_t>>(3);
    out.area = rows.get<std::string>(4);
    out.phone = rows.get<std::optional<store::Blob>>(5);
    out.phone_index = rows.get<std::optional<store::Blob>>(6);
    out.created_at = rows.get<Instant>(7);
    out.merged_into = rows.get<std::optional<PersonId>>(8);
    return out;
}

std::optional<std::optional<PersonId>> find_merged_into(store::Connection& c, PersonId id) {
    auto rows = row_of(c, id);
    if (!rows.next()) return std::nullopt;
    return rows.get<std::optional<PersonId>>(8);
}

std::optional<PersonRow> find_kept_row(store::Connection& c, PersonId id) {
    auto row = find_row(c, id);
    // A file is merged only while it is nobody's, into one that is nobody's: chains end, and are short.
    for (int steps = 0; row && row->merged_into; ++steps) {
        expect(steps < 100, "merged files form a circle");
        const PersonId next = *row->merged_into;
        row = find_row(c, next);
    }
    return row;
}

std::vector<PersonRow> list_names(store::Connection& c, std::span<const PersonId> ids, size_t most) {
    std::string sql = "select id, name, merged_into from person where id in (";
    std::vector<store::Value> values;
    // The last id again and again: the statement has the same text for any number of ids.
    for (size_t i = 0; i < most; ++i) {
        sql += i == 0 ? "?" : ", ?";
        values.push_back(store::to_value(ids[std::min(i, ids.size() - 1)]));
    }
    auto rows = c.query_values(sql + ")", values);
    std::vector<PersonRow> out;
    while (rows.next()) {
        PersonRow& row = out.emplace_back();
        row.id = rows.get<PersonId>(0);
        row.name = rows.get<store::Blob>(1);
        row.merged_into = rows.get<std::optional<PersonId>>(2);
    }
    return out;
}

std::optional<PersonSketch> find_sketch(store::Connection& c, PersonId id) {
    const auto row = find_kept_row(c, id);
    if (!row) return std::nullopt;
    PersonSketch out{row->id, row->born_on, std::nullopt, row->area};
    if (row->sex) out.sex = static_cast<Sex>(*row->sex);
    return out;
}

int64_t count_people(store::Connection& c) {
    auto rows = c.query("select count(*) from person");
    rows.next();
    return rows.get<int64_t>(0);
}

namespace {

std::vector<PersonSketch> sketches_of(store::Rows rows) {
    std::vector<PersonSketch> out;
    while (rows.next()) {
        PersonSketch& one = out.emplace_back();
        one.id = rows.get<PersonId>(0);
        one.born_on = rows.get<std::optional<Date>>(1);
        if (const auto sex = rows.get<std::optional<int64_t>>(2)) one.sex = static_cast<Sex>(*sex);
        one.area = rows.get<std::string>(3);
    }
    return out;
}

}  // namespace

std::vector<PersonSketch> list_sketches(store::Connection& c, PersonId after, int64_t limit, Instant known_at) {
    return sketches_of(c.query("select id, born_on, sex, area from person where id > ? and merged_into is null and created_at <= ? order by id limit ?", after, known_at, limit));
}

std::vector<PersonSketch> list_sketches(store::Connection& c, std::span<const PersonId> ids) {
    static const std::string sql = "select id, born_on, sex, area from person where id in (" + store::piece_marks() + ") and merged_into is null order by id";
    std::vector<PersonSketch> out;
    store::in_pieces(ids, [&](std::span<const store::Param> piece) { std::ranges::move(sketches_of(c.query_params(sql, piece)), std::back_inserter(out)); });
    return out;
}

std::map<PersonId, PersonId> list_merged(store::Connection& c) {
    std::map<PersonId, PersonId> next;
    auto rows = c.query("select id, merged_into from person where merged_into is not null");
    while (rows.next()) next[rows.get<PersonId>(0)] = rows.get<PersonId>(1);
    std::map<PersonId, PersonId> out;
    for (const auto& [from, to] : next) {
        PersonId kept = to;
        for (auto at = next.find(kept); at != next.end(); at = next.find(kept)) kept = at->second;
        out[from] = kept;
    }
    return out;
}

void insert_row(store::Transaction& tx, const PersonRow& row) {
    tx.execute(
        "insert into person (id, name, name_index, born_on, sex, area, phone, phone_index, created_at) "
        "values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row.id, row.name, row.name_index, row.born_on, row.sex, row.area, row.phone, row.phone_index,
        row.created_at);
}

void update_row(store::Transaction& tx, const PersonRow& row) {
    tx.execute(
        "update person set name = ?, name_index = ?, born_on = ?, sex = ?, area = ?, phone = ?, phone_index "
        "= ? where id = ?",
        row.name, row.name_index, row.born_on, row.sex, row.area, row.phone, row.phone_index, row.id);
}

std::optional<PersonId> find_owner(store::Connection& c, const std::string& number_index) {
    auto rows =
        c.query("select person_id from document_index where number_index = ?", store::Blob{number_index});
    if (!rows.next()) return std::nullopt;
    return rows.get<PersonId>(0);
}

bool claim_number(store::Transaction& tx, const std::string& number_index, PersonId owner) {
    return tx.execute(
               "insert into document_index (number_index, person_id) values (?, ?) on conflict do nothing",
               store::Blob{number_index}, owner) == 1;
}

void insert_document(store::Transaction& tx, PersonId owner, const std::string& number_index,
                     reference::DocumentType type, std::string_view number, const seal::Seal& seal,
                     Instant at) {
    tx.execute(
        "insert into person_document (person_id, number_index, type, number, added_at) values (?, ?, ?, ?, "
        "?) on conflict do nothing",
        owner, store::Blob{number_index}, reference::name_of(type),
        store::Blob{seal.encrypt(number, seal_binding("document", owner))}, at);
}

std::vector<Document> load_documents(store::Connection& c, const seal::Seal& seal, PersonId kept) {
    std::vector<Document> out;
    std::set<PersonId> owners{kept};
    const auto add = [&](store::Rows rows) {
        while (rows.next()) {
            const auto owner = rows.get<PersonId>(0);
            const auto type = reference::document_type_of(rows.get<std::string>(1));
            expect(type.has_value(), "a stored document type is unknown");
            out.push_back({*type, seal.decrypt(rows.get<store::Blob>(2).bytes, seal_binding("document", owner)), rows.get<Instant>(3)});
            owners.insert(owner);
        }
    };
    add(c.query("select person_id, type, number, added_at from person_document where person_id = ? union all "
                "select d.person_id, d.type, d.number, d.added_at from person p join person_document d on d.person_id = p.id where p.merged_into = ?",
                kept, kept));
    if (owners.size() > 1)  // every file has a document, so what was merged earlier into these shows here
        for (const PersonId& owner : with_merged(c, kept))
            if (!owners.contains(owner)) add(c.query("select person_id, type, number, added_at from person_document where person_id = ?", owner));
    std::ranges::sort(out, [](const Document& a, const Document& b) {
        return std::pair(a.added_at, reference::name_of(a.type)) < std::pair(b.added_at, reference::name_of(b.type));
    });
    return out;
}

std::vector<PersonId> list_by_name(store::Connection& c, const std::string& name_index, int limit) {
    return ids_of(c.query("select id from person where name_index = ? order by born_on, id limit ?",
                          store::Blob{name_index}, limit));
}

std::vector<PersonId> list_by_name_and_birth(store::Connection& c, const std::string& name_index,
                                             Date born_on, int limit) {
    return ids_of(c.query("select id from person where name_index = ? and born_on = ? order by id limit ?",
                          store::Blob{name_index}, born_on, limit));
}

std::vector<PersonId> list_by_phone(store::Connection& c, const std::string& phone_index, int limit) {
    return ids_of(c.query("select id from person where phone_index = ? order by id limit ?",
                          store::Blob{phone_index}, limit));
}

std::vector<PersonId> list_ids(store::Connection& c, PersonId id) {
    const auto kept = resolve(c, id);
    if (!kept) return {};
    return with_merged(c, *kept);
}

std::string number_index_of(const seal::Seal& seal, reference::DocumentType type, std::string_view number) {
    using enum reference::DocumentType;
    return seal.blind(
        type == resident_id || type == social_security_card ? "citizen" : reference::name_of(type), number);
}

std::string name_index_of(const seal::Seal& seal, std::string_view name) {
    return seal.blind("name", name);
}

std::string phone_index_of(const seal::Seal& seal, std::string_view phone) {
    return seal.blind("phone", phone);
}

std::string seal_binding(std::string_view column, PersonId id) {
    std::string out(column);
    out += ':';
    out += id.value.view();
    return out;
}

void set_name(PersonRow& row, const seal::Seal& seal, std::string_view name) {
    row.name = {seal.encrypt(name, seal_binding("name", row.id))};
    row.name_index = {name_index_of(seal, name)};
}

void set_phone(PersonRow& row, const seal::Seal& seal, std::string_view phone) {
    row.phone.reset(), row.phone_index.reset();
    if (phone.empty()) return;
    row.phone = {seal.encrypt(phone, seal_binding("phone", row.id))};
    row.phone_index = {phone_index_of(seal, phone)};
}

std::string open_name(const PersonRow& row, const seal::Seal& seal) {
    return seal.decrypt(row.name.bytes, seal_binding("name", row.id));
}

std::string open_phone(const PersonRow& row, const seal::Seal& seal) {
    return row.phone ? seal.decrypt(row.phone->bytes, seal_binding("phone", row.id)) : std::string();
}

}  // namespace leye::party
