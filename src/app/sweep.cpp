#include <fmt/format.h>

#include <csignal>
#include <fstream>

#include "app/commands.hpp"
#include "app/outbox_messenger.hpp"
#include "app/world.hpp"
#include "services/determination/objection.hpp"
#include "services/determination/result.hpp"
#include "services/determination/sweep.hpp"

namespace leye::app {
namespace {

std::stop_source stop;  // by Ctrl-C and SIGTERM: the sweep is paused after the transaction under way

void on_signal(int) { stop.request_stop(); }

Result<int64_t> find_or_begin(World& w, const SweepJob& job) {
    return w.db->write([&](store::Transaction& tx) -> Result<int64_t> {
        if (const auto open = determination::find_open_sweep(tx)) return open->number;
        const Instant now = w.clock->now();
        const auto actor = party::system_actor();
        party::Context at{actor, now, tx, w.seal, w.reference};
        return determination::begin_sweep(at, job.day.empty() ? now.date() : *Date::parse(job.day), job.changed ? determination::Scope::changed : determination::Scope::whole);
    });
}

json::Object shown(const determination::Sweep& s) {
    json::Object counts;
    for (const auto& [key, n] : s.counts) counts[key] = n;
    return {{"number", s.number}, {"day", s.day.text()}, {"state", determination::name_of(s.state)}, {"people", s.people}, {"snapshot", s.snapshot_hash}, {"rounds", s.round}, {"settled", s.is_settled()}, {"counts", std::move(counts)}};
}

std::string told(const determination::Sweep& s) {
    std::string out = fmt::format("Sweep {} of {}: {}, {} people", s.number, s.day.text(), determination::name_of(s.state), s.people);
    if (s.round > 0) out += fmt::format(", {} {} of those whom it concerned", s.round, s.round == 1 ? "round" : "rounds");
    if (s.state == determination::SweepState::done && !s.is_settled()) out += ", not settled: the next sweep finds more";
    for (const auto& [key, n] : s.counts) out += fmt::format("\n  {:<48} {}", key, n);
    return out;
}

int say_refused(const World& w, const Refusal& refusal) {
    const auto* text = (*w.catalog)->find_refusal(refusal.code);
    fmt::print(stderr, "{}\n", text ? catalog::filled(text->detail.en, refusal.details) : refusal.code);
    return 2;
}

}  // namespace

int run_sweep(const Config& config, const SweepJob& job, const Output& out) {
    if (!job.day.empty() && !Date::parse(job.day)) {
        fmt::print(stderr, "--day takes a day such as 2026-11-30, not «{}»\n", job.day);
        return 2;
    }
    auto world = open_world(config, Begin::never);
    OutboxMessenger messenger;
    const determination::Objections objections;
    const casework::Office office{*world->catalog, world->phrases, messenger, objections};
    const determination::Parts parts{*world->db, world->seal, world->reference, office, *world->clock, config.snapshots()};
    std::signal(SIGINT, on_signal);
    std::signal(SIGTERM, on_signal);
    const auto number = find_or_begin(*world, job);
    if (!number) return say_refused(*world, number.error());
    Progress progress("sweep");
    const auto done = determination::run_sweep(parts, *number, {stop.get_token(), [&](int64_t n, int64_t all) { progress.at(n, all); }}, job.take_over);
    if (!done) return say_refused(*world, done.error());
    if (!job.result.empty()) {
        std::ofstream file(job.result, std::ios::binary | std::ios::trunc);
        determination::write_result(*world->db, world->seal, file);
        if (!file.flush()) throw Fault("the result cannot be written: " + job.result);
    }
    print_done(out, shown(*done), told(*done));
    return done->state == determination::SweepState::done ? 0 : 1;
}

}  // namespace leye::app
