// FEEL expressions: whatever the text, reading and evaluating ends within the evaluator's own bounds, and a
// plain value that is written as a literal is read again as the same value.
#include "engine/feel/evaluate.hpp"
#include "tests/fuzz/plain.hpp"

using namespace leye;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t size) {
    const auto tree = feel::parse_expression(fuzz::text_of(data, size), fuzz::scope(),
                                             {.members = nullptr, .strict = false, .type = {}});
    if (!tree) return 0;
    const auto value = fuzz::evaluated(**tree);
    if (!fuzz::is_plain(value)) return 0;
    const auto literal = feel::literal_of(value);
    const auto again = feel::parse_expression(literal, fuzz::scope());
    fuzz::must(again.has_value(), "a literal is read", literal);
    fuzz::must(feel::equal(fuzz::evaluated(**again), value) == true, "a literal is read as the same value",
               literal);
    return 0;
}
