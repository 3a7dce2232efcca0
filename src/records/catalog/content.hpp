#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "records/catalog/catalog.hpp"
#include "records/catalog/determination.hpp"
#include "records/catalog/rules.hpp"

namespace leye::catalog {

/// An item and its rules, parsed with the names that this version of the item knows.
struct Held {
    Item item;
    std::shared_ptr<const Rules> rules;
    bool published = false;  ///< came from the database, not from the folder
};

/// What the catalogue holds. What a catalogue made from another one takes over unchanged is the same object in both.
struct Catalog::Content {
    std::vector<std::shared_ptr<const Held>> items;  ///< by annex, code and version
    std::vector<std::shared_ptr<const Determination>> determinations;  ///< by code and version
    std::map<std::string, Letter, std::less<>> letters;
    std::map<std::string, RefusalText, std::less<>> refusals;
    std::vector<AnnexService> services;

    const Held& get(const Item& item) const;
    void sort();
};

}  // namespace leye::catalog
