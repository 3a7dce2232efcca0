#pragma once
#include <string>
#include <vector>

#include "engine/table/proof.hpp"
#include "records/catalog/words.hpp"

namespace leye::catalog {

/// What a proof forbids a table to be put to use for.
struct ProofFault {
    int rule = 0;  ///< from 1; 0: the table as a whole
    Words sentence;
};

/// A case without an answer, rules that contradict each other, a rule that is never the hit, each with a witness in FEEL (row 16.2).
/// out: the first three of each kind, and how many there are. in: `proof` is the table's.
std::vector<ProofFault> faults_of(const feel::DecisionTable& table, const table::Proof& proof);

/// The box as «age >= 16, resident null», inputs that admit everything left out; «anything» where all do.
Words words_of(const feel::DecisionTable& table, const table::Box& box);

}  // namespace leye::catalog
