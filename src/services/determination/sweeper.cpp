#include "services/determination/sweeper.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "records/party/duty.hpp"
#include "services/determination/sweep_store.hpp"

namespace leye::determination {
namespace {

constexpr auto look_again = std::chrono::seconds(15);
constexpr int64_t minute_ms = 60'000, day_minutes = 24 * 60;
constexpr int night_minutes = 4 * 60;

Result<void> may_steer(const party::Actor& actor) {
    if (actor.kind == party::Actor::Kind::system) return {};
    return party::may(actor, party::Duty::manager);
}

int minute_of_day(Instant now) { return static_cast<int>((now.ms() - Instant::start_of(now.date()).ms()) / minute_ms % day_minutes); }

}  // namespace

struct Sweeper::Run {
    Parts parts;
    std::optional<int> nightly_minute;

    mutable std::mutex mutex;
    std::condition_variable changed;
    bool stopping = false, busy = true, asked_to_look = false;
    std::optional<int64_t> wanted;  ///< to be worked on next
    std::optional<Progress> progress;
    Instant began;
    std::stop_source stop;
    std::thread thread;

    void loop() {
        for (;;) {
            std::optional<int64_t> number;
            {
                std::unique_lock lock(mutex);
                if (stopping) return;
                number = std::exchange(wanted, std::nullopt);
                asked_to_look = false;
                stop = std::stop_source();
            }
            try {
                if (!number) number = find_work();
                if (number) {
                    work(*number);
                    continue;
                }
            } catch (const std::exception&) {
                // The database failed: what stands is taken up again.
            }
            std::unique_lock lock(mutex);
            if (wanted || asked_to_look) continue;
            busy = false;
            progress.reset();
            changed.notify_all();
            changed.wait_for(lock, look_again, [&] { return stopping || wanted || asked_to_look; });
            busy = true;
        }
    }

    // What was left by a crash, or this night's.
    std::optional<int64_t> find_work() {
        const Instant now = parts.clock.now();
        const auto open = parts.db.read([](store::Connection& c) { return find_open_sweep(c); });
        if (open) {
            const bool left = open->state == SweepState::paused ? !open->is_paused_by_hand() : now.ms() - open->beat_at.ms() >= sweep_lease_ms;
            return left ? std::optional(open->number) : std::nullopt;
        }
        if (!nightly_minute) return std::nullopt;
        const int late = minute_of_day(now) - *nightly_minute;
        if (late < 0 || late > night_minutes) return std::nullopt;  // a server that was down all night does not sweep by day
        if (parts.db.read([&](store::Connection& c) { return was_swept(c, now.date()); })) return std::nullopt;
        return parts.db.write([&](store::Transaction& tx) -> std::optional<int64_t> {
            if (was_swept(tx, now.date())) return std::nullopt;  // by another server meanwhile
            const auto actor = party::system_actor();
            party::Context at{actor, now, tx, parts.seal, parts.reference};
            const auto begun = begin_sweep(at, now.date());
            return begun ? std::optional(*begun) : std::nullopt;
        });
    }

    Result<int64_t> begin(const party::Actor& actor, Instant now, Scope scope) {
        return parts.db.write([&](store::Transaction& tx) {
            party::Context at{actor, now, tx, parts.seal, parts.reference};
            return begin_sweep(at, now.date(), scope);
        });
    }

    void work(int64_t number) {
        {
            const std::lock_guard lock(mutex);
            began = parts.clock.now();
            progress = Progress{number, 0, 0, std::nullopt};
        }
        const Watch watch{stop.get_token(), [&](int64_t done, int64_t all) {
                              const std::lock_guard lock(mutex);
                              const int64_t took = parts.clock.now().ms() - began.ms();
                              std::optional<int> left;
                              if (done > 0 && took > 2000) left = static_cast<int>(took * (all - done) / done / 1000);
                              progress = Progress{number, done, all, left};
                          }};
        // Held by another server, or paused meanwhile: it is looked at again by find_work.
        static_cast<void>(run_sweep(parts, number, watch));
    }
};

Sweeper::Sweeper(Parts parts, std::optional<int> nightly_minute) : run_(std::make_unique<Run>(std::move(parts), nightly_minute)) {
    run_->thread = std::thread([run = run_.get()] { run->loop(); });
}

Sweeper::~Sweeper() {
    {
        const std::lock_guard lock(run_->mutex);
        run_->stopping = true;
        run_->stop.request_stop();
    }
    run_->changed.notify_all();
    run_->thread.join();
}

Result<int64_t> Sweeper::start(const party::Actor& actor, Scope scope) {
    const auto begun = run_->begin(actor, run_->parts.clock.now(), scope);
    if (!begun) return begun;
    const std::lock_guard lock(run_->mutex);
    run_->wanted = *begun;
    run_->changed.notify_all();
    return begun;
}

Result<void> Sweeper::pause(const party::Actor& actor, int64_t number) {
    const auto paused = run_->parts.db.write([&](store::Transaction& tx) {
        party::Context at{actor, run_->parts.clock.now(), tx, run_->parts.seal, run_->parts.reference};
        return pause_sweep(at, number);
    });
    if (!paused) return paused;
    const std::lock_guard lock(run_->mutex);
    if (run_->wanted == number) run_->wanted.reset();
    if (run_->progress && run_->progress->number == number) run_->stop.request_stop();
    return {};
}

Result<void> Sweeper::resume(const party::Actor& actor, int64_t number) {
    if (auto allowed = may_steer(actor); !allowed) return allowed;
    const auto found = run_->parts.db.read([&](store::Connection& c) { return find_sweep(c, number); });
    if (!found) return refuse("sweep_unknown");
    if (found->is_over()) return refuse("sweep_over");
    const std::lock_guard lock(run_->mutex);
    run_->wanted = number;
    run_->changed.notify_all();
    return {};
}

std::optional<Sweeper::Progress> Sweeper::progress() const {
    const std::lock_guard lock(run_->mutex);
    return run_->progress;
}

void Sweeper::look() {
    const std::lock_guard lock(run_->mutex);
    run_->asked_to_look = true;
    run_->changed.notify_all();
}

void Sweeper::wait_until_idle() {
    std::unique_lock lock(run_->mutex);
    run_->changed.wait(lock, [&] { return !run_->busy && !run_->wanted && !run_->asked_to_look; });
}

}  // namespace leye::determination
