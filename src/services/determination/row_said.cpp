#include "services/determination/row_said.hpp"

#include <iterator>

#include "base/result.hpp"

namespace leye::determination {
namespace {

constexpr std::string_view codes[] = {
    "taken", "replaced", "known", "retracted", "blank",
    "person_unknown", "fact_doubled", "fact_contradicted", "fact_not_told", "fact_field_missing", "fact_day_invalid", "fact_day_future", "fact_day_early", "period_empty",
    "fact_before_birth", "fact_amount_invalid", "fact_code_unknown", "fact_unit_invalid", "fact_area_invalid", "fact_text_long", "fact_row_shape", "fact_row_json",
    "fact_nothing_told", "fact_number_length", "document_15_digits", "document_characters", "document_region", "document_birth_date", "document_check_digit"};
static_assert(std::size(codes) == static_cast<size_t>(Said::number_check) + 1);

}  // namespace

std::string_view code_of(Said said) {
    expect(static_cast<size_t>(said) < std::size(codes), "a stored verdict is unknown");
    return codes[static_cast<size_t>(said)];
}

Said joined(Said a, Said b) {
    if (is_refused(a)) return a;
    if (is_refused(b)) return b;
    for (const Said said : {Said::replaced, Said::taken, Said::retracted})
        if (a == said || b == said) return said;
    return Said::known;
}

Said said_of(fact::Outcome outcome) {
    switch (outcome) {
        case fact::Outcome::taken: return Said::taken;
        case fact::Outcome::replaced: return Said::replaced;
        case fact::Outcome::known: return Said::known;
        case fact::Outcome::retracted: return Said::retracted;
        case fact::Outcome::doubled: return Said::doubled;
        case fact::Outcome::contradicted: return Said::contradicted;
        case fact::Outcome::unknown: return Said::not_told;
    }
    throw Bug("an outcome of no name");
}

}  // namespace leye::determination
