#pragma once
#include <optional>
#include <string_view>

#include "engine/feel/ast.hpp"

namespace leye::feel {

TypeRef simple_type(Type::Kind kind);
/// The standard's own types by name, in FEEL's and in XML's spelling.
std::optional<Type::Kind> kind_named(std::string_view name);
/// The other way round: «days and time duration».
std::string_view name_of_kind(Type::Kind kind);
/// Whether every value of type `a` is one of type `b`. Source: DMN 1.5, 10.3.2.9.
bool conforms(const Type& a, const Type& b, int depth = 0);
/// Whether the value is of the type's shape; `allowed` is not looked at. Null is only of Any and Null.
bool is_of(const Value& v, const Type& type, int depth = 0);

}  // namespace leye::feel
