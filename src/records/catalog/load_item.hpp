#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "records/catalog/item.hpp"

namespace leye::reference {
class Reference;
}

namespace leye::catalog {

/// Something an item names that stands in another file, and the place where it does.
struct Named {
    enum class Kind { letter, item } kind;
    std::string name, place;
};

/// Reads one file of catalog/items. out: what is wrong with it, as sentences with file and line, in `faults`; what other
/// files must hold, in `named`.
Item load_item(const std::string& file, const reference::Reference& reference, const std::vector<std::string_view>& effects,
               std::vector<Named>& named, std::vector<std::string>& faults);

}  // namespace leye::catalog
