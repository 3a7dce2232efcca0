#include "records/catalog/determination.hpp"

#include <algorithm>
#include <iterator>

#include "records/catalog/content.hpp"
#include "records/catalog/load_determination.hpp"

namespace leye::catalog {
namespace {

constexpr FactName facts[] = {
    {"today", "date", "rule"},
    {"age", "number", "rule"},
    {"birth_date", "date", "document"},
    {"sex", "string", "document"},
    {"retires_on", "date", "rule"},
    {"past_retirement", "boolean", "rule"},
    {"retirement_by_post", "boolean", "rule"},
    {"months_to_retirement", "number", "rule"},
    {"draws_pension", "boolean", "insurance"},
    {"deceased", "boolean", "civil"},
    {"data_month", "date", "insurance"},
    {"data_complete", "boolean", "rule"},
    {"insured_employee", "boolean", "insurance"},
    {"insured_employee_since", "date", "insurance"},
    {"insured_flexible", "boolean", "insurance"},
    {"insured_flexible_since", "date", "insurance"},
    {"insured_months", "number", "insurance"},
    {"insured_months_since_benefit", "number", "insurance"},
    {"last_insured_month", "date", "insurance"},
    {"months_uninsured", "number", "insurance"},
    {"runs_business", "boolean", "business"},
    {"business_since", "date", "business"},
    {"business_months", "number", "business"},
    {"graduated_on", "date", "education"},
    {"months_since_graduation", "number", "education"},
    {"graduate_level", "string", "education"},
    {"studying", "boolean", "education"},
    {"disabled", "boolean", "disability"},
    {"minimum_allowance", "boolean", "civil"},
    {"land_lost", "boolean", "land"},
    {"formerly_poor", "boolean", "rural"},
    {"in_army", "boolean", "army"},
    {"abroad", "boolean", "border"},
    {"single_parent", "boolean", "civil"},
    {"household_of_age", "number", "household"},
    {"household_working", "number", "household"},
    {"open_employment", "boolean", "register"},
    {"open_employment_since", "date", "register"},
    {"open_flexible", "boolean", "register"},
    {"open_flexible_since", "date", "register"},
    {"open_unemployment", "boolean", "register"},
    {"open_unemployment_since", "date", "register"},
    {"unemployed_months", "number", "register"},
    {"last_employment_until", "date", "register"},
    {"last_end_reason", "string", "register"},
    {"laid_off", "boolean", "register"},
    {"benefit_months_paid", "number", "insurance"},
    {"benefit_months_carried", "number", "insurance"},
    {"benefit_open", "boolean", "insurance"},
    {"subsidy_months_paid", "number", "funds"},
    {"job_grant_paid", "boolean", "funds"},
    {"startup_grant_paid", "boolean", "funds"},
    {"graduate_grant_paid", "boolean", "funds"},
    {"hires", "number", "register"},
};

// By the place of the kind in determination_kinds; the last are those of a word that is no kind.
const std::vector<std::string_view> outcomes_by_kind[] = {
    {"employed", "flexible", "unemployed", "retired", "studying", "away", "unchanged", "review"},
    {"zero_employment", "working", "unknown"},
    {"entitled", "not_entitled", "review"},
    {"listed", "not_listed"},
    {"suspected", "clear", "review"},
    {},
};

bool is_in_force(const Determination& d, Date on) { return d.from <= on && (!d.until || on < *d.until); }

}  // namespace

const std::vector<std::string_view>& outcomes_of(std::string_view kind) {
    return outcomes_by_kind[std::ranges::find(determination_kinds, kind) - determination_kinds.begin()];
}

std::span<const FactName> determination_fact_names() { return facts; }

const Determination* Catalog::find_determination(std::string_view code, Date on) const {
    const Determination* best = nullptr;
    for (const auto& d : content_->determinations)
        if (d->code == code && is_in_force(*d, on) && (!best || best->version < d->version)) best = d.get();
    return best;
}

const Determination* Catalog::find_determination(std::string_view code, int version) const {
    for (const auto& d : content_->determinations)
        if (d->code == code && d->version == version) return d.get();
    return nullptr;
}

std::vector<const Determination*> Catalog::list_determinations(Date on) const {
    std::vector<const Determination*> out;
    for (const auto& d : content_->determinations)
        if (find_determination(d->code, on) == d.get()) out.push_back(d.get());
    return in_order(std::move(out));
}

}  // namespace leye::catalog
