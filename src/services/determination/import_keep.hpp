#pragma once
#include "base/clock.hpp"
#include "records/fact/writing.hpp"
#include "services/determination/import_part.hpp"

namespace leye::determination {

/// What a batch keeps of its lines, and how that is read again.
struct KeptLine {
    int64_t line = 0;  ///< number of its record in the file, from 1
    Verdict verdict;
};
/// A refused line as it came.
struct RefusedLine {
    int64_t line = 0;
    Verdict verdict;
    std::string record;
};

/// Writes a part: its facts by person in slices, then what became of its lines. out: of each line counted once. `written`
/// gets how many facts are written. Fails: Fault.
fact::Counts keep_part(store::Database& db, const seal::Seal& seal, fact::Writing& writing, const Owners& owners, int64_t batch, std::string_view titles, ImportPart& part, const Clock& clock,
                       const std::function<void(int64_t facts)>& written);

/// Every line of a batch that is no blank, in order.
void each_line(store::Database& db, int64_t batch, const std::function<void(const KeptLine&)>& each);
/// Every refused line in order, with the titles of its file; false from `each` ends it.
void each_refused(store::Database& db, const seal::Seal& seal, int64_t batch, const std::function<bool(std::string_view titles, const RefusedLine&)>& each);

}  // namespace leye::determination
