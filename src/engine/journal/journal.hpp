#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/seal/seal.hpp"
#include "engine/store/store.hpp"

/// The record of acts: append-only, hash-chained, its head sealed with the keys of the installation, written in the same
/// transaction as what it records.
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

/// Gives this writer's chain the keys that seal its head; every act does so before it appends. Cost: no statement.
void use_keys(store::Transaction& tx, const seal::Seal& seal);

/// Adds the entry at the end of this writer's chain. Each write lane has a chain of its own, so that writers
/// do not wait for each other. The first entry of a later day closes the segment of the day before: what the chain had come to
/// is kept under a seal of its own. Invariant: `use_keys` came before. Cost: one statement, and two for all entries of a commit.
void append(store::Transaction& tx, const Entry& entry);

/// What is wrong with one place of a chain.
struct Damage {
    int64_t lane;
    int64_t seq;
    std::string what;  ///< "changed", "missing", "cut", "added", "forged" or "unsealed", with what was expected
};

struct Verified {
    int64_t entries = 0;
    int64_t lanes = 0;
    int64_t segments = 0;         ///< closed days that the chains were compared to
    std::vector<Damage> damages;  ///< at most 1,000, in order
};

/// Hears how many entries are read, and of how many.
using Progress = std::function<void(int64_t done, int64_t all)>;

/// Reads every chain and compares it to its hashes, its closed segments and its head, and each of these to its seal. A changed,
/// dropped, reordered or cut entry is found and named, and so is a chain that somebody without the keys wrote anew. in: `seal`
/// null: the seals are not looked at; `since`: each chain is read from the last genuine segment closed before that day,
/// instead of its beginning. Cost: linear, one pass, in memory a thousand entries.
Verified verify(store::Connection& c, const seal::Seal* seal, const Progress& progress = {}, std::optional<Date> since = std::nullopt);

/// An entry in its place.
struct Placed {
    int64_t lane = 0, seq = 0;
    Entry entry;
};
/// The entries behind (lane, after_seq), chain by chain, at most `limit`: for who compares what they tell with what is stored.
std::vector<Placed> list_entries(store::Connection& c, int64_t lane, int64_t after_seq, int limit);

/// Whose keys sealed the heads.
enum class Keys { none_yet, ours, others };
/// Tells before anything is written whether the keys belong to this database. `seal` null: whether any keys do.
Keys keys_of(store::Connection& c, const seal::Seal* seal);

/// Seals the heads that have no seal at all, which is so for chains begun before heads were sealed, and the segments that such
/// chains closed since. out: how many, or nothing where `verify` finds any other damage. Fails: journal_damaged.
Result<int> seal_unsealed(store::Transaction& tx, const seal::Seal& seal);

}  // namespace leye::journal
