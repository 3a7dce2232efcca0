#pragma once
#include <cstdint>
#include <optional>
#include <span>

#include "base/date.hpp"
#include "records/fact/fact.hpp"

namespace leye::catalog {
class Catalog;
}

/// What counts for unemployment benefit of somebody who drew it before.
namespace leye::determination {

/// How many months of benefit are due for months paid by employers, as the settings of the determination `unemployment_benefit`
/// say. law: 社会保险法46.
struct BenefitTerms {
    int months_min = 12, months_second = 60, months_third = 120;
    int grant_first = 12, grant_second = 18, grant_third = 24;

    int64_t months_due(int64_t insured) const;
};
/// The terms of the day.
BenefitTerms benefit_terms_on(const catalog::Catalog& catalog, Date day);

struct BenefitAccount {
    int64_t insured = 0;  ///< months paid by employers that count: all, or those since benefit was last drawn
    int64_t carried = 0;  ///< months due in earlier unemployment that were not drawn
};
/// Months paid count anew once benefit was drawn and work begun again; what was due then and not drawn is added to what is due
/// next. in: facts by kind and beginning; `until` is the newest month that counts; benefit from `current` on is of the unemployment that is
/// open. law: 社会保险法46, 失业保险金申领发放办法14. Cost: one look for earlier benefit; where there is some, linear in months.
BenefitAccount benefit_account(std::span<const fact::Fact> facts, Date until, std::optional<Date> current, const BenefitTerms& terms);

}  // namespace leye::determination
