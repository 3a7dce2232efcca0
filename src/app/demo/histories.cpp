#include "app/demo/histories.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace leye::demo {
namespace {

constexpr uint64_t part_histories = 3;
constexpr std::array<uint32_t, 3> shares_per_cent{62, 10, 6};  // employed, flexible, unemployed
constexpr std::array<std::string_view, 5> contracts{"fixed_term", "open_ended", "task_based", "part_time",
                                                    "dispatch"};
constexpr std::array<uint32_t, 5> contract_weights{70, 18, 4, 5, 3};
constexpr std::array<std::string_view, 9> flexible_kinds{
    "sole_business",  "part_time",        "platform_delivery", "platform_ride", "platform_freight",
    "live_streaming", "domestic_service", "street_trade",      "casual_labour"};
constexpr std::array<uint32_t, 9> flexible_weights{26, 10, 16, 9, 6, 7, 9, 7, 10};
struct End {
    std::string_view end_reason, unemployment_reason;
    uint32_t weight;
};
constexpr std::array ends{
    End{"contract_expired", "contract_expired", 30}, End{"agreed", "agreed", 24},
    End{"worker_resigned", "resigned", 26},          End{"redundancy", "redundancy", 8},
    End{"employer_closed", "employer_closed", 6},    End{"dismissed_without_fault", "dismissed", 6}};
const Date records_begin = *Date::of(2014, 1, 1);

/// Where people of a city find work: mostly with employers of their own city.
class Labour {
  public:
    explicit Labour(const std::vector<Employer>& employers) {
        for (size_t i = 0; i < employers.size(); ++i) {
            add(cities_[employers[i].area.substr(0, 4)], i, employers[i].size);
            add(all_, i, employers[i].size);
        }
    }
    size_t draw_employer(Draw& draw, const Person& person) const {
        const auto own = cities_.find(person.area.substr(0, 4));
        const Pool& pool = own == cities_.end() || draw.percent(12) ? all_ : own->second;
        return pool.employers[draw.weighted(pool.weights)];
    }

  private:
    struct Pool {
        std::vector<size_t> employers;
        std::vector<uint32_t> weights;
    };
    static void add(Pool& pool, size_t employer, uint32_t weight) {
        pool.employers.push_back(employer);
        pool.weights.push_back(weight);
    }
    std::unordered_map<std::string, Pool> cities_;
    Pool all_;
};

Date first_working_day_of(const Person& person) {
    const int age = person.education == "bachelor" ? 22 : person.education == "college" ? 21 : 18;
    return std::max(records_begin, person.born.plus_months(12 * age));
}

/// Long for most, short for some: even in the logarithm of days.
int draw_length(Draw& draw, int shortest, int longest) {
    int high = 2 * shortest;
    while (high < longest && draw.percent(78)) high *= 2;
    high = std::min(high, longest);
    return draw.between(std::max(shortest, high / 2), high);
}

class Life {
  public:
    /// `last`: no job lasts beyond it, today or the month of retirement.
    Life(Draw& draw, const Labour& labour, const Person& person, size_t index, Date today, Date last)
        : draw_(draw),
          labour_(labour),
          person_(person),
          index_(index),
          today_(today),
          last_(last),
          earliest_(first_working_day_of(person)) {}

    /// Lives backwards from the spell open today, or from nothing.
    std::vector<Spell> live(std::optional<SpellKind> open) {
        Date before = today_;
        if (open) {
            const int days = *open == SpellKind::unemployed ? draw_length(draw_, 12, 540)
                             : draw_.percent(5)             ? draw_.between(1, 30)
                                                            : draw_length(draw_, 60, 3'000);
            Date from = std::max(today_ - days, earliest_);
            if (from >= today_) from = today_ - 1;
            add(*open, from, std::nullopt);
            before = from;
        } else if (earliest_ + 1'700 < last_ ? draw_.percent(45) : earliest_ + 120 < last_) {
            before = last_ - (draw_.percent(20) ? draw_.between(3, 40) : draw_.between(60, 1'500));
            before = std::max(before, earliest_ + 60);
            add(SpellKind::employed, before - draw_length(draw_, 60, 1'400), before);
            before = spells_.back().from;
        }
        const bool lost = open == SpellKind::unemployed;
        for (int earlier = lost && draw_.percent(88) ? 1 : 0; earlier < 4; ++earlier) {
            if (earlier > 0 && !(lost && earlier == 1) && !draw_.percent(48)) break;
            if (earlier == 0 && (spells_.empty() || !draw_.percent(55))) break;
            const Date until =
                before -
                (draw_.one_in(25) ? -draw_.between(1, 6) : draw_.between(1, lost && earlier == 1 ? 40 : 150));
            const auto kind = lost && earlier == 1 ? SpellKind::employed : draw_kind();
            const Date from = until - draw_length(draw_, 45, kind == SpellKind::unemployed ? 500 : 1'500);
            if (from < earliest_ || until > today_) break;
            add(kind, from, until);
            before = from;
        }
        std::reverse(spells_.begin(), spells_.end());
        return std::move(spells_);
    }

  private:
    SpellKind draw_kind() {
        const int n = draw_.between(1, 100);
        return n <= 72 ? SpellKind::employed : n <= 86 ? SpellKind::flexible : SpellKind::unemployed;
    }
    Date learnt(Date happened, bool hire) {
        // Most within the term of 30 days, one in twelve late, some very late.
        const int days = draw_.one_in(12) ? draw_.between(31, 240) : draw_.between(0, hire ? 26 : 10);
        return std::min(happened + days, today_);
    }
    void add(SpellKind kind, Date from, std::optional<Date> until) {
        if (until && from < earliest_) from = std::min(earliest_, *until - 1);
        Spell spell{.person = index_,
                    .kind = kind,
                    .employer = {},
                    .from = from,
                    .until = until,
                    .learnt_on = {},
                    .end_learnt_on = {},
                    .detail = {},
                    .contract_until = {},
                    .end_reason = {}};
        spell.learnt_on =
            kind == SpellKind::employed ? learnt(from, true) : std::min(from + draw_.between(0, 6), today_);
        if (until) spell.end_learnt_on = std::max(spell.learnt_on, learnt(*until, false));
        const End& end = ends[draw_.weighted(end_weights())];
        switch (kind) {
            case SpellKind::employed:
                employ(spell, end);
                break;
            case SpellKind::flexible:
                spell.detail = flexible_kinds[draw_.weighted(flexible_weights)];
                break;
            case SpellKind::unemployed:
                spell.detail = end.unemployment_reason;
                break;
        }
        // The reason somebody gives when registering is the one for which the job before ended.
        if (kind == SpellKind::employed && !spells_.empty() && spells_.back().kind == SpellKind::unemployed)
            spells_.back().detail = end.unemployment_reason;
        spells_.push_back(std::move(spell));
    }
    void employ(Spell& spell, const End& end) {
        spell.employer = labour_.draw_employer(draw_, person_);
        spell.detail = contracts[draw_.weighted(contract_weights)];
        if (spell.until) spell.end_reason = end.end_reason;
        if (spell.end_reason == "contract_expired") spell.detail = "fixed_term";
        if (spell.detail != "fixed_term") return;
        int years = draw_.between(1, 3);
        while (spell.from.plus_months(12 * years) <= spell.until.value_or(today_)) years += 2;
        spell.contract_until = spell.until && spell.end_reason == "contract_expired"
                                   ? *spell.until
                                   : spell.from.plus_months(12 * years);
    }
    static const std::array<uint32_t, ends.size()>& end_weights() {
        static const auto weights = [] {
            std::array<uint32_t, ends.size()> out{};
            for (size_t i = 0; i < ends.size(); ++i) out[i] = ends[i].weight;
            return out;
        }();
        return weights;
    }

    Draw& draw_;
    const Labour& labour_;
    const Person& person_;
    size_t index_;
    Date today_, last_, earliest_;
    std::vector<Spell> spells_;
};

bool may_work(const Person& person, const reference::Reference& reference, Date today) {
    return first_working_day_of(person) + 30 < today &&
           today < retirement_of(person, reference).on_month_first;
}

}  // namespace

std::vector<Spell> make_histories(uint64_t seed, const std::vector<Person>& people,
                                  const std::vector<Employer>& employers,
                                  const reference::Reference& reference, Date today) {
    const Labour labour(employers);
    uint64_t workers = 0;
    for (const Person& person : people) workers += may_work(person, reference, today);
    // Shares are of everybody, drawn among those who may work.
    std::array<uint64_t, 3> chances{};
    for (size_t i = 0; i < 3; ++i)
        chances[i] = workers == 0 ? 0
                                  : std::min<uint64_t>(1'000'000,
                                                       shares_per_cent[i] * 10'000 * people.size() / workers);
    std::vector<Spell> out;
    for (size_t i = 0; i < people.size(); ++i) {
        Draw draw = Draw::part(seed ^ part_histories, i + 1);
        const bool works = may_work(people[i], reference, today);
        std::optional<SpellKind> open;
        const uint64_t n = draw.below(1'000'000);
        if (works && n < chances[0])
            open = SpellKind::employed;
        else if (works && n < chances[0] + chances[1])
            open = SpellKind::flexible;
        else if (works && n < chances[0] + chances[1] + chances[2])
            open = SpellKind::unemployed;
        if (!works && people[i].born.whole_years_to(today) < 23) continue;
        const Date last = std::min(today, retirement_of(people[i], reference).on_month_first);
        for (auto& spell : Life(draw, labour, people[i], i, today, last).live(open))
            out.push_back(std::move(spell));
    }
    return out;
}

}  // namespace leye::demo
