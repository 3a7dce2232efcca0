#include "app/demo/working_life.hpp"

#include <algorithm>

#include "app/demo/population_rates.hpp"

namespace leye::demo {
namespace {

constexpr Month records_begin = month_of(2008, 1);
constexpr int run_months_max = 360;
constexpr size_t past_runs = 16, all_runs = 48;

/// How long a run lasts that ends in each month with the same chance.
Cumulative lengths(double ends) {
    std::array<double, run_months_max> chances{};
    double left = 1;
    for (double& share : chances) share = left * ends, left *= 1 - ends;
    return Cumulative(chances);
}

constexpr int benefit_months_most = 24;

/// Months of benefit for months paid as an employee. Law: 社会保险法 46.
int benefit_months_for(int insured_months) {
    return insured_months < 12 ? 0 : insured_months < 60 ? 12 : insured_months < 120 ? 18 : 24;
}

}  // namespace

/// Draws the parts of one life.
class LifeMaker {
  public:
    LifeMaker(const LifeTables& tables, const LifeFrame& frame, Draw& draw) : tables_(tables), frame_(frame), draw_(draw) {}
    Runs make(const std::function<uint32_t(Draw&)>& employer);

  private:
    void live();
    void live_back(Month before, Work first);
    void live_on(Month from, std::optional<Work> work);
    std::optional<Work> next_after(std::optional<Work> work, Month& from);
    void add(Work work, Month from, Month until);
    int length_of(Work work);
    double share() { return static_cast<double>(draw_.below(1'000)) / 1'000; }
    void settle();

    const LifeTables& tables_;
    const LifeFrame& frame_;
    Draw& draw_;
    Runs out_;
};

LifeTables::LifeTables() : job_(lengths(rates::leaves_job)), flexible_(lengths(rates::leaves_flexible)), search_(lengths(rates::finds_work)) {}

const Run* Runs::at(Month month) const {
    for (const Run& run : all())
        if (run.from <= month && month < run.until) return &run;
    return nullptr;
}

int Runs::months_of(Work work, Month until) const {
    int months = 0;
    for (const Run& run : all())
        if (run.work == work) months += std::max(0, std::min(run.until, until) - run.from);
    return months;
}

int LifeMaker::length_of(Work work) {
    const Cumulative& table = work == Work::employee ? tables_.job_ : work == Work::unemployed ? tables_.search_ : tables_.flexible_;
    return 1 + static_cast<int>(table.draw(draw_));
}

void LifeMaker::add(Work work, Month from, Month until) {
    if (work == Work::employee || work == Work::flexible || work == Work::unemployed) until = std::min(until, frame_.retires);
    until = std::min(until, frame_.gone);
    if (from >= until || out_.size_ >= all_runs) return;
    out_.runs_[out_.size_++] = {.work = work, .benefit_months = 0, .own_will = false, .employer = 0, .from = from, .until = until};
}

/// What came before `before`, latest first. In: `first`, the kind that is added first.
void LifeMaker::live_back(Month before, Work first) {
    const Month earliest = std::max({records_begin, frame_.may_work, frame_.school_ends});
    Work work = first;
    while (before > earliest && out_.size_ < past_runs) {
        const Month from = std::max(before - length_of(work), earliest);
        add(work, from, before);
        before = from;
        const double n = share();
        // The loss of a job comes before registered unemployment; a job before most others.
        if (work == Work::unemployed || work == Work::employee) {
            const bool lost = work == Work::unemployed;
            work = lost || n < rates::next_job_at_once ? Work::employee : n < rates::next_job_at_once + rates::next_unemployed ? Work::unemployed : Work::employee;
            if (!lost && n >= rates::next_job_at_once + rates::next_unemployed) before -= draw_.between(1, 9);
        } else {
            if (n >= rates::once_employed) break;
            work = Work::employee;
            before -= draw_.between(0, 6);
        }
    }
}

void LifeMaker::live_on(Month from, std::optional<Work> work) {
    while (from < frame_.base + months_lived_on) {
        if (work) {
            const Month until = from + length_of(*work);
            add(*work, from, until);
            from = until;
        }
        work = next_after(work, from);
    }
}

/// What follows; moves `from` where time goes by without any work.
std::optional<Work> LifeMaker::next_after(std::optional<Work> work, Month& from) {
    const double n = share();
    if (!work) {
        from += draw_.between(1, 18);
        return n < rates::gap_flexible ? Work::flexible : Work::employee;
    }
    switch (*work) {
        case Work::employee:
            if (n < rates::next_job_at_once) return Work::employee;
            if (n < rates::next_job_at_once + rates::next_unemployed) return Work::unemployed;
            if (n < rates::next_job_at_once + rates::next_unemployed + rates::next_flexible) return Work::flexible;
            return std::nullopt;
        case Work::unemployed:
            return n < rates::found_flexible ? Work::flexible : Work::employee;
        case Work::flexible:
        case Work::uninsured:
            break;
    }
    return n < rates::flexible_employed ? Work::employee : *work;
}

void LifeMaker::live() {
    if (frame_.school_ends > frame_.base) {
        if (!frame_.will_work) return;
        const double n = share();
        const auto first = n < rates::graduate_employed ? std::optional(Work::employee) : n < rates::graduate_employed + rates::graduate_flexible ? std::optional(Work::flexible) : std::nullopt;
        live_on(std::max(frame_.school_ends, frame_.may_work) + draw_.between(0, 4), first);
        return;
    }
    if (frame_.at_base)
        live_back(frame_.base, *frame_.at_base);
    else if (frame_.once_employed)
        live_back(std::min(frame_.base - 1 - draw_.between(0, 59), frame_.retires), Work::employee);
    std::reverse(out_.runs_.begin(), out_.runs_.begin() + static_cast<std::ptrdiff_t>(out_.size_));
    if (!frame_.at_base) {
        if (frame_.once_employed && chance(draw_, rates::returns)) live_on(frame_.base, std::nullopt);
        return;
    }
    Month from = frame_.base;
    if (out_.size_ == 0 || out_.runs_[out_.size_ - 1].until != frame_.base) {
        live_on(from, frame_.at_base);  // begun in the very month
        return;
    }
    // The run that is open at the base goes on: it ends in each month with the same chance.
    const Run open = out_.runs_[--out_.size_];
    from += length_of(open.work);
    add(open.work, open.from, from);
    const auto next = next_after(open.work, from);
    live_on(from, next);
}

Runs LifeMaker::make(const std::function<uint32_t(Draw&)>& employer) {
    live();
    settle();
    for (size_t i = 0; i < out_.size_; ++i)
        if (out_.runs_[i].work == Work::employee) out_.runs_[i].employer = employer(draw_);
    return out_;
}

/// Benefit by what was paid since some was last drawn and what was left then, and whether the loss was the person's own will. Law:
/// 社会保险法 46.
void LifeMaker::settle() {
    int insured = 0, left = 0;
    for (size_t i = 0; i < out_.size_; ++i) {
        Run& run = out_.runs_[i];
        if (run.work == Work::employee) insured += run.until - run.from;
        if (run.work != Work::unemployed) continue;
        run.own_will = !chance(draw_, rates::unwilling);
        const bool after_job = i > 0 && out_.runs_[i - 1].work == Work::employee && out_.runs_[i - 1].until == run.from;
        if (run.own_will || !after_job) continue;
        const int due = std::min(benefit_months_for(insured) + left, benefit_months_most);
        const int drawn = std::min(due, run.until - run.from);
        run.benefit_months = static_cast<uint8_t>(drawn);
        if (drawn > 0) insured = 0, left = due - drawn;
    }
}

Runs make_life(const LifeTables& tables, const LifeFrame& frame, Draw& draw, const std::function<uint32_t(Draw&)>& employer) {
    return LifeMaker(tables, frame, draw).make(employer);
}

}  // namespace leye::demo
