#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

/// What members of a JSON shape mean beyond their C++ type, for the OpenAPI description and the types made from it.
/// A shape says it with a function beside it: `inline json::Hints hints_of(const ClockShape*)`; derived shapes inherit it.
namespace leye::json {

/// Schema by name of member. For a vector it describes the elements.
using Hints = std::map<std::string_view, Value>;

/// A text that is one of these words.
inline Value one_of(const std::vector<std::string_view>& words) {
    Array list;
    for (const std::string_view word : words) list.emplace_back(word);
    return Object{{"type", "string"}, {"enum", std::move(list)}};
}

/// A text that is the name of one of the enumerators from `first` to `last`, as `name_of` tells it.
template <class E>
Value name_from(E first, E last) {
    std::vector<std::string_view> words;
    for (int each = static_cast<int>(first); each <= static_cast<int>(last); ++each) words.push_back(name_of(static_cast<E>(each)));
    return one_of(words);
}

/// An object that is already written as the named shape.
inline Value same_as(std::string_view shape) { return Object{{"$ref", "#/components/schemas/" + std::string(shape)}}; }

}  // namespace leye::json
