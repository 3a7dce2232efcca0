#include "engine/seal/seal.hpp"
#include "records/party/name_token_store.hpp"
#include "records/party/person_store.hpp"
#include "records/party/reseal.hpp"
#include "records/party/staff_store.hpp"

namespace leye::party {
namespace {

// True where a document of the file was not under the newest key.
bool reseal_documents(Context& ctx, PersonId id) {
    struct Row {
        store::Blob number_index, number;
        std::string type;
    };
    std::vector<Row> old;
    auto rows =
        ctx.tx.query("select number_index, type, number from person_document where person_id = ?", id);
    while (rows.next()) {
        Row row{rows.get<store::Blob>(0), rows.get<store::Blob>(2), rows.get<std::string>(1)};
        if (!ctx.seal.is_current(row.number.bytes)) old.push_back(std::move(row));
    }
    for (const Row& row : old) {
        const auto binding = seal_binding("document", id);
        ctx.tx.execute(
            "update person_document set number = ? where person_id = ? and number_index = ? and type = ?",
            store::Blob{ctx.seal.encrypt(ctx.seal.decrypt(row.number.bytes, binding), binding)}, id,
            row.number_index, row.type);
    }
    return !old.empty();
}

}  // namespace

Resealed reseal_people(Context& ctx, std::optional<PersonId> after, int limit) {
    std::vector<PersonId> ids;
    auto rows = ctx.tx.query("select id from person where id > ? order by id limit ?",
                             after.value_or(PersonId{}), limit);
    while (rows.next()) ids.push_back(rows.get<PersonId>(0));
    Resealed out;
    for (const PersonId id : ids) {
        PersonRow row = *find_row(ctx.tx, id);
        bool changed = reseal_documents(ctx, id);
        if (!ctx.seal.is_current(row.name.bytes) || (row.phone && !ctx.seal.is_current(row.phone->bytes))) {
            const auto name = open_name(row, ctx.seal);
            const auto index = row.name_index.bytes;
            set_name(row, ctx.seal, name);
            // Another suite blinds otherwise.
            if (row.name_index.bytes != index) insert_tokens(ctx.tx, id, tokens_of(ctx.seal, name));
            set_phone(row, ctx.seal, open_phone(row, ctx.seal));
            update_row(ctx.tx, row);
            changed = true;
        }
        out.changed += changed;
    }
    if (std::ssize(ids) == limit) out.last = ids.back();
    if (out.changed)
        record(ctx, "people_resealed", "party", "{\"files\":" + std::to_string(out.changed) + "}");
    return out;
}

int reseal_staff(Context& ctx) {
    std::vector<std::pair<StaffId, StaffSecret>> old;
    auto rows = ctx.tx.query("select id, password_phc, totp_secret from staff");
    while (rows.next()) {
        const auto sealed = rows.get<store::Blob>(2);
        if (ctx.seal.is_current(sealed.bytes)) continue;
        const auto id = rows.get<StaffId>(0);
        old.emplace_back(
            id, StaffSecret{rows.get<std::string>(1), ctx.seal.decrypt(sealed.bytes, totp_binding(id))});
    }
    for (const auto& [id, secret] : old)
        update_secret(ctx.tx, id, secret.password_phc,
                      {ctx.seal.encrypt(secret.totp_secret, totp_binding(id))});
    if (!old.empty())
        record(ctx, "staff_resealed", "party", "{\"staff\":" + std::to_string(old.size()) + "}");
    return static_cast<int>(old.size());
}

}  // namespace leye::party
