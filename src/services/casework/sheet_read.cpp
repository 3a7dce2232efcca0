#include "services/casework/sheet_read.hpp"

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "records/party/duty.hpp"
#include "records/reference/reference.hpp"
#include "services/casework/sheet_column.hpp"

namespace leye::casework {
namespace {

// Above the column titles there may be a heading and remarks.
constexpr int title_rows_max = 10;

int int_of(std::string_view text) {
    int n = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), n);
    return failed == std::errc() && end == text.data() + text.size() && n > 0 ? n : 0;
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : "、") + word;
    return out;
}

/// Turns the rows of a reader into the rows of a sheet.
class Reading {
  public:
    Reading(const Office& office, const reference::Reference& reference, const catalog::Item& item, Instant now, sheet::Reader reader)
        : office_(office), reference_(reference), item_(item), today_(now.date()), reader_(std::move(reader)) {}

    Result<SheetFile> run() {
        if (auto titles = read_titles(); !titles) return tl::unexpected(titles.error());
        for (;;) {
            auto row = reader_.next();
            if (row && !*row) break;
            if (!row && reader_.ended()) return tl::unexpected(row.error());
            if (out_.rows.size() >= static_cast<size_t>(sheet_rows_max))
                return refuse("sheet_rows_too_many", "file", {{"most", std::to_string(sheet_rows_max)}});
            if (row)
                add(std::move(**row));
            else
                add_unreadable(row.error());
        }
        if (out_.rows.empty()) return refuse("sheet_no_rows", "file");
        for (SheetRow& row : out_.rows) row.cells.resize(out_.sheet.columns.size());
        out_.sheet.rows = static_cast<int>(out_.rows.size());
        out_.sheet.format = reader_.format();
        out_.sheet.encoding = reader_.encoding();
        return std::move(out_);
    }

  private:
    // The first row that names two fields heads the columns; without one it is the first row of all.
    Result<void> read_titles() {
        std::optional<sheet::Row> first;
        bool any_known = false;
        for (int i = 0; i < title_rows_max; ++i) {
            auto row = reader_.next();
            if (!row) return tl::unexpected(row.error());
            if (!*row) break;
            const auto known = std::ranges::count_if((*row)->cells, [&](const auto& cell) { return !field_of_title(item_, cell).empty(); });
            if (known >= 2) return take_titles((*row)->cells);
            any_known |= known > 0;
            if (!first) first = std::move(*row);
        }
        if (!first) return refuse("sheet_no_rows", "file");
        // Bytes in Big5 or another encoding often pass for GB18030, and then not one title is known.
        if (!any_known && reader_.encoding() == sheet::Encoding::gb18030)
            return refuse("sheet_encoding_doubtful", "file", {{"encoding", std::string(encoding_name(reader_.encoding()))}});
        return take_titles(first->cells);
    }

    Result<void> take_titles(const std::vector<std::string>& titles) {
        std::vector<std::string> doubled;
        std::unordered_map<std::string, std::string> by_field;
        for (size_t i = 0; i < titles.size(); ++i) {
            if (is_own_title(titles[i])) {
                if (titles[i] == number_title) number_at_ = i;
                place_.push_back(-1);
                continue;
            }
            const std::string field = field_of_title(item_, titles[i]);
            if (!field.empty())
                if (const auto [seen, fresh] = by_field.emplace(field, titles[i]); !fresh) doubled.insert(doubled.end(), {seen->second, titles[i]});
            add_column(titles[i].empty() ? untitled(i) : titles[i], field);
        }
        if (!doubled.empty()) return refuse("sheet_columns_doubled", "file", {{"columns", joined(doubled)}});
        std::vector<std::string> missing;
        for (const auto& field : item_.fields)
            if (needs_column(field) && !by_field.contains(field.name)) missing.push_back(field.label.zh);
        if (!missing.empty()) return refuse("sheet_columns_missing", "file", {{"columns", joined(missing)}});
        return {};
    }

    static std::string untitled(size_t i) { return "第" + std::to_string(i + 1) + "列"; }

    void add_column(std::string title, std::string field) {
        place_.push_back(static_cast<int>(out_.sheet.columns.size()));
        out_.sheet.columns.push_back({std::move(title), std::move(field)});
    }

    void add(sheet::Row&& given) {
        SheetRow row;
        row.number = given.number;
        row.cells.resize(out_.sheet.columns.size());
        for (size_t i = 0; i < given.cells.size(); ++i) {
            if (given.cells[i].empty()) continue;
            while (i >= place_.size()) {
                add_column(untitled(place_.size()), {});
                row.cells.emplace_back();
            }
            if (place_[i] >= 0) row.cells[place_[i]] = std::move(given.cells[i]);
        }
        // Under a downloaded result's own columns a row may be left with nothing of its own.
        if (std::ranges::all_of(row.cells, [](const auto& cell) { return cell.empty(); })) return;
        check(row);
        out_.replaces.push_back(number_at_ ? int_of(given.cell(*number_at_)) : 0);
        out_.sheet.bad += row.state == RowState::bad;
        out_.rows.push_back(std::move(row));
    }

    void check(SheetRow& row) {
        const auto checked = office_.catalog->check_values(item_, draft_values(item_, out_.sheet.columns, row.cells), reference_, today_);
        if (!checked) {
            row.state = RowState::bad;
            row.problems = problems_of(checked.error());
            return;
        }
        const std::string key = document_key(*checked);
        if (key.empty()) return;
        if (const auto [seen, fresh] = first_with_.emplace(key, row.number); !fresh) {
            row.state = RowState::bad;
            row.problems.push_back({"document_number", "sheet_row_doubled", {{"row", std::to_string(seen->second)}}});
        }
    }

    // A cell nobody can read takes its row with it: the row stands with its number and what is wrong.
    void add_unreadable(const Refusal& refusal) {
        const auto detail = [&](const char* name) {
            const auto it = refusal.details.find(name);
            return it == refusal.details.end() ? 0 : int_of(it->second);
        };
        SheetRow row;
        row.number = detail("row");
        if (row.number == 0) row.number = out_.rows.empty() ? 2 : out_.rows.back().number + 1;
        row.state = RowState::bad;
        std::string field;
        if (const size_t column = detail("column"); column > 0 && column <= place_.size() && place_[column - 1] >= 0)
            field = out_.sheet.columns[place_[column - 1]].field;
        row.problems.push_back({field, refusal.code, refusal.details});
        ++out_.sheet.bad;
        out_.replaces.push_back(0);
        out_.rows.push_back(std::move(row));
    }

    const Office& office_;
    const reference::Reference& reference_;
    const catalog::Item& item_;
    Date today_;
    sheet::Reader reader_;
    SheetFile out_;
    std::vector<int> place_;  ///< by column of the file: which of the sheet's columns, -1 for results' own
    std::optional<size_t> number_at_;
    std::unordered_map<std::string, int> first_with_;
};

}  // namespace

Result<SheetFile> read_sheet(const Office& office, const reference::Reference& reference, std::string_view bytes,
                             const std::string& file_name, std::string_view item_code, Instant now) {
    if (bytes.size() > sheet_bytes_max) return refuse("sheet_too_big", "file", {{"most", std::to_string(sheet_bytes_max >> 20) + " MB"}});
    const catalog::Item* item = office.catalog->find_item(item_code, now.date());
    if (!item || item->audience != "employer" || !item->find_field("document_number")) return refuse("sheet_item_unfit", "item");
    auto reader = sheet::open(bytes, file_name);
    if (!reader) return tl::unexpected(reader.error());
    auto file = Reading(office, reference, *item, now, std::move(*reader)).run();
    if (!file) return file;
    file->sheet.id = SheetId::make(now);
    file->sheet.item = item->code;
    file->sheet.file_name = file_name;
    file->sheet.created_at = now;
    return file;
}

Result<void> may_use_sheets(const party::Actor& actor, party::EmployerId employer) {
    using Kind = party::Actor::Kind;
    if (actor.kind == Kind::nobody) return refuse("sign_in_needed");
    if (actor.kind == Kind::system || (actor.kind == Kind::handler && actor.employer == employer)) return {};
    if (actor.kind == Kind::staff) return party::may(actor, party::Duty::window);
    return refuse("case_not_yours");
}

}  // namespace leye::casework
