#include "services/determination/column.hpp"

#include <algorithm>

#include "records/reference/reference.hpp"

namespace leye::determination {
namespace {

using table::Kind;

constexpr ColumnRule rules[] = {
    {"today", Kind::date},
    {"age", Kind::number},
    {"birth_date", Kind::date},
    {"sex", Kind::string},
    {"retires_on", Kind::date},
    {"past_retirement", Kind::boolean},
    {"retirement_by_post", Kind::boolean},
    {"months_to_retirement", Kind::number},
    {"draws_pension", Kind::boolean},
    {"deceased", Kind::boolean},
    {"data_month", Kind::date},
    {"data_complete", Kind::boolean},
    {"insured_employee", Kind::boolean},
    {"insured_employee_since", Kind::date},
    {"insured_flexible", Kind::boolean},
    {"insured_flexible_since", Kind::date},
    {"insured_months", Kind::number},
    {"insured_months_since_benefit", Kind::number},
    {"last_insured_month", Kind::date},
    {"months_uninsured", Kind::number},
    {"runs_business", Kind::boolean},
    {"business_since", Kind::date},
    {"business_months", Kind::number},
    {"graduated_on", Kind::date},
    {"months_since_graduation", Kind::number},
    {"graduate_level", Kind::string},
    {"studying", Kind::boolean},
    {"disabled", Kind::boolean},
    {"minimum_allowance", Kind::boolean},
    {"land_lost", Kind::boolean},
    {"formerly_poor", Kind::boolean},
    {"in_army", Kind::boolean},
    {"abroad", Kind::boolean},
    {"single_parent", Kind::boolean},
    {"household_of_age", Kind::number},
    {"household_working", Kind::number},
    {"open_employment", Kind::boolean},
    {"open_employment_since", Kind::date},
    {"open_flexible", Kind::boolean},
    {"open_flexible_since", Kind::date},
    {"open_unemployment", Kind::boolean},
    {"open_unemployment_since", Kind::date},
    {"unemployed_months", Kind::number},
    {"last_employment_until", Kind::date},
    {"last_end_reason", Kind::string},
    {"laid_off", Kind::boolean},
    {"benefit_months_paid", Kind::number},
    {"benefit_months_carried", Kind::number},
    {"benefit_open", Kind::boolean},
    {"subsidy_months_paid", Kind::number},
    {"job_grant_paid", Kind::boolean},
    {"startup_grant_paid", Kind::boolean},
    {"graduate_grant_paid", Kind::boolean},
    {"hires", Kind::number},
};
static_assert(std::size(rules) == column_count);

std::vector<std::string> sorted(std::vector<std::string> words) {
    std::ranges::sort(words);
    return words;
}

}  // namespace

const ColumnRule& rule_of(Column column) { return rules[static_cast<size_t>(column)]; }

std::optional<Column> find_column(std::string_view name) {
    for (size_t i = 0; i < column_count; ++i)
        if (rules[i].name == name) return static_cast<Column>(i);
    return std::nullopt;
}

int64_t Dictionary::code(Column column, std::string_view word) const {
    const auto& all = words[static_cast<size_t>(column)];
    const auto at = std::ranges::lower_bound(all, word);
    return at != all.end() && *at == word ? at - all.begin() : unknown;
}

Dictionary make_dictionary(const reference::Reference& reference) {
    Dictionary out;
    out.words[static_cast<size_t>(Column::sex)] = {"female", "male"};
    out.words[static_cast<size_t>(Column::graduate_level)] = sorted({"secondary", "technical", "college", "bachelor", "master", "doctor"});
    const auto* reasons = reference.find_list("end_reason");
    expect(reasons != nullptr, "the code list end_reason is there");
    for (const auto& code : reasons->codes) out.words[static_cast<size_t>(Column::last_end_reason)].push_back(code.code);
    std::ranges::sort(out.words[static_cast<size_t>(Column::last_end_reason)]);
    return out;
}

}  // namespace leye::determination
