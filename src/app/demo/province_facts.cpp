#include "app/demo/province_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

#include "app/demo/cumulative.hpp"
#include "app/demo/months.hpp"
#include "app/demo/population_rates.hpp"
#include "app/demo/source_files.hpp"

namespace leye::demo {
namespace {

using fact::Fact;
using fact::Kind;

constexpr uint64_t part_facts = 5;
constexpr int months_told = 36, months_told_near_pension = 260;
// How many of those it may happen to; so that a sweep of 20,000 people finds some hundred.
constexpr double hired_unseen = 0.17, draws_on = 0.3, insurance_stopped = 0.012, insured_on = 0.05;
constexpr double pays_oneself = 0.55, graduate_on_record = 0.9, post_on_record = 0.8, pension_drawn = 0.96, paid_before = 0.7;
constexpr double dies = 0.0006, serves = 0.006, settles_abroad = 0.0006, couple_out_of_work = 0.4;
constexpr double given_allowance = 0.012, lost_land = 0.006, lifted_from_poverty = 0.02;
constexpr std::array<std::string_view, 4> own_will{"resigned", "agreed", "business_closed", "flexible_ended"};

/// What is known of one person's lot.
struct Lot {
    std::vector<const Spell*> spells;
    const Spell* open = nullptr;
    std::optional<size_t> spouse;
};

std::vector<Lot> lots_of(const Province& province) {
    std::vector<Lot> out(province.people.size());
    for (const Spell& spell : province.spells) {
        out[spell.person].spells.push_back(&spell);
        if (!spell.until) out[spell.person].open = &spell;
    }
    for (const Household& home : province.households) out[home.head].spouse = home.spouse, out[home.spouse].spouse = home.head;
    return out;
}

class Teller {
  public:
    Teller(uint64_t seed, const Province& province, const reference::Reference& reference, Date today, const std::vector<Lot>& lots, size_t person)
        : province_(province), reference_(reference), today_(today), newest_(month_of(newest_month_on(today))), lots_(lots), index_(person), person_(province.people[person]),
          draw_(Draw::part(seed ^ part_facts, person + 1)) {}

    std::vector<Fact> tell() {
        const bool account = std::ranges::find(province_.accounts, index_, &PersonAccount::person) != province_.accounts.end();
        const Date retires = retirement_of(person_, reference_).on_month_first;
        const bool near_pension = retires < today_.plus_months(8) && today_ < retires.plus_months(1);
        first_ = newest_ + 1 - (near_pension ? months_told_near_pension : months_told);
        work(account);
        // The years before the register began count for the pension.
        const Spell* begin = lots_[index_].spells.empty() ? nullptr : lots_[index_].spells.front();
        if (near_pension && begin && chance(paid_before)) add_months(Kind::insured_employee, first_, month_of(begin->from), rates::insurance_base_fen, other_unit());
        school();
        needs(account);
        household();
        if (!account && retires <= today_ && chance(pension_drawn)) add(Kind::pension, retires);
        if (!person_.male && chance(post_on_record))
            add(Kind::post, person_.born.plus_months(22 * 12), {}, {}, reference_.retirement(person_.born, reference::RetirementKind::woman_55).on_month_first == retires ? "management" : "worker");
        std::ranges::stable_sort(facts_, {}, [](const Fact& fact) { return std::tuple(fact.kind, fact.from); });
        // Two employers in one month are two facts, the same one twice is one.
        const auto doubled = std::ranges::unique(facts_, {}, [](const Fact& fact) { return std::tuple(fact.kind, fact.from, fact.unit); });
        facts_.erase(doubled.begin(), doubled.end());
        return std::move(facts_);
    }

  private:
    bool chance(double share) { return demo::chance(draw_, share); }
    void add(Kind kind, Date from, std::optional<Date> until = {}, std::optional<int64_t> amount = {}, std::string_view code = {}, std::string_view unit = {}) {
        if (from < today_) facts_.push_back({.kind = kind, .from = from, .until = until, .amount = amount, .code = std::string(code), .unit = std::string(unit), .batch = 1});
    }
    /// Months from that of `from` up to but not including that of `until`.
    int add_months(Kind kind, Month from, Month until, int64_t amount, std::string_view unit = {}) {
        from = std::max(from, first_), until = std::min(until, newest_ + 1);
        for (Month m = from; m < until; ++m) add(kind, first_day_of(m), first_day_of(m + 1), amount, {}, unit);
        return std::max(0, until - from);
    }
    const std::string& unit_of(const Spell& spell) const { return province_.employers[*spell.employer].uscc; }
    std::string_view other_unit() { return province_.employers[draw_.below(province_.employers.size())].uscc; }

    void work(bool account) {
        const int64_t base = rates::insurance_base_fen + 10'000 * draw_.between(0, 400);
        const Lot& lot = lots_[index_];
        int paid = 0;
        // A few employers stopped paying and told the register nothing.
        const bool stopped = !account && lot.open && lot.open->kind == SpellKind::employed && month_of(lot.open->from) < newest_ - 9 && chance(insurance_stopped);
        const Month stop = newest_ - draw_.between(3, 8);
        for (const Spell* spell : lot.spells) {
            const Month until = spell->until ? month_of(*spell->until + 15) : stopped ? stop + 1 : newest_ + 1;
            if (spell->kind == SpellKind::employed) paid += add_months(Kind::insured_employee, month_of(spell->from), until, base, unit_of(*spell));
            const bool sole = spell->kind == SpellKind::flexible && spell->detail == "sole_business";
            if (sole) business(*spell);
            if (spell->kind == SpellKind::flexible && (account || chance(pays_oneself))) add_months(Kind::insured_flexible, month_of(spell->from), until, base);
        }
        if (lot.open && lot.open->kind == SpellKind::unemployed) unemployed(*lot.open, account, paid, base);
        if (!account && !lot.open && !lot.spells.empty() && today_ < retirement_of(person_, reference_).on_month_first && chance(insured_on))
            add_months(Kind::insured_employee, newest_ - draw_.between(1, 5), newest_ + 1, base, other_unit());
    }
    void business(const Spell& spell) {
        const auto shop = std::ranges::find_if(province_.employers, [&](const Employer& e) { return e.kind == "sole_trader" && e.area.starts_with(person_.area.substr(0, 4)); });
        add(Kind::business, spell.from, spell.until, {}, "owner", shop == province_.employers.end() ? other_unit() : std::string_view(shop->uscc));
    }
    void unemployed(const Spell& spell, bool account, int paid, int64_t base) {
        const bool entitled = paid >= 12 && std::ranges::find(own_will, spell.detail) == own_will.end();
        const bool hired = !account && month_of(spell.from) < newest_ - 2 && chance(hired_unseen);
        const Month since = newest_ - draw_.between(0, std::min(4, newest_ - month_of(spell.from) - 1 > 0 ? newest_ - month_of(spell.from) - 1 : 0));
        if (hired) add_months(Kind::insured_employee, since, newest_ + 1, base, other_unit());
        if (entitled) add_months(Kind::benefit_paid, month_of(spell.from) + 1, std::min(month_of(spell.from) + 13, hired && !chance(draws_on) ? since : newest_ + 1), rates::benefit_fen);
    }

    void school() {
        const int age = person_.born.whole_years_to(today_);
        const int years = person_.education == "bachelor" ? 22 : person_.education == "college" ? 21 : person_.education == "senior_high" ? 18 : 0;
        if (years == 0 || age > 35) return;
        const Date ends = *Date::of(person_.born.year() + years + (person_.born.month() >= 9 ? 1 : 0), 6, 30);
        // Whoever works has left school.
        if (ends < today_ && chance(graduate_on_record)) add(Kind::graduation, ends, {}, {}, years == 18 ? (draw_.percent(45) ? "technical" : "secondary") : person_.education);
        if (today_ <= ends && lots_[index_].spells.empty()) add(Kind::studying, ends.plus_months(-34), ends + 1);
    }

    void needs(bool account) {
        if (account) return;
        const Date since = today_.plus_months(-12 * draw_.between(1, 6));
        const int age = person_.born.whole_years_to(today_);
        if (chance(rates::disabled)) add(Kind::disability, since, {}, {}, std::string_view("1234").substr(draw_.below(4), 1));
        if (chance(given_allowance)) add(Kind::minimum_allowance, since);
        if (chance(lost_land)) add(Kind::land_lost, since);
        if (chance(lifted_from_poverty)) add(Kind::formerly_poor, since);
        if (chance(dies)) add(Kind::death, today_ - draw_.between(20, 50));
        if (person_.male && age >= 18 && age <= 22 && !lots_[index_].open && chance(serves * 10)) add(Kind::army, today_.plus_months(-draw_.between(2, 20)));
        if (chance(settles_abroad)) add(Kind::abroad, today_.plus_months(-draw_.between(2, 20)));
        const Spell* last = lots_[index_].spells.empty() ? nullptr : lots_[index_].spells.back();
        for (const Spell* spell : lots_[index_].spells)
            if (spell->kind == SpellKind::employed && spell->until && spell != last && spell->end_reason == "redundancy") add(Kind::laid_off, *spell->until, {}, {}, {}, unit_of(*spell));
    }

    /// Couples have a book; who lives alone in the demo may well have a family that is not in it, so nothing is told of them.
    void household() {
        const Lot& lot = lots_[index_];
        if (!lot.spouse) return;
        const auto works = [&](size_t who) { return lots_[who].open && lots_[who].open->kind != SpellKind::unemployed; };
        const Date since = std::max(person_.born, today_.plus_months(-12 * 10));
        add(Kind::marriage, std::max(today_.plus_months(-12 * 8), person_.born.plus_months(20 * 12)), {}, {}, "married");
        // Of the couples of whom neither works not all are families of two: the books of the others are not here.
        const size_t head = std::min(index_, *lot.spouse);
        Draw both = Draw::part(part_facts, head + 1);
        if (!works(index_) && !works(*lot.spouse) && !demo::chance(both, couple_out_of_work)) return;
        add(Kind::household_register, since, {}, {}, person_.area.substr(0, 6));
        add(Kind::household, since, {}, {}, fmt::format("3799{:08}", head));
    }

    const Province& province_;
    const reference::Reference& reference_;
    Date today_;
    Month newest_, first_ = 0;
    const std::vector<Lot>& lots_;
    size_t index_;
    const Person& person_;
    Draw draw_;
    std::vector<Fact> facts_;
};

}  // namespace

Date newest_month_on(Date today) { return first_day_of(month_of(today) - 1); }

std::vector<std::vector<Fact>> make_province_facts(uint64_t seed, const Province& province, const reference::Reference& reference, Date today) {
    const auto lots = lots_of(province);
    std::vector<std::vector<Fact>> out;
    for (size_t i = 0; i < province.people.size(); ++i) out.push_back(Teller(seed, province, reference, today, lots, i).tell());
    return out;
}

std::vector<SourceFile> make_source_files(const Province& province, const std::vector<std::vector<Fact>>& facts, Date today) {
    std::vector<SourceFile> out;
    const Date newest = newest_month_on(today);
    const auto add = [&](std::string_view source, std::string name, Date from, Date until) {
        SourceFile file{.source = std::string(source), .name = std::move(name), .content = std::string(header_of(source))};
        const size_t head = file.content.size();
        std::vector<Fact> own;
        for (size_t i = 0; i < facts.size(); ++i) {
            own.clear();
            for (const Fact& fact : facts[i])
                if (from <= fact.from && fact.from < until) own.push_back(fact);
            append_rows(source, province.people[i].document_number, own, file.content);
        }
        if (file.content.size() > head) out.push_back(std::move(file));
    };
    const auto month_name = [](std::string_view source, Date month) { return fmt::format("{}_{:04}{:02}.csv", source, month.year(), month.month()); };
    for (const auto source : source_names()) {
        if (source != "social_insurance") {
            add(source, month_name(source, newest), Date::of_days(-100'000), today);
            continue;
        }
        const Date before = newest.plus_months(-1);
        add(source, fmt::format("social_insurance_until_{:04}{:02}.csv", before.plus_months(-1).year(), before.plus_months(-1).month()), Date::of_days(-100'000), before);
        add(source, month_name(source, before), before, newest);
        add(source, month_name(source, newest), newest, newest.plus_months(1));
    }
    return out;
}

}  // namespace leye::demo
