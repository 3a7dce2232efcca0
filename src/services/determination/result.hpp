#pragma once
#include <iosfwd>

#include "engine/seal/seal.hpp"
#include "engine/store/store.hpp"

namespace leye::determination {

/// Writes what sweeps have come to, without ids and times of writing: for each person every finding with what it answered and
/// what the register believes, in the order of the files. Two databases that began alike and were swept alike write the same
/// bytes, however often the sweeps broke off. out: how many findings. Cost: linear in people with findings.
int64_t write_result(store::Database& db, const seal::Seal& seal, std::ostream& out);

}  // namespace leye::determination
