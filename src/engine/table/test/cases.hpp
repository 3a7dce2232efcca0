#pragma once
#include <doctest/doctest.h>

#include <algorithm>

#include "engine/feel/parser.hpp"
#include "engine/table/columns_run.hpp"
#include "engine/table/row_trace.hpp"

namespace leye::table {

inline const Instant now = *Instant::parse("2026-11-23T04:00:00Z");

inline feel::Tree parsed(const std::string& text, const feel::Scope& scope, bool tests) {
    auto tree = tests ? feel::parse_tests(text, scope) : feel::parse_expression(text, scope);
    CAPTURE(text);
    REQUIRE(tree);
    return std::move(*tree);
}

inline Kinds kinds_of(const Columns& columns) {
    Kinds out;
    for (const auto& [name, column] : columns.facts) out[name] = column.kind;
    return out;
}

/// Whether two answers to one case are the same to the last cell of the trace.
inline bool same(const Result<feel::Outcome>& a, const Result<feel::Outcome>& b) {
    if (a.has_value() != b.has_value()) return false;
    if (!a) return a.error().code == b.error().code && a.error().details == b.error().details;
    if (a->rule != b->rule || a->trace.hits != b->trace.hits || a->trace.rules != b->trace.rules || a->outputs.size() != b->outputs.size()) return false;
    for (size_t i = 0; i < a->outputs.size(); ++i)
        if (feel::literal_of(feel::Value::context(a->outputs[i])) != feel::literal_of(feel::Value::context(b->outputs[i]))) return false;
    return a->trace.inputs.size() == b->trace.inputs.size() && std::ranges::equal(a->trace.inputs, b->trace.inputs, [](const feel::Value& x, const feel::Value& y) { return feel::literal_of(x) == feel::literal_of(y); });
}

}  // namespace leye::table
