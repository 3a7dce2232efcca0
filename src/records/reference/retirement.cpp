#include "records/reference/retirement.hpp"

#include <algorithm>
#include <array>

namespace leye::reference {
namespace {
constexpr std::array<std::pair<std::string_view, RetirementKind>, 3> kinds{
    {{"man", RetirementKind::man},
     {"woman_55", RetirementKind::woman_55},
     {"woman_50", RetirementKind::woman_50}}};
}

Retirement RetirementTable::of(Date born, RetirementKind kind) const {
    const auto rule =
        std::find_if(rules_.begin(), rules_.end(), [&](const auto& r) { return r.kind == kind; });
    expect(rule != rules_.end(), "the retirement table has a rule for every kind");
    const Date birth_month = *Date::of(born.year(), born.month(), 1);
    const Date former = birth_month.plus_months(rule->former_age_months);
    // n: months from the reform's first month to that of the former age, that month counted.
    const int n = (former.year() - rule->from.year()) * 12 + former.month() - rule->from.month() + 1;
    const int delay =
        n <= 0 ? 0 : std::min((n + rule->step_months - 1) / rule->step_months, rule->delay_months_max);
    return {.on_month_first = former.plus_months(delay),
            .delay_months = delay,
            .age_months = rule->former_age_months + delay};
}

std::optional<RetirementKind> retirement_kind_of(std::string_view name) {
    for (const auto& [known, kind] : kinds)
        if (known == name) return kind;
    return std::nullopt;
}

std::string_view name_of(RetirementKind kind) {
    return kinds[static_cast<size_t>(kind)].first;
}

}  // namespace leye::reference
