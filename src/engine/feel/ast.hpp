#pragma once
#include <memory>
#include <string>
#include <vector>

#include "engine/feel/value.hpp"

namespace leye::feel {

struct DecisionTable;
struct Node;
using Tree = std::unique_ptr<Node>;

/// A FEEL type: simple, or built of others; `allowed` narrows it by unary tests.
struct Type {
    enum class Kind { any, null, boolean, number, string, date, time, date_time, months, days, list, context, range, function, unknown };
    Kind kind = Kind::any;
    std::shared_ptr<const Type> of;  ///< of a list's items, a range's ends, a function's result
    std::vector<std::pair<std::string, std::shared_ptr<const Type>>> fields;  ///< of a context; parameters of a function
    std::shared_ptr<const Node> allowed;
};
using TypeRef = std::shared_ptr<const Type>;

enum class NodeKind {
    literal, name, list, context, range, sequence, call, path, filter,
    negate, binary, both, either, between, in, choose, loop, some, every, function, instance_of,
    coerce, table, external,
    test_compare, test_value, test_not, test_any, tests,
};

/// One node of a parsed expression. Which members count depends on the kind.
struct Node {
    NodeKind kind = NodeKind::literal;
    Value value;                                  ///< literal
    std::string text;                             ///< name, operator, key
    std::vector<Tree> children;                   ///< operands in order; a call's callee first; a loop's body last
    std::vector<std::string> keys;                ///< of a context, loop or function; names of a call's arguments where given
    std::vector<TypeRef> types;                   ///< of a function's parameters; of instance_of and coerce
    std::shared_ptr<const Node> body;             ///< of a function
    std::shared_ptr<const DecisionTable> decisions;  ///< of a table
    bool low_closed = true, high_closed = true;   ///< of a range
    bool boxed = false;                           ///< of a box: there a condition that is no boolean makes all null
    bool asks_input = false;                      ///< a test that speaks of «?»
    int height = 1;                               ///< levels of the tree, as far as the parser built it
};

}  // namespace leye::feel
