#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leye::feel {

/// Regular expressions of XPath 2.0 (XQuery functions and operators, 7.6.1), on PCRE2. Each gives nothing where the pattern,
/// the flags or the replacement are none, or the match would take too long.
std::optional<bool> regex_matches(std::string_view input, std::string_view pattern, std::string_view flags);
std::optional<std::string> regex_replace(std::string_view input, std::string_view pattern, std::string_view replacement, std::string_view flags);
std::optional<std::vector<std::string>> regex_split(std::string_view input, std::string_view pattern);

}  // namespace leye::feel
