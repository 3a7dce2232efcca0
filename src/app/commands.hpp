#pragma once
#include <string>
#include <vector>

#include "app/config.hpp"
#include "base/json.hpp"

/// The commands of the program; each gives the exit status: 0 done, 1 a check found faults, 2 bad usage or input,
/// 3 database, disk or peer failed, 4 the program itself is at fault.
namespace leye::app {

struct Output {
    bool json = false;
    bool verbose = false;
};
/// Prints what was done, in the one form or the other.
void print_done(const Output& out, const json::Object& as_json, const std::string& as_text);

int run_serve(const Config& config);
/// `days_later`: the demo takes today to be so many days later.
int run_demo(Config config, int64_t people, bool fresh, int days_later);
/// `with_database`: also versions that are published in the database.
int run_check(const Config& config, bool with_database, const Output& out);
int run_migrate(const Config& config, const Output& out);
int run_import(const Config& config, const std::string& kind, const std::string& file, const Output& out);
/// in: `since` a day, or empty for the whole journal.
int run_journal_verify(const Config& config, const std::string& since, const Output& out);
int run_journal_seal(const Config& config, const Output& out);
int run_backup(const Config& config, const std::string& file, const Output& out);
int run_restore(const Config& config, const std::string& file, const Output& out);
struct NewAccount {
    std::string user, name, area, duties;
};
int run_account_add(const Config& config, const NewAccount& account, const Output& out);
int run_account_list(const Config& config, const Output& out);
int run_account_reset(const Config& config, const std::string& user, const Output& out);
int run_key_add(const Config& config, const Output& out);
int run_key_reseal(const Config& config, const Output& out);
int run_key_retire(const Config& config, int64_t key, const Output& out);
int run_config_check(const Config& config, const std::vector<std::string>& faults, const Output& out);
int run_openapi(const Config& config);
/// Prints what a FEEL expression gives, and why it is null where it is. in: `context` is a JSON object of the names it may use.
int run_feel(const std::string& expression, const std::string& context, const Output& out);
/// Runs a folder laid out like the public DMN conformance kit; writes its result columns to `csv` where that is given.
int run_conformance(const std::string& dir, const std::string& csv, const Output& out);
/// One of `xlsx`, `html` and `from` is set.
struct TableJob {
    std::string model, decision, xlsx, html, from, out, language = "zh";
};
int run_table(const Config& config, const TableJob& job, const Output& out);
/// What `leye sweep` is asked.
struct SweepJob {
    std::string day;     ///< of a new sweep; empty: today
    std::string result;  ///< file for what sweeps have come to; empty: none
    bool take_over = false;
    bool changed = false;  ///< only who changed since the last sweep of the day
};
/// Works on the sweep that is not over, or on a new one.
int run_sweep(const Config& config, const SweepJob& job, const Output& out);
/// What `leye decide` is asked.
struct Asked {
    std::string model, input, decision;  ///< files; the decision's id or name, or empty for the only last one
    bool trace = false, change = false;
    std::vector<std::string> fixed;      ///< facts that cannot change
};
/// Facts are called as the catalogue of `config` calls them, where there is one.
int run_decide(const Config& config, const Asked& asked, const Output& out);

/// What `leye facts` is asked about files of other departments and the batches they became.
struct FactsJob {
    std::string source, file, given_by, purpose, result, reason;
    int64_t batch = 0;
    bool refused = false;
};
int run_facts_sources(const Config& config, const Output& out);
int run_facts_preview(const Config& config, const FactsJob& job, const Output& out);
/// Exit status 1: some lines were refused.
int run_facts_import(const Config& config, const FactsJob& job, const Output& out);
int run_facts_redo(const Config& config, const FactsJob& job, const Output& out);
int run_facts_list(const Config& config, const FactsJob& job, const Output& out);
int run_facts_rows(const Config& config, const FactsJob& job, const Output& out);
int run_facts_undo(const Config& config, const FactsJob& job, const Output& out);

/// Prints «done/total (n %), about s left» on a terminal, nothing elsewhere. Call as often as you like.
class Progress {
  public:
    explicit Progress(std::string what, int64_t total = 0);
    ~Progress();
    void at(int64_t done);
    /// As `at`, where the total is known by now.
    void at(int64_t done, int64_t total);

  private:
    std::string what_;
    int64_t total_, shown_ms_ = 0, began_ms_;
    bool terminal_;
};

}  // namespace leye::app
