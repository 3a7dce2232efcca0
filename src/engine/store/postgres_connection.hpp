#pragma once
#include <postgresql/libpq-fe.h>

#include <string>
#include <unordered_map>

#include "engine/store/store.hpp"

namespace leye::store {

/// A libpq connection with its prepared statements. `?` becomes `$n`; ids and bytes travel in binary.
class PostgresConnection : public Connection {
  public:
    PostgresConnection(const std::string& url, int lane);
    ~PostgresConnection() override;
    PostgresConnection(const PostgresConnection&) = delete;
    PostgresConnection& operator=(const PostgresConnection&) = delete;

    void run_script(std::string_view sql) override;
    int lane() const override { return lane_; }
    /// False after the server went away; `reconnect` then starts anew.
    bool alive() const;
    void reconnect();
    using Connection::forget_carried;
    using Connection::put_carried_back;

  protected:
    Rows run_query(std::string_view sql, std::span<const Param> params) override;
    int64_t run_execute(std::string_view sql, std::span<const Param> params) override;

  private:
    PGresult* run(std::string_view sql, std::span<const Param> params);

    std::string url_;
    int lane_;
    PGconn* connection_ = nullptr;
    std::unordered_map<std::string, std::string> names_;
};

}  // namespace leye::store
