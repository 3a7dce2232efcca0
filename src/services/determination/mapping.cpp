#include "services/determination/mapping.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/text.hpp"
#include "engine/lines/csv.hpp"

namespace leye::determination {
namespace {

std::vector<std::string> titles_in(std::string_view record, char separator) {
    std::string copy(record);
    std::vector<std::string_view> fields(file_columns_max + 1);
    fields.resize(std::min(lines::split(copy, separator, fields), fields.size()));
    return {fields.begin(), fields.end()};
}

std::vector<FileColumn> matched(const Source& source, const std::vector<std::string>& titles) {
    std::vector<FileColumn> out;
    for (const std::string& title : titles) {
        const std::string folded = fold_header(title);
        const auto at = std::ranges::find_if(source.columns, [&](const SourceColumn& c) { return std::ranges::find(c.headers, folded) != c.headers.end(); });
        out.push_back({title, at == source.columns.end() ? no_column : static_cast<int>(at - source.columns.begin())});
    }
    return out;
}

auto known_in(const std::vector<FileColumn>& columns) {
    return std::ranges::count_if(columns, [](const FileColumn& c) { return c.column != no_column; });
}

Result<Mapping> checked(const Source& source, Mapping mapping) {
    if (mapping.columns.size() > file_columns_max) return refuse("fact_too_many_columns", {}, {{"most", std::to_string(file_columns_max)}});
    if (known_in(mapping.columns) == 0) return refuse("fact_columns_unknown");
    for (size_t i = 0; i < source.columns.size(); ++i) {
        const auto& column = source.columns[i];
        const auto there = std::ranges::count(mapping.columns, static_cast<int>(i), &FileColumn::column);
        if (there > 1) return refuse("fact_column_doubled", {}, {{"column", column.label.zh}});
        // A line of NDJSON may leave out what another has.
        if (there == 0 && column.required && mapping.form == Form::csv) return refuse("fact_column_missing", {}, {{"column", column.label.zh}});
    }
    return mapping;
}

}  // namespace

std::string_view name_of(Form form) { return form == Form::csv ? "csv" : "ndjson"; }

Result<Mapping> map_columns(const Source& source, std::string_view first_record) {
    const auto record = text::trim(first_record);
    if (record.starts_with('{')) {
        Mapping out{Form::ndjson, ',', {}};
        const auto value = json::parse(record);
        std::vector<std::string> titles;
        if (value && value->is_object())
            for (const auto& [key, _] : value->get_object()) titles.emplace_back(key);
        out.columns = matched(source, titles);
        return checked(source, std::move(out));
    }
    Mapping best;
    long most = -1;
    for (const char separator : {',', '\t', ';', '|'}) {
        auto columns = matched(source, titles_in(record, separator));
        if (known_in(columns) > most) most = known_in(columns), best = {Form::csv, separator, std::move(columns)};
    }
    return checked(source, std::move(best));
}

}  // namespace leye::determination
