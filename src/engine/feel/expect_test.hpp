#pragma once
#include <doctest/doctest.h>

#include "engine/feel/evaluate.hpp"

namespace leye::feel {

/// An expression and what it gives, as FEEL writes it; «no» where it cannot be read.
struct Expected {
    const char* expression;
    const char* value;
};

inline void check_all(std::span<const Expected> table) {
    const Instant now = *Instant::parse("2026-11-23T04:00:00Z");
    for (const auto& [expression, expected] : table) {
        const auto got = evaluate_text(expression, {}, now);
        const std::string shown = expression + std::string(" gives ");
        CHECK(shown + (got ? literal_of(*got) : "no") == shown + expected);
    }
}

}  // namespace leye::feel
