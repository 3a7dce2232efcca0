#include "services/determination/sweep.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <future>
#include <set>

#include "records/party/duty.hpp"
#include "services/determination/effect.hpp"
#include "services/determination/finding_store.hpp"
#include "services/determination/sweep_store.hpp"

namespace leye::determination {
namespace {

constexpr std::array<std::string_view, 5> names = {"gathering", "judging", "done", "paused", "given_up"};
constexpr int64_t beat_ms = 2'000;

// Somebody else works on the sweep now.
struct TakenOver {};

/// A difference between what a table says of a person and what stands.
struct Change {
    party::PersonId person;
    size_t determination;
    uint16_t rule = 0;             ///< of what is found; 0 where nothing is any more
    std::optional<FindingId> ends;  ///< what stood
};

/// The work on one sweep by one holder.
class Work {
  public:
    Work(const Parts& parts, Sweep sweep, const Watch& watch)
        : parts_(parts), sweep_(std::move(sweep)), watch_(watch), words_(make_dictionary(parts.reference)), catalog_(*parts.office.catalog),
          judge_(catalog_.list_determinations(sweep_.day), words_, sweep_.day) {}

    Sweep run() {
        for (;;) {
            if (!has_snapshot() && !gather()) return pause();
            const Snapshot snapshot = Snapshot::open(file());
            moment_ = Moment{sweep_.day, sweep_.known_at, snapshot.head().data_month, {snapshot.head().thin_cities.begin(), snapshot.head().thin_cities.end()}, benefit_terms_on(catalog_, sweep_.day)};
            if (!judge_all(snapshot)) return pause();
            if (sweep_.applied() == sweep_.applied_before || sweep_.round == sweep_rounds_max) break;
            begin_round();
        }
        sweep_.state = SweepState::done;
        sweep_.finished_at = parts_.clock.now();
        save();
        drop_older();
        return sweep_;
    }

  private:
    // Each round has a snapshot of its own; that of the first pass stays, for rules that are tried.
    std::string file() const { return file_of(sweep_.round); }
    std::string file_of(int round) const {
        const std::string first = snapshot_file(parts_.folder, sweep_.number);
        return round == 0 ? first : first + ".round-" + std::to_string(round);
    }
    // The one that this round took, here and by whoever held the sweep last. One that is cut, or of another version of the program,
    // is taken again.
    bool has_snapshot() const {
        try {
            return Snapshot::is_there(file()) && Snapshot::open(file()).head().known_at == sweep_.known_at;
        } catch (const Fault&) {
            return false;
        }
    }
    bool stopped() const { return watch_.stop.stop_requested(); }

    void tell(double gathered, double judged) const {
        constexpr int64_t all = 100'000;
        if (watch_.progress) watch_.progress(static_cast<int64_t>(static_cast<double>(all) * sweep_.share(gathered, judged)), all);
    }

    // Whose spells changed since this round's snapshot is judged again, by the same facts. Kept when its snapshot is begun.
    void begin_round() {
        ++sweep_.round;
        sweep_.since_batch = sweep_.known_batch;
        sweep_.since_at = sweep_.known_at;
        sweep_.applied_before = sweep_.applied();
        sweep_.chunks = 0;
    }

    void save() {
        sweep_.beat_at = parts_.clock.now();
        parts_.db.write([&](store::Transaction& tx) {
            if (!update_sweep(tx, sweep_, sweep_.holder)) throw TakenOver{};
        });
    }
    void beat() {
        if (parts_.clock.now().ms() - sweep_.beat_at.ms() >= beat_ms) save();
    }

    Sweep pause() {
        sweep_.state = SweepState::paused;
        save();
        return sweep_;
    }

    bool is_of_all() const { return sweep_.whole && sweep_.round == 0; }
    void tell_judged() const { tell(1, static_cast<double>(sweep_.chunks_done) / static_cast<double>(sweep_.chunks)); }

    bool gather() {
        sweep_.state = SweepState::gathering;
        sweep_.known_at = parts_.clock.now();
        sweep_.chunks_done = 0;
        moment_ = parts_.db.read([&](store::Connection& c) {
            if (sweep_.round == 0) sweep_.known_batch = fact::newest_batch(c);
            return find_moment(c, sweep_.day, sweep_.known_at, sweep_.known_batch, fold_terms_on(catalog_, sweep_.day));
        });
        save();
        std::filesystem::create_directories(parts_.folder);
        const Folder folder(parts_.reference, words_, moment_);
        const std::string mine = file() + "." + sweep_.holder;  // who held the sweep before may still be writing
        const Watch watch{watch_.stop, [&](int64_t done, int64_t all) {
                              beat();
                              tell(static_cast<double>(done) / static_cast<double>(std::max<int64_t>(all, 1)), 0);
                          }};
        const auto head = is_of_all() ? take_snapshot(parts_.db, folder, words_, sweep_.known_batch, mine, watch)
                                      : take_changed(parts_.db, folder, words_, sweep_.known_batch, sweep_.since_batch, sweep_.since_at, mine, watch);
        if (!head) return false;
        if (sweep_.round == 0) sweep_.snapshot_hash = head->hash, sweep_.people = head->people;
        sweep_.chunks = static_cast<int64_t>(Snapshot::open(mine).chunks());
        sweep_.state = SweepState::judging;
        save();
        std::filesystem::rename(mine, file());
        return true;
    }

    // While what was found in one chunk is written, the next one is asked.
    bool judge_all(const Snapshot& snapshot) {
        if (std::exchange(sweep_.state, SweepState::judging) != SweepState::judging) save();
        const auto ask = [&](int64_t number) {
            const SnapshotChunk chunk = snapshot.chunk(static_cast<size_t>(number));
            return judge_.judge(snapshot, chunk);
        };
        std::future<Rulings> next;
        if (sweep_.chunks_done < sweep_.chunks) next = std::async(std::launch::async, ask, sweep_.chunks_done);
        while (sweep_.chunks_done < sweep_.chunks) {
            const int64_t number = sweep_.chunks_done;
            const Rulings rulings = next.get();
            if (number + 1 < sweep_.chunks) next = std::async(std::launch::async, ask, number + 1);
            const SnapshotChunk chunk = snapshot.chunk(static_cast<size_t>(number));
            if (!write_changes(find_changes(chunk, rulings))) return false;
            ++sweep_.chunks_done;
            save();
            tell_judged();
        }
        return true;
    }

    std::vector<Change> find_changes(const SnapshotChunk& chunk, const Rulings& rulings) const {
        std::vector<Change> out;
        if (chunk.people == 0) return out;
        const auto standing = parts_.db.read([&](store::Connection& c) {
            if (!is_of_all()) return list_standing(c, chunk.ids);
            // The id just below the first one.
            party::PersonId before = chunk.ids.front();
            for (size_t i = before.value.bytes.size(); i-- > 0 && before.value.bytes[i]-- == 0;) {}
            return list_standing(c, before, chunk.ids.back());
        });
        size_t at = 0;
        for (size_t row = 0; row < chunk.people; ++row) {
            const party::PersonId person = chunk.ids[row];
            while (at < standing.size() && standing[at].person < person) ++at;
            const size_t own = at;
            while (at < standing.size() && standing[at].person == person) ++at;
            std::optional<Profile> profile;  // read from the columns only where a rule may want something
            for (size_t d = 0; d < judge_.size(); ++d) {
                const auto& determination = judge_.determination(d);
                const uint16_t rule = rulings.rule[d][row];
                const std::string_view outcome = judge_.outcome(d, rule);
                const StandingFinding* stands = nullptr;
                for (size_t i = own; i < at; ++i)
                    if (standing[i].determination == determination.code) stands = &standing[i];
                if (stands && (stands->outcome == outcome || still_holds(*stands, outcome))) continue;
                if (!stands && is_plain(determination, outcome)) continue;
                if (!profile) profile = chunk.profile(row);
                const bool wanted = is_wanted(determination, outcome, *profile);
                if (wanted || stands) out.push_back({person, d, wanted ? rule : uint16_t{0}, stands ? std::optional(stands->id) : std::nullopt});
            }
        }
        return out;
    }

    // What a finding made of the register is no change any more: the finding stands, and can be objected to, until the data
    // say something else.
    static bool still_holds(const StandingFinding& stands, std::string_view outcome) { return outcome == "unchanged" && stands.outcome != "review"; }

    static bool is_plain(const catalog::Determination& determination, std::string_view outcome) {
        return outcome.empty() || outcome == "not_entitled" || outcome == "not_listed" || outcome == "clear" || outcome == "working" || outcome == "unknown" ||
               (determination.kind == "status" && outcome == "unchanged");
    }

    bool write_changes(const std::vector<Change>& changes) {
        for (size_t from = 0; from < changes.size(); from += sweep_write_max) {
            if (stopped()) return false;
            const std::span some = std::span(changes).subspan(from, std::min(sweep_write_max, changes.size() - from));
            auto counts = sweep_.counts;
            parts_.db.write([&](store::Transaction& tx) {
                counts = sweep_.counts;
                party::Context at{actor_, parts_.clock.now(), tx, parts_.seal, parts_.reference};
                for (const Change& change : some) write_one(at, change, counts);
                Sweep next = sweep_;
                next.counts = counts;
                next.beat_at = at.now;
                if (!update_sweep(tx, next, sweep_.holder)) throw TakenOver{};
            });
            sweep_.counts = std::move(counts);
            tell_judged();
        }
        return true;
    }

    // Looks once more at what is known by now: somebody may have been at the counter since the snapshot.
    void write_one(party::Context& at, const Change& change, std::map<std::string, int64_t>& counts) {
        const auto& determination = judge_.determination(change.determination);
        const auto count = [&](std::string_view event) { ++counts[determination.code + "." + std::string(event)]; };
        const auto sketch = party::find_sketch(at.tx, change.person);
        if (!sketch || sketch->id != change.person) return count("skipped");
        if (change.ends) {
            hold_finding(at.tx, *change.ends);
            auto ended = find_finding(at.tx, at.seal, *change.ends);
            if (!ended || ended->ended_at) return count("skipped");
            ended->ended_sweep = sweep_.number;
            ended->ended_at = at.now;
            update_finding(at.tx, *ended);
            tell_end(at, parts_.office, determination, *ended);
            party::record(at, "finding_ended", "person:" + ended->person.text(), json::print(json::Object{{"finding", ended->id.text()}, {"determination", ended->determination}}));
            count("ended");
        }
        if (change.rule == 0) return;
        Moment now = moment_;
        now.known_at = at.now;
        const Folder folder(parts_.reference, words_, now);
        const Profile profile = gather_profile(at.tx, folder, words_, change.person);
        json::Object facts = judge_.facts(change.determination, profile);
        const auto said = catalog::determine(determination, facts, Instant::start_of(sweep_.day));
        if (!said || said->outcome != judge_.outcome(change.determination, change.rule) || !is_wanted(determination, said->outcome, profile)) return count("skipped");
        Finding finding{.id = FindingId::make(at.now), .person = change.person, .determination = determination.code, .version = determination.version,
                        .table_version = said->table_version, .rule = said->rule, .outcome = said->outcome, .reason = said->reason, .area = sketch->area,
                        .household = static_cast<int64_t>(profile.household), .since = sweep_.day, .sweep = sweep_.number, .found_at = at.now,
                        .facts = std::move(facts), .answered_at = {}, .answered_by = {}, .note = {}, .ended_sweep = {}, .ended_at = {}};
        carry_out(at, parts_.office, determination, *said, finding);
        insert_finding(at.tx, at.seal, finding);
        count(name_of(finding.state));
    }

    // Of everybody's snapshots the last two are kept, so that they can be compared; what else earlier writing left is not. Whose
    // facts changed is known now.
    void drop_older() const {
        std::set<std::string> kept;
        for (const Sweep& s : parts_.db.read([](store::Connection& c) { return list_sweeps(c, std::nullopt, 100); }))
            if (s.number == sweep_.number || (s.whole && s.state == SweepState::done && kept.size() < 3)) kept.insert(snapshot_file("", s.number).substr(1));
        std::error_code ignored;
        for (int round = 1; round <= sweep_.round; ++round) std::filesystem::remove(file_of(round), ignored);
        // Who held this one before may still be writing, and somebody may have begun the next one.
        const std::string own = "sweep-" + std::to_string(sweep_.number) + ".", next = "sweep-" + std::to_string(sweep_.number + 1) + ".";
        for (const auto& entry : std::filesystem::directory_iterator(parts_.folder, ignored)) {
            const std::string name = entry.path().filename().string();
            if (name.starts_with("sweep-") && !name.starts_with(own) && !name.starts_with(next) && !kept.contains(name)) std::filesystem::remove(entry.path(), ignored);
        }
        if (sweep_.whole) parts_.db.write([&](store::Transaction& tx) { fact::forget_touched(tx, sweep_.known_batch); });
    }

    const Parts& parts_;
    Sweep sweep_;
    const Watch& watch_;
    Dictionary words_;
    const catalog::Catalog& catalog_;
    Judge judge_;
    Moment moment_;
    party::Actor actor_ = party::system_actor();
};

}  // namespace

std::string_view name_of(SweepState state) { return names.at(static_cast<size_t>(state) - 1); }

int64_t Sweep::applied() const {
    int64_t out = 0;
    for (const auto& [key, n] : counts)
        if (key.ends_with(".applied")) out += n;
    return out;
}

// Nine tenths of the way are the first pass, a third of each round is taking its snapshot.
double Sweep::share(double gathered, double judged) const {
    constexpr double first = 0.9, later = (1 - first) / sweep_rounds_max;
    const double done = (gathered + 2 * judged) / 3;
    return round == 0 ? first * done : first + later * (round - 1 + done);
}

std::string snapshot_file(const std::string& folder, int64_t number) { return folder + "/sweep-" + std::to_string(number) + ".snapshot"; }

Result<int64_t> begin_sweep(party::Context& at, Date day, Scope scope) {
    if (at.actor.kind != party::Actor::Kind::system)
        if (auto allowed = party::may(at.actor, party::Duty::manager); !allowed) return tl::unexpected(allowed.error());
    if (const auto open = find_open_sweep(at.tx)) return refuse("sweep_running", "", {{"number", std::to_string(open->number)}});
    Sweep sweep;
    sweep.number = last_sweep(at.tx) + 1;
    sweep.day = day;
    sweep.known_at = sweep.started_at = sweep.beat_at = at.now;
    sweep.state = SweepState::paused;  // until somebody works on it
    if (scope == Scope::changed) {
        const auto before = list_sweeps(at.tx, std::nullopt, 1);
        if (before.empty() || before.front().state != SweepState::done || before.front().day != day) return refuse("sweep_none_before", "", {{"day", day.text()}});
        sweep.whole = false;
        sweep.since_batch = before.front().known_batch;
        sweep.since_at = before.front().known_at;
    }
    sweep.started_by = at.actor.text();
    insert_sweep(at.tx, sweep);
    party::record(at, "sweep_begun", "sweep:" + std::to_string(sweep.number), json::print(json::Object{{"day", day.text()}}));
    return sweep.number;
}

Result<Sweep> run_sweep(const Parts& parts, int64_t number, const Watch& watch, bool take_over) {
    const Instant now = parts.clock.now();
    const std::string holder = Uuid::make(now).text();
    auto held = parts.db.write([&](store::Transaction& tx) -> Result<Sweep> {
        auto found = find_sweep(tx, number);
        if (!found) return refuse("sweep_unknown");
        if (found->is_over()) return refuse("sweep_over");
        const bool busy = found->state != SweepState::paused && now.ms() - found->beat_at.ms() < sweep_lease_ms;
        if (busy && !take_over) return refuse("sweep_held");
        const std::string before = std::exchange(found->holder, holder);
        found->beat_at = now;
        if (!update_sweep(tx, *found, before)) return refuse("sweep_held");
        return *found;
    });
    if (!held) return tl::unexpected(held.error());
    try {
        return Work(parts, *held, watch).run();
    } catch (const TakenOver&) {
        return refuse("sweep_held");
    }
}

Result<void> pause_sweep(party::Context& at, int64_t number) {
    if (at.actor.kind != party::Actor::Kind::system)
        if (auto allowed = party::may(at.actor, party::Duty::manager); !allowed) return allowed;
    const auto found = find_sweep(at.tx, number);
    if (!found) return refuse("sweep_unknown");
    if (found->is_over()) return refuse("sweep_over");
    if (found->is_paused_by_hand()) return {};
    hold_by_hand(at.tx, number);
    party::record(at, "sweep_paused", "sweep:" + std::to_string(number), "{}");
    return {};
}

Result<void> give_up_sweep(party::Context& at, int64_t number) {
    if (at.actor.kind != party::Actor::Kind::system)
        if (auto allowed = party::may(at.actor, party::Duty::manager); !allowed) return allowed;
    auto found = find_sweep(at.tx, number);
    if (!found) return refuse("sweep_unknown");
    if (found->is_over()) return refuse("sweep_over");
    const std::string before = std::exchange(found->holder, "");
    found->state = SweepState::given_up;
    found->finished_at = at.now;
    if (!update_sweep(at.tx, *found, before)) return refuse("sweep_held");
    party::record(at, "sweep_given_up", "sweep:" + std::to_string(number), "{}");
    return {};
}

}  // namespace leye::determination
