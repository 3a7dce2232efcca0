#include "engine/rotation/rotation.hpp"
#include "engine/seal/key_file.hpp"

namespace leye::rotation {
namespace {

std::string joined(const std::vector<Part>& parts, std::string_view behind, std::string_view between) {
    std::string out;
    for (const Part& part : parts) out += (out.empty() ? "" : std::string(between)) + std::string(part.name) + std::string(behind);
    return out;
}

// "(a, b) > (?, ?)", and for one column "a > ?".
std::string behind(const std::vector<Part>& parts) {
    std::string marks;
    for (size_t i = 0; i < parts.size(); ++i) marks += i ? ", ?" : "?";
    return "(" + joined(parts, "", ", ") + ") > (" + marks + ")";
}

void add_value(Name& name, const store::Rows& rows, int column, Kind kind) {
    if (kind == Kind::integer)
        name.emplace_back(rows.get<int64_t>(column));
    else if (kind == Kind::text)
        name.emplace_back(rows.get<std::string>(column));
    else
        name.emplace_back(rows.get<store::Blob>(column));
}

bool change(store::Transaction& tx, const Column& column, const Name& name, const store::Blob& old, const store::Blob& sealed) {
    std::vector<store::Param> params{store::Param(sealed)};
    for (const auto& value : name) params.emplace_back(value);
    params.emplace_back(old);
    return tx.execute_params("update " + std::string(column.table) + " set " + std::string(column.sealed) + " = ? where " + joined(column.name, " = ?", " and ") + " and " +
                                 std::string(column.sealed) + " = ?",
                             params) == 1;
}

}  // namespace

Step reseal(store::Transaction& tx, const seal::Seal& seal, const Column& column, const Name& after, int limit) {
    struct Old {
        Name name;
        store::Blob sealed;
    };
    Step out;
    std::vector<Old> old;
    {
        std::vector<store::Param> params(after.begin(), after.end());
        params.emplace_back(limit);
        auto rows = tx.query_params("select " + joined(column.name, "", ", ") + ", " + std::string(column.sealed) + " from " + std::string(column.table) + " where " +
                                        std::string(column.sealed) + " is not null" + (after.empty() ? "" : " and " + behind(column.name)) + " order by " +
                                        joined(column.name, "", ", ") + " limit ?",
                                    params);
        const int last = static_cast<int>(column.name.size());
        while (rows.next()) {
            Name name;
            for (int i = 0; i < last; ++i) add_value(name, rows, i, column.name[static_cast<size_t>(i)].kind);
            auto sealed = rows.get<store::Blob>(last);
            out.last = name;
            ++out.seen;
            if (!seal.is_current(sealed.bytes)) old.push_back({std::move(name), std::move(sealed)});
        }
    }
    if (out.seen < limit) out.last.clear();
    for (const Old& row : old) {
        const std::string bound_to = column.binding(row.name);
        out.changed += change(tx, column, row.name, row.sealed, {seal.encrypt(seal.decrypt(row.sealed.bytes, bound_to), bound_to)});
    }
    return out;
}

int64_t count(store::Connection& c, const Column& column) {
    auto rows = c.query("select count(" + std::string(column.sealed) + ") from " + std::string(column.table));
    rows.next();
    return rows.get<int64_t>(0);
}

std::vector<Use> uses_of(store::Connection& c, store::Backend backend, uint32_t key) {
    std::vector<Use> out;
    {
        auto rows = c.query(backend == store::Backend::sqlite
                                ? "select m.name, p.name from sqlite_master m, pragma_table_info(m.name) p where m.type = 'table' and lower(p.type) = 'blob' order by 1, 2"
                                : "select c.table_name, c.column_name from information_schema.columns c join information_schema.tables t on t.table_schema = c.table_schema "
                                  "and t.table_name = c.table_name where c.table_schema = current_schema() and t.table_type = 'BASE TABLE' and c.udt_name = 'bytea' order by 1, 2");
        while (rows.next()) out.push_back({rows.get<std::string>(0), rows.get<std::string>(1)});
    }
    const auto heads = seal::heads_under(key);
    for (Use& use : out) {
        auto rows = c.query("select count(*) from " + use.table + " where substr(" + use.column + ", 1, " + std::to_string(heads[0].size()) + ") in (?, ?)",
                            store::Blob{heads[0]}, store::Blob{heads[1]});
        rows.next();
        use.rows = rows.get<int64_t>(0);
    }
    std::erase_if(out, [](const Use& use) { return use.rows == 0; });
    return out;
}

std::string text_of(const store::Value& value) {
    if (const auto* n = std::get_if<int64_t>(&value)) return std::to_string(*n);
    if (const auto* s = std::get_if<std::string>(&value)) return *s;
    const auto* b = std::get_if<store::Blob>(&value);
    return b ? b->bytes : std::string();
}

}  // namespace leye::rotation
