#pragma once
#include <span>

#include "engine/feel/lexer.hpp"

namespace leye::feel {

/// What the tokens ahead say before they are read. Each list ends with the end token.

/// Whether the bracket at the front closes where the expression ends.
bool closes_at_end(std::span<const Token> from_bracket);
/// Whether «[» at the front opens a filter: behind a range's end it opens nothing, for no expression can
/// follow.
bool opens_filter(std::span<const Token> ahead);
/// How many tokens a key at the front has before its colon; 0 where no key stands here. A key has at most 40.
size_t key_length(std::span<const Token> ahead);

}  // namespace leye::feel
