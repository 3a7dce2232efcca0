#pragma once
#include <span>
#include <string>

#include "engine/feel/ast.hpp"

namespace leye::feel {

/// What a function's body gives wherever it gives something, as far as that can be read off it; unknown for
/// what only evaluating tells. in: the parameters with their types, in one order.
Type::Kind kind_given(const Node& body, std::span<const std::string> parameters,
                      std::span<const TypeRef> types);

}  // namespace leye::feel
