#pragma once
#include <map>

#include "services/determination/judge.hpp"
#include "services/determination/take.hpp"

/// A rule tried on everybody before it is law: the table as it stands and the table as it would be are asked about the same
/// snapshot, and who gains, who loses and what it costs is counted. Nothing is written.
namespace leye::determination {

/// What people are counted by.
enum class By { city, age, sex, register_ };
inline constexpr int by_count = 4;
std::string_view name_of(By by);  ///< "city", "age", "sex", "register"

struct Tally {
    int64_t people = 0;
    int64_t before = 0, after = 0;  ///< with a wanted outcome
    int64_t gain = 0, lose = 0, other = 0;  ///< other: another outcome or reason, neither gained nor lost
    int64_t yuan_before = 0, yuan_after = 0;  ///< of a year
    void add(const Tally& more);
};

/// A person whose answer would be another one.
struct Affected {
    party::PersonId person;
    uint16_t rule_before = 0, rule_after = 0;
    int32_t area = 0;
};

/// Whether people with the same facts are answered alike wherever they are registered (row 1.2).
struct Fairness {
    int64_t compared = 0;  ///< groups of the same facts that have both local and other people
    int64_t differing = 0;
    int64_t local = 0, local_wanted = 0, other = 0, other_wanted = 0;
};

struct WhatIf {
    static constexpr size_t affected_max = 1000;

    SnapshotHead of;
    Tally all;
    std::array<std::map<std::string, Tally>, by_count> by;  ///< by city's six digits, «16-24», «male», «local» or «other»
    std::map<std::string, std::map<std::string, int64_t>> moved;  ///< reason before → reason after → people
    std::vector<Affected> affected;  ///< in the order of the files, at most affected_max, gains and losses before others
    Fairness fairness;
};

/// Asks `now` and `then`, two versions of one determination, about everybody of the snapshot. in: `all` are the determinations of
/// the day, among them `now`; what `then` looks at must be among them too. out: nothing where it was stopped.
/// Cost: as a run of the tables it needs, on two threads.
std::optional<WhatIf> try_rule(const Snapshot& snapshot, const std::vector<const catalog::Determination*>& all, const catalog::Determination& now,
                               const catalog::Determination& then, const Watch& watch = {});

}  // namespace leye::determination
