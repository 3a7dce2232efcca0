#include "engine/feel/names.hpp"

#include <algorithm>

namespace leye::feel {

void Names::add(const std::string& name) {
    const auto tokens = lex(name);
    if (!tokens || tokens->size() < 2) return;
    Known known{{}, normal_name(name)};
    for (const auto& t : *tokens)
        if (t.kind != TokenKind::end) known.tokens.push_back(t.text);
    added_.push_back(known.tokens[0]);
    by_first_[known.tokens[0]].push_back(std::move(known));
}

void Names::back_to(size_t mark) {
    while (added_.size() > mark) {
        by_first_[added_.back()].pop_back();
        added_.pop_back();
    }
}

size_t Names::match(std::span<const Token> tokens, std::string& name) const {
    const auto it = by_first_.find(tokens[0].text);
    if (it == by_first_.end() || tokens[0].kind == TokenKind::string) return 0;
    size_t longest = 0;
    for (const Known& k : it->second) {
        if (k.tokens.size() < longest || k.tokens.size() >= tokens.size()) continue;
        bool same = true;
        for (size_t i = 0; i < k.tokens.size() && same; ++i) same = tokens[i].text == k.tokens[i] && tokens[i].kind != TokenKind::string;
        if (same) longest = k.tokens.size(), name = k.name;
    }
    return longest;
}

std::string normal_name(std::string_view name) {
    std::string out;
    for (size_t i = 0; i < name.size(); ++i) {
        const bool wide = name.substr(i, 2) == "\xc2\xa0";
        if (wide) ++i;
        if (wide || name[i] == ' ' || name[i] == '\t' || name[i] == '\n' || name[i] == '\r') {
            if (!out.empty() && out.back() != ' ') out += ' ';
        } else {
            out += name[i];
        }
    }
    while (out.ends_with(' ')) out.pop_back();
    return out;
}

bool is_keyword(std::string_view word) {
    static constexpr std::string_view keywords[] = {"and", "or", "in", "between", "then", "else", "return", "satisfies", "instance", "if", "for", "some", "every", "function", "true", "false", "null"};
    return std::ranges::find(keywords, word) != std::end(keywords);
}

}  // namespace leye::feel
