#include "services/determination/trials.hpp"

#include <algorithm>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

#include "records/catalog/rules.hpp"

namespace leye::determination {
namespace {

constexpr int64_t setting_max = 10'000'000;

}  // namespace

std::optional<int> Trial::seconds_left(Instant at) const {
    if (state != State::running || done == 0 || !began_at) return std::nullopt;
    return static_cast<int>((at.ms() - began_at->ms()) * (all - done) / done / 1000);
}

std::string_view name_of(Trial::State state) {
    constexpr std::string_view names[] = {"waiting", "running", "done", "stopped", "failed"};
    return names[static_cast<size_t>(state)];
}

Result<std::shared_ptr<const catalog::Determination>> changed(const catalog::Determination& now, const TrialChange& change, Date day) {
    auto out = std::make_shared<catalog::Determination>(now);
    bool differs = false;
    const auto settings = catalog::settings_on(now, day);
    for (const auto& [name, value] : change.settings) {
        const auto known = std::ranges::find(now.settings, name, &catalog::Setting::name);
        if (known == now.settings.end() || !settings.contains(name)) return refuse("trial_setting_unknown", "settings." + name);
        if (value < 0 || value > setting_max) return refuse("trial_setting_range", "settings." + name, {{"max", std::to_string(setting_max)}});
        catalog::Setting next = *known;
        next.value = static_cast<int>(value);
        next.from = day;
        std::erase_if(out->settings, [&](const catalog::Setting& s) { return s.name == name && s.from >= day; });
        out->settings.push_back(next);
        differs |= catalog::settings_on(*out, day).at(name) != settings.at(name);
    }
    if (!change.dmn.empty() && change.dmn != now.rules->dmn) {
        std::vector<catalog::TableFault> faults;
        out->rules = catalog::read_rules(*out, change.dmn, now.rules->cases, faults);
        if (!faults.empty())
            return refuse("trial_table", "dmn", {{"line", std::to_string(faults.front().line)}, {"zh", faults.front().sentence.zh}, {"en", faults.front().sentence.en}});
        differs = true;
    }
    if (!differs) return refuse("trial_nothing");
    return std::shared_ptr<const catalog::Determination>(std::move(out));
}

struct Trials::Run {
    const Clock& clock;
    mutable std::mutex mutex;
    std::condition_variable changed;
    bool ending = false;
    std::list<Trial> trials;  ///< oldest first
    std::optional<TrialId> current;
    std::stop_source stop;
    std::thread thread;

    Trial* find(TrialId id) {
        const auto at = std::ranges::find(trials, id, &Trial::id);
        return at == trials.end() ? nullptr : &*at;
    }

    void loop() {
        std::unique_lock lock(mutex);
        for (;;) {
            Trial* next = nullptr;
            changed.wait(lock, [&] {
                const auto at = std::ranges::find(trials, Trial::State::waiting, &Trial::state);
                next = at == trials.end() ? nullptr : &*at;
                return ending || next;
            });
            if (ending) return;
            current = next->id;
            stop = std::stop_source();
            next->state = Trial::State::running;
            next->began_at = clock.now();
            const Trial copy = *next;
            lock.unlock();
            const auto [state, result] = work(copy);
            lock.lock();
            current.reset();
            if (Trial* t = find(copy.id)) t->state = state, t->result = result, t->ended_at = clock.now();
        }
    }

    std::pair<Trial::State, std::shared_ptr<const WhatIf>> work(const Trial& t) {
        try {
            const auto snapshot = Snapshot::open(t.snapshot);
            auto result = try_rule(snapshot, t.others, *t.now, *t.then, {stop.get_token(), [&](int64_t done, int64_t all) {
                                                                             const std::lock_guard lock(mutex);
                                                                             if (Trial* own = find(t.id)) own->done = done, own->all = all;
                                                                         }});
            if (!result) return {Trial::State::stopped, nullptr};
            return {Trial::State::done, std::make_shared<const WhatIf>(std::move(*result))};
        } catch (const std::exception&) {
            return {Trial::State::failed, nullptr};
        }
    }
};

Trials::Trials(const Clock& clock) : run_(std::make_unique<Run>(clock)) {
    run_->thread = std::thread([run = run_.get()] { run->loop(); });
}

Trials::~Trials() {
    {
        const std::lock_guard lock(run_->mutex);
        run_->ending = true;
        run_->stop.request_stop();
    }
    run_->changed.notify_all();
    run_->thread.join();
}

Result<TrialId> Trials::start(const party::Actor& actor, const std::string& snapshot, std::vector<const catalog::Determination*> others,
                              std::shared_ptr<const catalog::Determination> now, std::shared_ptr<const catalog::Determination> then) {
    const std::lock_guard lock(run_->mutex);
    const auto waiting = std::ranges::count(run_->trials, Trial::State::waiting, &Trial::state);
    if (static_cast<size_t>(waiting) >= waiting_max) return refuse("trials_too_many");
    Trial t{.id = TrialId::make(run_->clock.now()), .by = actor.text(), .asked_at = run_->clock.now(), .now = std::move(now), .then = std::move(then), .others = std::move(others), .snapshot = snapshot};
    const TrialId id = t.id;
    run_->trials.push_back(std::move(t));
    const auto is_over = [](const Trial& one) { return one.state != Trial::State::waiting && one.state != Trial::State::running; };
    while (run_->trials.size() > kept_max) {
        const auto oldest = std::ranges::find_if(run_->trials, is_over);
        if (oldest == run_->trials.end()) break;
        run_->trials.erase(oldest);
    }
    run_->changed.notify_all();
    return id;
}

std::optional<Trial> Trials::find(TrialId id) const {
    const std::lock_guard lock(run_->mutex);
    const Trial* t = run_->find(id);
    return t ? std::optional(*t) : std::nullopt;
}

std::vector<Trial> Trials::list() const {
    const std::lock_guard lock(run_->mutex);
    return {run_->trials.rbegin(), run_->trials.rend()};
}

void Trials::stop(TrialId id) {
    const std::lock_guard lock(run_->mutex);
    Trial* t = run_->find(id);
    if (!t) return;
    if (t->state == Trial::State::waiting) t->state = Trial::State::stopped, t->ended_at = run_->clock.now();
    if (run_->current == id) run_->stop.request_stop();
}

}  // namespace leye::determination
