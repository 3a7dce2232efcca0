#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "records/catalog/item.hpp"
#include "records/catalog/load_ruled.hpp"

namespace leye::reference {
class Reference;
}

namespace leye::catalog {

/// Reads one file of catalog/items. out: what is wrong with it, as sentences with file and line, in `faults`; what other
/// files must hold, in `named`.
Item load_item(const std::string& file, const reference::Reference& reference, const std::vector<std::string_view>& effects,
               std::vector<Named>& named, std::vector<std::string>& faults);

}  // namespace leye::catalog
