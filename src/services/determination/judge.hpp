#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/table/columns_run.hpp"
#include "records/catalog/determination.hpp"
#include "services/determination/snapshot.hpp"

namespace leye::determination {

/// What one rule of a determination says, so that nobody reads its cells again for each person.
struct Ruling {
    int outcome = -1;  ///< place among catalog::outcomes_of its kind; -1 where no rule holds
    const catalog::Reason* reason = nullptr;
};

/// Which rule counts, for everybody of a chunk.
struct Rulings {
    std::vector<std::vector<uint16_t>> rule;  ///< by determination, by row; from 1, 0 where none holds
};

/// All determinations of a day, ready for many people. Immutable; safe for many threads; the catalogue outlives it.
class Judge {
  public:
    /// in: each determination behind those whose outcome it looks at, as Catalog::list_determinations gives them.
    Judge(std::vector<const catalog::Determination*> determinations, const Dictionary& words, Date today);
    Judge(const Judge&) = delete;

    size_t size() const { return tables_.size(); }
    const catalog::Determination& determination(size_t d) const { return *tables_[d].determination; }
    /// Asks every table about everybody of the chunk. Cost: some 10 ns for each table and person.
    Rulings judge(const Snapshot& snapshot, const SnapshotChunk& chunk) const;
    /// in: a number of Rulings::rule.
    const Ruling& ruling(size_t d, uint16_t rule) const { return tables_[d].rulings.at(rule); }
    std::string_view outcome(size_t d, uint16_t rule) const;
    /// What determination `d` sees of the person: the profile, and what those it comes after say of it.
    json::Object facts(size_t d, const Profile& profile) const;
    /// Asks one table about one person, with its reason and what it is worth. Fails: as catalog::determine.
    Result<catalog::Determined> judge_one(size_t d, const Profile& profile) const;

  private:
    struct Table {
        const catalog::Determination* determination;
        std::unique_ptr<table::Compiled> compiled;
        std::vector<Ruling> rulings;  ///< by rule from 1; [0]: none holds
        std::vector<size_t> after;    ///< places of the determinations it looks at
        bool looked_at = false;       ///< another one looks at it
    };
    std::vector<Table> tables_;
    std::vector<Column> wanted_;
    const Dictionary& words_;
    Instant now_;
};

/// What one determination says of one person, and the facts it saw.
struct Explained {
    catalog::Determined said;
    json::Object facts;
};
/// Asks `one` about one person, after those of `all` that it comes after. Fails: as catalog::determine.
Result<Explained> ask_one(const std::vector<const catalog::Determination*>& all, const catalog::Determination& one, const Profile& profile, const Dictionary& words, Date today);
/// Those of `all` whose outcome `one` comes to look at, in order, itself last.
std::vector<const catalog::Determination*> with_those_before(const std::vector<const catalog::Determination*>& all, const catalog::Determination& one);

}  // namespace leye::determination
