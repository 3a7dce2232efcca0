#include "records/fact/fact.hpp"

#include <array>

namespace leye::fact {
namespace {

constexpr std::array<std::string_view, kind_count> names = {
    "insured_employee", "insured_flexible", "business", "graduation", "studying", "disability", "minimum_allowance", "death", "pension", "marriage", "household_register",
    "household", "land_lost", "formerly_poor", "army", "abroad", "benefit_paid", "subsidy_paid", "grant_paid", "post", "laid_off"};

}  // namespace

std::string_view name_of(Kind kind) {
    const int at = static_cast<int>(kind) - 1;
    expect(at >= 0 && at < kind_count, "a fact of no kind");
    return names[at];
}

std::optional<Kind> find_kind(std::string_view name) {
    for (int i = 0; i < kind_count; ++i)
        if (names[i] == name) return static_cast<Kind>(i + 1);
    return std::nullopt;
}

bool has_unit_in_key(Kind kind) { return kind == Kind::insured_employee || kind == Kind::business || kind == Kind::laid_off; }

bool has_code_in_key(Kind kind) { return kind == Kind::subsidy_paid || kind == Kind::grant_paid; }

}  // namespace leye::fact
