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
std::vector<SheetRow> list_rows(store::Connection& c, const seal::Seal& seal, RowSetId id, std::optional<RowState> state, int after, int limit);

void insert_sheet(store::Transaction& tx, const Sheet& sheet);
/// Adds rows to a set. Cost: one statement for 50 rows.
void insert_rows(store::Transaction& tx, const seal::Seal& seal, RowSetId id, std::span<const SheetRow> rows);
/// Removes the first rows of a set, no more than `most`; gives how many.
int delete_rows(store::Transaction& tx, RowSetId id, int most);

/// Says that no sheet has the set since then.
void insert_loose_set(store::Transaction& tx, RowSetId id, Instant since);
/// Keeps the set for this transaction; false where it is loose no more.
bool hold_loose_set(store::Transaction& tx, RowSetId id);
/// False where it was loose no more.
bool delete_loose_set(store::Transaction& tx, RowSetId id);
std::vector<RowSetId> list_loose_sets(store::Connection& c, Instant before);

/// Keeps the sheet for this transaction: no row of it ends meanwhile.
void hold_sheet(store::Transaction& tx, SheetId id);
/// Writes what may change of a sheet, and counts its rows anew.
void update_sheet(store::Transaction& tx, const Sheet& sheet);
/// Whether the sheet is running and has these rows, which then stays so until the transaction ends.
bool keep_running(store::Transaction& tx, SheetId id, RowSetId rows);
/// Whether the sheet has these rows, running or not; as keep_running.
bool keep_row_set(store::Transaction& tx, SheetId id, RowSetId rows);
bool has_running_sheet(store::Connection& c, party::EmployerId employer);

/// A good row about to be submitted.
struct GoodRow {
    int number = 0;
    std::vector<std::string> cells;
};
/// The good rows behind row number `after`, in order.
std::vector<GoodRow> list_good_rows(store::Connection& c, const seal::Seal& seal, RowSetId id, int after, int limit);
/// Moves a good row on. in: the set is the sheet's, see keep_row_set. out: false where it is good no more; nothing changed then.
bool finish_row(store::Transaction& tx, RowSetId id, int number, RowState state, std::string_view case_number,
                const std::vector<RowProblem>& problems);

}  // namespace leye::casework
