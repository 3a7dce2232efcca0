#pragma once
#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "services/determination/row.hpp"

namespace leye::determination {

/// Whose numbers: from memory, or asked of the database.
class Owners {
  public:
    virtual ~Owners() = default;
    virtual void find(std::span<const party::NumberIndex> numbers, std::span<party::Owner> owners) const = 0;
    /// Fills in where people live that `find` left open. in: facts in order of people.
    virtual void settle(std::span<fact::NewFact> facts) const = 0;
};
/// For a file of so many lines: everybody in memory where that pays.
std::unique_ptr<Owners> owners_for(store::Database& db, int64_t lines, const party::NumberMap::Progress& progress);

/// Rows that are sorted and written together.
struct ImportPart {
    std::vector<std::unique_ptr<ReadBlock>> blocks;  ///< in order of lines, the facts of each in order of people
    int64_t rows = 0;
    bool last = false;
};

/// Reads a file part by part, each part on several threads.
class PartReader {
  public:
    /// in: all outlive it.
    PartReader(const Source& source, const Mapping& mapping, const seal::Seal& seal, const Owners& owners, lines::Blocks blocks, Date today, int threads, int64_t part_rows);

    /// The next part, its facts with their people and in their order; rows of unknown people say so. Fails: as Blocks::next.
    Result<ImportPart> next();
    /// How many rows were read so far, also by a call under way.
    int64_t rows() const { return rows_; }

  private:
    struct Shared;
    void work(RowReader& reader, Shared& shared);

    const Owners& owners_;
    lines::Blocks blocks_;
    int64_t part_rows_;
    std::atomic<int64_t> rows_ = 0;
    std::vector<std::unique_ptr<RowReader>> readers_;
};

}  // namespace leye::determination
