#pragma once
#include "engine/feel/function.hpp"

namespace leye::feel {

/// Calls a static method of Java's own library that a function names in the place of a body.
/// in: `definition` is {java: {class, method signature}} or that inner context alone; arguments in order.
/// out: null with a diagnostic where there is no such class, method or signature, or an argument is not of
/// its Java type. Methods known: those of java.lang.Math, String, Integer, Long, Short, Byte, Double, Float,
/// Boolean and Character that take and give plain values; nothing outside this program is run. Source:
/// DMN 1.5, 10.3.2.13.2 and table 67.
Value call_external(const Value& definition, std::vector<Value> arguments, Run& run);

/// Java's String.format for %s %d %f %e %x %o %c %b %n %%, with flags, width and precision; nothing where a
/// conversion does not fit.
std::optional<std::string> java_format(std::string_view pattern, std::span<const Value> arguments);

}  // namespace leye::feel
