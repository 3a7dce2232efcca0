#pragma once
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "services/determination/source.hpp"

namespace leye::determination {

enum class Form { csv, ndjson };
std::string_view name_of(Form form);  ///< "csv", "ndjson"

/// A column of a file.
struct FileColumn {
    std::string title;
    int column = no_column;  ///< of the source; `no_column` where nobody knows it, then it is not read
};

/// How a file's columns are those of its source.
struct Mapping {
    Form form = Form::csv;
    char separator = ',';
    std::vector<FileColumn> columns;  ///< of NDJSON: those of the first line
};

/// Reads the first record: an object makes it NDJSON, else it holds the titles of CSV. Fails: fact_column_missing (details:
/// column), fact_column_doubled (details: column), fact_columns_unknown (none is known), fact_too_many_columns.
Result<Mapping> map_columns(const Source& source, std::string_view first_record);

inline constexpr size_t file_columns_max = 128;

}  // namespace leye::determination
