#pragma once
#include <optional>

#include "records/catalog/determination.hpp"
#include "services/determination/finding.hpp"

namespace leye::determination {

/// The table asked again with the facts it saw then: what it said, in words. Nothing where the table was changed since without a
/// version of its own, or is gone.
std::optional<catalog::Determined> said_again(const catalog::Catalog& catalog, const Finding& finding);
/// What the person was told where the table does not say it any more: the reason's sentence, else its code.
catalog::Words reason_of(const catalog::Catalog& catalog, const Finding& finding);
/// What the person was told: as the table says it, else the reason.
catalog::Words said_of(const catalog::Catalog& catalog, const Finding& finding);

}  // namespace leye::determination
