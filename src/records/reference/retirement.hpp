#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"

namespace leye::reference {

/// Whose statutory age: men, women whose former age was 55, women whose former age was 50.
enum class RetirementKind { man, woman_55, woman_50 };

/// One row of catalog/codes/retirement.csv.
struct RetirementRule {
    RetirementKind kind;
    Date from;              ///< reform begins; who reached the former age before is not touched
    int former_age_months;  ///< 720, 660, 600
    int step_months;        ///< one month later for every so many months begun: 4, 4, 2
    int delay_months_max;   ///< 36, 36, 60
    std::string source;
};

/// When somebody reaches the statutory age of retirement.
struct Retirement {
    Date on_month_first;   ///< first day of the month in which the age is reached
    int delay_months = 0;  ///< later than the former age by so many months
    int age_months = 0;    ///< the statutory age itself: 721 = 60 years 1 month
};

/// Source: 国务院关于渐进式延迟法定退休年龄的办法 (国发〔2024〕18号), in force since 2025-01-01.
class RetirementTable {
  public:
    RetirementTable() = default;
    explicit RetirementTable(std::vector<RetirementRule> rules) : rules_(std::move(rules)) {}
    /// The month of retirement. In: the table has a rule for `kind` (checked at load).
    Retirement of(Date born, RetirementKind kind) const;
    const std::vector<RetirementRule>& rules() const { return rules_; }

  private:
    std::vector<RetirementRule> rules_;
};

std::optional<RetirementKind> retirement_kind_of(std::string_view name);  ///< "man", "woman_55", "woman_50"
std::string_view name_of(RetirementKind kind);

}  // namespace leye::reference
