#pragma once
#include <future>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <tuple>
#include <vector>

#include "records/fact/batch.hpp"

namespace leye::fact {

/// A fact as a batch tells it; looks at the caller's text.
struct NewFact {
    party::PersonId person;
    Kind kind = Kind::insured_employee;
    Date from;
    std::optional<Date> until;
    std::optional<int64_t> amount;
    std::string_view code, unit;
    uint16_t city = 0;     ///< first four digits of where the person lives; 0: not known
    bool retract = false;  ///< the fact of this key never was; value and end are not looked at
};

/// What became of a fact told.
enum class Outcome : uint8_t {
    taken,         ///< nothing was known of it
    replaced,      ///< takes the place of what was told before
    known,         ///< the same is believed already
    retracted,     ///< no longer believed
    doubled,       ///< the batch told the same before
    contradicted,  ///< the batch told otherwise before; the first holds
    unknown,       ///< nothing to retract
};

/// Counts a line.
void add(Counts& counts, Outcome outcome);

/// Facts in the order in which a slice wants them.
bool is_before(const NewFact& a, const NewFact& b);

/// Writes the facts of one batch, slice by slice, each slice one transaction, so that other writers find their turn.
/// Not for several threads.
class Writing {
  public:
    /// in: a batch that was begun; `db` outlives it.
    Writing(store::Database& db, int64_t number, const std::string& source);

    /// Writes a slice, sorted by `is_before`, stably: of one key the earlier line first. out: what became of each. Fails:
    /// Fault where the batch was taken for broken off. Cost: bulk insert; a look-up for facts that may have been told before.
    std::vector<Outcome> put(std::span<const NewFact> facts, Instant now);

    /// A slice on its way.
    struct Pending {
        std::span<const NewFact> facts;
        std::vector<const NewFact*> looked_for;
        std::vector<Outcome> outcomes;
        std::promise<void> written;
    };
    /// As `put`, without waiting, so that the next slice is made ready meanwhile. in: `facts` stay where they are until `end`,
    /// and tell nothing of the keys of a slice that has not ended.
    std::unique_ptr<Pending> begin(std::span<const NewFact> facts, Instant now);
    /// Waits for a slice; they end in the order in which they began.
    std::vector<Outcome> end(std::unique_ptr<Pending> pending);

    /// How many people it told something new of.
    std::vector<Cover> cover() const;

  private:
    void write(store::Transaction& tx, Pending& slice, Instant now) const;
    bool may_be_known(const NewFact& fact, uint64_t hash);
    void count(std::span<const NewFact> facts, std::span<const Outcome> outcomes);

    store::Database& db_;
    int64_t number_;
    std::set<int64_t> own_;                       // batches of this source
    std::set<std::pair<Kind, Date>> told_;        // months that they tell
    std::vector<uint64_t> hashes_;
    std::vector<uint64_t> seen_;                  // bits of the hashes of people, kinds and days that this batch told
    std::map<std::tuple<Kind, Date, uint16_t>, int64_t> people_;
    std::tuple<Kind, Date, bool> month_{Kind::death, Date(), false};  // the last one asked for, and whether it is in told_
};

/// Tells facts as one whole batch: what an importer does by itself in slices. in: any order. Fails: as `begin_batch`.
struct Told {
    int64_t batch = 0;
    Counts counts;
};
Result<Told> tell(store::Database& db, const seal::Seal& seal, const reference::Reference& reference, const party::Actor& actor, const NewBatch& batch,
                  std::vector<NewFact> facts, Instant now);

}  // namespace leye::fact
