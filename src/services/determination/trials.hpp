#pragma once
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "services/determination/what_if.hpp"

namespace leye::determination {

using TrialId = Id<struct TrialTag>;

/// A rule being tried, or what came of it. `now` and `then` are kept as they were when it began.
struct Trial {
    enum class State { waiting, running, done, stopped, failed };
    TrialId id;
    State state = State::waiting;
    std::string by;  ///< actor text
    Instant asked_at;
    std::optional<Instant> began_at, ended_at;
    int64_t done = 0, all = 0;
    std::shared_ptr<const catalog::Determination> now, then;
    std::vector<const catalog::Determination*> others;  ///< of the day; the catalogue's
    std::string snapshot;                               ///< file
    std::shared_ptr<const WhatIf> result;

    /// Seconds left by the speed so far; nothing where it did too little to tell.
    std::optional<int> seconds_left(Instant at) const;
};
std::string_view name_of(Trial::State state);

/// What to change in a determination.
struct TrialChange {
    std::map<std::string, int64_t> settings;  ///< by name, the value it would have
    std::string dmn;                          ///< the table as it would be; empty: as it is
};
/// The determination as it would be. Fails: trial_setting_unknown (field), trial_setting_range, trial_table (details: sentence, line),
/// trial_nothing.
Result<std::shared_ptr<const catalog::Determination>> changed(const catalog::Determination& now, const TrialChange& change, Date day);

/// Tries rules one after the other on a thread of its own, and keeps the last ones in memory. Safe for many threads.
class Trials {
  public:
    static constexpr size_t kept_max = 20, waiting_max = 5;

    explicit Trials(const Clock& clock);
    /// Stops the one under way.
    ~Trials();
    Trials(const Trials&) = delete;

    /// Fails: trials_too_many.
    Result<TrialId> start(const party::Actor& actor, const std::string& snapshot, std::vector<const catalog::Determination*> others,
                          std::shared_ptr<const catalog::Determination> now, std::shared_ptr<const catalog::Determination> then);
    std::optional<Trial> find(TrialId id) const;
    /// Newest first.
    std::vector<Trial> list() const;
    /// Over already, or unknown: nothing happens.
    void stop(TrialId id);

  private:
    struct Run;
    std::unique_ptr<Run> run_;
};

}  // namespace leye::determination
