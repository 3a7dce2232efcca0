#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/id.hpp"
#include "engine/table/table_sheet.hpp"
#include "records/party/ids.hpp"

namespace leye::policy {

using DraftId = Id<struct PolicyDraftTag>;

/// One thing that a save changed.
struct Change {
    enum class What { added, removed, changed, moved, table, cases };

    int64_t seq = 0;      ///< within the draft, from 1
    std::string rule_id;  ///< empty: of the table as a whole, or of its examples
    What what = What::changed;
    std::string column;  ///< id of the input, output or annotation; of `table` also «hit_policy»
    std::string from, to;
    party::StaffId staff;
    std::string by;  ///< who, as the act shows it
    Instant at;
    std::string why;
};
std::string_view name_of(Change::What what);
std::optional<Change::What> find_change_what(std::string_view name);

/// What leads from one sheet to the other, rules and columns matched by their ids; rules that only stand elsewhere because others
/// came or went have not moved. Cost: n log n in the rules.
std::vector<Change> changes_between(const table::TableSheet& before, const table::TableSheet& after);

}  // namespace leye::policy
