#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "engine/sheet/sheet.hpp"
#include "records/catalog/words.hpp"
#include "records/party/actor.hpp"

/// Employer sheets (row 18.3): many people at once, registered from a spreadsheet. A sheet is kept as it was sent,
/// checked row by row, run in the background and taken up again after corrections; no row is lost or done twice.
namespace leye::casework {

using SheetId = Id<struct SheetTag>;
/// Rows written together; a sheet has one set at a time.
using RowSetId = Id<struct RowSetTag>;

/// Where a sheet stands. The numbers are stored.
enum class SheetState {
    read = 1,       ///< checked; nothing submitted since
    running = 2,
    done = 3,       ///< every good row was submitted
    cancelled = 4,  ///< stopped; the good rows left can still be run
};
std::string_view name_of(SheetState state);

/// Where one row stands. The numbers are stored.
enum class RowState {
    good = 1,     ///< ready to be submitted, or waiting for its turn
    bad = 2,      ///< the check found faults; never submitted
    settled = 3,
    failed = 4,   ///< submitted, and refused with its reason
    pending = 5,  ///< has its case; an officer looks at it
};
std::string_view name_of(RowState state);
std::optional<RowState> find_row_state(std::string_view name);

inline constexpr int sheet_rows_max = 100'000;
inline constexpr size_t sheet_bytes_max = 20u << 20;
inline constexpr int sheet_preview_rows = 50;

/// A column as sent, and the field it fills; empty where nobody knows it (kept, reported, not used).
struct SheetColumn {
    std::string column;
    std::string field;
};

/// What is wrong with a row, as stored: sentences are made on reading.
struct RowProblem {
    std::string field;  ///< of the item, empty where no single field is at fault
    std::string code;
    std::map<std::string, std::string> details;
};

/// A refusal and those that came with it, each under its field's own name.
std::vector<RowProblem> problems_of(const Refusal& refusal);

/// A problem as a person reads it.
struct SaidProblem {
    std::string field, code;
    catalog::Words detail, next;
};

struct Sheet {
    SheetId id;
    RowSetId row_set;
    party::EmployerId employer;
    party::Actor account;  ///< who runs it; who sent it until somebody did
    std::string item;
    std::string file_name;
    sheet::Format format = sheet::Format::xlsx;
    sheet::Encoding encoding = sheet::Encoding::utf8;
    SheetState state = SheetState::read;
    int rows = 0;
    int bad = 0, settled = 0, failed = 0, pending = 0;  ///< rows in each state
    Instant created_at;
    std::optional<Instant> started_at, finished_at;
    std::vector<SheetColumn> columns;

    /// Rows that passed the check, submitted or not.
    int good() const { return rows - bad; }
    /// Rows that came to an end or to an officer.
    int done() const { return settled + failed + pending; }
    /// Good rows not submitted yet.
    int waiting() const { return good() - done(); }
};
std::string_view format_name(sheet::Format format);        ///< "xlsx", "csv"
std::string_view encoding_name(sheet::Encoding encoding);  ///< "UTF-8", "UTF-16", "GB18030"

struct SheetRow {
    int number = 0;  ///< as the spreadsheet program shows it
    RowState state = RowState::good;
    std::string case_number;
    std::vector<std::string> cells;  ///< in the order of the sheet's columns
    std::vector<RowProblem> problems;
};

/// The cells by field name, unknown columns by their title: the `values` of the API.
std::vector<std::pair<std::string, std::string>> values_of(const Sheet& sheet, const SheetRow& row);

}  // namespace leye::casework
