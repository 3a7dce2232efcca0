#include "engine/feel/parser.hpp"

#include <algorithm>

#include "engine/feel/builtins.hpp"
#include "engine/feel/lookahead.hpp"
#include "engine/feel/names.hpp"
#include "engine/feel/type.hpp"

namespace leye::feel {
namespace {

constexpr int depth_max = 200, height_max = 1500;
constexpr size_t source_max = 1'000'000;

struct Stop {
    Refusal why;
};

class Parser {
  public:
    Parser(std::string_view source, std::vector<Token> tokens, const Scope& scope, const Reading& reading)
        : source_(source), tokens_(std::move(tokens)), reading_(reading), names_(reading.known ? reading.known : &builtin_names()), members_(reading.members) {
        names_.add(scope);
    }
    Tree whole_expression() { return ended(expression()); }

    Tree whole_tests() {
        names_.add("?");
        if (is("-") && tokens_[at_ + 1].kind == TokenKind::end) {
            ++at_;
            return node(NodeKind::test_any);
        }
        if (word("not") && tokens_[at_ + 1].text == "(" && closes_at_end(rest(1))) {
            at_ += 2;
            auto out = node(NodeKind::test_not);
            adopt(*out, test_list(")"));
            take(")");
            return ended(std::move(out));
        }
        return ended(test_list(""));
    }

    TypeRef whole_type() {
        auto out = type();
        if (token().kind != TokenKind::end) left_over();
        return out;
    }

  private:
    struct Deeper {
        Parser& p;
        explicit Deeper(Parser& parser) : p(parser) {
            if (++p.depth_ > depth_max) p.fail("层次超过 200 层", "more than 200 levels", "feel_too_deep");
        }
        ~Deeper() { --p.depth_; }
    };

    [[noreturn]] void fail(std::string zh, std::string en, std::string code = "feel_syntax") const {
        throw Stop{unreadable(source_, token().at, std::move(zh), std::move(en), std::move(code))};
    }
    [[noreturn]] void left_over() const { fail("多出了「" + token().text + "」", "something is left over: " + token().text); }
    const Token& token() const { return tokens_[at_]; }
    std::span<const Token> rest(size_t from = 0) const { return std::span(tokens_).subspan(at_ + from); }
    // The place of the colon where a key stands here, else 0.
    size_t key_end() const {
        const size_t n = key_length(rest());
        return n ? at_ + n : 0;
    }
    bool is(std::string_view symbol) const { return token().kind == TokenKind::symbol && token().text == symbol; }
    bool word(std::string_view w, size_t ahead = 0) const {
        return at_ + ahead < tokens_.size() && tokens_[at_ + ahead].kind == TokenKind::word && tokens_[at_ + ahead].text == w;
    }
    bool accept(std::string_view symbol) {
        if (!is(symbol)) return false;
        ++at_;
        return true;
    }
    bool accept_word(std::string_view w) {
        if (!word(w)) return false;
        ++at_;
        return true;
    }
    void take(std::string_view symbol) {
        if (accept(symbol)) return;
        const bool end = token().kind == TokenKind::end;
        const std::string wanted(symbol);
        fail((end ? "结尾" : "「" + token().text + "」前面") + "少了「" + wanted + "」", "expected " + wanted + (end ? " at the end" : " before " + token().text));
    }
    void take_word(std::string_view w) {
        if (!accept_word(w)) fail("这里应当是「" + std::string(w) + "」", "expected " + std::string(w));
    }
    static Tree node(NodeKind kind, std::string text = {}) {
        auto n = std::make_unique<Node>();
        n->kind = kind;
        n->text = std::move(text);
        return n;
    }
    // Every child is put in its place here, so that no tree grows higher than can be walked.
    void adopt(Node& n, Tree child) {
        n.height = std::max(n.height, child->height + 1);
        n.children.push_back(std::move(child));
        if (n.height > height_max) fail("一层套一层的运算超过 1500 个", "more than 1,500 operations one within the other", "feel_too_deep");
    }
    Tree of(NodeKind kind, std::string text, Tree a, Tree b = nullptr) {
        auto n = node(kind, std::move(text));
        adopt(*n, std::move(a));
        if (b) adopt(*n, std::move(b));
        return n;
    }
    Tree ended(Tree t) {
        if (token().kind != TokenKind::end) left_over();
        return t;
    }
    // What stands between two tokens, as a name.
    std::string written(size_t from, size_t until) const {
        return normal_name(source_.substr(tokens_[from].at, tokens_[until].at - tokens_[from].at));
    }

    std::string compare_operator() {
        for (const char* op : {"<=", ">=", "!=", "<", ">", "="})
            if (accept(op)) return op;
        return {};
    }
    Tree test_list(std::string_view end) {
        auto out = node(NodeKind::tests);
        do adopt(*out, one_test(true));
        while (accept(","));
        if (end.empty() && token().kind != TokenKind::end) left_over();
        return out;
    }
    Tree one_test(bool full) {
        Deeper deeper(*this);
        const bool before = std::exchange(asks_input_, false);
        const auto op = compare_operator();
        auto t = op.empty() ? of(NodeKind::test_value, "", full ? expression() : additive()) : of(NodeKind::test_compare, op, additive());
        t->asks_input = asks_input_;
        asks_input_ |= before;
        return t;
    }
    Tree expression() {
        Deeper deeper(*this);
        if (word("if") && !known_longer()) return choice();
        if (word("for") && !known_longer()) return loop();
        if ((word("some") || word("every")) && !known_longer()) return quantified();
        return either();
    }
    // A name in scope may begin with a keyword: «if active».
    bool known_longer() const {
        std::string name;
        return names_.match(rest(), name) > 0;
    }
    Tree choice() {
        ++at_;
        auto n = node(NodeKind::choose);
        adopt(*n, expression());
        take_word("then");
        adopt(*n, expression());
        take_word("else");
        adopt(*n, expression());
        return n;
    }

    std::string variable() {
        const size_t from = at_;
        while (token().kind == TokenKind::word && !word("in")) ++at_;
        if (from == at_) fail("这里应当是名字", "expected a name");
        return written(from, at_);
    }

    void domains(Node& n) {
        do {
            const std::string name = variable();
            take_word("in");
            auto d = expression();
            if (accept("..")) d = of(NodeKind::sequence, "", std::move(d), expression());
            n.keys.push_back(name);
            adopt(n, std::move(d));
            names_.add(name);
        } while (accept(","));
    }
    Tree loop() {
        ++at_;
        auto n = node(NodeKind::loop);
        const size_t mark = names_.mark();
        domains(*n);
        take_word("return");
        names_.add("partial");
        adopt(*n, expression());
        names_.back_to(mark);
        return n;
    }
    Tree quantified() {
        auto n = node(word("some") ? NodeKind::some : NodeKind::every);
        ++at_;
        const size_t mark = names_.mark();
        domains(*n);
        take_word("satisfies");
        adopt(*n, expression());
        names_.back_to(mark);
        return n;
    }

    Tree either() {
        auto t = both();
        while (accept_word("or")) t = of(NodeKind::either, "", std::move(t), both());
        return t;
    }
    Tree both() {
        auto t = comparison();
        while (accept_word("and")) t = of(NodeKind::both, "", std::move(t), comparison());
        return t;
    }

    Tree comparison() {
        Deeper deeper(*this);
        auto t = additive();
        for (int n = 0;; ++n) {
            if (n > depth_max) fail("连着的比较太多", "too many comparisons in a row", "feel_too_deep");
            if (const auto op = compare_operator(); !op.empty()) {
                t = of(NodeKind::binary, op, std::move(t), additive());
            } else if (accept_word("between")) {
                auto b = of(NodeKind::between, "", std::move(t), additive());
                take_word("and");
                adopt(*b, additive());
                t = std::move(b);
            } else if (accept_word("in")) {
                auto b = of(NodeKind::in, "", std::move(t));
                const size_t mark = names_.mark();
                names_.add("?");
                adopt(*b, in_tests());
                names_.back_to(mark);
                t = std::move(b);
            } else {
                return t;
            }
        }
    }

    Tree in_tests() {
        auto out = node(NodeKind::tests);
        if (!is("(")) {
            adopt(*out, one_test(false));
            return out;
        }
        Deeper deeper(*this);
        ++at_;
        do adopt(*out, one_test(true));
        while (accept(","));
        if (is("..") && out->children.size() == 1 && out->children[0]->kind == NodeKind::test_value) {
            auto low = std::move(out->children[0]->children[0]);
            out->children[0]->children[0] = range_end(std::move(low), false);
            return out;
        }
        take(")");
        return out;
    }

    Tree range_end(Tree low, bool low_closed) {
        take("..");
        auto r = of(NodeKind::range, "", std::move(low), additive());
        r->low_closed = low_closed;
        r->high_closed = is("]");
        if (!accept("]") && !accept(")") && !accept("[")) fail("区间没有结束", "the range does not end");
        return r;
    }

    Tree chain(Tree (Parser::*next)(), std::initializer_list<const char*> operators) {
        auto t = (this->*next)();
        for (int n = 0;; ++n) {
            std::string op;
            for (const char* o : operators)
                if (op.empty() && accept(o)) op = o;
            if (op.empty()) return t;
            if (n > depth_max * 5) fail("连着的运算太多", "too many operators in a row", "feel_too_deep");
            t = of(NodeKind::binary, op, std::move(t), (this->*next)());
        }
    }
    Tree additive() { return chain(&Parser::multiplicative, {"+", "-"}); }
    Tree multiplicative() { return chain(&Parser::power, {"*", "/"}); }
    Tree power() { return chain(&Parser::unary, {"**"}); }

    Tree unary() {
        Deeper deeper(*this);
        if (accept("-")) return of(NodeKind::negate, "", unary());
        auto t = postfix();
        while (word("instance") && word("of", 1)) {
            at_ += 2;
            t = of(NodeKind::instance_of, "", std::move(t));
            t->types.push_back(type());
        }
        return t;
    }

    Tree postfix() {
        auto t = primary();
        for (int n = 0;; ++n) {
            if (n > depth_max) fail("点号连得太长", "too long a path", "feel_too_deep");
            if (is(".")) {
                ++at_;
                t = of(NodeKind::path, member(), std::move(t));
            } else if (opens_filter(rest())) {
                ++at_;
                ++filters_;
                const size_t mark = names_.mark();
                names_.add("item");
                t = of(NodeKind::filter, "", std::move(t), expression());
                names_.back_to(mark);
                --filters_;
                take("]");
            } else if (is("(")) {
                t = call(std::move(t));
            } else {
                return t;
            }
        }
    }

    std::string member() {
        std::string name;
        if (const size_t n = members_.match(rest(), name)) {
            at_ += n;
            return name;
        }
        const size_t from = at_;
        while (token().kind == TokenKind::word && (at_ == from || !is_keyword(token().text))) ++at_;
        if (from == at_) fail("点号后面应当是名字", "expected a name behind the dot");
        return written(from, at_);
    }

    Tree call(Tree callee) {
        Deeper deeper(*this);
        take("(");
        auto n = of(NodeKind::call, "", std::move(callee));
        if (accept(")")) return n;
        do {
            if (const size_t colon = key_end()) {
                n->keys.push_back(written(at_, colon));
                at_ = colon + 1;
            } else if (!n->keys.empty()) {
                fail("这里应当是「名字: 值」", "expected a named argument");
            }
            adopt(*n, expression());
        } while (accept(","));
        take(")");
        if (!n->keys.empty() && n->keys.size() + 1 != n->children.size()) fail("带名字的和不带名字的参数不能混着写", "named and other arguments do not mix");
        return n;
    }

    Tree primary() {
        Deeper deeper(*this);
        const Token t = token();
        switch (t.kind) {
            case TokenKind::number: {
                ++at_;
                auto n = node(NodeKind::literal);
                n->value = Value(Number::parse(t.text));
                return n;
            }
            case TokenKind::string: {
                ++at_;
                auto n = node(NodeKind::literal);
                n->value = Value(t.text);
                return n;
            }
            case TokenKind::at_literal: {
                ++at_;
                auto n = node(NodeKind::literal);
                n->value = of_at_literal(t.text);
                return n;
            }
            case TokenKind::end: fail("没有写完", "the expression ends too early");
            case TokenKind::word: return named();
            case TokenKind::symbol: break;
        }
        if (is("(") || is("]")) return parenthesised();
        if (is("[")) return list();
        if (is("{")) return context();
        fail("这里不该是「" + t.text + "」", "did not expect " + t.text);
    }

    Tree parenthesised() {
        const bool bracket = is("]");
        ++at_;
        if (!bracket)
            if (const auto op = compare_operator(); !op.empty()) {
                auto r = of(NodeKind::range, op, additive());
                take(")");
                return r;
            }
        auto t = expression();
        if (is("..")) return range_end(std::move(t), false);
        if (bracket) fail("这里应当是区间，如 [1..5]", "expected a range");
        take(")");
        return t;
    }

    Tree list() {
        ++at_;
        auto n = node(NodeKind::list);
        if (accept("]")) return n;
        do {
            adopt(*n, expression());
            if (is("..") && n->children.size() == 1) {
                auto low = std::move(n->children[0]);
                return range_end(std::move(low), true);
            }
        } while (accept(","));
        take("]");
        return n;
    }

    Tree context() {
        ++at_;
        auto n = node(NodeKind::context);
        const size_t mark = names_.mark();
        while (!is("}")) {
            std::string key;
            if (token().kind == TokenKind::string) {
                key = token().text;
                ++at_;
                take(":");
            } else {
                const size_t colon = key_end();
                if (!colon) fail("这里应当是键和冒号", "expected a key and a colon");
                key = written(at_, colon);
                at_ = colon + 1;
            }
            if (std::ranges::find(n->keys, key) != n->keys.end()) fail("键「" + key + "」写了两次", "the key " + key + " stands twice");
            adopt(*n, expression());
            n->keys.push_back(key);
            names_.add(key);
            members_.add(key);
            if (!accept(",")) break;
        }
        names_.back_to(mark);
        take("}");
        return n;
    }

    Tree named() {
        const std::string first = token().text;
        std::string name;
        const auto ahead = rest();
        size_t taken = names_.match(ahead, name);
        if (filters_) {
            std::string inner;
            if (const size_t n = members_.match(ahead, inner); n > taken) taken = n, name = inner;
        }
        if (!taken && first == "function") return function();
        if (!taken && (first == "true" || first == "false" || first == "null")) {
            ++at_;
            auto n = node(NodeKind::literal);
            if (first != "null") n->value = Value(first == "true");
            return n;
        }
        if (!taken) {
            const size_t from = at_;
            if (is_keyword(first)) fail("这里不该是「" + first + "」", "did not expect " + first);
            while (token().kind == TokenKind::word && !is_keyword(token().text)) ++at_;
            name = written(from, at_);
            if (reading_.strict && !filters_) {
                at_ = from;
                fail("不认识名字「" + name + "」", "unknown name " + name, "feel_unknown_name");
            }
        } else {
            at_ += taken;
        }
        asks_input_ |= name == "?";
        return node(NodeKind::name, name);
    }

    Tree function() {
        ++at_;
        auto n = node(NodeKind::function);
        take("(");
        const size_t mark = names_.mark();
        while (!is(")")) {
            const size_t from = at_;
            while (token().kind == TokenKind::word) ++at_;
            if (from == at_) fail("这里应当是参数的名字", "expected a parameter's name");
            n->keys.push_back(written(from, at_));
            n->types.push_back(accept(":") ? type() : simple_type(Type::Kind::any));
            names_.add(n->keys.back());
            if (!accept(",")) break;
        }
        take(")");
        if (accept_word("external")) {
            auto outside = of(NodeKind::external, "", expression());
            outside->keys = n->keys;
            n->body = std::move(outside);
        } else {
            Tree inside = expression();
            n->height = std::max(n->height, inside->height + 1);
            n->body = std::move(inside);
        }
        names_.back_to(mark);
        return n;
    }

    TypeRef type() {
        Deeper deeper(*this);
        const size_t from = at_;
        static constexpr std::string_view long_names[] = {"years and months duration", "days and time duration", "date and time"};
        std::string name;
        Names own;
        for (auto n : long_names) own.add(std::string(n));
        if (const size_t n = own.match(rest(), name)) {
            at_ += n;
            return simple_type(*kind_named(name));
        }
        if (token().kind != TokenKind::word) fail("这里应当是类型", "expected a type");
        ++at_;
        if (token().kind != TokenKind::symbol || token().text != "<")
            while ((token().kind == TokenKind::word && !is_keyword(token().text)) || (is(".") && tokens_[at_ + 1].kind == TokenKind::word)) ++at_;
        name = written(from, at_);
        auto out = std::make_shared<Type>();
        if (is("<") && (name == "list" || name == "range" || name == "context" || name == "function")) {
            ++at_;
            out->kind = *kind_named(name);
            if (name == "list" || name == "range") {
                out->of = type();
            } else {
                while (!is(">")) {
                    std::string key;
                    if (name == "context") {
                        const size_t colon = key_end();
                        if (!colon) fail("这里应当是键和冒号", "expected a key and a colon");
                        key = written(at_, colon);
                        at_ = colon + 1;
                    }
                    out->fields.emplace_back(key, type());
                    if (!accept(",")) break;
                }
            }
            take(">");
            if (name == "function") {
                take("->");
                out->of = type();
            }
            return out;
        }
        if (reading_.type)
            if (auto t = reading_.type(name)) return t;
        const auto kind = kind_named(name);
        out->kind = kind ? *kind : Type::Kind::unknown;
        return out;
    }

    std::string_view source_;
    std::vector<Token> tokens_;
    const Reading& reading_;
    Names names_, members_;
    size_t at_ = 0;
    int depth_ = 0, filters_ = 0;
    bool asks_input_ = false;
};

template <class F>
auto parsed(std::string_view source, const Scope& scope, const Reading& reading, F read) -> Result<decltype(read(std::declval<Parser&>()))> {
    if (source.size() > source_max) return tl::unexpected(unreadable(source, 0, "表达式超过 1 MB", "the expression is longer than 1 MB", "feel_too_deep"));
    auto tokens = lex(source);
    if (!tokens) return tl::unexpected(std::move(tokens.error()));
    Parser parser(source, std::move(*tokens), scope, reading);
    try {
        return read(parser);
    } catch (Stop& stop) {
        return tl::unexpected(std::move(stop.why));
    }
}

}  // namespace

const Names& builtin_names() {
    static const Names names = [] {
        Names out;
        for (const auto& b : builtins()) out.add(std::string(b.name));
        return out;
    }();
    return names;
}

Result<Tree> parse_expression(std::string_view source, const Scope& scope, const Reading& reading) {
    return parsed(source, scope, reading, [](Parser& p) { return p.whole_expression(); });
}
Result<Tree> parse_tests(std::string_view source, const Scope& scope, const Reading& reading) {
    return parsed(source, scope, reading, [](Parser& p) { return p.whole_tests(); });
}
Result<TypeRef> parse_type(std::string_view source, const Reading& reading) {
    return parsed(source, {}, reading, [](Parser& p) { return p.whole_type(); });
}

}  // namespace leye::feel
