#pragma once
#include "services/determination/import.hpp"

namespace leye::determination {

/// Reads the lines of a batch again whose people were not known then, as a batch of its own. Fails: fact_batch_unknown,
/// fact_source_unknown, fact_batch_undone, fact_nothing_to_redo; as import_file.
Result<Imported> redo_unknown(store::Database& db, const seal::Seal& seal, const reference::Reference& reference, const Sources& sources, int64_t batch, ImportOptions options,
                              const std::function<void(const ImportProgress&)>& progress = {});

}  // namespace leye::determination
