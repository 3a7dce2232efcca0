#pragma once
#include <postgresql/libpq-fe.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/store/batches.hpp"

namespace leye::store {

/// A libpq connection with its prepared statements. `?` becomes `$n`; ids and bytes travel in binary. It stays in pipeline
/// mode: posted statements travel together, and the next one that is asked for something waits for them all.
class PostgresConnection : public Writer {
  public:
    enum class Use { read, write };
    PostgresConnection(const std::string& url, Use use);
    ~PostgresConnection() override;
    PostgresConnection(const PostgresConnection&) = delete;
    PostgresConnection& operator=(const PostgresConnection&) = delete;

    void run_script(std::string_view sql) override;
    /// Of a writer, a number from 0 that no other writer of this schema has, in this program or another.
    int lane() const override { return lane_; }

    void begin() override;
    void commit() override;
    void roll_back() override;
    void settle() override;
    int64_t changes() const override { return changes_; }
    bool is_void() const override { return PQtransactionStatus(connection_) == PQTRANS_INERROR; }

  protected:
    Rows run_query(std::string_view sql, std::span<const Param> params) override;
    int64_t run_execute(std::string_view sql, std::span<const Param> params) override;
    void run_post(std::string_view sql, std::span<const Param> params) override;
    Rows run_query_kept(std::string_view select, std::span<const Param> params) override;
    int64_t run_load(std::string_view table, std::span<const std::string_view> columns, const std::function<bool(std::span<Param>)>& next) override;
    void run_hold(std::string_view select, std::span<const Param> params) override;

  private:
    struct Clear {
        void operator()(PGresult* r) const { PQclear(r); }
    };
    using Answer = std::unique_ptr<PGresult, Clear>;

    class Aside;
    void reconnect();
    /// Throws what the answer, or where there is none the connection, says went wrong.
    [[noreturn]] void fail(const PGresult* answer, std::string_view doing) const;
    void claim_lane();
    void send(std::string_view sql, std::span<const Param> params);
    /// The answer to the last statement sent. Fails: as the first of them that failed.
    Answer receive();

    std::string url_;
    Use use_;
    int lane_ = 0;
    PGconn* connection_ = nullptr;
    /// What an answer to come is to.
    struct Sent {
        const std::string* sql;  // a key of names_
        bool preparation;
    };
    std::unordered_map<std::string, std::string> names_;  // of prepared statements, by SQL
    int64_t last_name_ = 0;
    std::vector<Sent> sent_;
    int64_t changes_ = 0;
};

}  // namespace leye::store
