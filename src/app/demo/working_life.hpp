#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include "app/demo/cumulative.hpp"
#include "app/demo/months.hpp"

namespace leye::demo {

enum class Work : uint8_t { employee, flexible, uninsured, unemployed };

/// Whole months of one kind of work, or of registered unemployment. Invariant: from < until.
struct Run {
    Work work = Work::employee;
    uint8_t benefit_months = 0;  ///< unemployed only: so many from the beginning are paid benefit
    bool own_will = false;       ///< unemployed only: the job was given up
    uint32_t employer = 0;       ///< employee only
    Month from = 0, until = 0;   ///< half-open
};

/// The runs of one working life in order, without overlap.
class Runs {
  public:
    std::span<const Run> all() const { return {runs_.data(), size_}; }
    /// The run that covers the month; nullptr in a gap.
    const Run* at(Month month) const;
    bool works_as(Work work, Month month) const {
        const Run* run = at(month);
        return run && run->work == work;
    }
    /// Months of the kind before `until`.
    int months_of(Work work, Month until) const;

  private:
    friend class LifeMaker;
    std::array<Run, 48> runs_{};
    size_t size_ = 0;
};

/// What is settled of somebody before the working life is drawn.
struct LifeFrame {
    Month base = 0;                 ///< the month whose state is given
    std::optional<Work> at_base;    ///< empty for no work
    bool once_employed = false;     ///< without work at base, and an employee some time before
    Month school_ends = 0;          ///< first month out of school; later than base for pupils and students
    bool will_work = false;         ///< after a school that ends beyond the base
    Month may_work = 0;             ///< month of the sixteenth birthday, or later
    Month retires = 0, gone = 0;    ///< no insured work from the one, none at all from the other (death, army)
};

/// Tables made once for all lives.
class LifeTables {
  public:
    LifeTables();

  private:
    friend class LifeMaker;
    Cumulative job_, flexible_, search_;
};

inline constexpr int months_lived_on = 72;  ///< so far beyond the base month lives are told

/// The working life: drawn backwards from the base month to the beginning of records, and onwards from it. In: `employer` draws
/// where somebody works. Cost: some 30 draws.
Runs make_life(const LifeTables& tables, const LifeFrame& frame, Draw& draw, const std::function<uint32_t(Draw&)>& employer);

}  // namespace leye::demo
