#pragma once
#include <compare>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/store/store.hpp"
#include "records/catalog/catalog.hpp"

/// A decision table tried on the cases that were decided by rule in the last twelve months, before it is law: which would have been
/// decided otherwise. Nothing is written, and nobody's name is read.
namespace leye::casework {

/// What a rule answered. `reason` is the refusal's code, and `outcome` empty, where the table gave no answer.
struct RuleAnswer {
    std::string outcome, reason;
    auto operator<=>(const RuleAnswer&) const = default;
};

/// A case that would have been decided otherwise.
struct OtherCase {
    std::string number;
    RuleAnswer before, after;
};

struct Retried {
    static constexpr int64_t cases_max = 100'000;
    static constexpr size_t listed_max = 1'000;

    Date from;           ///< handed in on this day or later
    int64_t same = 0, other = 0;
    int64_t unsure = 0;  ///< the table looks at something that was not kept with the decision
    bool whole = true;   ///< false: only the newest cases were tried
    std::map<std::pair<RuleAnswer, RuleAnswer>, int64_t> moves;  ///< before and after → cases; of those that differ
    std::map<std::string, int64_t> not_kept;                     ///< name → cases it is missing in; of those that are unsure
    std::vector<OtherCase> others;                               ///< the newest first, at most listed_max

    int64_t cases() const { return same + other + unsure; }
};

/// Asks the table in the item's place about the facts that each of its cases was last decided with by rule, as of that day.
/// A case is unsure where the table looks at a name that the table of that time did not look at: a decision is kept with what its
/// own table saw. Where that table is no longer in the catalogue, so is each case that lacks a value.
/// in: `item` is the version the table stands on; `go_on` is told again and again how many of the year's cases, of whichever item, are
/// behind, and ends it with false.
/// Cost: at most cases_max of the newest cases, 2,000 rows to a read; each asks the table once, within example_steps_max.
Retried retry_cases(store::Database& db, const catalog::Catalog& catalog, const catalog::Item& item, const catalog::Rules& rules, Instant now,
                    const std::function<bool(int64_t done, int64_t all)>& go_on);

/// The table as retry_cases takes it. Fails: trial_table (details: line, zh, en) where it has a fault.
Result<std::shared_ptr<const catalog::Rules>> rules_to_retry(const catalog::Catalog& catalog, const catalog::Item& item, const std::string& dmn);

}  // namespace leye::casework
