#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/store/store.hpp"
#include "services/casework/case.hpp"

/// What rules decided about the cases of a stretch of time. An id begins with the moment at which it was made, so that the cases
/// handed in within a stretch are a range of the key and no index is kept for this.
namespace leye::casework {

/// The least id of a case handed in at that moment or later.
CaseId first_id(Instant at);
/// The greatest id there can be.
CaseId last_id();

int64_t count_cases(store::Connection& c, CaseId from);
/// The least of the `size` greatest ids in [from, before); nothing where there is no case.
std::optional<CaseId> find_page(store::Connection& c, CaseId from, CaseId before, int size);

/// The last decision by rule of one case.
struct RuleDecision {
    std::string number;
    Instant at;
    std::string body;  ///< JSON, as settle.cpp writes it
};
/// Of the item's cases with ids in [from, before) that a rule decided; the newest first. Cost: the range is read once.
std::vector<RuleDecision> list_rule_decisions(store::Connection& c, std::string_view item, CaseId from, CaseId before);

}  // namespace leye::casework
