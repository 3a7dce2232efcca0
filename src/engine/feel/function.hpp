#pragma once
#include <functional>
#include <span>

#include "engine/feel/allowance.hpp"
#include "engine/feel/ast.hpp"

namespace leye::feel {

struct Builtin;

/// Where names are looked up: the innermost frame first.
struct Frame {
    std::shared_ptr<const Frame> parent;
    Context names;
};
using FrameRef = std::shared_ptr<const Frame>;
const Value* find_name(const Frame* frame, std::string_view name);

/// How one table came to its answer, as part of a larger evaluation.
struct TableTrace {
    std::string table;
    std::vector<Value> inputs;
    std::vector<std::vector<std::optional<bool>>> rules;
    std::vector<int> hits;
    Value output;
};

/// One evaluation: what «now» is, what it may still spend, and what it has to say.
struct Run {
    Instant now;
    int depth = 0;
    std::vector<std::string> diagnostics;
    std::vector<TableTrace> tables;

    static constexpr int depth_max = 1500;
    static constexpr int64_t steps_max = 10'000'000;
    static constexpr size_t list_max = 1'000'000, diagnostics_max = 100;
    Allowance allowance{steps_max};
    /// Counts work beyond the one step of each node; false where that was too much.
    bool charge(size_t work) { return Allowance::spend(static_cast<int64_t>(work)); }
    /// What came out is not what the expression says: it, or what it is a part of, cost too much.
    bool spent() const { return allowance.is_spent(); }
    /// Notes a sentence; out: null, so that it can be returned.
    Value null(std::string sentence) {
        if (diagnostics.size() < diagnostics_max) diagnostics.push_back(std::move(sentence));
        return {};
    }
};

/// How much it takes to copy or look through the value once, in steps; of what it holds, the strings.
size_t size_of(const Value& v);

/// Exactly one of `body`, `builtin` and `native` is set.
struct Function {
    std::vector<std::string> parameters;
    std::vector<TypeRef> types;
    TypeRef result;
    std::shared_ptr<const Node> body;
    FrameRef frame;
    const Builtin* builtin = nullptr;
    std::function<Value(std::vector<Value>, Run&)> native;
};

Value evaluate(const Node& expression, const FrameRef& frame, Run& run);
std::optional<bool> test(const Node& tests, const Value& input, const FrameRef& frame, Run& run);
Value call(const Function& function, std::vector<Value> arguments, const std::vector<std::string>& names, Run& run);
Value call_builtin(std::string_view name, std::vector<Value> arguments, const std::vector<std::string>& names, Run& run);
/// The value as the type wants it: a list of one for its item, an item for a list of one, a day for its midnight; otherwise null.
Value coerced(const Value& v, const Type& type, Run& run);
/// a op b for + - * / **.
Value arithmetic(char op, const Value& a, const Value& b);
/// year, hour, start included…: what a value of its own accord has behind a dot.
Value property(const Value& v, std::string_view name);

}  // namespace leye::feel
