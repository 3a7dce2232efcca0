#pragma once
#include "engine/seal/seal.hpp"
#include "engine/store/store.hpp"
#include "services/casework/sheet.hpp"

namespace leye::casework {

/// Rows are counted where the sheet is running. Cost: an index range then.
std::optional<Sheet> find_sheet(store::Connection& c, SheetId id);
/// Newest first.
std::vector<Sheet> list_sheets(store::Connection& c, party::EmployerId employer, int limit);
/// Running sheets, oldest first.
std::vector<Sheet> list_running_sheets(store::Connection& c);
/// Rows behind row number `after`, in order; only those in `state` where given.
std::vector<SheetRow> list_rows(store::Connection& c, const seal::Seal& seal, SheetId id, std::optional<RowState> state, int after, int limit);

/// A row sealed for the table: done ahead of the transaction.
store::Blob seal_cells(const seal::Seal& seal, SheetId id, const SheetRow& row);

void insert_sheet(store::Transaction& tx, const Sheet& sheet);
/// Writes the row, over the one with its number where there is one.
void put_row(store::Transaction& tx, SheetId id, const SheetRow& row, const store::Blob& sealed);
/// Writes what may change of a sheet, and counts its rows anew.
void update_sheet(store::Transaction& tx, const Sheet& sheet);
/// Whether the sheet is running, without counting.
bool is_running(store::Connection& c, SheetId id);
bool has_running_sheet(store::Connection& c, party::EmployerId employer);
/// Moves a good row on. out: false where it is good no more, and nothing changed.
bool finish_row(store::Transaction& tx, SheetId id, int number, RowState state, std::string_view case_number, const std::vector<RowProblem>& problems);

}  // namespace leye::casework
