#pragma once
#include <map>
#include <optional>

#include "engine/lines/look.hpp"
#include "services/determination/mapping.hpp"
#include "services/determination/row_said.hpp"

namespace leye::seal {
class Seal;
}

namespace leye::determination {

struct PreviewRow {
    int64_t line = 0;
    std::vector<std::string> cells;  ///< in the file's order; numbers masked, of unknown columns empty
    Verdict verdict;                 ///< «taken» or «known» where it can be taken
};

/// What a file is, before anything of it is taken.
struct Preview {
    lines::Look look;
    Mapping mapping;
    std::vector<PreviewRow> rows;
    int64_t checked = 0;                  ///< rows at the beginning that were read as if they were taken
    std::map<Said, int64_t> said;         ///< how many of them
    std::optional<int64_t> known_batch;   ///< the source gave the same content before
};

/// Looks a file through, and reads its first rows. in: `show` of them are shown. Fails: as look_through and map_columns.
/// Writes nothing.
Result<Preview> preview_file(store::Database& db, const seal::Seal& seal, const Source& source, const lines::Origin& origin, Date today, size_t show = 20);

}  // namespace leye::determination
