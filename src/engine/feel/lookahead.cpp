#include "engine/feel/lookahead.hpp"

#include <algorithm>

namespace leye::feel {

bool closes_at_end(std::span<const Token> from) {
    if (from[0].kind != TokenKind::symbol) return false;  // a string may hold a bracket
    std::vector<bool> ranges;  // the brackets open here, and whether each has met «..»: a range may end with any bracket
    for (size_t i = 0; from[i].kind != TokenKind::end; ++i) {
        const std::string &text = from[i].text, &next = from[i + 1].text;
        if (from[i].kind == TokenKind::symbol && text == "..") ranges.back() = true;
        if (from[i].kind != TokenKind::symbol || std::string_view("()[]").find(text) == std::string_view::npos) continue;
        const bool ends_range = !ranges.empty() && ranges.back() && (next == ")" || next == "," || from[i + 1].kind == TokenKind::end);
        const bool after_operand = i > 0 && (from[i - 1].kind != TokenKind::symbol || from[i - 1].text == ")" || from[i - 1].text == "]");
        text == "(" || (text == "[" ? !ends_range : text == "]" && !after_operand) ? ranges.push_back(false) : ranges.pop_back();
        if (ranges.empty()) return from[i + 1].kind == TokenKind::end;
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
