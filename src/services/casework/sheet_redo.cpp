#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "base/json.hpp"
#include "services/casework/sheet_column.hpp"
#include "services/casework/sheet_keep.hpp"
#include "services/casework/sheet_store.hpp"

namespace leye::casework {
namespace {

bool is_over(RowState state) { return state == RowState::settled || state == RowState::pending; }

// Where each column of the file goes in the sheet; columns the sheet did not have are added to it.
std::vector<size_t> match_columns(Sheet& sheet, const Sheet& file) {
    std::vector<size_t> out;
    for (const auto& column : file.columns) {
        const auto at = std::ranges::find_if(sheet.columns, [&](const SheetColumn& known) {
            return column.field.empty() ? known.field.empty() && known.column == column.column : known.field == column.field;
        });
        out.push_back(static_cast<size_t>(at - sheet.columns.begin()));
        if (at == sheet.columns.end()) sheet.columns.push_back(column);
    }
    return out;
}

/// Finds which row of the sheet each row of a corrected file stands for.
class Matching {
  public:
    Matching(const catalog::Item& item, const Sheet& sheet, const std::vector<SheetRow>& rows) : item_(item), sheet_(sheet) {
        for (size_t i = 0; i < sheet.columns.size(); ++i)
            if (sheet.columns[i].field == "document_type" || sheet.columns[i].field == "document_number") {
                document_at_.push_back(i);
                document_columns_.push_back(sheet.columns[i]);
            }
        for (const SheetRow& row : rows) {
            std::string key = key_of(row);
            if (!key.empty()) (is_over(row.state) ? over_ : open_).emplace(key, row.number);
            rows_.emplace(row.number, Known{row.state, name_of_worker(row), key.empty()});
            last_ = std::max(last_, row.number);
        }
    }

    /// Gives `row` its number in the sheet; false where what it asks for is done already.
    bool place(SheetRow& row, int replaces) {
        const std::string key = key_of(row);
        const auto over = key.empty() ? over_.end() : over_.find(key);
        const auto named = rows_.find(replaces);
        if (named != rows_.end() && !is_over(named->second.state) && take(row, replaces)) {
            if (over != over_.end()) {
                row.state = RowState::bad;
                row.problems = {{"document_number", "sheet_row_doubled", {{"row", std::to_string(over->second)}}}};
            }
            return true;
        }
        if (over != over_.end()) return false;
        if (const auto same = key.empty() ? open_.end() : open_.find(key); same != open_.end() && take(row, same->second)) return true;
        // The whole file sent again: the same line, about the same name, with another number.
        if (const auto line = rows_.find(row.number);
            line != rows_.end() && !is_over(line->second.state) && (line->second.nameless || line->second.name == name_of_worker(row)) &&
            take(row, line->first))
            return true;
        row.number = ++last_;
        return true;
    }

  private:
    struct Known {
        RowState state;
        std::string name;
        bool nameless;  ///< without a document number: nothing in it can be matched but its place
    };

    bool take(SheetRow& row, int number) {
        if (!taken_.insert(number).second) return false;
        row.number = number;
        return true;
    }

    std::string name_of_worker(const SheetRow& row) const {
        for (size_t i = 0; i < sheet_.columns.size() && i < row.cells.size(); ++i)
            if (sheet_.columns[i].field == "worker_name") return row.cells[i];
        return {};
    }

    // Of two cells: what the others mean is not asked of 100,000 rows.
    std::string key_of(const SheetRow& row) const {
        std::vector<std::string> cells;
        for (const size_t i : document_at_) cells.push_back(i < row.cells.size() ? row.cells[i] : "");
        return document_key(draft_values(item_, document_columns_, cells));
    }

    const catalog::Item& item_;
    const Sheet& sheet_;
    std::vector<size_t> document_at_;
    std::vector<SheetColumn> document_columns_;
    std::unordered_map<std::string, int> over_, open_;
    std::unordered_map<int, Known> rows_;
    std::unordered_set<int> taken_;
    int last_ = 1;
};

Result<Sheet> find_sheet_to_redo(store::Connection& c, const party::Actor& actor, SheetId id) {
    auto sheet = find_sheet(c, id);
    if (!sheet) return refuse("sheet_unknown");
    if (auto allowed = may_use_sheets(actor, sheet->employer); !allowed) return tl::unexpected(allowed.error());
    if (sheet->state == SheetState::running) return refuse("sheet_running");
    return std::move(*sheet);
}

}  // namespace

Result<Redo> prepare_redo(store::Database& db, const seal::Seal& seal, const Office& office, const party::Actor& actor, SheetId id,
                          const SheetFile& file, Instant now) {
    std::vector<SheetRow> rows;
    auto sheet = db.read([&](store::Connection& c) -> Result<Sheet> {
        auto sheet = find_sheet_to_redo(c, actor, id);
        if (sheet) rows = list_rows(c, seal, sheet->row_set, std::nullopt, 0, sheet_rows_max);
        return sheet;
    });
    if (!sheet) return tl::unexpected(sheet.error());
    const catalog::Item* item = office.catalog->find_item(sheet->item, now.date());
    if (!item || file.sheet.item != sheet->item) return refuse("sheet_item_unfit", "item");
    Redo out{.sheet = id, .before = sheet->row_set, .waiting = sheet->waiting()};

    const std::vector<size_t> column_of = match_columns(*sheet, file.sheet);
    Matching matching(*item, *sheet, rows);
    std::map<int, SheetRow> after;
    for (SheetRow& row : rows) after.emplace(row.number, std::move(row));
    for (size_t i = 0; i < file.rows.size(); ++i) {
        SheetRow row = file.rows[i];
        std::vector<std::string> cells(sheet->columns.size());
        for (size_t k = 0; k < column_of.size() && k < row.cells.size(); ++k) cells[column_of[k]] = row.cells[k];
        row.cells = std::move(cells);
        if (!matching.place(row, file.replaces[i])) continue;
        after.insert_or_assign(row.number, std::move(row));
        ++out.taken;
    }
    if (out.taken == 0) return refuse("sheet_redo_nothing", "file");
    if (after.size() > static_cast<size_t>(sheet_rows_max)) return refuse("sheet_rows_too_many", "file", {{"most", std::to_string(sheet_rows_max)}});
    rows.clear();
    for (auto& [_, row] : after) rows.push_back(std::move(row));
    out.after = write_row_set(db, seal, rows, now);
    out.columns = std::move(sheet->columns);
    return out;
}

Result<void> redo_sheet(party::Context& at, const Redo& redo) {
    hold_sheet(at.tx, redo.sheet);
    auto sheet = find_sheet_to_redo(at.tx, at.actor, redo.sheet);
    if (!sheet) return tl::unexpected(sheet.error());
    // Within a set a good row only ever ends, and nothing else moves: as many as before are the same ones.
    if (sheet->row_set != redo.before || sheet->waiting() != redo.waiting) return refuse("sheet_changed", "file");
    if (!delete_loose_set(at.tx, redo.after)) throw Fault("the corrected rows of a sheet were swept before they were taken");
    insert_loose_set(at.tx, redo.before, Instant::of_ms(0));
    sheet->row_set = redo.after;
    sheet->columns = redo.columns;
    sheet->state = SheetState::read;
    sheet->finished_at = std::nullopt;
    update_sheet(at.tx, *sheet);
    party::record(at, "sheet_redo", "sheet:" + redo.sheet.text(), json::print(json::Object{{"rows", redo.taken}}));
    return {};
}

}  // namespace leye::casework
