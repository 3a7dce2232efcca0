#pragma once
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "engine/feel/evaluate.hpp"

/// What the fuzz targets have in common.
namespace leye::fuzz {

inline std::string_view text_of(const unsigned char* data, size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

inline void must(bool holds, const char* what, std::string_view shown = {}) {
    if (holds) return;
    std::fprintf(stderr, "broken: %s: %s\n", what, std::string(shown.substr(0, 2'000)).c_str());
    std::abort();
}

/// Some names that expressions may use, one of them of several words.
inline const feel::Context& facts() {
    static const feel::Context out{
        {"a", 1},
        {"b", "text"},
        {"months worked", 7},
        {"年龄", 30},
        {"list", feel::Value::list({1, 2, "x", {}})},
        {"c", feel::Value::context({{"d", true}, {"e f", *Date::of(2026, 11, 23)}})}};
    return out;
}
inline const feel::Scope& scope() {
    static const feel::Scope out = [] {
        feel::Scope names;
        for (const auto& [name, _] : facts()) names.insert(name);
        return names;
    }();
    return out;
}
inline const feel::FrameRef& frame() {
    static const auto out =
        std::make_shared<const feel::Frame>(feel::Frame{.parent = nullptr, .names = facts()});
    return out;
}

/// An evaluation that may take few steps, so that each input takes little time.
inline feel::Run run() {
    return {.now = Instant::start_of(*Date::of(2026, 11, 23)), .allowance = feel::Allowance(100'000)};
}
inline feel::Value evaluated(const feel::Node& expression) {
    auto once = run();
    return feel::evaluate(expression, frame(), once);
}

/// Numbers, strings, booleans, null, and lists of them: kinds that have a literal.
inline bool is_plain(const feel::Value& value) {
    if (const auto* items = value.as_list())
        return items->size() < 1'000 && std::all_of(items->begin(), items->end(), [](const auto& v) {
                   return !v.as_list() && is_plain(v);
               });
    return value.is_null() || value.as<bool>() || value.as<feel::Number>() || value.as<std::string>();
}

}  // namespace leye::fuzz
