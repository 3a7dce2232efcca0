#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/seal/seal.hpp"
#include "engine/store/store.hpp"
#include "services/casework/case.hpp"

namespace leye::casework {

/// The module's tables.
std::span<const store::Migration> schema();

/// Writes the actions behind `stored_version` and what they add up to. `stored_version` 0 writes a new case.
/// in: `bodies` of the new actions as compact JSON. Fails: case_changed where somebody else wrote in between.
Result<void> save(store::Transaction& tx, const seal::Seal& seal, const Case& c, int64_t stored_version, std::span<const std::string> bodies);

/// Where the sealed values of an action belong.
std::string bound_to(const CaseId& id, int64_t seq);

std::optional<Case> find_case(store::Connection& c, const seal::Seal& seal, std::string_view number);

/// One line of a list: no actions, no values.
struct CaseRow {
    Origin origin;
    State state = State::accepted;
    std::string outcome;
    int64_t version = 0;
    Date due_on;
    std::optional<Date> stopped_on;
    std::optional<Instant> closed_at;
    std::string assigned_to;
};

/// Newest first, behind the case number `after`. `persons`: the ids a merged file stands under.
std::vector<CaseRow> list_of_persons(store::Connection& c, std::span<const party::PersonId> persons, std::string_view after, int limit);
std::vector<CaseRow> list_of_employer(store::Connection& c, party::EmployerId employer, std::string_view after, int limit);

/// What an officer looks for in the queue; empty members do not narrow.
struct QueueFilter {
    std::optional<State> state;  ///< one of the open states; empty: all open
    std::string item;
    std::string without_item;    ///< all but this one
    std::string area;            ///< this area and below
    std::string assigned_to;     ///< staff id text
    std::optional<Date> due_from, due_before;  ///< of those whose clock runs
    std::string number;          ///< begins with
};
/// Open cases the officer took on.
bool has_task(store::Connection& c, std::string_view staff, std::span<const party::PersonId> persons, Instant handled_since, std::string& number);

}  // namespace leye::casework
