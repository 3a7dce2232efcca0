#include "engine/store/store.hpp"

namespace leye::store {

// Row by row, for connections that know nothing faster.
int64_t Connection::run_load(std::string_view table, std::span<const std::string_view> columns, const std::function<bool(std::span<Param>)>& next) {
    std::string sql = "insert into " + std::string(table) + " (", marks;
    for (const std::string_view column : columns) {
        sql.append(marks.empty() ? "" : ", ").append(column);
        marks += marks.empty() ? "?" : ", ?";
    }
    sql += ") values (" + marks + ")";
    std::vector<Param> row(columns.size());
    int64_t added = 0;
    for (; next(row); ++added) run_row(sql, row);
    return added;
}

}  // namespace leye::store
