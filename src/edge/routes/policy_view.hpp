#pragma once
#include "edge/routes/house.hpp"
#include "edge/routes/policy_shape.hpp"
#include "services/policy/check.hpp"
#include "services/policy/version.hpp"

namespace leye::routes {

PolicySheetShape shape_of(const table::TableSheet& sheet);
/// In: `item` names the decision the sheet belongs to.
table::TableSheet sheet_of(const PolicySheetShape& shape, const table::TableSheet& known);
PolicyCasesShape shape_of(const catalog::Examples& examples);
catalog::Examples examples_of(const PolicyCasesShape& shape);

/// in: `sheet` gives the rules and columns their ids.
PolicyProofShape shape_of(const table::Proof& proof, const table::TableSheet& sheet);
PolicyDifferenceShape shape_of(const table::Difference& difference, const table::TableSheet& before, const table::TableSheet& after);
PolicyCheckShape shape_of(const policy::Check& check);
PolicyChangeShape shape_of(const policy::Change& change);

/// What a proof says, in sentences.
std::vector<Words> policy_verdict_words(const table::Proof& proof);
/// The names the item's rules may use, with what forms and phrases call them.
std::vector<PolicyNameShape> policy_names(const House& house, const catalog::Ruled& ruled);
std::vector<PolicyReasonShape> policy_reasons(const catalog::Ruled& ruled);
/// in: `published` where it came from the desk.
PolicyVersionShape version_shape(const catalog::Catalog& catalog, const catalog::Ruled* ruled, const policy::Version* published, Date today);

}  // namespace leye::routes
