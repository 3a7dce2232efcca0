#pragma once
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/store/store.hpp"

/// The record of acts: append-only, hash-chained, written in the same transaction as what it records.
namespace leye::journal {

/// One act. `actor`, `act` and `subject` are short ASCII names such as "staff:<id>", "case_submitted",
/// "case:<id>"; `detail` is compact JSON without identity numbers.
struct Entry {
    Instant at;
    std::string actor;
    std::string act;
    std::string subject;
    std::string detail;
};

/// The module's tables.
std::span<const store::Migration> schema();

/// Adds the entry at the end of this writer's chain. Each write lane has a chain of its own, so that writers
/// do not wait for each other. Cost: one statement, and two for all entries of a commit.
void append(store::Transaction& tx, const Entry& entry);

/// What is wrong with one place of a chain.
struct Damage {
    int64_t lane;
    int64_t seq;
    std::string what;  ///< "changed", "missing", "cut" or "added", with what was expected
};

struct Verified {
    int64_t entries = 0;
    int64_t lanes = 0;
    std::vector<Damage> damages;  ///< at most 1,000, in order
};

/// Reads every chain from its beginning and compares it to its hashes and its head. A changed, dropped,
/// reordered or cut entry is found and named. `progress` gets the number read, every 10,000 entries.
/// Cost: linear, one pass.
Verified verify(store::Connection& c, const std::function<void(int64_t)>& progress = {});

}  // namespace leye::journal
