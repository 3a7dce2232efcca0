#pragma once
#include <cstdint>
#include <string_view>

#include "records/fact/writing.hpp"

namespace leye::determination {

/// What is said of a line of a file. The numbers are stored.
enum class Said : uint8_t {
    taken = 0, replaced = 1, known = 2, retracted = 3,  // good; behind these the refusals
    blank = 4,
    person_unknown = 5, doubled = 6, contradicted = 7, not_told = 8, field_missing = 9, day_invalid = 10, day_future = 11, day_early = 12, period_empty = 13,
    before_birth = 14, amount_invalid = 15, code_unknown = 16, unit_invalid = 17, area_invalid = 18, text_long = 19, row_shape = 20, row_json = 21, nothing_told = 22,
    number_length = 23, number_15_digits = 24, number_characters = 25, number_region = 26, number_birth = 27, number_check = 28,
};

/// "taken", "replaced", "known", "retracted", "blank", or the code of the refusal.
std::string_view code_of(Said said);
inline bool is_good(Said said) { return said <= Said::retracted; }
inline bool is_refused(Said said) { return said > Said::blank; }
/// What is said of a line whose facts came out as `a` and `b`: a refusal before anything else, news before what is known.
Said joined(Said a, Said b);
/// As a fact of the line came out.
Said said_of(fact::Outcome outcome);

/// What is said, and of which column (from 1; 0: of none). Two bytes as stored.
struct Verdict {
    Said said = Said::taken;
    uint8_t column = 0;
};

}  // namespace leye::determination
