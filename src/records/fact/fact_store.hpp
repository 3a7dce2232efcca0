#pragma once
#include <set>

#include "records/fact/writing.hpp"

namespace leye::fact {

/// A row of `fact`.
struct Row {
    party::PersonId person;
    Fact fact;
    std::optional<int64_t> gone_batch;
};

/// Whether two facts of one person are the same fact, whatever its value.
bool same_key(const Fact& a, const Fact& b);

/// What batches `own` told of the people, kinds and days of `facts`, believed or told by `number` itself; by person, kind,
/// beginning and batch.
std::vector<Row> list_told(store::Connection& c, std::span<const NewFact* const> facts, const std::set<int64_t>& own, int64_t number);
/// Adds facts that have no row of this batch yet.
void insert_facts(store::Transaction& tx, int64_t batch, std::span<const NewFact* const> facts);
void set_gone(store::Transaction& tx, const Row& row, int64_t gone_batch);

/// Notes whose facts the batch changed. in: ids in order, each once.
void insert_touched(store::Transaction& tx, int64_t batch, std::span<const party::PersonId> people, Instant now);

/// The person with which the next `rows` rows behind `after` end; nothing behind the last.
std::optional<party::PersonId> next_stop(store::Connection& c, party::PersonId after, int rows);
/// All rows of the people behind `after` up to and including `upto`, in order.
std::vector<Row> list_rows(store::Connection& c, party::PersonId after, party::PersonId upto);
/// As if the batch had never written to these people.
void forget(store::Transaction& tx, int64_t batch, party::PersonId after, party::PersonId upto);

}  // namespace leye::fact
