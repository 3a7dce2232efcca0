#pragma once
#include <memory>
#include <string>
#include <vector>

#include "records/catalog/determination.hpp"
#include "records/catalog/load_ruled.hpp"

namespace leye::catalog {

/// Reads catalog/determinations with their tables, by code and version. out: what is wrong, as sentences with file and line, in
/// `faults`, also where outcomes wait for each other in a circle; what other files must hold, in `named`.
std::vector<std::shared_ptr<const Determination>> load_determinations(const std::string& dir, std::vector<Named>& named, std::vector<std::string>& faults);

/// Those that look at the outcome of others behind them, otherwise by code. in: each code once. Stops short where they wait for
/// each other in a circle.
std::vector<const Determination*> in_order(std::vector<const Determination*> all);

}  // namespace leye::catalog
