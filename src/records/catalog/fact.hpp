#pragma once
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "engine/feel/value.hpp"
#include "records/catalog/ruled.hpp"

namespace leye::catalog {

/// One thing that rules and forms may know about a person, a worker or a case; catalog/README.md explains each.
struct FactName {
    std::string_view name;
    std::string_view type;  ///< date, boolean, number or string
    std::string_view source = {};  ///< key behind "source_" of the phrases; empty where it differs by case
};

/// Every fact that casework supplies, besides an item's own fields and settings.
std::span<const FactName> fact_names();
/// nullptr where there is no such fact.
const FactName* find_fact_name(std::string_view name);

/// The type a rule sees for a name: of a fact, a field or a setting; empty where the name is unknown.
std::string_view type_in_rules(const Ruled& ruled, std::string_view name);

/// The value a rule sees: dates and durations from their text, by the type of the name.
feel::Value value_in_rules(const Ruled& ruled, std::string_view name, const json::Value& value);
/// The settings in force on the day: days as "P30D", amounts as numbers.
json::Object settings_on(const Ruled& ruled, Date on);

/// The sentence with its {names} filled in from the facts; dates in words people use (2026年11月23日, 23 November 2026);
/// what is not known says so.
Words filled(const Words& sentence, const json::Object& facts);

/// The {names} in a sentence, each once.
std::vector<std::string> names_in(const Words& sentence);
/// Adds those that are not there yet.
void add_new(std::vector<std::string>& into, const std::vector<std::string>& names);

}  // namespace leye::catalog
