#include "services/casework/sheet_run.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "base/json.hpp"
#include "records/reference/reference.hpp"
#include "services/casework/sheet_column.hpp"
#include "services/casework/sheet_read.hpp"
#include "services/casework/sheet_store.hpp"
#include "services/casework/submit.hpp"

namespace leye::casework {
namespace {

// Rows sent together: enough for full group commits, few enough that others wait for a fraction of a second. While they
// are submitted the next ones are read, and sent before these are waited for.
constexpr int window = 256;
constexpr auto pause_after_fault = std::chrono::seconds(1);
constexpr auto pause_while_cancelling = std::chrono::milliseconds(20);

/// What became of one row in flight.
struct Attempt {
    enum class End { kept, left, refused, fault, bug };
    GoodRow row;
    json::Object values;
    End end = End::left;
    Refusal refusal = {};
    std::string cause = {};  ///< of a bug, for who looks into it
};

/// Rows in flight together.
struct Batch {
    Batch(const Sheet& of, const catalog::Item& item, std::vector<GoodRow> rows) : sheet(of), waiting(rows.size()) {
        for (GoodRow& row : rows) {
            auto values = draft_values(item, sheet.columns, row.cells);
            attempts.push_back({.row = std::move(row), .values = std::move(values)});
        }
    }
    void finish(std::unique_lock<std::mutex>) {
        if (--waiting == 0) ended.notify_all();
    }
    void wait() {
        std::unique_lock lock(mutex);
        ended.wait(lock, [&] { return waiting == 0; });
    }

    const Sheet sheet;
    std::mutex mutex;
    std::condition_variable ended;
    size_t waiting;
    std::vector<Attempt> attempts;
};

// The decision that refused a case, as a problem of its row: the reason, and the facts its sentence names.
RowProblem problem_of(const Case& c) {
    const auto word = [&](const char* name) {
        const auto* v = c.reason().if_contains(name);
        return v && v->is_string() ? std::string(v->get_string()) : std::string();
    };
    const auto* facts = c.reason().if_contains("facts");
    return {word("field"), "sheet_row_refused", {{"reason", word("reason")}, {"facts", facts ? json::print(*facts) : "{}"}}};
}

}  // namespace

struct SheetRunner::Run {
    store::Database& db;
    const seal::Seal& seal;
    const reference::Reference& reference;
    const Office& office;
    const Clock& clock;

    struct Progress {
        Instant began;
        int waiting = 0;  ///< when it began
        int done = 0;     ///< since
    };

    mutable std::mutex mutex;
    std::condition_variable changed;
    bool stopping = false;
    bool woken = true;
    bool idle = false;
    std::map<SheetId, Progress> progress;
    std::multiset<SheetId> cancelling;
    // Of the runner's thread only.
    std::map<SheetId, int> behind;  ///< the last row taken up
    std::map<SheetId, std::shared_ptr<Batch>> in_flight;
    std::thread thread;

    void loop() {
        run_until_stopped();
        for (const auto& [id, batch] : in_flight) batch->wait();  // they refer to this
    }

    /// No more rows of the sheet are sent while it stands.
    struct Cancelling {
        Cancelling(Run& run, SheetId id) : run(run) {
            std::lock_guard lock(run.mutex);
            place = run.cancelling.insert(id);
        }
        ~Cancelling() {
            {
                std::lock_guard lock(run.mutex);
                run.cancelling.erase(place);
            }
            run.changed.notify_all();
        }
        Cancelling(const Cancelling&) = delete;
        Run& run;
        std::multiset<SheetId>::iterator place;
    };

    void run_until_stopped() {
        for (;;) {
            {
                std::unique_lock lock(mutex);
                if (stopping) return;
                woken = false;
            }
            bool any = false, fault = false, held = false;
            try {
                const auto running = db.read([](store::Connection& c) { return list_running_sheets(c); });
                fault |= !end_flights_without(running);
                for (const Sheet& sheet : running) {
                    any = true;
                    if (is_cancelling(sheet.id)) {
                        held = true;
                        continue;
                    }
                    try {
                        fault |= !run_some(sheet);
                    } catch (const std::exception&) {
                        fault = true;
                    }
                    if (is_stopping()) return;
                }
            } catch (const std::exception&) {
                fault = true;
            }
            std::unique_lock lock(mutex);
            if (fault)
                changed.wait_for(lock, pause_after_fault, [&] { return stopping; });
            else if (held)
                changed.wait_for(lock, pause_while_cancelling, [&] { return stopping || cancelling.empty(); });
            else if (!any) {
                if (!woken) {
                    idle = true;
                    progress.clear();
                    behind.clear();
                    changed.notify_all();
                }
                changed.wait(lock, [&] { return stopping || woken; });
            }
        }
    }

    bool is_stopping() const {
        std::lock_guard lock(mutex);
        return stopping;
    }

    bool is_cancelling(SheetId id) const {
        std::lock_guard lock(mutex);
        return cancelling.contains(id);
    }

    // Submits the next rows of the sheet, or ends it where none are left. out: false where the database failed.
    bool run_some(const Sheet& sheet) {
        const catalog::Item* item = office.catalog->find_item(sheet.item, clock.now().date());
        if (!item) return end(sheet, SheetState::cancelled), true;
        int& last = behind[sheet.id];
        auto rows = db.read([&](store::Connection& c) { return list_good_rows(c, seal, sheet.row_set, last, window); });
        if (rows.empty()) {
            if (const auto flight = in_flight.extract(sheet.id)) return end_flight(*flight.mapped());
            // Rows that a fault left behind are taken up again before the sheet ends.
            if (last > 0) return last = 0, true;
            return end(sheet, SheetState::done), true;
        }
        begin_progress(sheet);
        last = rows.back().number;
        auto batch = std::make_shared<Batch>(sheet, *item, std::move(rows));
        for (Attempt& attempt : batch->attempts) send(batch, attempt);
        const auto before = std::exchange(in_flight[sheet.id], std::move(batch));
        return !before || end_flight(*before);
    }

    // out: false where the database failed.
    bool end_flight(Batch& batch) {
        batch.wait();
        return record_ends(batch);
    }

    // Of the sheets that run no more.
    bool end_flights_without(const std::vector<Sheet>& running) {
        std::vector<std::shared_ptr<Batch>> over;
        for (const auto& [id, batch] : in_flight)
            if (std::ranges::none_of(running, [&](const Sheet& sheet) { return sheet.id == id; })) over.push_back(batch);
        bool kept = true;
        for (const auto& batch : over) {
            in_flight.erase(batch->sheet.id);
            kept &= end_flight(*batch);
        }
        return kept;
    }

    void begin_progress(const Sheet& sheet) {
        std::unique_lock lock(mutex);
        if (progress.contains(sheet.id)) return;
        lock.unlock();
        const auto counted = db.read([&](store::Connection& c) { return find_sheet(c, sheet.id); });
        lock.lock();
        progress[sheet.id] = {clock.now(), counted ? counted->waiting() : 0, 0};
    }

    void send(const std::shared_ptr<Batch>& batch, Attempt& attempt) {
        // Runner and batch outlive the work: the runner waits for it.
        const auto work = [this, &sheet = batch->sheet, &attempt](store::Transaction& tx) {
            attempt.end = Attempt::End::left;
            if (!keep_running(tx, sheet.id, sheet.row_set)) return false;
            Draft draft;
            draft.item = sheet.item;
            draft.values = attempt.values;
            draft.employer = sheet.employer;
            draft.channel = sheet.account.channel == "system" ? "import" : sheet.account.channel;
            party::Context at{sheet.account, clock.now(), tx, seal, reference};
            const auto submitted = submit(at, office, draft);
            if (!submitted) {
                attempt.end = Attempt::End::refused;
                attempt.refusal = submitted.error();
                return false;
            }
            const Case& c = *submitted;
            const RowState state = c.state == State::settled ? RowState::settled : c.state == State::refused ? RowState::failed : RowState::pending;
            std::vector<RowProblem> problems;
            if (state == RowState::failed) problems.push_back(problem_of(c));
            if (!finish_row(tx, sheet.row_set, attempt.row.number, state, c.origin.number, problems)) return false;
            attempt.end = Attempt::End::kept;
            return true;
        };
        const auto done = [batch, &attempt](std::exception_ptr failed) {
            if (failed) {
                try {
                    std::rethrow_exception(failed);
                } catch (const Fault&) {
                    attempt.end = Attempt::End::fault;
                } catch (const std::exception& bug) {
                    attempt.end = Attempt::End::bug;
                    attempt.cause = bug.what();
                }
            }
            batch->finish(std::unique_lock(batch->mutex));
        };
        try {
            db.write_later(work, done);
        } catch (...) {
            done(std::current_exception());
        }
    }

    // Refusals are kept once the work that met them is undone. A crash before leaves the rows good: they are submitted
    // again, and refused again.
    bool record_ends(const Batch& batch) {
        using End = Attempt::End;
        const Sheet& sheet = batch.sheet;
        const bool any = std::ranges::any_of(batch.attempts, [](const auto& a) { return a.end == End::refused || a.end == End::bug; });
        if (any)
            db.write([&](store::Transaction& tx) {
                if (!keep_row_set(tx, sheet.id, sheet.row_set)) return;  // corrected meanwhile
                for (const Attempt& a : batch.attempts) {
                    if (a.end == End::refused) finish_row(tx, sheet.row_set, a.row.number, RowState::failed, {}, problems_of(a.refusal));
                    if (a.end == End::bug) finish_row(tx, sheet.row_set, a.row.number, RowState::failed, {}, {{"", "sheet_row_fault", {{"cause", a.cause}}}});
                }
            });
        const auto ended = std::ranges::count_if(batch.attempts, [](const auto& a) { return a.end != End::fault && a.end != End::left; });
        std::lock_guard lock(mutex);
        progress[sheet.id].done += static_cast<int>(ended);
        return std::ranges::none_of(batch.attempts, [](const auto& a) { return a.end == End::fault; });
    }

    void end(const Sheet& sheet, SheetState state) {
        db.write([&](store::Transaction& tx) {
            auto now_stored = find_sheet(tx, sheet.id);
            if (!now_stored || now_stored->state != SheetState::running) return;
            if (state == SheetState::done && now_stored->waiting() > 0) return;
            now_stored->state = state;
            now_stored->finished_at = clock.now();
            update_sheet(tx, *now_stored);
            party::Context at{now_stored->account, clock.now(), tx, seal, reference};
            party::record(at, "sheet_" + std::string(name_of(state)), "sheet:" + sheet.id.text(),
                          json::print(json::Object{{"settled", now_stored->settled}, {"failed", now_stored->failed}}));
        });
        behind.erase(sheet.id);
        std::lock_guard lock(mutex);
        progress.erase(sheet.id);
    }

    void wake() {
        {
            std::lock_guard lock(mutex);
            woken = true;
            idle = false;
        }
        changed.notify_all();
    }
};

SheetRunner::SheetRunner(store::Database& db, const seal::Seal& seal, const reference::Reference& reference, const Office& office, const Clock& clock)
    : run_(new Run{.db = db, .seal = seal, .reference = reference, .office = office, .clock = clock}) {
    run_->thread = std::thread([run = run_.get()] { run->loop(); });
}

SheetRunner::~SheetRunner() {
    {
        std::lock_guard lock(run_->mutex);
        run_->stopping = true;
    }
    run_->changed.notify_all();
    run_->thread.join();
}

Result<void> SheetRunner::start(const party::Actor& actor, SheetId id) {
    Result<void> out;
    try {
        out = run_->db.write([&](store::Transaction& tx) -> Result<void> {
            auto sheet = find_sheet(tx, id);
            if (!sheet) return refuse("sheet_unknown");
            if (auto allowed = may_use_sheets(actor, sheet->employer); !allowed) return allowed;
            if (sheet->state == SheetState::running) return {};
            if (sheet->waiting() == 0) return refuse("sheet_no_good_rows");
            if (has_running_sheet(tx, sheet->employer)) return refuse("sheet_other_running");
            sheet->account = actor;
            sheet->state = SheetState::running;
            sheet->started_at = run_->clock.now();
            sheet->finished_at = std::nullopt;
            update_sheet(tx, *sheet);
            party::Context at{actor, run_->clock.now(), tx, run_->seal, run_->reference};
            party::record(at, "sheet_run", "sheet:" + id.text(), json::print(json::Object{{"rows", sheet->waiting()}}));
            return {};
        });
    } catch (const store::ConstraintFault&) {
        // Another sheet of the employer was started in the same moment.
        return refuse("sheet_other_running");
    }
    if (out) run_->wake();
    return out;
}

// Each row keeps the sheet from being changed while it is submitted, and on PostgreSQL rows overtake who waits to change it:
// so no more of them are sent until the sheet is stopped.
Result<void> SheetRunner::cancel(const party::Actor& actor, SheetId id) {
    const Run::Cancelling held(*run_, id);
    return run_->db.write([&](store::Transaction& tx) -> Result<void> {
        auto sheet = find_sheet(tx, id);
        if (!sheet) return refuse("sheet_unknown");
        if (auto allowed = may_use_sheets(actor, sheet->employer); !allowed) return allowed;
        if (sheet->state != SheetState::running) return {};
        sheet->state = SheetState::cancelled;
        sheet->finished_at = run_->clock.now();
        update_sheet(tx, *sheet);
        party::Context at{actor, run_->clock.now(), tx, run_->seal, run_->reference};
        party::record(at, "sheet_cancelled", "sheet:" + id.text(), json::print(json::Object{{"waiting", sheet->waiting()}}));
        return {};
    });
}

std::optional<int> SheetRunner::seconds_left(SheetId id) const {
    std::lock_guard lock(run_->mutex);
    const auto it = run_->progress.find(id);
    if (it == run_->progress.end() || it->second.done == 0) return std::nullopt;
    const auto& [began, waiting, done] = it->second;
    const int64_t ms = run_->clock.now().ms() - began.ms();
    return static_cast<int>((ms * std::max(0, waiting - done) / done + 999) / 1000);
}

void SheetRunner::wait_until_idle() {
    std::unique_lock lock(run_->mutex);
    run_->changed.wait(lock, [&] { return run_->idle; });
}

}  // namespace leye::casework
