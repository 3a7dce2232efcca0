#pragma once
#include <memory>
#include <vector>

#include "records/catalog/current.hpp"
#include "records/catalog/phrases.hpp"
#include "services/determination/import.hpp"
#include "services/determination/preview.hpp"

namespace leye::determination {

using FactTaskId = Id<struct FactTaskTag>;

/// Something done to a file or a batch, from when it was asked for.
struct FactTask {
    enum class Kind { import, redo, undo };
    enum class State {
        looked,   ///< a file was looked through and waits for a yes
        waiting,
        running,
        done,
        refused,  ///< `refusal` says why
        failed,   ///< the database or the disk did
    };
    FactTaskId id;
    Kind kind = Kind::import;
    State state = State::looked;
    party::Actor actor;
    Instant asked_at, changed_at;
    std::string source, file_name, given_by, purpose, reason;
    std::shared_ptr<const std::string> content;  ///< of an import, until it ends
    std::shared_ptr<const Preview> preview;      ///< of an import
    int64_t of_batch = 0;                        ///< to redo or take back
    ImportProgress progress;
    Instant began_at;
    std::optional<Imported> imported;  ///< of one that is done
    std::optional<int64_t> undone_by;
    std::optional<Refusal> refusal;

    bool is_over() const { return state >= State::done; }
    /// Seconds left of the stage under way; nothing where it did too little to tell.
    std::optional<int> seconds_left(Instant now) const;
};
std::string_view name_of(FactTask::Kind kind);
std::string_view name_of(FactTask::State state);

/// Imports, redoes and takes back, one after the other on a thread of its own, and takes files out of a watched folder
/// meanwhile. What is asked for is in memory only: after a crash a file is given again, and a batch that broke off is taken
/// away. Safe for many threads; everything given to it outlives it.
class Importer {
  public:
    static constexpr size_t file_bytes_max = size_t{64} << 20;   ///< as sent; larger ones come by the folder
    static constexpr size_t bytes_max = size_t{256} << 20;       ///< of all files that wait
    static constexpr int64_t kept_ms = 60 * 60 * 1000;           ///< a file waits for its yes, and an end is told, so long

    struct Parts {
        store::Database& db;
        const seal::Seal& seal;
        const reference::Reference& reference;
        const Sources& sources;
        const catalog::Current& catalog;
        const catalog::Phrases& phrases;
        const Clock& clock;
        std::string inbox;  ///< folder; empty: none is watched
    };
    /// Fails: std::filesystem::filesystem_error where the folder cannot be made.
    explicit Importer(Parts parts);
    /// Waits for the slice under way; what it was part of is taken away when a server runs again.
    ~Importer();
    Importer(const Importer&) = delete;
    Importer& operator=(const Importer&) = delete;

    /// Looks a file through and keeps it until somebody says yes. Fails: duty_missing, sign_in_needed; fact_source_unknown,
    /// fact_files_too_many; as preview_file.
    Result<FactTask> look(const party::Actor& actor, const std::string& source, const std::string& file_name, std::string content);
    /// Imports a file that was looked through. Asked before: nothing happens. Fails: duty_missing, sign_in_needed, fact_task_unknown.
    Result<FactTask> import(const party::Actor& actor, FactTaskId id, const std::string& given_by, const std::string& purpose);
    /// Fails: duty_missing, sign_in_needed, fact_batch_unknown.
    Result<FactTask> redo(const party::Actor& actor, int64_t batch);
    /// Fails: duty_missing, sign_in_needed, fact_batch_unknown, fact_batch_undone, fact_batch_is_undo, fact_reason_missing.
    Result<FactTask> undo(const party::Actor& actor, int64_t batch, const std::string& reason);

    std::optional<FactTask> find(FactTaskId id) const;
    /// Waiting, running and ended within the hour, newest first.
    std::vector<FactTask> list() const;
    /// Forgets a file that waits for its yes. Fails: duty_missing, sign_in_needed, fact_task_unknown.
    Result<void> drop(const party::Actor& actor, FactTaskId id);

  private:
    struct Run;
    std::unique_ptr<Run> run_;
};

}  // namespace leye::determination
