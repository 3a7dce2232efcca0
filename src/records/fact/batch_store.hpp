#pragma once
#include <set>

#include "records/fact/batch.hpp"

namespace leye::fact {

void insert_batch(store::Transaction& tx, const Batch& batch);
/// Says that its writer is at work. Fails: Fault where it is not loading any more.
void touch(store::Transaction& tx, int64_t number, Instant now);
void set_done(store::Transaction& tx, int64_t number, const Counts& counts, std::optional<Date> from_month, std::optional<Date> until_month, Instant at);
/// Its lines are forgotten too.
void set_broken(store::Transaction& tx, int64_t number);
void set_undoes(store::Transaction& tx, int64_t number, int64_t undone, std::string_view reason);
void set_undone(store::Transaction& tx, int64_t number, int64_t by);
/// The greatest number given; those who ask wait for each other.
int64_t last_number(store::Transaction& tx);
std::vector<Batch> list_loading(store::Connection& c);
/// The whole batches of a source, and `own`.
std::set<int64_t> numbers_of(store::Connection& c, std::string_view source, int64_t own);

void insert_cover(store::Transaction& tx, int64_t batch, const Cover& cover);
std::vector<Cover> list_cover(store::Connection& c, int64_t batch);
/// Kind and month of everything that whole batches of the source tell.
std::set<std::pair<Kind, Date>> covered_months(store::Connection& c, std::string_view source);

}  // namespace leye::fact
