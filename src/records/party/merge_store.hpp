#pragma once
#include "records/party/merge.hpp"

namespace leye::party {

void hold_row(store::Connection& c, PersonId id);
void insert_merge(store::Transaction& tx, const Merge& merge);
std::optional<Merge> find_merge(store::Connection& c, MergeId id);
void mark_undone(store::Transaction& tx, MergeId id, Instant at, std::string_view reason);
/// Lets the file point at another, or at none.
void point_at(store::Transaction& tx, PersonId id, std::optional<PersonId> kept);

}  // namespace leye::party
