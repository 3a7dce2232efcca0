#include "engine/journal/journal.hpp"

#include <map>
#include <optional>

#include "base/hash.hpp"

namespace leye::journal {
namespace {

// The hash covers every field with its length in front, so that no two entries have the same bytes.
std::string chain(std::string_view previous, int64_t lane, int64_t seq, const Entry& e) {
    std::string bytes;
    bytes.reserve(128 + e.actor.size() + e.act.size() + e.subject.size() + e.detail.size());
    bytes = previous;
    const auto number = [&](int64_t n) {
        char big_endian[8];
        for (int i = 0; i < 8; ++i) big_endian[i] = static_cast<char>(static_cast<uint64_t>(n) >> (56 - 8 * i));
        bytes.append(big_endian, 8);
    };
    const auto field = [&](std::string_view s) {
        number(static_cast<int64_t>(s.size()));
        bytes += s;
    };
    number(lane), number(seq), number(e.at.ms());
    field(e.actor), field(e.act), field(e.subject), field(e.detail);
    return sha256(bytes);
}

struct Head {
    int64_t seq = 0;
    std::string hash;
};

// A seal opens only where it was made: a head with the seal of another lane or of an earlier entry is not genuine.
std::string place_of(int64_t lane, int64_t seq) { return "journal_head:" + std::to_string(lane) + ":" + std::to_string(seq); }

bool genuine(const seal::Seal& seal, int64_t lane, const Head& head, const store::Blob& sealed) {
    try {
        return seal::constant_time_equal(seal.decrypt(sealed.bytes, place_of(lane, head.seq)), head.hash);
    } catch (const Fault&) {
        return false;
    }
}

/// The head of this connection's chain: read with the first entry of a commit, written back, sealed, before its end.
class CarriedHead : public store::Carried {
  public:
    void use_keys(const seal::Seal& seal) { seal_ = seal; }
    const seal::Seal& keys() const {
        expect(seal_.has_value(), "an act that writes the journal has given it the keys");
        return *seal_;
    }
    Head& get(store::Connection& tx) {
        keys();
        if (!head_) {
            head_.emplace();
            genuine_ = true;
            auto rows = tx.query("select seq, hash, sealed from journal_head where lane = ?", tx.lane());
            if (rows.next()) {
                head_ = {rows.get<int64_t>(0), rows.get<store::Blob>(1).bytes};
                const auto sealed = rows.get<std::optional<store::Blob>>(2);
                genuine_ = sealed && genuine(*seal_, tx.lane(), *head_, *sealed);
            }
            stored_ = head_->seq;
        }
        return *head_;
    }
    void put_back(store::Connection& tx) override {
        if (!head_ || head_->seq == stored_) return;
        // A head that was not ours is carried on without a new seal, so that no later act of ours makes it look genuine.
        std::optional<store::Blob> sealed;
        if (genuine_) sealed = store::Blob{seal_->encrypt(head_->hash, place_of(tx.lane(), head_->seq))};
        tx.post("insert into journal_head (lane, seq, hash, sealed) values (?, ?, ?, ?) on conflict (lane) do update set seq = excluded.seq, "
                "hash = excluded.hash, sealed = coalesce(excluded.sealed, journal_head.sealed)",
                tx.lane(), head_->seq, store::Blob{head_->hash}, sealed);
        stored_ = head_->seq;
    }
    void forget() override { head_.reset(); }

  private:
    std::optional<seal::Seal> seal_;
    std::optional<Head> head_;
    bool genuine_ = true;
    int64_t stored_ = 0;
};

}  // namespace

void use_keys(store::Transaction& tx, const seal::Seal& seal) { tx.carried<CarriedHead>().use_keys(seal); }

void append(store::Transaction& tx, const Entry& entry) {
    if (tx.is_rehearsal())
        return tx.at_writer([entry, seal = tx.carried<CarriedHead>().keys()](store::Connection& writer) {
            use_keys(writer, seal);
            append(writer, entry);
        });
    const int lane = tx.lane();
    Head& head = tx.carried<CarriedHead>().get(tx);
    const int64_t seq = head.seq + 1;
    const store::Blob hash{chain(head.hash, lane, seq, entry)};
    tx.post("insert into journal_entry (lane, seq, at, actor, act, subject, detail, hash) values (?, ?, ?, ?, ?, ?, ?, ?)", lane,
               seq, entry.at, entry.actor, entry.act, entry.subject, entry.detail, hash);
    head = {seq, hash.bytes};
}

Verified verify(store::Connection& c, const seal::Seal* seal, const std::function<void(int64_t)>& progress) {
    Verified out;
    std::map<int64_t, Head> heads, reached;
    std::map<int64_t, std::optional<store::Blob>> seals;
    {
        auto rows = c.query("select lane, seq, hash, sealed from journal_head");
        while (rows.next()) {
            heads[rows.get<int64_t>(0)] = {rows.get<int64_t>(1), rows.get<store::Blob>(2).bytes};
            seals[rows.get<int64_t>(0)] = rows.get<std::optional<store::Blob>>(3);
        }
    }
    const auto damage = [&](int64_t lane, int64_t seq, std::string what) {
        if (out.damages.size() < 1000) out.damages.push_back({lane, seq, std::move(what)});
    };
    auto rows = c.query("select lane, seq, at, actor, act, subject, detail, hash from journal_entry order by lane, seq");
    while (rows.next()) {
        const int64_t lane = rows.get<int64_t>(0), seq = rows.get<int64_t>(1);
        const Entry e{rows.get<Instant>(2), rows.get<std::string>(3), rows.get<std::string>(4), rows.get<std::string>(5),
                      rows.get<std::string>(6)};
        const std::string stored = rows.get<store::Blob>(7).bytes;
        Head& at = reached[lane];
        if (seq != at.seq + 1) {
            damage(lane, at.seq + 1, seq == at.seq + 2 ? "missing" : "missing, up to " + std::to_string(seq - 1));
        } else if (chain(at.hash, lane, seq, e) != stored) {
            damage(lane, seq, "changed: the entry does not fit its hash and the one before");
        }
        // The chain is taken up again behind the damage, so that one changed entry is one line of the report.
        at = {seq, stored};
        if (++out.entries % 10'000 == 0 && progress) progress(out.entries);
    }
    for (const auto& [lane, head] : heads) {
        const Head& at = reached[lane];
        if (at.seq < head.seq) damage(lane, at.seq + 1, "cut: the head says " + std::to_string(head.seq) + " entries");
        if (at.seq > head.seq) damage(lane, head.seq + 1, "added: the head says " + std::to_string(head.seq) + " entries");
        if (at.seq == head.seq && at.hash != head.hash) damage(lane, at.seq, "changed: the last entry does not fit the head");
        if (!seal) continue;
        const auto& sealed = seals.at(lane);
        if (!sealed)
            damage(lane, head.seq, "unsealed: the head has no seal");
        else if (!genuine(*seal, lane, head, *sealed))
            damage(lane, head.seq, "forged: the head does not carry the seal of our keys");
    }
    for (const auto& [lane, at] : reached)
        if (!heads.contains(lane)) damage(lane, 1, "added: a chain without a head");
    out.lanes = static_cast<int64_t>(reached.size());
    return out;
}

Keys keys_of(store::Connection& c, const seal::Seal* seal) {
    Keys out = Keys::none_yet;
    auto rows = c.query("select lane, seq, hash, sealed from journal_head where sealed is not null");
    while (rows.next()) {
        const Head head{rows.get<int64_t>(1), rows.get<store::Blob>(2).bytes};
        if (seal && genuine(*seal, rows.get<int64_t>(0), head, rows.get<store::Blob>(3))) return Keys::ours;
        out = Keys::others;
    }
    return out;
}

Result<int> seal_unsealed(store::Transaction& tx, const seal::Seal& seal) {
    for (const Damage& d : verify(tx, &seal).damages)
        if (!d.what.starts_with("unsealed")) return refuse("journal_damaged", "", {{"lane", std::to_string(d.lane)}, {"seq", std::to_string(d.seq)}});
    std::map<int64_t, Head> heads;
    {
        auto rows = tx.query("select lane, seq, hash from journal_head where sealed is null");
        while (rows.next()) heads[rows.get<int64_t>(0)] = {rows.get<int64_t>(1), rows.get<store::Blob>(2).bytes};
    }
    for (const auto& [lane, head] : heads)
        tx.execute("update journal_head set sealed = ? where lane = ? and seq = ?", store::Blob{seal.encrypt(head.hash, place_of(lane, head.seq))}, lane, head.seq);
    return static_cast<int>(heads.size());
}

}  // namespace leye::journal
