#include "services/determination/benefit.hpp"

#include <algorithm>
#include <vector>

#include "records/catalog/catalog.hpp"
#include "records/catalog/determination.hpp"
#include "services/determination/month.hpp"

namespace leye::determination {
namespace {

// The months of one kind, each once.
std::vector<int64_t> months_of(std::span<const fact::Fact> facts, fact::Kind kind, Date until, std::optional<Date> before) {
    std::vector<int64_t> out;
    const int64_t newest = month_number(until);
    for (const auto& f : facts) {
        if (f.kind != kind || f.from > until || (before && f.from >= *before)) continue;
        const int64_t end = f.until ? month_number(*f.until) : std::max(newest, month_number(f.from)) + 1;
        for (int64_t m = std::max(month_number(f.from), out.empty() ? 0 : out.back() + 1); m < end; ++m) out.push_back(m);
    }
    return out;
}

}  // namespace

int64_t BenefitTerms::months_due(int64_t insured) const {
    if (insured < months_min) return 0;
    return insured < months_second ? grant_first : insured < months_third ? grant_second : grant_third;
}

BenefitTerms benefit_terms_on(const catalog::Catalog& catalog, Date day) {
    const auto* benefit = catalog.find_determination("unemployment_benefit", day);
    expect(benefit != nullptr, "the catalogue determines who is due unemployment benefit");
    const auto settings = catalog::settings_on(*benefit, day);
    const auto get = [&](std::string_view name) {
        const auto* v = settings.if_contains(name);
        expect(v && v->is_int64(), "unemployment_benefit says how many months are due");
        return static_cast<int>(v->get_int64());
    };
    return {get("months_min"), get("months_second"), get("months_third"), get("grant_first"), get("grant_second"), get("grant_third")};
}

BenefitAccount benefit_account(std::span<const fact::Fact> facts, Date until, std::optional<Date> current, const BenefitTerms& terms) {
    const auto insured = months_of(facts, fact::Kind::insured_employee, until, std::nullopt);
    const auto drawn = months_of(facts, fact::Kind::benefit_paid, until, current);
    BenefitAccount out;
    int64_t due = 0;
    bool drawing = false;
    const auto end_drawing = [&](int64_t months) {
        out = {0, std::max<int64_t>(0, due - months)};
        drawing = false;
    };
    int64_t months = 0;
    for (size_t i = 0, j = 0; i < insured.size() || j < drawn.size();) {
        // Of one month that was worked and drawn in, what went on before comes first.
        const bool draws = j < drawn.size() && (i == insured.size() || drawn[j] < insured[i] || (drawn[j] == insured[i] && drawing));
        if (draws) {
            if (!drawing) due = std::min<int64_t>(terms.grant_third, terms.months_due(out.insured) + out.carried), months = 0, drawing = true;
            ++months, ++j;
        } else {
            if (drawing) end_drawing(months);
            ++out.insured, ++i;
        }
    }
    if (drawing) end_drawing(months);
    return out;
}

}  // namespace leye::determination
