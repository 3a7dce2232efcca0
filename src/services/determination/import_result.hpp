#pragma once
#include <functional>
#include <string_view>

#include "records/catalog/catalog.hpp"
#include "records/catalog/phrases.hpp"
#include "services/determination/import_keep.hpp"

namespace leye::determination {

struct ResultOptions {
    bool english = false;
    bool refused_only = false;
};

/// What became of each line of a batch, piece by piece, as CSV that Chinese Excel opens: line, result, code, column, why,
/// what to do. It names nobody: who gave the file knows the line. in: `source` as the catalogue has it now.
void write_line_results(store::Database& db, const catalog::Catalog& catalog, const catalog::Phrases& phrases, const Source& source, int64_t batch, const ResultOptions& options,
                  const std::function<void(std::string_view)>& out);

}  // namespace leye::determination
