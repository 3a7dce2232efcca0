#pragma once
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "engine/store/store.hpp"

namespace leye::casework {

/// Gives case numbers: YYYYMMDD, lane, six digits and a check digit (ISO/IEC 7064, MOD 11-10), 16 digits in all. One for
/// the program; thread-safe. A number drawn for a work that is then undone is not given again while the program runs.
class Numbers {
  public:
    /// The next number of the day on the transaction's lane; in a rehearsal of lane 0. Cost: one statement for all numbers of a
    /// commit, and one at its end. Fails: Fault above 999,999 cases a day and lane.
    std::string next(store::Transaction& tx, Date day);

  private:
    std::mutex mutex_;
    std::map<std::pair<Date, int>, int64_t> last_;  // of the latest days
};

/// Whether the text has the form of a case number and its check digit agrees: a slip of the finger is told at once.
bool is_number(std::string_view text);

}  // namespace leye::casework
