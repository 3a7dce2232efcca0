#include "engine/journal/journal.hpp"

#include <optional>

#include "engine/journal/chain.hpp"

namespace leye::journal {
namespace {

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
            auto rows = tx.query("select seq, hash, sealed, day from journal_head where lane = ?", tx.lane());
            if (rows.next()) {
                head_ = {rows.get<int64_t>(0), rows.get<store::Blob>(1).bytes, rows.get<std::optional<Date>>(3)};
                const auto sealed = rows.get<std::optional<store::Blob>>(2);
                genuine_ = sealed && genuine(*seal_, place_of(tx.lane(), *head_), head_->hash, *sealed);
            }
            stored_ = head_->seq;
        }
        return *head_;
    }
    /// Closes the segment that the head ends where an entry of `day` begins another.
    void close_before(store::Connection& tx, Date day) {
        Head& head = get(tx);
        if (head.day && *head.day >= day) return;
        if (head.day) {
            const auto sealed = sealed_where_genuine(place_of(Segment{tx.lane(), head.seq, *head.day, {}, {}}));
            tx.post("insert into journal_segment (lane, seq, day, hash, sealed) values (?, ?, ?, ?, ?)", tx.lane(), head.seq, *head.day, store::Blob{head.hash}, sealed);
        }
        head.day = day;
    }
    void put_back(store::Connection& tx) override {
        if (!head_ || head_->seq == stored_) return;
        const auto sealed = sealed_where_genuine(place_of(tx.lane(), *head_));
        tx.post("insert into journal_head (lane, seq, hash, sealed, day) values (?, ?, ?, ?, ?) on conflict (lane) do update set seq = excluded.seq, "
                "hash = excluded.hash, sealed = coalesce(excluded.sealed, journal_head.sealed), day = excluded.day",
                tx.lane(), head_->seq, store::Blob{head_->hash}, sealed, head_->day);
        stored_ = head_->seq;
    }
    void forget() override { head_.reset(); }

  private:
    // A head that was not ours is carried on without a new seal, so that no later act of ours makes it look genuine.
    std::optional<store::Blob> sealed_where_genuine(const std::string& place) const {
        if (!genuine_) return std::nullopt;
        return store::Blob{seal_->encrypt(head_->hash, place)};
    }

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
    CarriedHead& carried = tx.carried<CarriedHead>();
    carried.close_before(tx, entry.at.date());
    Head& head = carried.get(tx);
    const int64_t seq = head.seq + 1;
    const store::Blob hash{chain(head.hash, lane, seq, entry)};
    tx.post("insert into journal_entry (lane, seq, at, actor, act, subject, detail, hash) values (?, ?, ?, ?, ?, ?, ?, ?)", lane,
               seq, entry.at, entry.actor, entry.act, entry.subject, entry.detail, hash);
    head.seq = seq, head.hash = hash.bytes;
}

}  // namespace leye::journal
