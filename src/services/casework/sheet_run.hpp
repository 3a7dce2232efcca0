#pragma once
#include <memory>
#include <optional>

#include "base/clock.hpp"
#include "engine/seal/seal.hpp"
#include "services/casework/office.hpp"
#include "services/casework/sheet.hpp"

namespace leye::casework {

/// Runs sheets on a thread of its own, all running sheets in turns, each row as one transaction of its case and its
/// state: whatever happens in between, a row is submitted once. Sheets left running go on when it is made. Safe for
/// many threads. Everything given to it outlives it.
class SheetRunner {
  public:
    SheetRunner(store::Database& db, const seal::Seal& seal, const reference::Reference& reference, const Office& office, const Clock& clock);
    /// Stops after the rows in flight; sheets stay running in the database.
    ~SheetRunner();
    SheetRunner(const SheetRunner&) = delete;
    SheetRunner& operator=(const SheetRunner&) = delete;

    /// Begins, or goes on after a stop or a redo, in the name of `actor`. Running already: nothing happens.
    /// Fails: sheet_unknown, sheet_no_good_rows, sheet_other_running; as may_use_sheets.
    Result<void> start(const party::Actor& actor, SheetId id);
    /// Stops; rows in flight end, the others stay good. Not running: nothing happens.
    Result<void> cancel(const party::Actor& actor, SheetId id);

    /// Seconds left by the speed so far; nothing where it is not running or did too little to tell.
    std::optional<int> seconds_left(SheetId id) const;
    /// Waits until no sheet is running.
    void wait_until_idle();

  private:
    struct Run;
    std::unique_ptr<Run> run_;
};

}  // namespace leye::casework
