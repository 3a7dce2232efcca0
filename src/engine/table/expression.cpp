#include "engine/table/expression.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/feel/builtins.hpp"
#include "engine/feel/function.hpp"

namespace leye::table {
namespace {

using feel::Node;
using feel::NodeKind;

bool is_constant(const Node& n) {
    if (n.kind == NodeKind::name || n.kind == NodeKind::external || n.body || n.decisions) return false;
    ptrdiff_t from = 0;
    if (n.kind == NodeKind::call && n.children[0]->kind == NodeKind::name) {
        const std::string& called = n.children[0]->text;
        if (called == "today" || called == "now" || std::ranges::find(feel::builtins(), called, &feel::Builtin::name) == feel::builtins().end()) return false;
        from = 1;
    }
    return std::all_of(n.children.begin() + from, n.children.end(), [](const auto& c) { return is_constant(*c); });
}

bool is_alike(const Node& a, const Node& b) {
    if (a.kind != b.kind || a.text != b.text || a.keys != b.keys || a.low_closed != b.low_closed || a.high_closed != b.high_closed) return false;
    if (a.children.size() != b.children.size() || !a.types.empty() || !b.types.empty() || a.decisions || b.decisions) return false;
    if (!a.body != !b.body || (a.body && !is_alike(*a.body, *b.body))) return false;
    if (a.kind == NodeKind::literal && feel::equal(a.value, b.value) != true) return false;
    for (size_t i = 0; i < a.children.size(); ++i)
        if (!is_alike(*a.children[i], *b.children[i])) return false;
    return true;
}

std::string listed(const Node& n, size_t from) {
    std::string out;
    for (size_t i = from; i < n.children.size(); ++i) out += (i > from ? ", " : "") + source_of(*n.children[i]);
    return out;
}

std::string operand(const Node& n) {
    const bool nested = n.kind == NodeKind::binary || n.kind == NodeKind::negate || n.kind == NodeKind::choose;
    return nested && !constant_of(n) ? "(" + source_of(n) + ")" : source_of(n);
}

}  // namespace

std::optional<feel::Value> evaluated(const Node& expression, const feel::Context& facts, Instant now) {
    feel::Run run{now};
    feel::Value out = feel::evaluate(expression, std::make_shared<const feel::Frame>(feel::Frame{nullptr, facts}), run);
    return run.spent() ? std::nullopt : std::optional(std::move(out));
}

std::optional<feel::Value> constant_of(const Node& expression) {
    if (expression.kind == NodeKind::literal) return expression.value;
    if (!is_constant(expression)) return std::nullopt;
    return evaluated(expression, {}, Instant::of_ms(0));
}

bool is_same(const Node& a, const Node& b) {
    if (is_alike(a, b)) return true;
    const auto x = constant_of(a), y = constant_of(b);
    return x && y && feel::equal(*x, *y) == true;
}

std::string source_of(const Node& n) {
    if (const auto value = constant_of(n)) return source_of(*value);
    switch (n.kind) {
        case NodeKind::name: return n.text;
        case NodeKind::negate: return "-" + operand(*n.children[0]);
        case NodeKind::binary: return operand(*n.children[0]) + " " + n.text + " " + operand(*n.children[1]);
        case NodeKind::path: return operand(*n.children[0]) + "." + n.text;
        case NodeKind::call: return source_of(*n.children[0]) + "(" + listed(n, 1) + ")";
        case NodeKind::list: return "[" + listed(n, 0) + "]";
        case NodeKind::choose: return "if " + source_of(*n.children[0]) + " then " + source_of(*n.children[1]) + " else " + source_of(*n.children[2]);
        default: {
            // Rarely an output: told apart rather than written well.
            std::string out = fmt::format("…{} {}", static_cast<int>(n.kind), n.text);
            for (const auto& key : n.keys) out += " " + key;
            for (const auto& type : n.types) out += fmt::format(" {}", fmt::ptr(type.get()));
            if (n.body) out += " " + source_of(*n.body);
            if (n.decisions) out += fmt::format(" {}", fmt::ptr(n.decisions.get()));
            return fmt::format("{}{}({}){}", out, n.low_closed ? "[" : "]", listed(n, 0), n.high_closed ? "]" : "[");
        }
    }
}

std::string source_of(const feel::Value& v) {
    if (const auto* items = v.as_list()) {
        std::string out;
        for (const auto& item : *items) out += (out.empty() ? "" : ", ") + source_of(item);
        return "[" + out + "]";
    }
    const bool quoted = v.as<feel::Day>() || v.as<feel::Time>() || v.as<feel::DateTime>() || v.as<feel::MonthsDuration>() || v.as<feel::DaysDuration>();
    return quoted ? "@\"" + feel::literal_of(v) + "\"" : feel::literal_of(v);
}

}  // namespace leye::table
