#include "engine/feel/lookahead.hpp"

#include <algorithm>

namespace leye::feel {

bool closes_at_end(std::span<const Token> from) {
    int level = 0;
    for (size_t i = 0; i < from.size(); ++i) {
        if (from[i].kind != TokenKind::symbol) continue;
        level += from[i].text == "(";
        level -= from[i].text == ")";
        if (level == 0) return from[i + 1].kind == TokenKind::end;
    }
    return false;
}

bool opens_filter(std::span<const Token> ahead) {
    if (ahead[0].kind != TokenKind::symbol || ahead[0].text != "[") return false;
    const Token& next = ahead[1];
    if (next.kind == TokenKind::end) return false;
    if (next.kind == TokenKind::word)
        return next.text != "and" && next.text != "or" && next.text != "then" && next.text != "else" &&
               next.text != "return" && next.text != "satisfies";
    static constexpr std::string_view closing[] = {")", "]", "}", ",", "=", "!=", "<=", ">=", "*", "+", "/"};
    return next.kind != TokenKind::symbol || std::ranges::find(closing, next.text) == std::end(closing);
}

size_t key_length(std::span<const Token> ahead) {
    if (ahead[0].kind != TokenKind::word) return 0;
    static constexpr std::string_view closing[] = {"(", ")", "[", "]", "{", "}", ",", "<", ">", "="};
    for (size_t i = 0; i < ahead.size() && i < 40; ++i) {
        const Token& t = ahead[i];
        if (t.kind == TokenKind::symbol && t.text == ":") return i;
        if (t.kind == TokenKind::string || t.kind == TokenKind::end || t.kind == TokenKind::at_literal)
            return 0;
        if (t.kind == TokenKind::symbol && std::ranges::find(closing, t.text) != std::end(closing)) return 0;
    }
    return 0;
}

}  // namespace leye::feel
