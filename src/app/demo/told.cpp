#include "app/demo/told.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "app/demo/invented_numbers.hpp"
#include "app/demo/population_rates.hpp"

namespace leye::demo {
namespace {

using fact::Kind;

constexpr uint64_t part_told = 13;
/// Departments keep such lists since then; whoever was born later is on them from birth.
constexpr Month lists_begin = month_of(2016, 1);
constexpr Month schools_begin = month_of(1990, 1);

/// First days of months from 1900 to 2099, so that nobody works out a calendar for each of half a billion months.
Date first_day(Month month) {
    constexpr Month first = month_of(1900, 1), after = month_of(2100, 1);
    static const std::vector<Date> days = [] {
        std::vector<Date> out;
        for (Month m = first; m < after; ++m) out.push_back(first_day_of(m));
        return out;
    }();
    expect(first <= month && month < after, "a month of this century or the last");
    return days[static_cast<size_t>(month - first)];
}

std::string_view word_of(Level level, bool vocational) {
    switch (level) {
        case Level::college:
            return "college";
        case Level::bachelor:
            return "bachelor";
        case Level::master:
            return "master";
        case Level::doctor:
            return "doctor";
        default:
            return vocational ? "technical" : "secondary";
    }
}

bool lasts(Kind kind) {
    switch (kind) {
        case Kind::business:
        case Kind::studying:
        case Kind::disability:
        case Kind::minimum_allowance:
        case Kind::pension:
        case Kind::household_register:
        case Kind::household:
        case Kind::land_lost:
        case Kind::formerly_poor:
        case Kind::army:
        case Kind::abroad:
            return true;
        default:
            return false;
    }
}

class Telling {
  public:
    Telling(const Citizen& citizen, Months months, std::vector<fact::Fact>& out)
        : c_(citizen), months_(months), from_(first_day(months.from)), end_(first_day(months.until)), since_(std::max(citizen.born, first_day(lists_begin))), out_(out),
          draw_(Draw::part(part_told, citizen.index + 1)) {}

    void tell() {
        paid(Kind::insured_employee, Work::employee);
        paid(Kind::insured_flexible, Work::flexible);
        if (c_.business)
            add(Kind::business, first_day(c_.business->from), c_.business->until ? std::optional(first_day(*c_.business->until)) : std::nullopt, {},
                c_.business->sole_trader ? "owner" : "legal_representative", credit_code_of(c_.business->number, c_.business->sole_trader ? "92" : "91"));
        const bool on_record = c_.level >= Level::senior_high && first_day(schools_begin) <= c_.school_ends;
        if (on_record) add(Kind::graduation, c_.school_ends, {}, {}, word_of(c_.level, c_.vocational));
        if (on_record) add(Kind::studying, first_day(month_of(c_.school_ends) - 33), c_.school_ends + 1);
        if (c_.disability) add(Kind::disability, since_, {}, {}, std::string_view("1234").substr(static_cast<size_t>(c_.disability - 1), 1));
        if (c_.minimum_allowance) add(Kind::minimum_allowance, since_);
        if (c_.died_on) add(Kind::death, *c_.died_on);
        if (c_.pension_from) add(Kind::pension, *c_.pension_from);
        constexpr std::array<std::string_view, 4> marriages{"single", "married", "divorced", "widowed"};
        if (c_.marriage != Marriage::single) add(Kind::marriage, std::max(since_, c_.born.plus_months(20 * 12)), {}, {}, marriages[static_cast<size_t>(c_.marriage)]);
        add(Kind::household_register, since_, {}, {}, digits(c_.register_area));
        add(Kind::household, since_, {}, {}, digits(c_.household));
        if (c_.land_lost) add(Kind::land_lost, since_);
        if (c_.formerly_poor) add(Kind::formerly_poor, since_);
        if (c_.army_until) add(Kind::army, first_day(*c_.army_until - 24), first_day(*c_.army_until));
        if (c_.abroad) add(Kind::abroad, since_);
        helped();
        if (!c_.male && !c_.runs.all().empty() && chance(rates::post_told)) add(Kind::post, std::max(since_, first_day(c_.runs.all().front().from)), {}, {}, c_.manager ? "management" : "worker");
        laid_off();
    }

  private:
    bool chance(double share) { return demo::chance(draw_, share); }
    std::string_view digits(uint64_t number) {
        const auto [end, fault] = std::to_chars(digits_.data(), digits_.data() + digits_.size(), number);
        return {digits_.data(), end};
    }

    void add(Kind kind, Date from, std::optional<Date> until = {}, std::optional<int64_t> amount = {}, std::string_view code = {}, std::string_view unit = {}) {
        // Death ends whatever lasts; nothing begins after it.
        if (c_.died_on && kind != Kind::death) {
            if (*c_.died_on <= from) return;
            if (lasts(kind)) until = until ? std::min(*until, *c_.died_on) : *c_.died_on;
        }
        if (until && (end_ < *until || *until <= from)) until.reset();
        const bool begins = from_ <= from && from < end_, ends = from < from_ && until && from_ < *until;
        if (begins || ends) out_.push_back({.kind = kind, .from = from, .until = until, .amount = amount, .code = std::string(code), .unit = std::string(unit), .batch = 1});
    }
    void add_months(Kind kind, Month from, Month until, int64_t amount, std::string_view code = {}, std::string_view unit = {}) {
        for (Month m = std::max(from, months_.from); m < std::min(until, months_.until); ++m)
            out_.push_back({.kind = kind, .from = first_day(m), .until = first_day(m + 1), .amount = amount, .code = std::string(code), .unit = std::string(unit), .batch = 1});
    }

    void paid(Kind kind, Work work) {
        const int64_t base = rates::insurance_base_fen + 50'000 * static_cast<int64_t>(c_.index % 9);
        for (const Run& run : c_.runs.all())
            if (run.work == work && run.from < months_.until && months_.from < run.until)
                add_months(kind, run.from, run.until, base, {}, work == Work::employee ? credit_code_of(run.employer, "91") : std::string());
    }
    void helped() {
        for (const Run& run : c_.runs.all()) add_months(Kind::benefit_paid, run.from, run.from + run.benefit_months, rates::benefit_fen);
        for (const Run& run : c_.runs.all())
            if (run.work == Work::flexible && month_of(c_.born) + (c_.male ? 50 : 40) * 12 <= run.from && chance(rates::subsidised))
                add_months(Kind::subsidy_paid, run.from, std::min(run.from + 36, run.until), rates::subsidy_fen, "insurance_subsidy");
        const bool needy = c_.minimum_allowance || c_.disability || c_.formerly_poor;
        const bool graduate = c_.level >= Level::college && needy && first_day(lists_begin) <= c_.school_ends && chance(rates::graduate_granted), founder = c_.business && chance(rates::startup_granted);
        if (graduate && founder && first_day(c_.business->from + 13) < c_.school_ends - 200) {
            add(Kind::grant_paid, first_day(c_.business->from + 13), {}, rates::startup_grant_fen, "startup_grant");
            add(Kind::grant_paid, c_.school_ends - 200, {}, rates::graduate_grant_fen, "graduate_grant");
            return;
        }
        if (graduate) add(Kind::grant_paid, c_.school_ends - 200, {}, rates::graduate_grant_fen, "graduate_grant");
        if (founder) add(Kind::grant_paid, first_day(c_.business->from + 13), {}, rates::startup_grant_fen, "startup_grant");
    }
    void laid_off() {
        const Run* before = nullptr;
        for (const Run& run : c_.runs.all()) {
            if (run.work == Work::unemployed && !run.own_will && before && before->work == Work::employee && chance(rates::laid_off))
                add(Kind::laid_off, first_day(run.from), {}, {}, {}, credit_code_of(before->employer, "91"));
            before = &run;
        }
    }

    const Citizen& c_;
    Months months_;
    Date from_, end_, since_;
    std::vector<fact::Fact>& out_;
    Draw draw_;
    std::array<char, 24> digits_{};
};

}  // namespace

void tell(const Citizen& citizen, Months months, std::vector<fact::Fact>& out) { Telling(citizen, months, out).tell(); }

}  // namespace leye::demo
