#pragma once
#include <string>
#include <vector>

#include "engine/store/store.hpp"
#include "services/casework/case.hpp"

namespace leye::casework {

/// A commitment on the list of checks.
struct Commitment {
    std::string number;  ///< of the case
    std::string item;
    std::optional<party::PersonId> person;
    std::string area;
    Instant given_at;
    Date check_due_on;
    CommitmentState state = CommitmentState::open;
};

void add_commitment(store::Transaction& tx, const Case& c);
void move_commitment(store::Transaction& tx, const CaseId& id, CommitmentState state);
/// Commitments in the area and below, first due first, behind (check_due_on, number). `due_before`: only those to check
/// before that day. Cost: an index range.
std::vector<Commitment> list_commitments(store::Connection& c, std::string_view area, std::optional<CommitmentState> state,
                                         std::optional<Date> due_before, std::optional<std::pair<Date, std::string>> after, int limit);
int64_t count_checks_due(store::Connection& c, std::string_view area, Date before);

}  // namespace leye::casework
