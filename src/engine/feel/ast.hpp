#pragma once
#include <memory>
#include <string>
#include <vector>

#include "engine/feel/value.hpp"

namespace leye::feel {

enum class NodeKind {
    literal, name, list, context, range, call, path, filter,
    negate, binary, both, either, between, in, choose,
    test_compare, test_value, test_not, test_any, tests,
};

/// One node of a parsed expression. Which members count depends on the kind.
struct Node {
    NodeKind kind = NodeKind::literal;
    Value value;                                  ///< literal
    std::string text;                             ///< name, function, operator, key
    std::vector<std::unique_ptr<Node>> children;  ///< operands in order
    std::vector<std::string> keys;                ///< of a context; names of arguments of a call where given
    bool low_closed = true, high_closed = true;   ///< of a range
};
using Tree = std::unique_ptr<Node>;

}  // namespace leye::feel
