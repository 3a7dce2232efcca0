#pragma once
#include <optional>
#include <utility>
#include <vector>

#include "engine/store/store.hpp"
#include "services/casework/case_store.hpp"

/// The desk's queue: open cases by day due, in every way an officer narrows it, with a million of them open.
namespace leye::casework {

/// Open cases, first due first, behind (due_on, number) of the last row read. Cost: a range of one index, `limit` rows.
std::vector<CaseRow> list_open(store::Connection& c, const QueueFilter& filter, std::optional<std::pair<Date, std::string>> after, int limit);

/// How many open cases the filter meets. Exact and from counters for state, item and area; narrower filters are
/// counted in an index, up to `most`.
int64_t count_open(store::Connection& c, const QueueFilter& filter, int64_t most = 10'000);

/// Open cases of the whole province by what they wait for.
struct OpenTotals {
    int64_t open = 0, awaiting_correction = 0, objected = 0, questions = 0;
};
/// Cost: one range of the counters. `question` is the item whose cases an adviser answers.
OpenTotals open_totals(store::Connection& c, std::string_view question);

}  // namespace leye::casework
