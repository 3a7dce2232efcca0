#include "services/determination/take.hpp"

#include <deque>
#include <filesystem>
#include <unordered_map>

#include "records/catalog/catalog.hpp"
#include "records/catalog/determination.hpp"
#include "records/party/employer.hpp"
#include "records/party/merge.hpp"
#include "records/status/status.hpp"

namespace leye::determination {
namespace {

constexpr int64_t page_people = 8192;

using Facts = std::vector<fact::Fact>;
using Stretches = std::vector<Stretch>;

Stretch stretch_of(status::Kind kind, Date from, std::optional<Date> until, std::string_view end_reason, const Dictionary& words) {
    return {kind, from, until, end_reason.empty() ? unknown : words.code(Column::last_end_reason, end_reason)};
}

void sort_facts(Facts& facts) {
    std::ranges::stable_sort(facts, {}, [](const fact::Fact& f) { return std::tuple(f.kind, f.from); });
}

// Facts of one file after the other, in the order of ids, read ahead page by page.
class FactStream {
  public:
    FactStream(store::Database& db, int64_t known_batch) : db_(db), batch_(known_batch) {}
    // The facts of the file; whatever stands before it is passed over.
    Facts take(party::PersonId person) {
        for (;;) {
            while (!waiting_.empty() && waiting_.front().first < person) waiting_.pop_front();
            if (!waiting_.empty() || ended_) break;
            read();
        }
        if (waiting_.empty() || waiting_.front().first != person) return {};
        Facts out = std::move(waiting_.front().second);
        waiting_.pop_front();
        return out;
    }

  private:
    void read() {
        const int64_t found = db_.read([&](store::Connection& c) {
            return fact::scan_facts(c, batch_, after_, page_people, [&](party::PersonId person, std::span<const fact::Fact> facts) {
                waiting_.emplace_back(person, Facts(facts.begin(), facts.end()));
                after_ = person;
            });
        });
        ended_ = found < page_people;
    }
    store::Database& db_;
    int64_t batch_;
    party::PersonId after_;
    bool ended_ = false;
    std::deque<std::pair<party::PersonId, Facts>> waiting_;
};

// What stands in files that were merged into others, by the kept file.
struct Dropped {
    std::map<party::PersonId, Facts> facts;
    std::map<party::PersonId, Stretches> spells;
};

Dropped read_dropped(store::Database& db, const Folder& folder, const Dictionary& words, int64_t known_batch) {
    Dropped out;
    const auto merged = db.read([](store::Connection& c) { return party::list_merged(c); });
    FactStream facts(db, known_batch);
    for (const auto& [from, to] : merged) {
        const Facts some = facts.take(from);
        auto& all = out.facts[to];
        all.insert(all.end(), some.begin(), some.end());
        db.read([&](store::Connection& c) {
            party::PersonId before = from;  // the id just below, so that the range holds this one file
            for (size_t i = before.value.bytes.size(); i-- > 0 && before.value.bytes[i]-- == 0;) {}
            status::scan_spells(c, before, from, folder.moment().known_at, [&](const status::SpellSketch& s) {
                out.spells[to].push_back(stretch_of(s.kind, s.from, s.until, s.end_reason, words));
            });
        });
    }
    return out;
}

using Households = std::unordered_map<uint64_t, HouseholdCount>;

// The first pass: everybody without what the household says, and the households.
std::optional<Households> fold_all(store::Database& db, const Folder& folder, const Dictionary& words, int64_t known_batch, SnapshotWriter& out,
                                   const Watch& watch, int64_t all) {
    const Instant known_at = folder.moment().known_at;
    auto dropped = read_dropped(db, folder, words, known_batch);
    const Hires hires = db.read([&](store::Connection& c) { return read_hires(c, fact::list_business_units(c), folder.moment().today); });
    FactStream facts(db, known_batch);
    Households households;
    party::PersonId after;
    int64_t done = 0;
    for (;;) {
        if (watch.stop.stop_requested()) return std::nullopt;
        const auto people = db.read([&](store::Connection& c) { return party::list_sketches(c, after, page_people, known_at); });
        if (people.empty()) return households;
        std::unordered_map<party::PersonId, Stretches> spells;
        db.read([&](store::Connection& c) {
            status::scan_spells(c, after, people.back().id, known_at, [&](const status::SpellSketch& s) {
                spells[s.person].push_back(stretch_of(s.kind, s.from, s.until, s.end_reason, words));
            });
        });
        for (const auto& one : people) {
            Facts own = facts.take(one.id);
            Stretches& stretches = spells[one.id];
            if (const auto more = dropped.facts.find(one.id); more != dropped.facts.end()) {
                own.insert(own.end(), more->second.begin(), more->second.end());
                sort_facts(own);
            }
            if (const auto more = dropped.spells.find(one.id); more != dropped.spells.end()) stretches.insert(stretches.end(), more->second.begin(), more->second.end());
            const Profile p = folder.fold({one.id, one.born_on, one.sex, one.area}, own, stretches, hires);
            if (p.household) households[p.household].add(p);
            out.add(p);
        }
        after = people.back().id;
        done += static_cast<int64_t>(people.size());
        if (watch.progress) watch.progress(done, all * 2);
    }
}

}  // namespace

FoldTerms fold_terms_on(const catalog::Catalog& catalog, Date day) {
    const auto* status = catalog.find_determination("employment_status", day);
    expect(status != nullptr, "the catalogue determines who is employed");
    const auto settings = catalog::settings_on(*status, day);
    const auto* share = settings.if_contains("month_share_min");
    expect(share && share->is_int64(), "employment_status says how much of a month must be there");
    return {static_cast<int>(share->get_int64()), benefit_terms_on(catalog, day)};
}

Moment find_moment(store::Connection& c, Date today, Instant known_at, int64_t known_batch, const FoldTerms& terms) {
    Moment out{today, known_at, std::nullopt, {}, terms.benefit};
    const auto cover = fact::newest_month(c, fact::Kind::insured_employee, known_batch);
    if (!cover) return out;
    out.data_month = cover->month;
    for (const auto& [city, before] : cover->before_by_city) {
        const auto now = cover->people_by_city.find(city);
        if ((now == cover->people_by_city.end() ? 0 : now->second) * 100 < before * terms.share_min) out.thin_cities.insert(city);
    }
    return out;
}

Profile gather_profile(store::Connection& c, const Folder& folder, const Dictionary& words, party::PersonId person) {
    const Moment& moment = folder.moment();
    const auto fold_one = [&](party::PersonId id) -> std::optional<Profile> {
        const auto sketch = party::find_sketch(c, id);
        if (!sketch) return std::nullopt;
        Stretches stretches;
        for (const auto& s : status::list_spells(c, sketch->id, moment.known_at)) {
            const auto* reason = s.details.if_contains("end_reason");
            stretches.push_back(stretch_of(s.kind, s.from, s.until, reason && reason->is_string() ? std::string_view(reason->get_string()) : std::string_view(), words));
        }
        const Facts facts = fact::list_facts(c, sketch->id, moment.known_at);
        const auto units = units_run(facts, moment.today);
        const Hires hires = read_hires(c, std::vector<std::string>(units.begin(), units.end()), moment.today);
        return folder.fold({sketch->id, sketch->born_on, sketch->sex, sketch->area}, facts, stretches, hires);
    };
    auto out = fold_one(person);
    expect(out.has_value(), "a profile is asked of a person who is there");
    if (out->household == 0) return *out;
    HouseholdCount count;
    for (const auto member : fact::list_household(c, out->person, moment.today, moment.known_at))
        if (const auto profile = member == out->person ? out : fold_one(member); profile && profile->household == out->household) count.add(*profile);
    folder.add_household(*out, count);
    return *out;
}

namespace {

SnapshotHead head_of(const Moment& moment, int64_t known_batch) {
    return {.day = moment.today, .known_at = moment.known_at, .known_batch = known_batch, .data_month = moment.data_month,
            .thin_cities = {moment.thin_cities.begin(), moment.thin_cities.end()}, .people = 0, .hash = {}};
}

// Files and what reads as them.
struct Merged {
    std::map<party::PersonId, party::PersonId> kept;
    std::multimap<party::PersonId, party::PersonId> dropped;  ///< by the kept file

    explicit Merged(std::map<party::PersonId, party::PersonId> all) : kept(std::move(all)) {
        for (const auto& [from, to] : kept) dropped.emplace(to, from);
    }
    party::PersonId operator()(party::PersonId id) const {
        const auto at = kept.find(id);
        return at == kept.end() ? id : at->second;
    }
};

// The people and all who live with them, as the files that are kept.
std::vector<party::PersonId> with_households(store::Connection& c, const Folder& folder, const Merged& merged, int64_t known_batch, const std::set<party::PersonId>& people) {
    const Date today = folder.moment().today;
    std::set<party::PersonId> out;
    std::set<std::string> households;
    for (const auto id : people) out.insert(merged(id));
    fact::list_facts_of(c, known_batch, std::vector(people.begin(), people.end()), [&](party::PersonId, std::span<const fact::Fact> facts) {
        // Of whom moved, those who live in the former household too.
        for (const auto& f : facts)
            if (f.kind == fact::Kind::household && f.from <= today) households.insert(f.code);
    });
    for (const auto id : fact::list_housemates(c, known_batch, std::vector(households.begin(), households.end()))) out.insert(merged(id));
    return {out.begin(), out.end()};
}

// Profiles of these people without what the household says.
void fold_some(store::Connection& c, const Folder& folder, const Dictionary& words, const Merged& merged, int64_t known_batch, std::span<const party::PersonId> ids,
               std::vector<Profile>& into) {
    std::vector<party::PersonId> files(ids.begin(), ids.end());
    for (const auto id : ids)
        for (auto [at, end] = merged.dropped.equal_range(id); at != end; ++at) files.push_back(at->second);
    std::unordered_map<party::PersonId, Facts> facts;
    std::unordered_map<party::PersonId, Stretches> spells;
    fact::list_facts_of(c, known_batch, files, [&](party::PersonId file, std::span<const fact::Fact> some) {
        auto& all = facts[merged(file)];
        all.insert(all.end(), some.begin(), some.end());
    });
    status::list_spells_of(c, files, folder.moment().known_at, [&](const status::SpellSketch& s) { spells[merged(s.person)].push_back(stretch_of(s.kind, s.from, s.until, s.end_reason, words)); });
    std::vector<std::string> units;
    for (const auto& [_, own] : facts)
        for (const auto unit : units_run(own, folder.moment().today)) units.emplace_back(unit);
    const Hires hires = read_hires(c, units, folder.moment().today);
    for (const auto& one : party::list_sketches(c, ids)) {
        Facts& own = facts[one.id];
        if (merged.dropped.contains(one.id)) sort_facts(own);
        into.push_back(folder.fold({one.id, one.born_on, one.sex, one.area}, own, spells[one.id], hires));
    }
}

}  // namespace

std::optional<SnapshotHead> take_changed(store::Database& db, const Folder& folder, const Dictionary& words, int64_t known_batch, int64_t since_batch, Instant since,
                                         const std::string& file, const Watch& watch) {
    constexpr size_t some_people = 2000;
    return db.read([&](store::Connection& c) -> std::optional<SnapshotHead> {
        const Merged merged(party::list_merged(c));
        auto changed = fact::list_touched(c, since_batch, known_batch);
        changed.merge(status::list_changed(c, since));
        // Whoever was hired or left concerns who runs the business.
        const auto employers = status::list_changed_employers(c, since);
        const auto units = party::list_usccs(c, std::vector(employers.begin(), employers.end()));
        changed.merge(fact::list_business_people(c, known_batch, units));
        const auto people = with_households(c, folder, merged, known_batch, changed);
        std::vector<Profile> profiles;
        profiles.reserve(people.size());
        for (size_t i = 0; i < people.size(); i += some_people) {
            if (watch.stop.stop_requested()) return std::nullopt;
            fold_some(c, folder, words, merged, known_batch, std::span(people).subspan(i, std::min(some_people, people.size() - i)), profiles);
            if (watch.progress) watch.progress(static_cast<int64_t>(i), static_cast<int64_t>(people.size()));
        }
        Households households;
        for (const Profile& p : profiles)
            if (p.household) households[p.household].add(p);
        SnapshotWriter writer(file, head_of(folder.moment(), known_batch), words);
        for (Profile& p : profiles) {
            if (p.household) folder.add_household(p, households.at(p.household));
            writer.add(p);
        }
        return writer.finish();
    });
}

std::optional<SnapshotHead> take_snapshot(store::Database& db, const Folder& folder, const Dictionary& words, int64_t known_batch, const std::string& file,
                                          const Watch& watch) {
    const SnapshotHead head = head_of(folder.moment(), known_batch);
    const int64_t all = db.read([](store::Connection& c) { return party::count_people(c); });
    const std::string alone = file + ".alone";
    struct Sweep {
        std::string file;
        ~Sweep() {
            std::error_code ignored;
            std::filesystem::remove(file, ignored);
        }
    } const sweep{alone};
    SnapshotWriter first(alone, head, words);
    const auto households = fold_all(db, folder, words, known_batch, first, watch, all);
    if (!households) return std::nullopt;
    first.finish();

    const Snapshot before = Snapshot::open(alone);
    SnapshotWriter second(file, head, words);
    int64_t done = before.head().people;
    for (size_t i = 0; i < before.chunks(); ++i) {
        if (watch.stop.stop_requested()) return std::nullopt;
        const SnapshotChunk chunk = before.chunk(i);
        for (size_t row = 0; row < chunk.people; ++row) {
            Profile p = chunk.profile(row);
            if (p.household) folder.add_household(p, households->at(p.household));
            second.add(p);
        }
        done += static_cast<int64_t>(chunk.people);
        if (watch.progress) watch.progress(done, before.head().people * 2);
    }
    return second.finish();
}

}  // namespace leye::determination
