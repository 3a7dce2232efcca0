#pragma once
#include <span>

#include "engine/seal/seal.hpp"
#include "engine/store/store.hpp"
#include "services/casework/sheet.hpp"

namespace leye::casework {

/// Rows are counted where the sheet is running or was stopped, for rows in flight end later. Cost: an index range then.
std::optional<Sheet> find_sheet(store::Connection& c, SheetId id);
/// Newest first, older than `before`. Cost: as find_sheet for each.
std::vector<Sheet> list_sheets(store::Connection& c, party::EmployerId employer, int limit, std::optional<SheetId> before = {});
/// Running sheets, oldest first, with the counts of their last change of state.
std::vector<Sheet> list_running_sheets(store::Connection& c);
/// Rows behind row number `after`, in order; only those in `state` where given.
std::vector<SheetRow> list_rows(store::Connection& c, const seal::Seal& seal, SheetId id, std::optional<RowState> state, int after, int limit);

void insert_sheet(store::Transaction& tx, const Sheet& sheet);
/// Writes the row, over the one with its number where there is one.
void put_row(store::Transaction& tx, const seal::Seal& seal, SheetId id, const SheetRow& row);
/// Writes the rows of a new sheet. Cost: one statement for 50 rows.
void insert_rows(store::Transaction& tx, const seal::Seal& seal, SheetId id, std::span<const SheetRow> rows);
/// Writes what may change of a sheet, and counts its rows anew.
void update_sheet(store::Transaction& tx, const Sheet& sheet);
/// Whether the sheet is running, without counting.
bool is_running(store::Connection& c, SheetId id);
bool has_running_sheet(store::Connection& c, party::EmployerId employer);

/// A good row about to be submitted.
struct GoodRow {
    int number = 0;
    std::vector<std::string> cells;
    store::Blob sealed;  ///< as stored: tells whether the row was replaced meanwhile
};
/// The good rows behind row number `after`, in order.
std::vector<GoodRow> list_good_rows(store::Connection& c, const seal::Seal& seal, SheetId id, int after, int limit);
/// Moves a good row on. in: `read` as found before. out: false where it is good no more or was replaced; nothing
/// changed then.
bool finish_row(store::Transaction& tx, SheetId id, const GoodRow& read, RowState state, std::string_view case_number,
                const std::vector<RowProblem>& problems);

}  // namespace leye::casework
