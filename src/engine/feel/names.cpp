#include "engine/feel/names.hpp"

#include <algorithm>

namespace leye::feel {

void Names::add(const std::string& name) {
    const auto tokens = lex(name);
    if (!tokens || tokens->size() < 2) return;
    if (!root_) root_ = std::make_unique<Node>();
    Node* at = root_.get();
    for (const auto& t : *tokens) {
        if (t.kind == TokenKind::end) break;
        auto& next = at->next[t.text];
        if (!next) next = std::make_unique<Node>();
        at = next.get();
    }
    ++at->ends;
    at->name = normal_name(name);
    added_.push_back(at);
}

void Names::back_to(size_t mark) {
    for (; added_.size() > mark; added_.pop_back()) --added_.back()->ends;
}

size_t Names::match(std::span<const Token> tokens, std::string& name) const {
    size_t longest = below_ ? below_->match(tokens, name) : 0;
    const Node* at = root_.get();
    for (size_t i = 0; at && i < tokens.size() && tokens[i].kind != TokenKind::string; ++i) {
        const auto next = at->next.find(tokens[i].text);
        at = next == at->next.end() ? nullptr : next->second.get();
        if (at && at->ends > 0 && i + 1 >= longest) longest = i + 1, name = at->name;
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
