#include "services/casework/journalled_store.hpp"

#include "services/casework/case_row.hpp"

namespace leye::casework {

namespace {

std::vector<StoredAction> read_stored(store::Rows rows, const seal::Seal* seal, const CaseId& id) {
    std::vector<StoredAction> out;
    while (rows.next()) {
        StoredAction one{{rows.get<int64_t>(0), rows.get<Act>(1), rows.get<Instant>(2), rows.get<std::string>(3), rows.get<std::string>(4), rows.get<std::string>(5), {}, {}},
                         rows.get<std::string>(6), false};
        if (auto body = json::parse(one.body); body && body->is_object()) one.action.body = std::move(body->get_object());
        if (const auto sealed = rows.get<std::optional<store::Blob>>(7); sealed && seal) {
            try {
                auto values = json::parse(seal->decrypt(sealed->bytes, bound_to(id, one.action.seq)));
                if (values && values->is_object()) one.action.values = std::move(values->get_object());
            } catch (const Fault&) {
                one.damaged = true;
            }
        }
        out.push_back(std::move(one));
    }
    return out;
}

constexpr std::string_view action_columns = "select seq, act, at, actor, by_name, channel, body, sealed_values from case_action ";

}  // namespace

std::vector<StoredAction> list_stored(store::Connection& c, const seal::Seal* seal, const CaseId& id) {
    return read_stored(c.query(std::string(action_columns) + "where case_id = ? order by seq", id), seal, id);
}

std::optional<StoredAction> find_stored(store::Connection& c, const seal::Seal* seal, const CaseId& id, int64_t seq) {
    auto found = read_stored(c.query(std::string(action_columns) + "where case_id = ? and seq = ?", id, seq), seal, id);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::optional<CaseRow> find_row(store::Connection& c, std::string_view number) {
    auto rows = c.query(std::string(case_row_columns) + "where number = ?", number);
    if (!rows.next()) return std::nullopt;
    return read_case_row(rows);
}

std::vector<CaseRow> list_all(store::Connection& c, std::string_view after, int limit) {
    std::vector<CaseRow> out;
    auto rows = c.query(std::string(case_row_columns) + "where number > ? order by number limit ?", after, limit);
    while (rows.next()) out.push_back(read_case_row(rows));
    return out;
}

}  // namespace leye::casework
