#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engine/table/difference.hpp"
#include "engine/table/proof.hpp"
#include "records/catalog/catalog.hpp"
#include "records/catalog/rules.hpp"
#include "services/policy/draft.hpp"

namespace leye::policy {

/// One thing wrong with a table, at the ids its sheet knows.
struct CheckFault {
    std::string rule_id, column;  ///< column: id of the input, output or annotation; empty: no single one
    catalog::Words sentence;
};

/// Fails: policy_cases_many (details: most) where there are over 2,000 examples, policy_usual_large (details: most) where the facts
/// that all of them share are over 20,000 bytes.
Result<void> examples_fit(const catalog::Examples& examples);

/// What is known of a table before anybody is decided by it. `sheet` is the one that was checked, with the ids it has in its file.
struct Check {
    table::TableSheet sheet, base;
    std::vector<CheckFault> faults;
    std::optional<table::Proof> proof;            ///< where every cell can be read
    std::optional<table::Difference> difference;  ///< to the version it stands on
    bool cases_run = false;                       ///< where there is no fault
    int ran = 0;
    std::vector<catalog::ExampleFailure> failed;
    std::string dmn, hash;

    bool is_publishable() const { return faults.empty() && proof && proof->is_publishable() && cases_run && failed.empty(); }
};

/// Checks a sheet that is to become the table of the item or determination after `base`. in: `dmn` that the sheet is put into; nothing: that of `base`.
/// Cost: bounded, whatever the table and its examples say: one allowance of FEEL for all of it, beside the proofs' own bounds; some
/// four seconds at worst. 10,000 cells take well under a second.
Check check_table(const catalog::Catalog& catalog, const catalog::Ruled& base, const table::TableSheet& sheet, const catalog::Examples& examples, Instant now,
                  const std::string* dmn = nullptr);

/// What two versions of a table answer differently. in: the sheets that give their rules ids.
table::Difference difference(const catalog::Rules& before, const table::TableSheet& earlier, const catalog::Rules& after, const table::TableSheet& later);

/// A draft as it was checked: what is submitted or approved is exactly this revision.
struct CheckedDraft {
    Draft draft;
    Check check;
    bool base_is_newest = false;  ///< no other version came since the draft was opened
};
CheckedDraft check_draft(const catalog::Catalog& catalog, Draft draft, Instant now);

}  // namespace leye::policy
