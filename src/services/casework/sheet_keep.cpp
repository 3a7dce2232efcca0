#include "services/casework/sheet_keep.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "services/casework/sheet_store.hpp"

namespace leye::casework {
namespace {

constexpr int64_t hour_ms = 3'600'000;

}  // namespace

RowSetId write_row_set(store::Database& db, const seal::Seal& seal, std::span<const SheetRow> rows, Instant now) {
    const auto id = RowSetId::make(now);
    db.write([&](store::Transaction& tx) { insert_loose_set(tx, id, now); });
    while (!rows.empty()) {
        const auto some = rows.first(std::min<size_t>(rows.size(), row_set_write_max));
        db.write([&](store::Transaction& tx) {
            if (!hold_loose_set(tx, id)) throw Fault("the rows of a sheet were swept before all were written");
            insert_rows(tx, seal, id, some);
        });
        rows = rows.subspan(some.size());
    }
    return id;
}

void sweep_row_sets(store::Database& db, Instant now) {
    const auto over = db.read([&](store::Connection& c) { return list_loose_sets(c, now.plus_ms(-hour_ms)); });
    for (const RowSetId id : over) {
        bool left = true;
        while (left)
            db.write([&](store::Transaction& tx) {
                left = hold_loose_set(tx, id) && delete_rows(tx, id, row_set_write_max) == row_set_write_max;
                if (!left) delete_loose_set(tx, id);
            });
    }
}

Result<SheetId> keep_sheet(party::Context& at, const SheetFile& file, party::EmployerId employer, RowSetId rows) {
    if (auto allowed = may_use_sheets(at.actor, employer); !allowed) return tl::unexpected(allowed.error());
    Sheet sheet = file.sheet;
    sheet.employer = employer;
    sheet.account = at.actor;
    sheet.row_set = rows;
    if (!delete_loose_set(at.tx, rows)) throw Fault("the rows of a sheet were swept before it was kept");
    insert_sheet(at.tx, sheet);
    party::record(at, "sheet_read", "sheet:" + sheet.id.text(), json::print(json::Object{{"item", sheet.item}, {"rows", sheet.rows}, {"bad", sheet.bad}}));
    return sheet.id;
}

}  // namespace leye::casework
