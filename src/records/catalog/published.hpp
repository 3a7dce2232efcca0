#pragma once
#include <string>

#include "base/date.hpp"

namespace leye::catalog {

/// A version of an item or determination that came into being while the catalogue was in use: what its base version has, with a
/// decision table of its own. The version before ends on its first day.
struct PublishedVersion {
    std::string item;  ///< its code
    int version = 0, base = 0;
    Date from;
    bool withdrawn = false;  ///< taken back before its first day: never in force, its number never used again
    std::string dmn, cases;  ///< DMN, and its examples as YAML or JSON
};

}  // namespace leye::catalog
