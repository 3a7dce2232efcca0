#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "engine/table/values.hpp"

namespace leye::reference {
class Reference;
}

namespace leye::determination {

/// What a determination's rules may look at, in the order of the columns of a snapshot. catalog/README.md explains each;
/// where somebody lives or is registered is not among them (row 1.2).
enum class Column : uint8_t {
    today, age, birth_date, sex, retires_on, past_retirement, retirement_by_post, months_to_retirement, draws_pension, deceased,
    data_month, data_complete, insured_employee, insured_employee_since, insured_flexible, insured_flexible_since, insured_months,
    insured_months_since_benefit, last_insured_month, months_uninsured, runs_business, business_since, business_months, graduated_on, months_since_graduation,
    graduate_level, studying, disabled, minimum_allowance, land_lost, formerly_poor, in_army, abroad, single_parent, household_of_age,
    household_working, open_employment, open_employment_since, open_flexible, open_flexible_since, open_unemployment,
    open_unemployment_since, unemployed_months, last_employment_until, last_end_reason, laid_off, benefit_months_paid, benefit_months_carried, benefit_open,
    subsidy_months_paid, job_grant_paid, startup_grant_paid, graduate_grant_paid, hires
};
inline constexpr size_t column_count = static_cast<size_t>(Column::hires) + 1;

struct ColumnRule {
    std::string_view name;
    table::Kind kind;  ///< boolean, number, date or string
};
const ColumnRule& rule_of(Column column);
std::optional<Column> find_column(std::string_view name);

/// No value; less than every other.
inline constexpr int64_t unknown = INT64_MIN;

/// The words that a column of strings may hold, sorted by their bytes; a value is a place among them.
struct Dictionary {
    std::array<std::vector<std::string>, column_count> words;

    /// The place of a word; `unknown` where the column has no such word.
    int64_t code(Column column, std::string_view word) const;
};
Dictionary make_dictionary(const reference::Reference& reference);

}  // namespace leye::determination
