#pragma once
#include <optional>
#include <string>
#include <vector>

#include "services/casework/case_store.hpp"

namespace leye::casework {

/// An action as it is stored. Where its sealed values do not open, `damaged` says so and they are empty.
struct StoredAction {
    Action action;
    std::string body;
    bool damaged = false;
};
std::vector<StoredAction> list_stored(store::Connection& c, const seal::Seal* seal, const CaseId& id);
std::optional<StoredAction> find_stored(store::Connection& c, const seal::Seal* seal, const CaseId& id, int64_t seq);
std::optional<CaseRow> find_row(store::Connection& c, std::string_view number);
/// Every case behind the number `after`, by number.
std::vector<CaseRow> list_all(store::Connection& c, std::string_view after, int limit);

}  // namespace leye::casework
