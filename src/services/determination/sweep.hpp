#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "services/casework/office.hpp"
#include "services/determination/take.hpp"

/// The nightly run over everybody (row 18.3): profiles are taken as a snapshot, every determination is asked, and what differs
/// from what stands is written, a few hundred to a transaction. It can be stopped and killed at any point and is taken up
/// again; nothing is done twice, because what is done stands and is no difference any more. A spell that it opened or closed is
/// seen by other determinations, of the same person and of who lives with him: they are asked again, round by round.
namespace leye::determination {

/// The module's tables.
std::span<const store::Migration> schema();

/// Where a sweep stands. The numbers are stored.
enum class SweepState { gathering = 1, judging = 2, done = 3, paused = 4, given_up = 5 };
std::string_view name_of(SweepState state);

struct Sweep {
    static constexpr std::string_view by_hand = "by hand";

    int64_t number = 0;
    Date day;
    int64_t known_batch = 0;
    Instant known_at;           ///< what was learnt later is left to the next one
    std::string snapshot_hash;  ///< of the first pass; empty until it is taken
    SweepState state = SweepState::gathering;
    int64_t people = 0;                   ///< of the first pass
    int64_t chunks = 0, chunks_done = 0;  ///< of this round
    std::map<std::string, int64_t> counts;  ///< «determination.event» → how many: applied, offered, review, standing, ended, skipped
    Instant started_at;
    std::string started_by;
    std::string holder;  ///< who works on it; another may take it over when nothing was heard of it for `sweep_lease_ms`
    Instant beat_at;
    std::optional<Instant> finished_at;
    bool whole = true;           ///< over everybody; else over those whose facts or spells changed since another one of the day
    int64_t since_batch = 0;     ///< of one that is not whole: what that one knew; of a round: what the one before it knew
    Instant since_at;
    int round = 0;               ///< 0: the first pass; from 1: those again whose spells changed since the one before
    int64_t applied_before = 0;  ///< how often it had changed the register before this round

    int64_t applied() const;  ///< how often it changed the register
    /// The last round changed nothing that a rule looks at: there is no more to be found.
    bool is_settled() const { return state == SweepState::done && applied() == applied_before; }
    /// How much of it is done, 0 to 1, where `gathered` and `judged`, each 0 to 1, are done of this round.
    double share(double gathered, double judged) const;

    /// Somebody said so: it is not taken up by itself.
    bool is_paused_by_hand() const { return state == SweepState::paused && holder == by_hand; }
    bool is_over() const { return state == SweepState::done || state == SweepState::given_up; }
};
inline constexpr int64_t sweep_lease_ms = 20'000;
/// Rounds behind the first pass, at most. What is open then is found by the next sweep.
inline constexpr int sweep_rounds_max = 3;
/// Findings that one transaction writes.
inline constexpr size_t sweep_write_max = 200;

/// What sweeps work with. Everything outlives them.
struct Parts {
    store::Database& db;
    const seal::Seal& seal;
    const reference::Reference& reference;
    const casework::Office& office;
    const Clock& clock;
    std::string folder;  ///< where snapshots are kept
};

/// Whom a sweep looks at. Who is touched by the day alone (a birthday, a term that ends) is found by a whole one of that day, so
/// that `changed` follows only a sweep of the same day.
enum class Scope { whole, changed };

/// Begins a sweep of `day`. Fails: sweep_running (details: number) while another is not over, sweep_none_before (of `changed`, where
/// no sweep of the day is done); duty_missing, sign_in_needed.
Result<int64_t> begin_sweep(party::Context& at, Date day, Scope scope = Scope::whole);
/// Works on a sweep until it is done or `watch` says stop. Takes it over from whoever held it. out: the sweep as it stands then.
/// Fails: sweep_unknown, sweep_over, sweep_held (another works on it, and `take_over` is not asked); Fault.
Result<Sweep> run_sweep(const Parts& parts, int64_t number, const Watch& watch = {}, bool take_over = false);
/// Whoever works on the sweep stops, on any server, and nobody takes it up by himself until it is run again. Paused already: nothing
/// happens. Fails: sweep_unknown, sweep_over; duty_missing, sign_in_needed.
Result<void> pause_sweep(party::Context& at, int64_t number);
/// The sweep is not taken up again. Fails: sweep_unknown, sweep_over; duty_missing, sign_in_needed.
Result<void> give_up_sweep(party::Context& at, int64_t number);

std::optional<Sweep> find_sweep(store::Connection& c, int64_t number);
/// Newest first, below `before`.
std::vector<Sweep> list_sweeps(store::Connection& c, std::optional<int64_t> before, int limit = 20);
/// The one that is not over.
std::optional<Sweep> find_open_sweep(store::Connection& c);

/// Where the snapshot of a sweep's first pass is kept.
std::string snapshot_file(const std::string& folder, int64_t number);

}  // namespace leye::determination
