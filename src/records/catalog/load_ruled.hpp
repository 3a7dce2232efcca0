#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "records/catalog/ruled.hpp"
#include "records/catalog/yaml_node.hpp"

namespace leye::catalog {

/// Something a file names that stands in another file, and the place where it does.
struct Named {
    enum class Kind { letter, item } kind;
    std::string name, place;
};

/// Parts that files of items and of determinations have in common. Each reports what is wrong at its place.

/// Code, version, name, summary, clauses, days in force and decision table.
void read_head(const YamlNode& root, const std::string& file, Ruled& into);
void read_settings(const YamlNode& list, Ruled& into);
/// in: names and settings are there already.
void read_figures(const YamlNode& list, Ruled& into);
/// in: names, settings and figures are there already; `outcomes` are those the kind has; `check` looks at each reason further.
/// out: what other files must hold, in `named`.
void read_reasons(const YamlNode& list, Ruled& into, const std::vector<std::string_view>& outcomes, std::vector<Named>& named,
                  const std::function<void(const YamlNode&, const Reason&)>& check);

std::vector<std::string> texts(const YamlNode& list);
Date day(const YamlNode& node);

}  // namespace leye::catalog
