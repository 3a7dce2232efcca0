#pragma once
#include <functional>
#include <string>
#include <vector>

#include "engine/seal/seal.hpp"
#include "engine/store/store.hpp"
#include "services/casework/case.hpp"

/// What the journal keeps of cases, and whether the cases still say it.
namespace leye::casework {

/// What the journal keeps of an action: enough to see that what the case keeps was not changed.
/// in: `body` as it is stored. out: compact JSON; nothing in it tells a value.
std::string journal_detail(const seal::Seal& seal, const Origin& origin, const Action& action, const std::string& body);

/// One case that is not what the journal recorded.
struct CaseDamage {
    std::string number;
    int64_t seq = 0;   ///< of the action; 0 of the case as a whole
    std::string what;  ///< in words
};

/// Compares every case with the journal's entries about it, action by action, and what its row says with what its actions
/// add up to. `seal` null: what is sealed is not looked at. `progress` gets the number of entries and cases read.
/// out: at most 1,000. Cost: linear, 2 statements for an entry and one for a case.
std::vector<CaseDamage> verify_cases(store::Connection& c, const seal::Seal* seal, const std::function<void(int64_t)>& progress = {});

}  // namespace leye::casework
