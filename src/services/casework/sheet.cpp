#include "services/casework/sheet.hpp"

namespace leye::casework {

std::string_view name_of(SheetState state) {
    switch (state) {
        case SheetState::read: return "read";
        case SheetState::running: return "running";
        case SheetState::done: return "done";
        case SheetState::cancelled: return "cancelled";
    }
    throw Bug("a sheet in no state");
}

std::string_view name_of(RowState state) {
    switch (state) {
        case RowState::good: return "good";
        case RowState::bad: return "bad";
        case RowState::settled: return "settled";
        case RowState::failed: return "failed";
        case RowState::pending: return "pending";
    }
    throw Bug("a row in no state");
}

std::optional<RowState> find_row_state(std::string_view name) {
    for (const RowState state : {RowState::good, RowState::bad, RowState::settled, RowState::failed, RowState::pending})
        if (name_of(state) == name) return state;
    return std::nullopt;
}

std::string_view format_name(sheet::Format format) { return format == sheet::Format::xlsx ? "xlsx" : "csv"; }

std::string_view encoding_name(sheet::Encoding encoding) {
    switch (encoding) {
        case sheet::Encoding::utf8: return "UTF-8";
        case sheet::Encoding::utf16le: return "UTF-16";
        case sheet::Encoding::gb18030: return "GB18030";
    }
    throw Bug("text in no encoding");
}

std::vector<RowProblem> problems_of(const Refusal& refusal) {
    std::vector<RowProblem> out;
    const auto add = [&](const Refusal& r) {
        const std::string_view field = r.field;
        out.push_back({std::string(field.starts_with("values.") ? field.substr(7) : field), r.code, r.details});
    };
    add(refusal);
    for (const auto& r : refusal.also) add(r);
    return out;
}

std::vector<std::pair<std::string, std::string>> values_of(const Sheet& sheet, const SheetRow& row) {
    std::vector<std::pair<std::string, std::string>> out;
    for (size_t i = 0; i < sheet.columns.size() && i < row.cells.size(); ++i) {
        const SheetColumn& column = sheet.columns[i];
        if (!row.cells[i].empty()) out.emplace_back(column.field.empty() ? column.column : column.field, row.cells[i]);
    }
    return out;
}

}  // namespace leye::casework
