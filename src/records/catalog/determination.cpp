#include "records/catalog/determination.hpp"

#include <algorithm>
#include <iterator>

#include "records/catalog/content.hpp"
#include "records/catalog/load_determination.hpp"

namespace leye::catalog {
namespace {

constexpr FactName facts[] = {
    {"today", "date"},
    {"age", "number"},
    {"birth_date", "date"},
    {"sex", "string"},
    {"retires_on", "date"},
    {"past_retirement", "boolean"},
    {"retirement_by_post", "boolean"},
    {"months_to_retirement", "number"},
    {"draws_pension", "boolean"},
    {"deceased", "boolean"},
    {"data_month", "date"},
    {"data_complete", "boolean"},
    {"insured_employee", "boolean"},
    {"insured_employee_since", "date"},
    {"insured_flexible", "boolean"},
    {"insured_flexible_since", "date"},
    {"insured_months", "number"},
    {"last_insured_month", "date"},
    {"months_uninsured", "number"},
    {"runs_business", "boolean"},
    {"business_since", "date"},
    {"business_months", "number"},
    {"graduated_on", "date"},
    {"months_since_graduation", "number"},
    {"graduate_level", "string"},
    {"studying", "boolean"},
    {"disabled", "boolean"},
    {"minimum_allowance", "boolean"},
    {"land_lost", "boolean"},
    {"formerly_poor", "boolean"},
    {"in_army", "boolean"},
    {"abroad", "boolean"},
    {"single_parent", "boolean"},
    {"household_of_age", "number"},
    {"household_working", "number"},
    {"open_employment", "boolean"},
    {"open_employment_since", "date"},
    {"open_flexible", "boolean"},
    {"open_flexible_since", "date"},
    {"open_unemployment", "boolean"},
    {"open_unemployment_since", "date"},
    {"unemployed_months", "number"},
    {"last_employment_until", "date"},
    {"last_end_reason", "string"},
    {"laid_off", "boolean"},
    {"benefit_months_paid", "number"},
    {"benefit_open", "boolean"},
    {"subsidy_months_paid", "number"},
    {"job_grant_paid", "boolean"},
    {"startup_grant_paid", "boolean"},
    {"graduate_grant_paid", "boolean"},
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
