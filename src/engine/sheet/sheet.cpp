#include "engine/sheet/sheet.hpp"

#include "engine/sheet/csv_reader.hpp"
#include "engine/sheet/xlsx_reader.hpp"

namespace leye::sheet {
namespace {

constexpr std::string_view cell_faults[] = {"sheet_digits_lost", "sheet_cell_error", "sheet_date_invalid", "sheet_formula", "sheet_cell_not_plain",
                                            "sheet_cell_too_long"};

bool concerns_one_cell(const Refusal& refusal) {
    for (const auto code : cell_faults)
        if (refusal.code == code) return true;
    return false;
}

}  // namespace

Result<std::optional<Row>> Reader::next() {
    if (final_) return tl::unexpected(*final_);
    if (ended_) return std::nullopt;
    for (;;) {
        auto row = source_->next();
        if (!row) {
            if (!concerns_one_cell(row.error())) {
                final_ = row.error();
                ended_ = true;
            }
            return row;
        }
        if (!*row) {
            ended_ = true;
            return row;
        }
        auto& cells = (*row)->cells;
        while (!cells.empty() && cells.back().empty()) cells.pop_back();
        if (!cells.empty()) return row;
    }
}

Result<Reader> open(std::string_view bytes, const std::string& file_name, Content content) {
    if (bytes.empty()) return refuse("sheet_empty", "file");
    if (bytes.size() > file_bytes_max)
        return refuse("sheet_too_large", "file", {{"limit", std::to_string(file_bytes_max >> 20) + " MB"}});
    if (bytes.starts_with("PK\x03\x04")) return open_xlsx(bytes, content);
    if (bytes.starts_with("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) {
        // Excel packs an encrypted workbook into the old container, with this name in UTF-16.
        constexpr std::string_view name("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32);
        return refuse(bytes.find(name) != bytes.npos ? "sheet_encrypted" : "sheet_old_excel", "file");
    }
    return open_csv(bytes, file_name);
}

std::string cell_name(int column, int row) {
    std::string letters;
    for (int c = column + 1; c > 0; c = (c - 1) / 26)
        letters.insert(letters.begin(), static_cast<char>('A' + (c - 1) % 26));
    return letters + std::to_string(row);
}

}  // namespace leye::sheet
