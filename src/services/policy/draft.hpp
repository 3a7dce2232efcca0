#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/table/document.hpp"
#include "records/catalog/catalog.hpp"
#include "records/catalog/rules.hpp"
#include "records/party/context.hpp"
#include "services/policy/change.hpp"

namespace leye::policy {

enum class DraftState { editing, submitted, returned, published, withdrawn };
std::string_view name_of(DraftState state);
std::optional<DraftState> find_draft_state(std::string_view name);

/// Who did something, and when.
struct Signed {
    party::StaffId staff;
    std::string name;  ///< as the act shows it
    Instant at;
};

/// A table of one item or determination on its way to a new version. Invariant: `dmn` is a DMN file with the item's decision, whatever its cells
/// say; `from` and `submitted` are set from the first submission on.
struct Draft {
    DraftId id;
    std::string item;      ///< code of the item or determination
    int base_version = 0;  ///< the version it stands on
    DraftState state = DraftState::editing;
    int64_t revision = 1;
    std::string dmn, cases;  ///< cases as JSON
    Signed created, changed;
    std::optional<Date> from;
    std::string why;
    std::optional<Signed> submitted, decided;
    std::string decided_why;
    std::optional<int> version;  ///< that it became

    bool is_open() const { return state == DraftState::editing || state == DraftState::submitted || state == DraftState::returned; }
    /// The table as rows of text.
    table::TableSheet sheet() const;
    catalog::Examples examples() const;
};

/// Why one rule was changed.
struct RuleWhy {
    std::string rule_id, why;  ///< an empty rule_id: the table's columns or hit policy
};

/// A draft on the newest version of the item or determination, in force or to come. Fails: duty_missing, policy_table_unknown,
/// policy_draft_open (details: by).
Result<Draft> open_draft(party::Context& at, const catalog::Catalog& catalog, std::string_view item);
/// Puts the sheet and the examples in the place of what the draft held, and keeps what changed, by whom and why; a reason counts for
/// all changes of its rule that have none yet. in: `revision` that the save was made on. A returned draft is edited again.
/// Fails: duty_missing, policy_draft_unknown, policy_draft_state, policy_draft_changed (details: by, at), examples_fit's,
/// text_too_long, and as table::TableDocument::apply.
Result<Draft> save_draft(party::Context& at, DraftId id, int64_t revision, const table::TableSheet& sheet, const catalog::Examples& examples,
                         const std::vector<RuleWhy>& whys);
/// Gives the draft up; it stays readable. Fails: duty_missing, policy_draft_unknown, policy_draft_state, policy_reason_missing.
Result<Draft> withdraw_draft(party::Context& at, DraftId id, std::string_view why);

std::optional<Draft> find_draft(store::Connection& c, DraftId id);
/// Of all items, the newest first.
std::vector<Draft> list_open_drafts(store::Connection& c);
std::optional<Draft> find_open_draft(store::Connection& c, std::string_view item);
/// All changes of the draft in their order.
std::vector<Change> list_changes(store::Connection& c, DraftId id);
/// Ids of rules that differ from the version the draft stands on and whose changes have no reason yet; an empty id is the table.
std::vector<std::string> unexplained(const Draft& draft, const table::TableSheet& base, const std::vector<Change>& changes);

/// The table of the item's decision in a DMN text. in: one that was read before.
table::TableSheet sheet_of(const std::string& dmn, std::string_view decision);

}  // namespace leye::policy
