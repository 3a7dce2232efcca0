#include "app/demo/province.hpp"

#include <algorithm>

namespace leye::demo {
namespace {

/// What somebody lives from today, by person; nothing where no spell is open.
std::vector<const Spell*> open_spells(const Province& province) {
    std::vector<const Spell*> open(province.people.size());
    for (const Spell& spell : province.spells)
        if (!spell.until) open[spell.person] = &spell;
    return open;
}

std::vector<int> counts(const Province& province) {
    std::vector<int> out(province.people.size());
    for (const Spell& spell : province.spells) ++out[spell.person];
    return out;
}

/// The day somebody's last job ended, by person; nothing where none did.
std::vector<std::optional<Date>> last_ends(const Province& province) {
    std::vector<std::optional<Date>> out(province.people.size());
    for (const Spell& spell : province.spells)
        if (spell.until && spell.kind == SpellKind::employed)
            out[spell.person] = std::max(out[spell.person], spell.until);
    return out;
}

/// The first person that fits and lives in a county of Jinan, or the first that fits anywhere.
template <class Fits>
std::optional<size_t> first_that(const Province& province, Fits fits) {
    std::optional<size_t> anywhere;
    for (size_t i = 0; i < province.people.size(); ++i) {
        if (!fits(i)) continue;
        if (province.people[i].area.starts_with("370102")) return i;
        if (!anywhere || (province.people[i].area.starts_with("3701") &&
                          !province.people[*anywhere].area.starts_with("3701")))
            anywhere = i;
    }
    return anywhere;
}

void add_accounts(Province& province, Date today, const reference::Reference& reference) {
    const auto open = open_spells(province);
    const auto spells = counts(province);
    const auto last_end = last_ends(province);
    const auto of_age = [&](size_t i) {
        const Person& person = province.people[i];
        return person.born.whole_years_to(today) >= 24 &&
               today.plus_months(24) < retirement_of(person, reference).on_month_first;
    };
    const auto add = [&](const char* role, const char* shows, auto fits, bool acts) {
        const auto chosen = first_that(province, [&](size_t i) {
            const auto same = [&](const PersonAccount& account) { return account.person == i; };
            return of_age(i) && fits(i) &&
                   std::none_of(province.accounts.begin(), province.accounts.end(), same);
        });
        if (!chosen) return;
        const std::string phone = "1200000000" + std::to_string(province.accounts.size() + 1);
        province.people[*chosen].phone = phone;
        province.accounts.push_back(
            {role, phone, *chosen, acts ? open[*chosen]->employer : std::nullopt, shows});
    };
    add(
        "seeker", "刚离职：可以网上失业登记",
        [&](size_t i) { return !open[i] && last_end[i] && *last_end[i] + 40 >= today; }, false);
    add(
        "unemployed", "已登记失业：看状态和经历",
        [&](size_t i) { return open[i] && open[i]->kind == SpellKind::unemployed && spells[i] >= 2; }, false);
    add(
        "flexible", "灵活就业登记过的人",
        [&](size_t i) { return open[i] && open[i]->kind == SpellKind::flexible; }, false);
    add(
        "employer", "替单位办就业登记、上传表格",
        [&](size_t i) {
            return open[i] && open[i]->employer &&
                   province.employers[*open[i]->employer].kind == "enterprise" &&
                   province.employers[*open[i]->employer].size >= 30;
        },
        true);
}

}  // namespace

Result<Province> make_province(const std::string& catalog_dir, const reference::Reference& reference,
                               Date today, const Size& size) {
    const auto margins = Margins::load(catalog_dir, reference, today);
    if (!margins) return tl::unexpected(margins.error());
    Province out;
    out.agencies = make_agencies(reference, today);
    out.staff = make_staff(out.agencies);
    out.employers = make_employers(size.seed, size.employers, *margins, reference);
    auto population = make_people(size.seed, size.people, *margins, reference, today);
    out.people = std::move(population.people);
    out.households = std::move(population.households);
    out.spells = make_histories(size.seed, out.people, out.employers, reference, today);
    add_accounts(out, today, reference);
    return out;
}

}  // namespace leye::demo
