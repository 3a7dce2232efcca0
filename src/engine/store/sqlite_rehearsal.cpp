#include "engine/store/sqlite_rehearsal.hpp"

#include <algorithm>

namespace leye::store {
namespace {

using Row = std::span<const Param>;

/// Rows that were kept.
class KeptCursor : public Rows::Cursor {
  public:
    explicit KeptCursor(std::span<const Row> rows) : rows_(rows) {}
    bool next() override { return ++at_ <= rows_.size(); }
    bool is_null(int column) const override { return cell(column).kind() == Param::Kind::null; }
    int64_t integer(int column) const override { return cell(column).integer(); }
    std::string_view bytes(int column) const override { return is_null(column) ? std::string_view() : cell(column).view(); }

  private:
    const Param& cell(int column) const { return rows_[at_ - 1][static_cast<size_t>(column)]; }
    std::span<const Row> rows_;
    size_t at_ = 0;
};

/// What stands in a column of the row the statement is at; looks at SQLite's memory.
Param cell_of(sqlite3_stmt* at, int column) {
    switch (sqlite3_column_type(at, column)) {
        case SQLITE_NULL: return {};
        case SQLITE_INTEGER: return Param(static_cast<int64_t>(sqlite3_column_int64(at, column)));
        default: break;
    }
    const bool text = sqlite3_column_type(at, column) == SQLITE_TEXT;
    const auto* data = static_cast<const char*>(sqlite3_column_blob(at, column));
    return Param::of(text ? Param::Kind::text : Param::Kind::bytes, {data ? data : "", static_cast<size_t>(sqlite3_column_bytes(at, column))});
}

bool same(const Param& a, const Param& b) {
    if (a.kind() != b.kind()) return false;
    if (a.kind() == Param::Kind::null) return true;
    return a.kind() == Param::Kind::integer ? a.integer() == b.integer() : a.view() == b.view();
}

/// A statement with its values while it is stepped.
class Stepping {
  public:
    Stepping(SqliteConnection& on, std::string_view sql, std::span<const Param> params) : db_(on.handle()), at_(on.statement(sql)) {
        expect(!sqlite3_stmt_busy(at_), "a statement is repeated while it is read");
        on.bind(at_, params, SQLITE_STATIC);
    }
    ~Stepping() {
        sqlite3_reset(at_);
        sqlite3_clear_bindings(at_);
    }
    Stepping(const Stepping&) = delete;
    Stepping& operator=(const Stepping&) = delete;
    /// Whether there is a row. Fails: as the statement.
    bool next() {
        const int got = sqlite3_step(at_);
        if (got != SQLITE_ROW && got != SQLITE_DONE) throw_sqlite(db_, sqlite3_sql(at_));
        return got == SQLITE_ROW;
    }
    sqlite3_stmt* handle() const { return at_; }

  private:
    sqlite3* db_;
    sqlite3_stmt* at_;
};

}  // namespace

std::string_view SqliteRehearsal::keep(std::string_view text) {
    auto* to = static_cast<char*>(memory_.allocate(text.size() + 1, 1));
    std::ranges::copy(text, to);
    return {to, text.size()};
}

Param SqliteRehearsal::keep(const Param& param) {
    return param.kind() == Param::Kind::text || param.kind() == Param::Kind::bytes ? Param::of(param.kind(), keep(param.view())) : param;
}

SqliteRehearsal::Statement SqliteRehearsal::keep(std::string_view sql, std::span<const Param> params) {
    auto* kept = static_cast<Param*>(memory_.allocate((params.size() + 1) * sizeof(Param), alignof(Param)));
    for (size_t i = 0; i < params.size(); ++i) new (kept + i) Param(keep(params[i]));
    return {snapshot_->prepared(sql).sql, {kept, params.size()}};
}

const SqliteRehearsal::Query* SqliteRehearsal::find_asked(std::string_view sql, std::span<const Param> params) const {
    for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) {
        const auto* query = std::get_if<Query>(&*step);
        if (std::holds_alternative<Write>(*step)) return nullptr;
        if (query && query->sql == sql && std::ranges::equal(query->params, params, same)) return query;
    }
    return nullptr;
}

Rows SqliteRehearsal::run_query(std::string_view sql, std::span<const Param> params) {
    if (const Query* asked = find_asked(sql, params)) return Rows(std::make_unique<KeptCursor>(asked->rows));
    Query query{keep(sql, params), {}};
    std::vector<Row> rows;
    {
        Stepping step(*snapshot_, query.sql, query.params);
        const auto columns = static_cast<size_t>(sqlite3_column_count(step.handle()));
        while (step.next()) {
            auto* row = static_cast<Param*>(memory_.allocate((columns + 1) * sizeof(Param), alignof(Param)));
            for (size_t i = 0; i < columns; ++i) new (row + i) Param(keep(cell_of(step.handle(), static_cast<int>(i))));
            rows.emplace_back(row, columns);
        }
    }
    auto* kept = static_cast<Row*>(memory_.allocate((rows.size() + 1) * sizeof(Row), alignof(Row)));
    std::ranges::uninitialized_copy(rows, std::span(kept, rows.size()));
    query.rows = {kept, rows.size()};
    auto cursor = std::make_unique<KeptCursor>(query.rows);
    steps_.emplace_back(std::move(query));
    return Rows(std::move(cursor));
}

void SqliteRehearsal::run_post(std::string_view sql, std::span<const Param> params) {
    writes_ = true;
    steps_.emplace_back(Write{keep(sql, params), false});
}

void SqliteRehearsal::run_change_one(std::string_view sql, std::span<const Param> params) {
    writes_ = true;
    steps_.emplace_back(Write{keep(sql, params), true});
}

void SqliteRehearsal::leave_to_writer(std::function<void(Connection&)> act) {
    writes_ = true;
    steps_.emplace_back(std::move(act));
}

bool SqliteRehearsal::answers_as_before(SqliteConnection& writer, const Query& query) {
    Stepping step(writer, query.sql, query.params);
    for (const Row& row : query.rows) {
        if (!step.next()) return false;
        for (size_t i = 0; i < row.size(); ++i)
            if (!same(row[i], cell_of(step.handle(), static_cast<int>(i)))) return false;
    }
    return !step.next();
}

void SqliteRehearsal::write(SqliteConnection& writer, const Write& write) {
    Stepping step(writer, write.sql, write.params);
    while (step.next()) {
    }
    if (write.must_change_one && sqlite3_changes64(writer.handle()) != 1) throw ConflictFault("another transaction was first");
}

bool SqliteRehearsal::repeat(SqliteConnection& writer) const {
    bool written = false;
    try {
        for (const Step& step : steps_) {
            if (const auto* query = std::get_if<Query>(&step)) {
                if (answers_as_before(writer, *query)) continue;
                if (!written) return false;
                throw ConflictFault("a query answers otherwise than in the rehearsal");
            }
            written = true;
            if (const auto* w = std::get_if<Write>(&step))
                write(writer, *w);
            else
                std::get<std::function<void(Connection&)>>(step)(writer);
        }
    } catch (const ConstraintFault& refused) {
        throw ConflictFault(std::string("a key refuses what was rehearsed: ") + refused.what());
    }
    return true;
}

}  // namespace leye::store
