#pragma once
#include <optional>
#include <string>
#include <vector>

#include "records/party/person.hpp"

namespace leye::party {

/// Two files found to be one person's. Nothing is moved or deleted: the dropped file points at the kept one,
/// and undoing takes the pointer away.
struct Merge {
    MergeId id;
    PersonId keep, drop;
    std::string reason;
    std::string by;  ///< actor text
    Instant at;
    std::optional<Instant> undone_at;
    std::string undo_reason;
};

/// Joins `drop` to `keep`; both ids read as `keep` from now on. Fails: duty_* (Duty::merge), person_unknown,
/// merge_same, merge_reason_missing (under 4 characters), merge_citizens_differ (two different valid citizen
/// numbers cannot be one person).
Result<MergeId> merge(Context& ctx, PersonId keep, PersonId drop, std::string_view reason);
/// Takes the merge back: both files are again what they were; what was written since stays with the kept one.
/// Fails: duty_*, merge_unknown, merge_undone_already, merge_reason_missing.
Result<void> unmerge(Context& ctx, MergeId id, std::string_view reason);
/// All merges this file took part in, also undone ones, newest first; at most 100.
std::vector<Merge> list_merges(store::Connection& c, PersonId id);

/// Keeps the files for this transaction, so that two acts about one person come one after the other; what is read of them
/// afterwards is true until the end.
void hold_persons(store::Connection& c, std::vector<PersonId> ids);
/// The file that `id` reads as. Cost: one statement.
std::optional<PersonId> resolve(store::Connection& c, PersonId id);
/// The kept file of `id`, first, and every file merged into it: the ids under which facts about the person
/// may stand. Empty for an unknown id. Cost: two statements.
std::vector<PersonId> list_ids(store::Connection& c, PersonId id);

}  // namespace leye::party
