#pragma once
#include <span>

#include "services/casework/sheet_read.hpp"

/// A sheet may have 100,000 rows. They are written as a set of their own, a few hundred to a transaction, so that nobody
/// else's write waits longer than for these; one short transaction then gives the whole set to its sheet. Until then
/// nobody sees it, and a set whose writing broke off is swept.
namespace leye::casework {

/// Rows that one transaction writes or removes.
inline constexpr int row_set_write_max = 500;

/// Writes the rows as a set that no sheet has yet. Called outside of any transaction. Fails: Fault. Cost: a durable commit
/// for every 500 rows.
RowSetId write_row_set(store::Database& db, const seal::Seal& seal, std::span<const SheetRow> rows, Instant now);

/// Removes the sets that no sheet has: those given up, and those begun more than an hour before `now`. Called outside of any
/// transaction; others may write, or sweep, meanwhile.
void sweep_row_sets(store::Database& db, Instant now);

/// Keeps a read file as a sheet of the employer. in: `rows` as write_row_set wrote those of `file`. Fails: case_not_yours,
/// duty_missing, sign_in_needed; Fault where the rows were swept.
Result<SheetId> keep_sheet(party::Context& at, const SheetFile& file, party::EmployerId employer, RowSetId rows);

/// A corrected file worked out against a sheet, its rows written and not the sheet's yet.
struct Redo {
    SheetId sheet;
    RowSetId before, after;
    int waiting = 0;  ///< good rows not submitted yet in the set before: tells whether one ended meanwhile
    int taken = 0;    ///< rows of the file that stand in the set after
    std::vector<SheetColumn> columns;
};

/// Works out what a corrected file makes of the sheet and writes it as a set of rows: a row of the file replaces the bad,
/// failed or waiting row it stands for (by the row number of a downloaded result, by document number, or by line and name),
/// others are added behind; what is settled or with an officer stays. Called outside of any transaction. in: `file` read for
/// the sheet's item. Fails: sheet_unknown, sheet_running, sheet_redo_nothing, sheet_item_unfit, sheet_rows_too_many; as keep_sheet.
Result<Redo> prepare_redo(store::Database& db, const seal::Seal& seal, const Office& office, const party::Actor& actor, SheetId id,
                          const SheetFile& file, Instant now);

/// Gives the sheet the corrected rows, all at once; it can be run again then. Fails: sheet_changed (a row ended, or another
/// file was taken, since it was prepared), sheet_running; as prepare_redo.
Result<void> redo_sheet(party::Context& at, const Redo& redo);

}  // namespace leye::casework
