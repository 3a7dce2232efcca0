#include "records/fact/writing.hpp"

#include <algorithm>
#include <cstring>

#include "records/fact/batch_store.hpp"
#include "records/fact/fact_store.hpp"

namespace leye::fact {
namespace {

constexpr size_t seen_bits = size_t{1} << 28;

uint64_t hash_of(const NewFact& f) {
    uint64_t a, b;
    std::memcpy(&a, f.person.value.bytes.data(), 8);
    std::memcpy(&b, f.person.value.bytes.data() + 8, 8);
    uint64_t h = (a * 0x9e3779b97f4a7c15u) ^ (b + (static_cast<uint64_t>(f.kind) << 32 | static_cast<uint32_t>(f.from.days())) * 0xff51afd7ed558ccdu);
    h = (h ^ (h >> 31)) * 0xc4ceb9fe1a85ec53u;
    return (h ^ (h >> 29)) % seen_bits;
}

std::tuple<const party::PersonId&, Kind, Date> place_of(const Row& r) { return {r.person, r.fact.kind, r.fact.from}; }
std::tuple<const party::PersonId&, Kind, Date> place_of(const NewFact& f) { return {f.person, f.kind, f.from}; }

// Of facts of one place.
bool same_key(const Fact& a, const NewFact& b) { return (!has_unit_in_key(a.kind) || a.unit == b.unit) && (!has_code_in_key(a.kind) || a.code == b.code); }
bool same_key(const NewFact& a, const NewFact& b) {
    return a.person == b.person && a.kind == b.kind && a.from == b.from && (!has_unit_in_key(a.kind) || a.unit == b.unit) && (!has_code_in_key(a.kind) || a.code == b.code);
}

bool same_value(const Fact& a, const NewFact& b) { return a.until == b.until && a.amount == b.amount && a.code == b.code && a.unit == b.unit; }
bool same_value(const NewFact& a, const NewFact& b) { return a.until == b.until && a.amount == b.amount && a.code == b.code && a.unit == b.unit; }

/// What the facts of one key come to: the lines one after the other, beginning with what was told before.
class Key {
  public:
    explicit Key(int64_t number) : number_(number) {}
    void begin(const Row* told) {
        told_ = told, added_ = nullptr, ours_ = told && told->fact.batch == number_;
        believed_ = told && !told->gone_batch;
    }
    Outcome tell(const NewFact& f) {
        if (f.retract) {
            if (!believed_) return Outcome::unknown;
            believed_ = false;
            if (!added_) gone_ = true;
            added_ = nullptr;
            return Outcome::retracted;
        }
        if (added_) return same_value(*added_, f) ? Outcome::doubled : Outcome::contradicted;
        if (ours_) return believed_ && same_value(told_->fact, f) ? Outcome::doubled : Outcome::contradicted;
        if (believed_ && same_value(told_->fact, f)) return Outcome::known;
        const bool replaces = believed_;
        if (replaces) gone_ = true;
        believed_ = true;
        added_ = &f;
        return replaces ? Outcome::replaced : Outcome::taken;
    }
    /// What is to be written of the key, once.
    const NewFact* added() const { return added_; }
    const Row* gone() {
        const bool gone = std::exchange(gone_, false);
        return gone ? told_ : nullptr;
    }

  private:
    int64_t number_;
    const Row* told_ = nullptr;
    const NewFact* added_ = nullptr;
    bool ours_ = false, believed_ = false, gone_ = false;
};

// Whose facts are added or gone, in order.
std::vector<party::PersonId> people_of(const std::vector<const NewFact*>& added, const std::vector<const Row*>& gone) {
    std::vector<party::PersonId> out;
    out.reserve(added.size());
    for (const NewFact* f : added)
        if (out.empty() || out.back() != f->person) out.push_back(f->person);
    const auto middle = static_cast<std::ptrdiff_t>(out.size());
    for (const Row* row : gone) out.push_back(row->person);
    std::inplace_merge(out.begin(), out.begin() + middle, out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

}  // namespace

bool is_before(const NewFact& a, const NewFact& b) {
    const int people = std::memcmp(a.person.value.bytes.data(), b.person.value.bytes.data(), 16);
    if (people != 0) return people < 0;
    if (a.kind != b.kind) return a.kind < b.kind;
    if (a.from != b.from) return a.from < b.from;
    if (has_unit_in_key(a.kind) && a.unit != b.unit) return a.unit < b.unit;
    return has_code_in_key(a.kind) && a.code < b.code;
}

Writing::Writing(store::Database& db, int64_t number, const std::string& source) : db_(db), number_(number), seen_(seen_bits / 64) {
    db_.read([&](store::Connection& c) {
        own_ = numbers_of(c, source, number);
        told_ = covered_months(c, source);
    });
}

// What was told in another batch is looked for by its month, what this batch told in another slice by its hash: both say yes
// too often, never no wrongly.
bool Writing::may_be_known(const NewFact& f, uint64_t hash) {
    uint64_t& word = seen_[hash / 64];
    const uint64_t bit = uint64_t{1} << (hash % 64);
    if (word & bit) return true;
    word |= bit;
    if (told_.empty()) return false;
    auto& [kind, day, told] = month_;
    if (kind != f.kind || day != f.from) {
        kind = f.kind, day = f.from;
        told = told_.contains({f.kind, *Date::of(f.from.year(), f.from.month(), 1)});
    }
    return told;
}

std::vector<Outcome> Writing::put(std::span<const NewFact> facts, Instant now) { return end(begin(facts, now)); }

std::unique_ptr<Writing::Pending> Writing::begin(std::span<const NewFact> facts, Instant now) {
    auto out = std::make_unique<Pending>();
    out->facts = facts;
    out->outcomes.resize(facts.size());
    constexpr size_t ahead = 16;
    hashes_.resize(facts.size());
    for (size_t i = 0; i < facts.size(); ++i) hashes_[i] = hash_of(facts[i]);
    bool look = false;
    for (size_t i = 0; i < facts.size(); ++i) {
        if (i + ahead < facts.size()) __builtin_prefetch(&seen_[hashes_[i + ahead] / 64]);
        // Lines of one key follow each other, and are told apart without the database.
        look = i > 0 && hashes_[i] == hashes_[i - 1] ? look : may_be_known(facts[i], hashes_[i]);
        if (look) out->looked_for.push_back(&facts[i]);
    }
    Pending* const slice = out.get();
    db_.write_later(
        [this, slice, now](store::Transaction& tx) {
            write(tx, *slice, now);
            return true;
        },
        [slice](std::exception_ptr failed) {
            if (failed)
                slice->written.set_exception(failed);
            else
                slice->written.set_value();
        });
    return out;
}

std::vector<Outcome> Writing::end(std::unique_ptr<Pending> slice) {
    slice->written.get_future().get();
    count(slice->facts, slice->outcomes);
    return std::move(slice->outcomes);
}

void Writing::write(store::Transaction& tx, Pending& slice, Instant now) const {
    const auto facts = slice.facts;
    touch(tx, number_, now);
    const std::vector<Row> told = slice.looked_for.empty() ? std::vector<Row>() : list_told(tx, slice.looked_for, own_, number_);
    std::vector<const NewFact*> added;
    added.reserve(facts.size());
    std::vector<const Row*> gone;
    Key key(number_);
    auto next = told.begin();
    for (size_t i = 0; i < facts.size();) {
        const NewFact& first = facts[i];
        const Row* before = nullptr;
        // Both are in order of person, kind and beginning.
        while (next != told.end() && place_of(*next) < place_of(first)) ++next;
        for (auto it = next; it != told.end() && place_of(*it) == place_of(first); ++it)
            // Of rows of one key this batch's own is the last.
            if (same_key(it->fact, first) && (!before || it->fact.batch == number_)) before = &*it;
        key.begin(before);
        for (; i < facts.size() && same_key(first, facts[i]); ++i) slice.outcomes[i] = key.tell(facts[i]);
        if (key.added()) added.push_back(key.added());
        if (const Row* row = key.gone()) gone.push_back(row);
    }
    for (const Row* row : gone) set_gone(tx, *row, number_);
    if (!added.empty()) insert_facts(tx, number_, added);
    insert_touched(tx, number_, people_of(added, gone), now);
}

// People, not facts: who is paid for by two units in one month is one.
void Writing::count(std::span<const NewFact> facts, std::span<const Outcome> outcomes) {
    const NewFact* last = nullptr;
    int64_t* people = nullptr;
    std::tuple<Kind, Date, uint16_t> at;
    for (size_t i = 0; i < facts.size(); ++i) {
        const NewFact& f = facts[i];
        if (outcomes[i] != Outcome::taken && outcomes[i] != Outcome::retracted) continue;
        if (outcomes[i] == Outcome::taken && last && last->person == f.person && last->kind == f.kind && last->from == f.from) continue;
        if (!people || std::get<0>(at) != f.kind || !last || last->from != f.from || std::get<2>(at) != f.city) {
            at = {f.kind, *Date::of(f.from.year(), f.from.month(), 1), f.city};
            people = &people_[at];
        }
        *people += outcomes[i] == Outcome::taken ? 1 : -1;
        last = &f;
    }
}

std::vector<Cover> Writing::cover() const {
    std::vector<Cover> out;
    for (const auto& [at, people] : people_) {
        const auto& [kind, month, city] = at;
        out.push_back({kind, month, city ? std::to_string(city) + "00" : std::string(), people});
    }
    return out;
}

Result<Told> tell(store::Database& db, const seal::Seal& seal, const reference::Reference& reference, const party::Actor& actor, const NewBatch& batch,
                  std::vector<NewFact> facts, Instant now) {
    const auto number = db.write([&](store::Transaction& tx) {
        party::Context ctx{actor, now, tx, seal, reference};
        return begin_batch(ctx, batch);
    });
    if (!number) return tl::unexpected(number.error());
    std::ranges::stable_sort(facts, is_before);
    Writing writing(db, *number, batch.source);
    constexpr size_t slice = 5'000;
    Told out{*number, {}};
    for (size_t i = 0; i < facts.size(); i += slice) {
        for (const Outcome one : writing.put(std::span(facts).subspan(i, std::min(slice, facts.size() - i)), now)) add(out.counts, one);
    }
    db.write([&](store::Transaction& tx) {
        party::Context ctx{actor, now, tx, seal, reference};
        finish_batch(ctx, *number, out.counts, writing.cover());
    });
    return out;
}

void add(Counts& counts, Outcome outcome) {
    ++counts.rows;
    switch (outcome) {
        case Outcome::taken: ++counts.taken; break;
        case Outcome::replaced: ++counts.replaced; break;
        case Outcome::known: ++counts.known; break;
        case Outcome::retracted: ++counts.retracted; break;
        default: ++counts.refused; break;
    }
}

}  // namespace leye::fact
