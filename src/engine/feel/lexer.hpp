#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace leye::feel {

enum class TokenKind { number, string, at_literal, word, symbol, end };

struct Token {
    TokenKind kind = TokenKind::end;
    std::string text;  ///< strings unescaped; symbols one or two characters, or ".."
    size_t at = 0;     ///< byte in the source
};

/// Why a text cannot be read: code feel_syntax or the one given; details at (the character, from 1), sentence (English) and zh.
/// in: `at` is the byte. Where the trouble stands in full-width punctuation, the sentences say so.
Refusal unreadable(std::string_view source, size_t at, std::string zh, std::string en, std::string code = "feel_syntax");

/// The tokens of a FEEL text, an end token last. Words are runs of name characters, Chinese included.
/// Fails: feel_syntax (details: at, sentence, zh) for an unended string or comment, or a character FEEL has no use for.
Result<std::vector<Token>> lex(std::string_view source);

}  // namespace leye::feel
