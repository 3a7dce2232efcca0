#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "records/party/name_sound.hpp"

namespace leye::seal {
class Seal;
}

/// People are found by a part of the name though names are sealed: each name has a few tokens, blind indexes cut short.
/// Tokens only narrow the search; every name is opened and compared before it is shown. See docs/decisions/0006.
namespace leye::party {

inline constexpr size_t token_bytes = 4;
/// Most characters a search has; no name is longer.
inline constexpr size_t search_length_max = 50;

/// One thing that the searched text asks of one part of a name.
struct SearchPart {
    enum class Kind { character, sound, initial } kind;
    std::string text;
};
/// One way to take the searched text: parts that follow each other. With an initial it means the whole name.
using SearchPattern = std::vector<SearchPart>;

/// The ways to take a text: «小明», «wangxiaoming», «wxm», «wangxm», «王xm»; whole syllables before initials. Empty where
/// it cannot be part of a name.
std::vector<SearchPattern> patterns_of(std::string_view text);

/// How well a name fits, the best first.
enum class Fit { whole, beginning, inside };
std::optional<Fit> fit_of(const std::vector<NamePart>& name, const SearchPattern& pattern);

/// Every token of a name: for each part one made of its sound and the next part's, and one of all initials.
std::set<std::string> tokens_of(const seal::Seal& seal, std::string_view name);

/// What to look up for a pattern: people under all of `all`, or under any token from `from` up to and including `to`.
struct Lookup {
    std::vector<std::string> all;
    std::string from, to;
};
Lookup lookup_of(const seal::Seal& seal, const SearchPattern& pattern);

}  // namespace leye::party
