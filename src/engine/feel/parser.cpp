#include "engine/feel/parser.hpp"

#include <algorithm>

#include "engine/feel/builtins.hpp"
#include "engine/feel/lexer.hpp"

namespace leye::feel {
namespace {

constexpr int depth_max = 200;

/// Thrown inside the parser only; parse_* turn it into a refusal.
struct Stop {
    Refusal why;
};

class Parser {
  public:
    Parser(std::vector<Token> tokens, const Scope& scope) : tokens_(std::move(tokens)), scope_(scope) {}

    Tree whole_expression() {
        Tree out = expression();
        wanted_end();
        return out;
    }

    Tree whole_tests() {
        Tree out;
        if (is("-") && peek(1).kind == TokenKind::end) {
            ++at_;
            out = node(NodeKind::test_any);
        } else if (is_word("not") && peek(1).text == "(") {
            at_ += 2;
            out = node(NodeKind::test_not);
            out->children.push_back(tests());
            symbol(")");
        } else {
            out = tests();
        }
        wanted_end();
        return out;
    }

  private:
    struct Deeper {
        Parser& p;
        explicit Deeper(Parser& parser) : p(parser) {
            if (++p.depth_ > depth_max) p.stop("feel_too_deep", "the expression is nested too deep");
        }
        ~Deeper() { --p.depth_; }
    };

    [[noreturn]] void stop(std::string code, std::string sentence) {
        throw Stop{{.code = std::move(code), .field = {}, .clause = {}, .details = {{"at", std::to_string(peek().at)}, {"sentence", std::move(sentence)}}, .also = {}}};
    }

    const Token& peek(size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
    bool is(std::string_view s) const { return peek().kind == TokenKind::symbol && peek().text == s; }
    bool is_word(std::string_view s) const { return peek().kind == TokenKind::word && peek().text == s; }
    bool take(std::string_view s) { return is(s) && ++at_; }
    bool take_word(std::string_view s) { return is_word(s) && ++at_; }
    void symbol(std::string_view s) {
        if (!take(s)) stop("feel_syntax", "«" + std::string(s) + "» is wanted here");
    }
    void word(std::string_view s) {
        if (!take_word(s)) stop("feel_syntax", "«" + std::string(s) + "» is wanted here");
    }
    void wanted_end() {
        if (peek().kind != TokenKind::end) stop("feel_syntax", "«" + peek().text + "» is not expected here");
    }

    static Tree node(NodeKind kind, std::string text = {}) {
        auto n = std::make_unique<Node>();
        n->kind = kind;
        n->text = std::move(text);
        return n;
    }
    static Tree literal(Value v) {
        auto n = node(NodeKind::literal);
        n->value = std::move(v);
        return n;
    }
    template <class... T>
    static Tree with(NodeKind kind, std::string text, T... children) {
        auto n = node(kind, std::move(text));
        (n->children.push_back(std::move(children)), ...);
        return n;
    }

    Tree expression() {
        Deeper deeper(*this);
        if (take_word("if")) {
            Tree c = expression();
            word("then");
            Tree a = expression();
            word("else");
            return with(NodeKind::choose, "", std::move(c), std::move(a), expression());
        }
        Tree left = conjunction();
        while (take_word("or")) left = with(NodeKind::either, "", std::move(left), conjunction());
        return left;
    }

    Tree conjunction() {
        Tree left = comparison();
        while (take_word("and")) left = with(NodeKind::both, "", std::move(left), comparison());
        return left;
    }

    bool is_comparison() const {
        static constexpr std::string_view operators[] = {"=", "!=", "<", "<=", ">", ">="};
        return peek().kind == TokenKind::symbol && std::ranges::find(operators, peek().text) != std::end(operators);
    }

    Tree comparison() {
        Tree left = sum();
        for (;;) {
            if (is_comparison()) {
                const std::string op = tokens_[at_++].text;
                left = with(NodeKind::binary, op, std::move(left), sum());
            } else if (take_word("between")) {
                Tree low = sum();
                word("and");
                left = with(NodeKind::between, "", std::move(left), std::move(low), sum());
            } else if (take_word("in")) {
                Tree all;
                if (is("(") && !is_range_ahead()) {
                    ++at_;
                    all = tests();
                    symbol(")");
                } else {
                    all = with(NodeKind::tests, "", test());
                }
                left = with(NodeKind::in, "", std::move(left), std::move(all));
            } else {
                return left;
            }
        }
    }

    Tree sum() {
        Tree left = product();
        while (is("+") || is("-")) {
            const std::string op = tokens_[at_++].text;
            left = with(NodeKind::binary, op, std::move(left), product());
        }
        return left;
    }

    Tree product() {
        Tree left = exponent();
        while (is("*") || is("/")) {
            const std::string op = tokens_[at_++].text;
            left = with(NodeKind::binary, op, std::move(left), exponent());
        }
        return left;
    }

    Tree exponent() {
        Tree left = signed_value();
        while (take("**")) left = with(NodeKind::binary, "**", std::move(left), signed_value());
        return left;
    }

    Tree signed_value() {
        Deeper deeper(*this);
        if (take("-")) return with(NodeKind::negate, "", signed_value());
        return postfix();
    }

    Tree postfix() {
        Tree out = primary();
        for (;;) {
            if (is(".") && peek(1).kind == TokenKind::word) {
                ++at_;
                out = with(NodeKind::path, tokens_[at_++].text, std::move(out));
            } else if (take("[")) {
                const bool added = scope_.insert("item").second;
                out = with(NodeKind::filter, "", std::move(out), expression());
                if (added) scope_.erase("item");
                symbol("]");
            } else {
                return out;
            }
        }
    }

    // Whether an opening bracket begins a range: «..» before the bracket closes, on its own level.
    bool is_range_ahead() const {
        int depth = 0;
        for (size_t i = at_ + 1; i < tokens_.size(); ++i) {
            const Token& t = tokens_[i];
            if (t.kind != TokenKind::symbol) continue;
            if (depth == 0 && t.text == "..") return true;
            if (t.text == "(" || t.text == "[" || t.text == "{") ++depth;
            if (t.text == ")" || t.text == "]" || t.text == "}") {
                if (depth == 0) return false;
                --depth;
            }
            if (depth == 0 && t.text == ",") return false;
        }
        return false;
    }

    Tree range() {
        Tree out = node(NodeKind::range);
        out->low_closed = is("[");
        ++at_;
        out->children.push_back(sum());
        symbol("..");
        out->children.push_back(sum());
        if (!is("]") && !is(")") && !is("[")) stop("feel_syntax", "the range does not end");
        out->high_closed = is("]");
        ++at_;
        return out;
    }

    Tree primary() {
        const Token& t = peek();
        if (t.kind == TokenKind::number) {
            ++at_;
            const auto n = Number::parse(t.text);
            if (!n) stop("feel_syntax", "the number is out of range");
            return literal(*n);
        }
        if (t.kind == TokenKind::string) return ++at_, literal(t.text);
        if (t.kind == TokenKind::at_literal) return ++at_, literal(of_at_literal(t.text));
        if (t.kind == TokenKind::word) return named();
        if ((is("(") || is("[") || is("]")) && is_range_ahead()) return range();
        if (take("(")) {
            Tree out = expression();
            symbol(")");
            return out;
        }
        if (take("[")) {
            Tree out = node(NodeKind::list);
            if (!is("]")) do
                    out->children.push_back(expression());
                while (take(","));
            symbol("]");
            return out;
        }
        if (take("{")) return context();
        stop("feel_syntax", t.kind == TokenKind::end ? "the expression ends too early" : "«" + t.text + "» is not expected here");
    }

    Tree context() {
        Tree out = node(NodeKind::context);
        const Scope outside = scope_;  // each key may use the keys before it
        if (!is("}")) do {
                if (peek().kind != TokenKind::word && peek().kind != TokenKind::string) stop("feel_syntax", "a key is wanted here");
                std::string key = tokens_[at_++].text;
                symbol(":");
                out->keys.push_back(std::move(key));
                out->children.push_back(expression());
                scope_.insert(out->keys.back());
            } while (take(","));
        scope_ = outside;
        symbol("}");
        return out;
    }

    // The longest run of words from here that names a function or something in scope.
    size_t longest_name(bool of_function) const {
        std::string name;
        size_t best = 0;
        for (size_t n = 0; n < 8 && peek(n).kind == TokenKind::word; ++n) {
            name += (n ? " " : "") + peek(n).text;
            if (of_function ? find_builtin(name) != nullptr && peek(n + 1).text == "(" : scope_.contains(name)) best = n + 1;
        }
        return best;
    }

    std::string take_words(size_t n) {
        std::string name;
        for (size_t i = 0; i < n; ++i) name += (i ? " " : "") + tokens_[at_++].text;
        return name;
    }

    Tree named() {
        if (take_word("true")) return literal(true);
        if (take_word("false")) return literal(false);
        if (take_word("null")) return literal({});
        const size_t function = longest_name(true), variable = longest_name(false);
        if (function > variable) {
            Tree call = node(NodeKind::call, take_words(function));
            symbol("(");
            if (!is(")")) do
                    call->children.push_back(expression());
                while (take(","));
            symbol(")");
            return call;
        }
        if (variable) return node(NodeKind::name, take_words(variable));
        if (is_word("?")) return ++at_, node(NodeKind::name, "?");
        stop("feel_unknown_name", "«" + peek().text + "» is not known here");
    }

    Tree test() {
        if (is_comparison()) {
            const std::string op = tokens_[at_++].text;
            return with(NodeKind::test_compare, op, sum());
        }
        return with(NodeKind::test_value, "", expression());
    }

    Tree tests() {
        Tree out = node(NodeKind::tests);
        do
            out->children.push_back(test());
        while (take(","));
        return out;
    }

    std::vector<Token> tokens_;
    Scope scope_;
    size_t at_ = 0;
    int depth_ = 0;
};

template <class F>
Result<Tree> parse(std::string_view source, const Scope& scope, F what) {
    auto tokens = lex(source);
    if (!tokens) return tl::unexpected(tokens.error());
    Parser parser(std::move(*tokens), scope);
    try {
        return what(parser);
    } catch (Stop& stop) {
        return tl::unexpected(std::move(stop.why));
    }
}

}  // namespace

Result<Tree> parse_expression(std::string_view source, const Scope& scope) {
    return parse(source, scope, [](Parser& p) { return p.whole_expression(); });
}

Result<Tree> parse_tests(std::string_view source, const Scope& scope) {
    return parse(source, scope, [](Parser& p) { return p.whole_tests(); });
}

}  // namespace leye::feel
