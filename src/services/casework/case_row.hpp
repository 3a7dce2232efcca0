#pragma once
#include <string_view>
#include <vector>

#include "engine/store/store.hpp"
#include "services/casework/case_store.hpp"

namespace leye::casework {

/// What `read_row` reads, for the front of a statement.
constexpr std::string_view case_row_columns =
    "select id, number, item, item_version, person_id, employer_id, area, channel, submitted_at, state, outcome, version, due_on, "
    "stopped_on, closed_at, assigned_to from case_file ";

inline CaseRow read_case_row(const store::Rows& r) {
    CaseRow out;
    out.origin = {r.get<CaseId>(0), r.get<std::string>(1), r.get<std::string>(2), r.get<int>(3),
                  r.get<std::optional<party::PersonId>>(4), r.get<std::optional<party::EmployerId>>(5), r.get<std::string>(6),
                  r.get<std::string>(7), r.get<Instant>(8)};
    out.state = r.get<State>(9);
    out.outcome = r.get<std::string>(10);
    out.version = r.get<int64_t>(11);
    out.due_on = r.get<Date>(12);
    out.stopped_on = r.get<std::optional<Date>>(13);
    out.closed_at = r.get<std::optional<Instant>>(14);
    out.assigned_to = r.get<std::optional<std::string>>(15).value_or("");
    return out;
}

}  // namespace leye::casework
