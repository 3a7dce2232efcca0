#pragma once
#include <functional>
#include <memory_resource>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/store/sqlite_connection.hpp"

namespace leye::store {

/// A work run on a snapshot: its queries are answered and kept with what they answered, its writes are only kept. What it
/// wrote it does not see. One that asks how many rows a statement changed cannot be rehearsed.
class SqliteRehearsal : public Connection {
  public:
    /// The work asked for what only a writer knows.
    struct Impossible {};

    explicit SqliteRehearsal(SqliteConnection& snapshot) : snapshot_(&snapshot) {}
    /// Whether anything is to be written.
    bool writes() const { return writes_; }
    /// Does on the writer what was rehearsed. out: false where a query that came before the first write answers otherwise
    /// now, and nothing was written. Fails: ConflictFault where one behind it does, or a key refuses; what was written
    /// meanwhile is to be undone. Cost: no statement that the work itself would not make.
    bool repeat(SqliteConnection& writer) const;

    void run_script(std::string_view) override { throw Impossible(); }
    bool is_rehearsal() const override { return true; }

  protected:
    Rows run_query(std::string_view sql, std::span<const Param> params) override;
    int64_t run_execute(std::string_view, std::span<const Param>) override { throw Impossible(); }
    void run_post(std::string_view sql, std::span<const Param> params) override;
    void run_change_one(std::string_view sql, std::span<const Param> params) override;
    void leave_to_writer(std::function<void(Connection&)> act) override;

  private:
    struct Statement {
        std::string_view sql;
        std::span<const Param> params;
    };
    struct Query : Statement {
        std::span<const std::span<const Param>> rows;  ///< what it answered
    };
    struct Write : Statement {
        bool must_change_one = false;
    };
    using Step = std::variant<Query, Write, std::function<void(Connection&)>>;

    std::string_view keep(std::string_view text);
    Statement keep(std::string_view sql, std::span<const Param> params);
    Param keep(const Param& param);
    /// The same query, where it was made already and nothing written since, so that the writer answers it once.
    const Query* find_asked(std::string_view sql, std::span<const Param> params) const;
    static bool answers_as_before(SqliteConnection& writer, const Query& query);
    static void write(SqliteConnection& writer, const Write& write);

    SqliteConnection* snapshot_;
    std::pmr::monotonic_buffer_resource memory_{8192};
    std::vector<Step> steps_;
    bool writes_ = false;
};

}  // namespace leye::store
