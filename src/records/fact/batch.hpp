#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/fact/fact.hpp"
#include "records/party/context.hpp"

namespace leye::fact {

/// Where a batch stands. The numbers are stored.
enum class State {
    loading = 1,  ///< being written: nobody sees it
    done = 2,
    broken = 3,  ///< broke off; what it had written is taken away
};
std::string_view name_of(State state);  ///< "loading", "done", "broken"

/// What became of the lines of a batch. Every line is in exactly one but `rows`.
struct Counts {
    int64_t rows = 0;
    int64_t taken = 0;      ///< told something new
    int64_t replaced = 0;   ///< corrected what an earlier batch told
    int64_t known = 0;      ///< told what was known
    int64_t retracted = 0;  ///< took something back
    int64_t refused = 0;
};

/// A line of the ledger: one file or message of one source, or what takes one back.
struct Batch {
    int64_t number = 0;
    std::string source;
    State state = State::loading;
    std::string purpose;       ///< what it may be used for
    std::string given_by;      ///< the department
    std::string file_name;
    std::string content_hash;  ///< SHA-256, hexadecimal
    std::string received_by;   ///< actor text
    Instant received_at, touched_at;
    std::optional<Instant> done_at;
    std::optional<Date> from_month, until_month;  ///< of the beginnings of its facts; half-open
    Counts counts;
    std::optional<int64_t> undoes;     ///< the batch that this one takes back
    std::optional<int64_t> undone_by;  ///< the batch that took this one back
    std::string reason;                ///< why it takes one back
};

struct NewBatch {
    std::string source, purpose, given_by, file_name, content_hash;
};

/// How many people a batch tells something new of.
struct Cover {
    Kind kind;
    Date month;
    std::string city;
    int64_t people;
};

/// A batch whose writer was not heard of for so long has broken off.
inline constexpr int64_t batch_lease_ms = 15'000;

/// Begins a batch, which nobody sees before it is finished. One is written at a time. Fails: fact_batch_running (details:
/// number), until the other is finished, or taken away by `sweep_broken` after the lease.
Result<int64_t> begin_batch(party::Context& ctx, const NewBatch& batch);
/// Says that a batch's writer is still there, so that it is not taken for broken off. Fails: Fault where it was.
void hold_batch(store::Database& db, int64_t number, Instant now);
/// From now on what it tells is believed. Fails: Fault where it was taken away meanwhile.
void finish_batch(party::Context& ctx, int64_t number, const Counts& counts, const std::vector<Cover>& cover);

std::optional<Batch> find_batch(store::Connection& c, int64_t number);
/// The batch of this source with this content that is believed now.
std::optional<Batch> find_content(store::Connection& c, std::string_view source, std::string_view content_hash);
/// Newest first, below the number `before`; of all sources where `source` is empty.
std::vector<Batch> list_batches(store::Connection& c, std::string_view source, std::optional<int64_t> before, int limit = 50);

/// Takes away what a batch wrote that will not be finished; its lease is not waited for. Cost: one pass over all facts.
void drop_batch(store::Database& db, int64_t number, Instant now);
/// Takes away what batches wrote that broke off. out: how many of them. Cost: for each one pass over all facts.
int sweep_broken(store::Database& db, Instant now);

}  // namespace leye::fact
