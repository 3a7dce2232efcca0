#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/feel/decide.hpp"
#include "records/catalog/catalog.hpp"

namespace leye::catalog {

/// An item and its rule, parsed with the names that this version of the item knows.
struct Held {
    Item item;
    feel::DecisionTable table;
    std::string table_hash;
    std::vector<std::string_view> types;  ///< of the names the table looks at, in their order
    /// What a decision is kept with, by the code of its reason: the table's names, and those its sentences name, so that they
    /// can be read again later.
    std::map<std::string, std::vector<std::string>, std::less<>> inputs;
};

/// What the catalogue holds.
struct Catalog::Content {
    std::string dir;
    std::vector<std::unique_ptr<Held>> items;  ///< by annex, code and version
    std::map<std::string, Letter, std::less<>> letters;
    std::map<std::string, RefusalText, std::less<>> refusals;
    std::vector<AnnexService> services;

    const Held& get(const Item& item) const;
};

/// Reads catalog/decisions/NAME.dmn for the item; its decision has the file's name as id. out: faults of the table, and
/// where it and the item's reasons do not agree, as sentences with file and line.
void load_table(const std::string& dir, Held& held, std::vector<std::string>& faults);

/// The value a rule sees: dates and durations from their text, by the type of the name.
feel::Value value_in_rules(const Item& item, std::string_view name, const json::Value& value);

}  // namespace leye::catalog
