#include "engine/store/postgres_connection.hpp"

#include <charconv>
#include <cstring>
#include <memory>

#include "base/text.hpp"

namespace leye::store {
namespace {

struct Clear {
    void operator()(PGresult* r) const { PQclear(r); }
};
using Answer = std::unique_ptr<PGresult, Clear>;

// `?` outside of quotes becomes $1, $2, …
std::string numbered(std::string_view sql) {
    std::string out;
    int n = 0;
    bool quoted = false;
    for (char c : sql) {
        if (c == '\'') quoted = !quoted;
        if (c == '?' && !quoted)
            out += "$" + std::to_string(++n);
        else
            out += c;
    }
    return out;
}

[[noreturn]] void throw_postgres(const PGresult* answer, PGconn* connection, std::string_view doing) {
    const char* state = answer ? PQresultErrorField(answer, PG_DIAG_SQLSTATE) : nullptr;
    const std::string what = std::string(answer ? PQresultErrorMessage(answer) : PQerrorMessage(connection)) + " [" +
                             std::string(doing.substr(0, 200)) + "]";
    const std::string_view code = state ? state : "";
    if (code.starts_with("40")) throw ConflictFault(what);
    if (code.starts_with("23")) throw ConstraintFault(what);
    if (code.starts_with("42") || code.starts_with("22")) throw Bug(what);
    throw Fault(what);
}

class PostgresCursor : public Rows::Cursor {
  public:
    explicit PostgresCursor(Answer answer) : answer_(std::move(answer)), count_(PQntuples(answer_.get())) {}
    bool next() override { return ++row_ < count_; }
    bool is_null(int column) const override { return PQgetisnull(answer_.get(), row_, column); }
    int64_t integer(int column) const override {
        const char* text = PQgetvalue(answer_.get(), row_, column);
        int64_t n = 0;
        std::from_chars(text, text + std::strlen(text), n);
        return n;
    }
    std::string_view bytes(int column) const override {
        const std::string_view text(PQgetvalue(answer_.get(), row_, column), PQgetlength(answer_.get(), row_, column));
        if (PQftype(answer_.get(), column) != 17 /* bytea */) return text;
        // Hex form "\x…". Two columns may be looked at together, so each has its own buffer.
        if (decoded_.size() <= static_cast<size_t>(column)) decoded_.resize(column + 1);
        decoded_[column] = text::of_hex(text.substr(2)).value_or("");
        return decoded_[column];
    }

  private:
    Answer answer_;
    int count_;
    int row_ = -1;
    mutable std::vector<std::string> decoded_;
};

}  // namespace

PostgresConnection::PostgresConnection(const std::string& url, int lane) : url_(url), lane_(lane) { reconnect(); }

PostgresConnection::~PostgresConnection() { PQfinish(connection_); }

bool PostgresConnection::alive() const { return PQstatus(connection_) == CONNECTION_OK; }

void PostgresConnection::reconnect() {
    if (connection_) PQfinish(connection_);
    names_.clear();
    connection_ = PQconnectdb(url_.c_str());
    if (!alive()) throw Fault("PostgreSQL does not answer: " + std::string(PQerrorMessage(connection_)));
    PQsetNoticeProcessor(connection_, [](void*, const char*) {}, nullptr);
    run_script("set standard_conforming_strings = on; set timezone = 'UTC'");
}

void PostgresConnection::run_script(std::string_view sql) {
    Answer answer(PQexec(connection_, std::string(sql).c_str()));
    const auto status = PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY)
        throw_postgres(answer.get(), connection_, sql);
}

PGresult* PostgresConnection::run(std::string_view sql, std::span<const Param> params) {
    auto it = names_.find(std::string(sql));
    if (it == names_.end()) {
        const std::string name = "s" + std::to_string(names_.size());
        Answer prepared(PQprepare(connection_, name.c_str(), numbered(sql).c_str(), 0, nullptr));
        if (PQresultStatus(prepared.get()) != PGRES_COMMAND_OK) throw_postgres(prepared.get(), connection_, sql);
        it = names_.emplace(std::string(sql), name).first;
    }
    // Numbers and texts travel as text that ends with a zero byte, all in one buffer.
    std::string texts;
    std::vector<size_t> starts(params.size());
    std::vector<const char*> data(params.size());
    std::vector<int> lengths(params.size()), formats(params.size());
    for (size_t i = 0; i < params.size(); ++i) {
        starts[i] = texts.size();
        if (params[i].kind() == Param::Kind::integer)
            texts += std::to_string(params[i].integer()) + '\0';
        else if (params[i].kind() == Param::Kind::text)
            texts.append(params[i].view()).push_back('\0');
    }
    for (size_t i = 0; i < params.size(); ++i) {
        if (params[i].kind() == Param::Kind::bytes) {
            data[i] = params[i].view().data();
            lengths[i] = static_cast<int>(params[i].view().size());
            formats[i] = 1;
        } else if (params[i].kind() != Param::Kind::null) {
            data[i] = texts.data() + starts[i];
        }
    }
    return PQexecPrepared(connection_, it->second.c_str(), static_cast<int>(params.size()), data.data(), lengths.data(),
                          formats.data(), 0);
}

Rows PostgresConnection::run_query(std::string_view sql, std::span<const Param> params) {
    Answer answer(run(sql, params));
    if (PQresultStatus(answer.get()) != PGRES_TUPLES_OK) throw_postgres(answer.get(), connection_, sql);
    return Rows(std::make_unique<PostgresCursor>(std::move(answer)));
}

int64_t PostgresConnection::run_execute(std::string_view sql, std::span<const Param> params) {
    Answer answer(run(sql, params));
    const auto status = PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw_postgres(answer.get(), connection_, sql);
    const char* changed = PQcmdTuples(answer.get());
    return changed && *changed ? std::stoll(changed) : 0;
}

}  // namespace leye::store
