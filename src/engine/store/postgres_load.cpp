#include <cstring>

#include "engine/store/postgres_connection.hpp"

namespace leye::store {
namespace {

constexpr size_t piece_bytes = size_t{1} << 20;

void put_number(std::string& out, uint64_t n, int bytes) {
    char text[8];
    for (int i = 0; i < bytes; ++i) text[i] = static_cast<char>(n >> (8 * (bytes - 1 - i)));
    out.append(text, static_cast<size_t>(bytes));
}

// A row of COPY's binary form: the number of its fields, then each with its length, all high byte first.
void put_row(std::string& out, std::span<const Param> row) {
    put_number(out, row.size(), 2);
    for (const Param& field : row) {
        switch (field.kind()) {
            case Param::Kind::null: put_number(out, UINT32_MAX, 4); break;
            case Param::Kind::integer:
                put_number(out, 8, 4);
                put_number(out, static_cast<uint64_t>(field.integer()), 8);
                break;
            case Param::Kind::text:
            case Param::Kind::bytes:
                put_number(out, field.view().size(), 4);
                out.append(field.view());
                break;
        }
    }
}

}  // namespace

// What the connection is asked outside of its pipeline, in which COPY does not work.
class PostgresConnection::Aside {
  public:
    explicit Aside(PostgresConnection& of) : of_(of) {
        of_.settle();
        piped_ = PQpipelineStatus(of_.connection_) != PQ_PIPELINE_OFF;
        if (piped_ && PQexitPipelineMode(of_.connection_) != 1) throw Fault("PostgreSQL's pipeline does not end: " + std::string(PQerrorMessage(of_.connection_)));
    }
    ~Aside() {
        if (piped_) PQenterPipelineMode(of_.connection_);
    }
    Aside(const Aside&) = delete;
    Aside& operator=(const Aside&) = delete;

  private:
    PostgresConnection& of_;
    bool piped_ = false;
};

int64_t PostgresConnection::run_load(std::string_view table, std::span<const std::string_view> columns, const std::function<bool(std::span<Param>)>& next) {
    std::string sql = "copy " + std::string(table) + " (";
    for (size_t i = 0; i < columns.size(); ++i) sql.append(i == 0 ? "" : ", ").append(columns[i]);
    sql += ") from stdin (format binary)";
    ++changes_;
    const Aside aside(*this);
    {
        const Answer begun(PQexec(connection_, sql.c_str()));
        if (PQresultStatus(begun.get()) != PGRES_COPY_IN) fail(begun.get(), sql);
    }
    std::string piece("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
    std::vector<Param> row(columns.size());
    const auto send_piece = [&] {
        if (PQputCopyData(connection_, piece.data(), static_cast<int>(piece.size())) != 1) fail(nullptr, sql);
        piece.clear();
    };
    std::exception_ptr broken;
    try {
        while (next(row)) {
            put_row(piece, row);
            if (piece.size() >= piece_bytes) send_piece();
        }
        put_number(piece, 0xffff, 2);
        send_piece();
    } catch (const std::exception&) {
        broken = std::current_exception();
    }
    PQputCopyEnd(connection_, broken ? "the rows ended early" : nullptr);
    Answer last(PQgetResult(connection_));
    while (const Answer more{PQgetResult(connection_)}) {
    }
    if (broken) std::rethrow_exception(broken);
    if (PQresultStatus(last.get()) != PGRES_COMMAND_OK) fail(last.get(), sql);
    return std::stoll(PQcmdTuples(last.get()));
}

}  // namespace leye::store
