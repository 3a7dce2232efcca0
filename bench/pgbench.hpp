#pragma once
#include <string>
#include <utility>
#include <vector>

#include "engine/store/store.hpp"

namespace leye::bench {

/// Passes everything on to another connection and remembers the statements with their values.
class Recorded : public store::Connection {
  public:
    explicit Recorded(store::Connection& inner) : inner_(inner) {}
    void run_script(std::string_view sql) override { inner_.run_script(sql); }
    int lane() const override { return inner_.lane(); }
    using Connection::put_carried_back;

    struct Statement {
        std::string sql;
        std::vector<store::Value> values;
    };
    std::vector<Statement> statements;

  protected:
    store::Rows run_query(std::string_view sql, std::span<const store::Param> params) override;
    int64_t run_execute(std::string_view sql, std::span<const store::Param> params) override;

  private:
    void note(std::string_view sql, std::span<const store::Param> params);
    store::Connection& inner_;
};

/// The statements as a script for pgbench, one transaction each time: ids, numbers and keys are new each time, chains and
/// counters are each client's own, so that clients do not wait for each other.
/// in: `own` are the texts that are unique to the recorded case.
std::string pgbench_script(const std::vector<Recorded::Statement>& statements, const std::vector<std::string>& own);

/// Transactions a second of pgbench with prepared statements. Fails: Fault where it cannot be run.
double run_pgbench(const std::string& script, const std::string& url, int clients, const std::string& folder);

}  // namespace leye::bench
