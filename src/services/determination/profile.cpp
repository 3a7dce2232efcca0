#include "services/determination/profile.hpp"

#include <algorithm>

#include "engine/table/columns.hpp"
#include "records/reference/reference.hpp"
#include "services/determination/month.hpp"

namespace leye::determination {
namespace {

constexpr int64_t laid_off_months = 12;

bool holds_on(const fact::Fact& f, Date day) { return f.from <= day && (!f.until || day < *f.until); }

int number_of(std::string_view digits) {
    int out = 0;
    for (const char c : digits.substr(0, 9)) out = out * 10 + (c - '0');
    return out;
}

/// Months of one kind of insurance, put together from what was delivered month by month.
struct Months {
    int64_t count = 0, last = -1, run_begins = -1;  // as month numbers; the run ends with `last`

    void add(int64_t from, int64_t until) {
        from = std::max(from, last + 1);
        if (from >= until) return;
        if (from != last + 1 || last < 0) run_begins = from;
        count += until - from;
        last = until - 1;
    }
    void add(const fact::Fact& f, int64_t newest) {
        const int64_t from = month_number(f.from);
        add(from, f.until ? month_number(*f.until) : std::max(newest, from) + 1);
    }
};

// Since when benefit is of the unemployment that is open; it may be paid for the month before the registration.
std::optional<Date> current_benefit(const Profile& p) {
    if (!p.is(Column::open_unemployment)) return std::nullopt;
    return Date::of_days(static_cast<int32_t>(p.get(Column::open_unemployment_since) - 31));
}

}  // namespace

bool same_city(std::string_view area, std::string_view other) { return area.size() >= 4 && other.size() >= 4 && area.substr(0, 4) == other.substr(0, 4); }

uint64_t household_key(std::string_view number) {
    if (number.empty()) return 0;
    uint64_t out = 14695981039346656037u;  // FNV-1a: the same on every machine
    for (const unsigned char c : number) out = (out ^ c) * 1099511628211u;
    return out | 1;
}

int64_t months_between(Date from, Date to) { return month_number(to) - month_number(from) - (to.day() < from.day()); }

void HouseholdCount::add(const Profile& p) {
    if (p.is(Column::deceased) || p.is(Column::abroad)) return;
    const int64_t age = p.get(Column::age);
    if (age == unknown) return;
    if (age < 16) {
        ++minors;
        return;
    }
    if (p.is(Column::past_retirement) || p.is(Column::draws_pension) || p.is(Column::studying)) return;
    ++of_age;
    // Who registered as out of work after the month that the data end with does not work any more.
    if (p.is(Column::open_unemployment) && p.get(Column::data_month) != unknown && p.get(Column::open_unemployment_since) > p.get(Column::data_month)) return;
    working += p.is(Column::insured_employee) || p.is(Column::insured_flexible) || p.is(Column::runs_business) || p.is(Column::open_employment) ||
               p.is(Column::open_flexible) || p.is(Column::in_army);
}

Folder::Folder(const reference::Reference& reference, const Dictionary& words, Moment moment)
    : reference_(reference), words_(words), moment_(std::move(moment)) {}

Profile Folder::fold(const Basics& who, std::span<const fact::Fact> facts, std::span<const Stretch> spells, const Hires& hires) const {
    Profile p;
    p.person = who.id;
    p.area = number_of(who.area);
    p.set(Column::today, moment_.today);
    for (const Column c : {Column::past_retirement, Column::retirement_by_post, Column::draws_pension, Column::deceased, Column::insured_employee,
                           Column::insured_flexible, Column::runs_business, Column::studying, Column::disabled, Column::minimum_allowance, Column::land_lost,
                           Column::formerly_poor, Column::in_army, Column::abroad, Column::single_parent, Column::open_employment, Column::open_flexible,
                           Column::open_unemployment, Column::laid_off, Column::benefit_open, Column::job_grant_paid, Column::startup_grant_paid,
                           Column::graduate_grant_paid})
        p.set(c, false);
    int64_t post = unknown;
    for (const auto& f : facts) {
        if (!holds_on(f, moment_.today)) continue;
        if (f.kind == fact::Kind::post) post = f.code == "worker";
        if (f.kind == fact::Kind::household_register) p.local = same_city(f.code, who.area);
    }
    p.set(Column::data_complete, moment_.data_month && !moment_.thin_cities.contains(who.area.substr(0, 4) + "00"));
    add_age(p, who, post);
    add_spells(p, spells);
    add_facts(p, facts);
    add_insurance(p, facts);
    if (p.is(Column::runs_business)) p.set(Column::hires, hires.count(units_run(facts, moment_.today), who.id));
    return p;
}

// A woman's age depends on her last post. Where it is not told the later age is taken, so that nobody is sent away too early.
void Folder::add_age(Profile& p, const Basics& who, int64_t post) const {
    using reference::RetirementKind;
    if (who.sex) p.set(Column::sex, words_.code(Column::sex, party::name_of(*who.sex)));
    if (!who.born) return;
    const bool woman = who.sex == party::Sex::female;
    const Date today = moment_.today;
    const Date later = reference_.retirement(*who.born, woman ? RetirementKind::woman_55 : RetirementKind::man).on_month_first;
    const Date earlier = woman ? reference_.retirement(*who.born, RetirementKind::woman_50).on_month_first : later;
    const Date retires = woman && post == 1 ? earlier : later;
    p.set(Column::birth_date, *who.born);
    p.set(Column::age, int64_t{who.born->whole_years_to(today)});
    p.set(Column::retires_on, retires);
    p.set(Column::past_retirement, retires <= today);
    p.set(Column::retirement_by_post, woman && post == unknown && earlier <= today && today < later);
    p.set(Column::months_to_retirement, std::max<int64_t>(0, months_between(today, retires)));
}

void Folder::add_spells(Profile& p, std::span<const Stretch> spells) const {
    const auto open = [&](status::Kind kind, Column is, Column since) {
        const Stretch* found = nullptr;
        for (const auto& s : spells)
            if (s.kind == kind && s.from <= moment_.today && (!s.until || moment_.today < *s.until) && (!found || found->from < s.from)) found = &s;
        if (!found) return;
        p.set(is, true);
        p.set(since, found->from);
    };
    open(status::Kind::employed, Column::open_employment, Column::open_employment_since);
    open(status::Kind::flexible, Column::open_flexible, Column::open_flexible_since);
    open(status::Kind::unemployed, Column::open_unemployment, Column::open_unemployment_since);
    if (p.is(Column::open_unemployment)) p.set(Column::unemployed_months, months_between(Date::of_days(static_cast<int32_t>(p.get(Column::open_unemployment_since))), moment_.today));
    if (p.is(Column::open_employment) || p.is(Column::open_flexible)) return;
    const Stretch* last = nullptr;
    for (const auto& s : spells)
        if (s.kind != status::Kind::unemployed && s.until && *s.until <= moment_.today && (!last || *last->until < *s.until)) last = &s;
    if (!last) return;
    p.set(Column::last_employment_until, *last->until);
    p.set(Column::last_end_reason, last->end_reason);
}

void Folder::add_facts(Profile& p, std::span<const fact::Fact> facts) const {
    using fact::Kind;
    const Date today = moment_.today;
    p.set(Column::benefit_months_paid, int64_t{0});
    p.set(Column::benefit_months_carried, int64_t{0});
    const auto current = current_benefit(p);
    p.set(Column::subsidy_months_paid, int64_t{0});
    for (const auto& f : facts) {
        const bool now = holds_on(f, today), begun = f.from <= today;
        switch (f.kind) {
            case Kind::business:
                // Whoever only holds shares does not run the business.
                if (!now || f.code == "shareholder") break;
                if (!p.is(Column::runs_business) || f.from.days() < p.get(Column::business_since)) p.set(Column::business_since, f.from);
                p.set(Column::runs_business, true);
                p.set(Column::business_months, months_between(Date::of_days(static_cast<int32_t>(p.get(Column::business_since))), today));
                break;
            case Kind::graduation:
                if (!begun) break;
                p.set(Column::graduated_on, f.from);
                p.set(Column::months_since_graduation, months_between(f.from, today));
                p.set(Column::graduate_level, words_.code(Column::graduate_level, f.code));
                break;
            case Kind::studying: if (now) p.set(Column::studying, true); break;
            case Kind::disability: if (now) p.set(Column::disabled, true); break;
            case Kind::minimum_allowance: if (now) p.set(Column::minimum_allowance, true); break;
            case Kind::death: if (begun) p.set(Column::deceased, true); break;
            case Kind::pension: if (now) p.set(Column::draws_pension, true); break;
            case Kind::marriage: if (now) p.married = f.code == "married"; break;
            case Kind::household: if (now) p.household = household_key(f.code); break;
            case Kind::land_lost: if (now) p.set(Column::land_lost, true); break;
            case Kind::formerly_poor: if (now) p.set(Column::formerly_poor, true); break;
            case Kind::army: if (now) p.set(Column::in_army, true); break;
            case Kind::abroad: if (now) p.set(Column::abroad, true); break;
            case Kind::laid_off: if (begun && months_between(f.from, today) < laid_off_months) p.set(Column::laid_off, true); break;
            case Kind::benefit_paid:
                if (current && f.from >= *current) p.set(Column::benefit_months_paid, p.get(Column::benefit_months_paid) + 1);
                if (moment_.data_month && holds_on(f, *moment_.data_month)) p.set(Column::benefit_open, true);
                break;
            case Kind::subsidy_paid: p.set(Column::subsidy_months_paid, p.get(Column::subsidy_months_paid) + 1); break;
            case Kind::grant_paid:
                if (begun) p.set(f.code == "startup_grant" ? Column::startup_grant_paid : f.code == "graduate_grant" ? Column::graduate_grant_paid : Column::job_grant_paid, true);
                break;
            default: break;
        }
    }
}

void Folder::add_insurance(Profile& p, std::span<const fact::Fact> facts) const {
    if (!moment_.data_month) return;
    const int64_t newest = month_number(*moment_.data_month);
    p.set(Column::data_month, *moment_.data_month);
    Months employee, flexible;  // facts come by kind and beginning
    for (const auto& f : facts)
        if (f.from <= *moment_.data_month) {
            if (f.kind == fact::Kind::insured_employee) employee.add(f, newest);
            if (f.kind == fact::Kind::insured_flexible) flexible.add(f, newest);
        }
    p.set(Column::insured_months, employee.count);
    add_benefit(p, facts, employee.count);
    if (employee.count > 0) {
        p.set(Column::last_insured_month, first_of(std::min(employee.last, newest)));
        p.set(Column::months_uninsured, std::max<int64_t>(0, newest - employee.last));
        p.set(Column::insured_employee, employee.last >= newest);
        if (employee.last >= newest) p.set(Column::insured_employee_since, first_of(employee.run_begins));
    }
    if (flexible.count > 0 && flexible.last >= newest) {
        p.set(Column::insured_flexible, true);
        p.set(Column::insured_flexible_since, first_of(flexible.run_begins));
    }
}

// What counts for benefit next; only who drew some before has to be reckoned up.
void Folder::add_benefit(Profile& p, std::span<const fact::Fact> facts, int64_t insured) const {
    const auto current = current_benefit(p);
    BenefitAccount account{insured, 0};
    if (std::ranges::any_of(facts, [&](const auto& f) { return f.kind == fact::Kind::benefit_paid && f.from <= *moment_.data_month && (!current || f.from < *current); }))
        account = benefit_account(facts, *moment_.data_month, current, moment_.benefit);
    p.set(Column::insured_months_since_benefit, account.insured);
    p.set(Column::benefit_months_carried, account.carried);
}

void Folder::add_household(Profile& p, const HouseholdCount& count) const {
    if (p.household == 0) return;
    p.set(Column::household_of_age, int64_t{count.of_age});
    p.set(Column::household_working, int64_t{count.working});
    p.set(Column::single_parent, !p.married && count.minors > 0 && p.get(Column::age) != unknown && p.get(Column::age) >= 16 && count.of_age == 1);
}

feel::Value value_of(const Profile& profile, Column column, const Dictionary& words) {
    const int64_t v = profile.get(column);
    if (v == unknown) return {};
    table::Measure measure;
    if (rule_of(column).kind == table::Kind::string)
        measure.dictionary = std::make_shared<const std::vector<std::string>>(words.words[static_cast<size_t>(column)]);
    return table::value_of(v, rule_of(column).kind, measure);
}

json::Object to_json(const Profile& profile, const Dictionary& words) {
    json::Object out;
    for (size_t i = 0; i < column_count; ++i) {
        const auto column = static_cast<Column>(i);
        const int64_t v = profile.values[i];
        json::Value& to = out[rule_of(column).name];
        if (v == unknown) continue;
        switch (rule_of(column).kind) {
            case table::Kind::boolean: to = v == 1; break;
            case table::Kind::date: to = Date::of_days(static_cast<int32_t>(v)).text(); break;
            case table::Kind::string: to = words.words[i][static_cast<size_t>(v)]; break;
            default: to = v;
        }
    }
    return out;
}

}  // namespace leye::determination
