#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "engine/journal/chain.hpp"

namespace leye::journal {
namespace {

constexpr int entries_at_once = 1000;
constexpr size_t damages_max = 1000;

struct Stored {
    Head head;
    std::optional<store::Blob> sealed;
};

std::map<int64_t, Stored> read_heads(store::Connection& c) {
    std::map<int64_t, Stored> out;
    auto rows = c.query("select lane, seq, hash, sealed from journal_head");
    while (rows.next())
        out[rows.get<int64_t>(0)] = {{rows.get<int64_t>(1), rows.get<store::Blob>(2).bytes, std::nullopt}, rows.get<std::optional<store::Blob>>(3)};
    return out;
}

// Lanes that have entries, with or without a head; a step through the key for each.
std::set<int64_t> lanes_of_entries(store::Connection& c) {
    std::set<int64_t> out;
    for (int64_t last = std::numeric_limits<int64_t>::min();;) {
        auto rows = c.query("select min(lane) from journal_entry where lane > ?", last);
        const auto lane = rows.next() ? rows.get<std::optional<int64_t>>(0) : std::nullopt;
        if (!lane) return out;
        out.insert(last = *lane);
    }
}

/// Goes through one chain.
class Walk {
  public:
    Walk(store::Connection& c, const seal::Seal* seal, int64_t lane, Verified& out) : c_(c), seal_(seal), lane_(lane), out_(out), segments_(list_segments(c, lane)) {}

    /// How many entries need not be read, because a genuine segment before `since` stands for them.
    int64_t skip_to(Date since) {
        for (; next_ < segments_.size() && segments_[next_].day < since; ++next_)
            if (is_genuine(segments_[next_])) at_ = {segments_[next_].seq, segments_[next_].hash, segments_[next_].day};
        if (at_.seq > 0) from_ = closed_ = at_.seq;
        next_ = static_cast<size_t>(std::ranges::upper_bound(segments_, at_.seq, {}, &Segment::seq) - segments_.begin());
        return at_.seq;
    }

    void run(const std::function<void()>& read_some) {
        for (bool more = true; more; read_some()) {
            auto rows = c_.query("select seq, at, actor, act, subject, detail, hash from journal_entry where lane = ? and seq > ? order by seq limit ?", lane_, from_,
                                 entries_at_once);
            int count = 0;
            for (; rows.next(); ++count) take(rows);
            from_ = at_.seq;
            more = count == entries_at_once;
        }
    }

    void end(const Stored* stored) {
        for (; next_ < segments_.size(); ++next_)
            damage(at_.seq + 1, "cut: " + segments_[next_].day.text() + " was closed with " + std::to_string(segments_[next_].seq) + " entries");
        if (!stored) return damage(1, "added: a chain without a head");
        const Head& head = stored->head;
        if (at_.seq < head.seq) damage(at_.seq + 1, "cut: the head says " + std::to_string(head.seq) + " entries");
        if (at_.seq > head.seq) damage(head.seq + 1, "added: the head says " + std::to_string(head.seq) + " entries");
        if (at_.seq == head.seq && at_.hash != head.hash) damage(at_.seq, "changed: the last entry does not fit the head");
        if (!seal_) return;
        if (!stored->sealed)
            damage(head.seq, "unsealed: the head has no seal");
        else if (!genuine(*seal_, place_of(lane_, head), head.hash, *stored->sealed))
            damage(head.seq, "forged: the head does not carry the seal of our keys");
    }

  private:
    bool is_genuine(const Segment& s) const { return !seal_ || (s.sealed && genuine(*seal_, place_of(s), s.hash, *s.sealed)); }

    void damage(int64_t seq, std::string what) {
        if (out_.damages.size() < damages_max) out_.damages.push_back({lane_, seq, std::move(what)});
    }

    void take(const store::Rows& rows) {
        const int64_t seq = rows.get<int64_t>(0);
        const Entry e{rows.get<Instant>(1), rows.get<std::string>(2), rows.get<std::string>(3), rows.get<std::string>(4), rows.get<std::string>(5)};
        std::string stored = rows.get<store::Blob>(6).bytes;
        const Date day = e.at.date();
        if (seq != at_.seq + 1)
            damage(at_.seq + 1, seq == at_.seq + 2 ? "missing" : "missing, up to " + std::to_string(seq - 1));
        else if (chain(at_.hash, lane_, seq, e) != stored)
            damage(seq, "changed: the entry does not fit its hash and the one before");
        else if (closed_ && at_.day && day > *at_.day && closed_ != at_.seq)
            // From its first closed day on, a chain closes every day before it begins a later one.
            damage(at_.seq, "missing: the closing of " + at_.day->text());
        // The chain is taken up again behind the damage, so that one changed entry is one line of the report.
        at_ = {seq, std::move(stored), at_.day ? std::max(*at_.day, day) : day};
        ++out_.entries;
        while (next_ < segments_.size() && segments_[next_].seq <= seq) compare(segments_[next_++]);
    }

    void compare(const Segment& s) {
        ++out_.segments;
        closed_ = s.seq;
        if (s.seq != at_.seq) return damage(s.seq, "missing: the last entry of " + s.day.text());
        if (s.hash != at_.hash) damage(s.seq, "changed: the chain is not what was closed on " + s.day.text());
        if (seal_ && !s.sealed) damage(s.seq, "unsealed: the closing of " + s.day.text() + " has no seal");
        if (seal_ && s.sealed && !is_genuine(s)) damage(s.seq, "forged: the closing of " + s.day.text() + " does not carry the seal of our keys");
    }

    store::Connection& c_;
    const seal::Seal* seal_;
    int64_t lane_;
    Verified& out_;
    std::vector<Segment> segments_;
    size_t next_ = 0;
    Head at_;
    int64_t from_ = std::numeric_limits<int64_t>::min();
    int64_t closed_ = 0;
};

}  // namespace

Verified verify(store::Connection& c, const seal::Seal* seal, const Progress& progress, std::optional<Date> since) {
    Verified out;
    const auto heads = read_heads(c);
    std::set<int64_t> lanes = lanes_of_entries(c);
    out.lanes = std::ssize(lanes);
    for (const auto& [lane, _] : heads) lanes.insert(lane);
    int64_t all = 0;
    for (const auto& [_, stored] : heads) all += stored.head.seq;
    for (const int64_t lane : lanes) {
        Walk walk(c, seal, lane, out);
        if (since) all -= walk.skip_to(*since);
        walk.run([&] {
            if (progress) progress(out.entries, std::max(all, out.entries));
        });
        const auto stored = heads.find(lane);
        walk.end(stored == heads.end() ? nullptr : &stored->second);
    }
    return out;
}

Keys keys_of(store::Connection& c, const seal::Seal* seal) {
    Keys out = Keys::none_yet;
    for (const auto& [lane, stored] : read_heads(c)) {
        if (!stored.sealed) continue;
        if (seal && genuine(*seal, place_of(lane, stored.head), stored.head.hash, *stored.sealed)) return Keys::ours;
        out = Keys::others;
    }
    return out;
}

Result<int> seal_unsealed(store::Transaction& tx, const seal::Seal& seal) {
    for (const Damage& d : verify(tx, &seal).damages)
        if (!d.what.starts_with("unsealed")) return refuse("journal_damaged", "", {{"lane", std::to_string(d.lane)}, {"seq", std::to_string(d.seq)}});
    int done = 0;
    for (const auto& [lane, stored] : read_heads(tx)) {
        for (const Segment& s : list_segments(tx, lane)) {
            if (s.sealed) continue;
            tx.execute("update journal_segment set sealed = ? where lane = ? and seq = ?", store::Blob{seal.encrypt(s.hash, place_of(s))}, lane, s.seq);
            ++done;
        }
        if (stored.sealed) continue;
        tx.execute("update journal_head set sealed = ? where lane = ? and seq = ?", store::Blob{seal.encrypt(stored.head.hash, place_of(lane, stored.head))}, lane, stored.head.seq);
        ++done;
    }
    return done;
}

std::vector<Placed> list_entries(store::Connection& c, int64_t lane, int64_t after_seq, int limit) {
    std::vector<Placed> out;
    auto rows = c.query("select lane, seq, at, actor, act, subject, detail from journal_entry where (lane, seq) > (?, ?) order by lane, seq limit ?", lane, after_seq, limit);
    while (rows.next())
        out.push_back({rows.get<int64_t>(0), rows.get<int64_t>(1),
                       {rows.get<Instant>(2), rows.get<std::string>(3), rows.get<std::string>(4), rows.get<std::string>(5), rows.get<std::string>(6)}});
    return out;
}

}  // namespace leye::journal
