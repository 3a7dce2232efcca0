#include "engine/feel/lexer.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace leye::feel {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '?' || static_cast<uint8_t>(c) >= 0x80; }
bool is_word(char c) { return is_word_start(c) || is_digit(c) || c == '\''; }

tl::unexpected<Refusal> no(std::string_view source, size_t at, std::string zh, std::string en) { return tl::unexpected(unreadable(source, at, std::move(zh), std::move(en))); }

// A string literal from its opening quote; `i` ends behind the closing one.
Result<std::string> read_string(std::string_view s, size_t& i) {
    const size_t start = i++;
    std::string out;
    for (; i < s.size() && s[i] != '"'; ++i) {
        if (s[i] != '\\') {
            out += s[i];
            continue;
        }
        if (++i >= s.size()) break;
        switch (s[i]) {
            case 'n': out += '\n'; break;
            case 't': out += '\t'; break;
            case 'r': out += '\r'; break;
            case '"': case '\\': case '\'': out += s[i]; break;
            case 'u': {
                const auto hex = i + 4 < s.size() ? text::of_hex(s.substr(i + 1, 4)) : std::nullopt;
                if (!hex) return no(s, i, "\\u 后面要有四位十六进制数字", "\\u wants four hexadecimal digits");
                char32_t c = static_cast<uint8_t>((*hex)[0]) << 8 | static_cast<uint8_t>((*hex)[1]);
                // A surrogate pair is one character; half of one is none.
                if (c >= 0xd800 && c < 0xdc00 && s.substr(i + 5, 2) == "\\u" && i + 10 < s.size()) {
                    const auto low = text::of_hex(s.substr(i + 7, 4));
                    const char32_t l = low ? static_cast<uint8_t>((*low)[0]) << 8 | static_cast<uint8_t>((*low)[1]) : 0;
                    if (l >= 0xdc00 && l < 0xe000) c = 0x10000 + ((c - 0xd800) << 10) + (l - 0xdc00), i += 6;
                }
                if (c >= 0xd800 && c < 0xe000) return no(s, i, "\\u 只写了半个字符", "\\u names half a character");
                out += text::of_code_points(std::u32string(1, c));
                i += 4;
                break;
            }
            case 'U': {
                const auto hex = i + 6 < s.size() ? text::of_hex(s.substr(i + 1, 6)) : std::nullopt;
                if (!hex) return no(s, i, "\\U 后面要有六位十六进制数字", "\\U wants six hexadecimal digits");
                char32_t c = 0;
                for (char b : *hex) c = c << 8 | static_cast<uint8_t>(b);
                if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) return no(s, i, "\\U 写的不是字符", "\\U names no character");
                out += text::of_code_points(std::u32string(1, c));
                i += 6;
                break;
            }
            default: out += '\\', out += s[i];
        }
    }
    if (i >= s.size()) return no(s, start, "引号没有配对，文字没有结束", "the string does not end");
    ++i;
    return out;
}

}  // namespace

Refusal unreadable(std::string_view source, size_t at, std::string zh, std::string en, std::string code) {
    // What Chinese keyboards give in place of the quotes and brackets that FEEL knows.
    constexpr std::string_view wide[] = {"“", "”", "‘", "’", "（", "）", "【", "】", "，", "：", "＜", "＞", "＝", "≥", "≤", "。"};
    const std::string_view here = source.substr(std::min(at, source.size()), 60);
    const std::string_view near = here.substr(0, here.find_first_of(" \n\t\""));
    if (std::ranges::any_of(wide, [&](auto w) { return near.find(w) != near.npos; }))
        zh += "；引号、括号、逗号和比较号请用半角（\" ( ) , < >= ）", en += "; write quotes, brackets, commas and comparisons in ASCII";
    const auto place = std::to_string(text::length(source.substr(0, at)) + 1);
    return {.code = std::move(code), .field = {}, .clause = {}, .details = {{"at", place}, {"sentence", std::move(en)}, {"zh", std::move(zh)}}, .also = {}};
}

Result<std::vector<Token>> lex(std::string_view s) {
    std::vector<Token> out;
    for (size_t i = 0; i < s.size();) {
        const char c = s[i];
        const size_t at = i;
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            ++i;
        } else if (s.substr(i, 2) == "//") {
            i = std::min(s.find('\n', i), s.size());
        } else if (s.substr(i, 2) == "/*") {
            const size_t end = s.find("*/", i + 2);
            if (end == s.npos) return no(s, at, "注释没有结束", "the comment does not end");
            i = end + 2;
        } else if (s.substr(i, 3) == "\xe3\x80\x80") {
            i += 3;
        } else if (is_digit(c) || (c == '.' && i + 1 < s.size() && is_digit(s[i + 1]))) {
            while (i < s.size() && is_digit(s[i])) ++i;
            if (i + 1 < s.size() && s[i] == '.' && is_digit(s[i + 1]))
                for (++i; i < s.size() && is_digit(s[i]);) ++i;
            if (i < s.size() && (s[i] == 'e' || s[i] == 'E')) {
                size_t j = i + 1 + (i + 1 < s.size() && (s[i + 1] == '+' || s[i + 1] == '-'));
                if (j < s.size() && is_digit(s[j]))
                    for (i = j; i < s.size() && is_digit(s[i]);) ++i;
            }
            out.push_back({TokenKind::number, std::string(s.substr(at, i - at)), at});
        } else if (c == '"' || (c == '@' && i + 1 < s.size() && s[i + 1] == '"')) {
            if (c == '@') ++i;
            auto text = read_string(s, i);
            if (!text) return tl::unexpected(text.error());
            out.push_back({c == '@' ? TokenKind::at_literal : TokenKind::string, *text, at});
        } else if (is_word_start(c)) {
            while (i < s.size() && is_word(s[i])) ++i;
            out.push_back({TokenKind::word, std::string(s.substr(at, i - at)), at});
        } else {
            static constexpr std::string_view pairs[] = {"**", "..", "<=", ">=", "!=", "->"};
            std::string_view symbol = s.substr(i, 1);
            for (auto p : pairs)
                if (s.substr(i, 2) == p) symbol = p;
            if (std::string_view("+-*/()[]{},.:;<>=!^#$%&|~'").find(symbol[0]) == std::string_view::npos) return no(s, at, "不认识的字符", "an unexpected character");
            out.push_back({TokenKind::symbol, std::string(symbol), at});
            i += symbol.size();
        }
    }
    out.push_back({TokenKind::end, "", s.size()});
    return out;
}

}  // namespace leye::feel
