#include "engine/store/postgres_connection.hpp"

#include <charconv>
#include <cstring>
#include <memory>
#include <utility>

#include "base/text.hpp"

namespace leye::store {
namespace {

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
    explicit PostgresCursor(PGresult* answer) : answer_(answer, PQclear), count_(PQntuples(answer)) {}
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
    std::unique_ptr<PGresult, decltype(&PQclear)> answer_;
    int count_;
    int row_ = -1;
    mutable std::vector<std::string> decoded_;
};

}  // namespace

PostgresConnection::PostgresConnection(const std::string& url, Use use) : url_(url), use_(use) { reconnect(); }

PostgresConnection::~PostgresConnection() { PQfinish(connection_); }

void PostgresConnection::reconnect() {
    if (connection_) PQfinish(connection_);
    names_.clear(), sent_.clear();
    connection_ = PQconnectdb(url_.c_str());
    if (PQstatus(connection_) != CONNECTION_OK) throw Fault("PostgreSQL does not answer: " + std::string(PQerrorMessage(connection_)));
    PQsetNoticeProcessor(connection_, [](void*, const char*) {}, nullptr);
    run_script("set standard_conforming_strings = on; set timezone = 'UTC'");
    if (PQenterPipelineMode(connection_) != 1) throw Fault("PostgreSQL's client library has no pipelines");
    if (use_ == Use::write) claim_lane();
}

// The database keeps the claim as long as the connection lives.
void PostgresConnection::claim_lane() {
    constexpr int lanes_max = 10;  // a case number has one digit for it
    for (lane_ = 0; lane_ < lanes_max; ++lane_) {
        auto rows = query("select case when pg_try_advisory_lock(hashtext('leye.' || current_schema()), cast(? as integer)) then 1 else 0 end", lane_);
        if (rows.next() && rows.get<int64_t>(0) == 1) return;
    }
    throw Fault("all ten write lanes of this database are taken by other servers");
}

void PostgresConnection::begin() {
    if (PQstatus(connection_) != CONNECTION_OK) reconnect();
    post(use_ == Use::read ? "begin isolation level repeatable read read only" : "begin");
}

void PostgresConnection::commit() {
    send("commit", {});
    const Answer answer = receive();
    if (std::string_view(PQcmdStatus(answer.get())) != "COMMIT") throw Fault("PostgreSQL did not commit: an earlier statement had failed");
}

void PostgresConnection::roll_back() {
    try {
        try {
            settle();
        } catch (const std::exception&) {
            // what had gone wrong was told when it did
        }
        if (PQstatus(connection_) != CONNECTION_OK) return reconnect();
        execute("rollback");
    } catch (const std::exception&) {
        // Away, and still away: the next transaction on this connection says so to its own caller.
    }
}

void PostgresConnection::fail(const PGresult* answer, std::string_view doing) const { throw_postgres(answer, connection_, doing); }

void PostgresConnection::settle() {
    if (!sent_.empty()) receive();
}

void PostgresConnection::run_script(std::string_view sql) {
    ++changes_;
    settle();
    const bool piped = PQpipelineStatus(connection_) != PQ_PIPELINE_OFF;
    if (piped && PQexitPipelineMode(connection_) != 1) throw_postgres(nullptr, connection_, sql);
    const Answer answer(PQexec(connection_, std::string(sql).c_str()));
    const auto status = PQresultStatus(answer.get());
    if (piped) PQenterPipelineMode(connection_);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY)
        throw_postgres(answer.get(), connection_, sql);
}

void PostgresConnection::send(std::string_view sql, std::span<const Param> params) {
    auto it = names_.find(std::string(sql));
    if (it == names_.end()) {
        const std::string name = "s" + std::to_string(++last_name_);
        if (PQsendPrepare(connection_, name.c_str(), numbered(sql).c_str(), 0, nullptr) != 1) throw_postgres(nullptr, connection_, sql);
        it = names_.emplace(std::string(sql), name).first;
        sent_.push_back({&it->first, true});
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
            data[i] = params[i].view().data() ? params[i].view().data() : "";
            lengths[i] = static_cast<int>(params[i].view().size());
            formats[i] = 1;
        } else if (params[i].kind() != Param::Kind::null) {
            data[i] = texts.data() + starts[i];
        }
    }
    if (PQsendQueryPrepared(connection_, it->second.c_str(), static_cast<int>(params.size()), data.data(), lengths.data(), formats.data(), 0) != 1)
        throw_postgres(nullptr, connection_, sql);
    sent_.push_back({&it->first, false});
}

PostgresConnection::Answer PostgresConnection::receive() {
    const std::vector<Sent> sent = std::exchange(sent_, {});
    PQpipelineSync(connection_);
    Answer last, wrong;
    std::string doing = *sent.back().sql;
    for (const Sent& one : sent) {
        last.reset(PQgetResult(connection_));
        if (!last) throw_postgres(nullptr, connection_, *one.sql);  // the connection is lost
        while (const Answer more{PQgetResult(connection_)}) {
        }
        const auto status = PQresultStatus(last.get());
        const bool good = !wrong && (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK);
        if (good) continue;
        if (!wrong) wrong = std::move(last), doing = *one.sql;
        if (one.preparation) names_.erase(*one.sql);  // it was not, nor is any behind it
    }
    const Answer sync(PQgetResult(connection_));
    if (wrong) throw_postgres(wrong.get(), connection_, doing);
    return last;
}

Rows PostgresConnection::run_query(std::string_view sql, std::span<const Param> params) {
    send(sql, params);
    Answer answer = receive();
    if (PQresultStatus(answer.get()) != PGRES_TUPLES_OK) throw_postgres(answer.get(), connection_, sql);
    if (sql.find(" returning ") != sql.npos) ++changes_;
    return Rows(std::make_unique<PostgresCursor>(answer.release()));
}

int64_t PostgresConnection::run_execute(std::string_view sql, std::span<const Param> params) {
    ++changes_;
    send(sql, params);
    const Answer answer = receive();
    const char* changed = PQcmdTuples(answer.get());
    return changed && *changed ? std::stoll(changed) : 0;
}

Rows PostgresConnection::run_query_kept(std::string_view select, std::span<const Param> params) {
    return run_query(std::string(select) + " for share", params);
}

void PostgresConnection::run_hold(std::string_view select, std::span<const Param> params) {
    run_query(std::string(select) + " for update", params);
}

void PostgresConnection::run_post(std::string_view sql, std::span<const Param> params) {
    ++changes_;
    send(sql, params);
}

}  // namespace leye::store
