#pragma once
#include <functional>
#include <stdexcept>
#include <string>

#include "base/clock.hpp"
#include "engine/lines/look.hpp"
#include "records/fact/batch.hpp"
#include "services/determination/mapping.hpp"

namespace leye::determination {

struct ImportOptions {
    party::Actor actor;
    const Clock* clock = nullptr;
    std::string file_name;  ///< as people know it
    std::string given_by, purpose;  ///< empty: as the source says
    int threads = 2;                ///< that read and check
    int64_t part_rows = 0;          ///< sorted and kept in memory together; 0: as many as a quarter of the free memory takes
    bool same_again = false;        ///< read also what was read before with the same content
};

/// Where an import stands.
struct ImportProgress {
    enum class Stage { looking, people, reading, facts };
    Stage stage = Stage::looking;
    int64_t done = 0, total = 0;  ///< bytes while looking, rows then; total 0: not known yet
    int64_t batch = 0;            ///< once it has a number
};
std::string_view name_of(ImportProgress::Stage stage);  ///< "looking", "people", "reading", "facts"

/// What an import came to.
struct Imported {
    int64_t batch = 0;
    bool known_before = false;  ///< the source gave the same content before: nothing was done, `batch` is the one of then
    lines::Look look;
    Mapping mapping;
    fact::Counts counts;
    int64_t looking_ms = 0, people_ms = 0, reading_ms = 0, facts_ms = 0;  ///< people: beyond the looking; reading is in facts
};

/// Thrown by `progress` to end an import at once, since the program ends; the next sweep takes away what was written.
class ImportStopped : public std::runtime_error {
  public:
    ImportStopped() : std::runtime_error("the program ends") {}
};

/// Reads a file of a source and keeps its facts as one batch, which is seen when all of it is kept. Memory is bounded by parts.
/// `progress` is called now and then on the caller's thread. Fails: as `look_through` and `map_columns`, as
/// fact::begin_batch; Fault. What was written of a batch that fails is taken away,
/// but for ImportStopped.
/// Cost: about a second for a million rows.
Result<Imported> import_file(store::Database& db, const seal::Seal& seal, const reference::Reference& reference, const Source& source, const lines::Origin& origin,
                             const ImportOptions& options, const std::function<void(const ImportProgress&)>& progress = {});

}  // namespace leye::determination
