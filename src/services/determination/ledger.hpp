#pragma once
#include "records/fact/batch.hpp"
#include "services/determination/source.hpp"

namespace leye::determination {

/// How fresh a source is.
struct SourceState {
    const Source* source = nullptr;
    std::optional<fact::Batch> newest;       ///< the last whole batch that told something and stands
    std::optional<fact::MonthCover> month;   ///< of a source of months
    bool late = false;                       ///< more time has gone by than the source lets pass
};

/// Every source of the catalogue, in its order. Cost: a few statements for each.
std::vector<SourceState> list_states(store::Connection& c, const Sources& sources, Date today);

}  // namespace leye::determination
