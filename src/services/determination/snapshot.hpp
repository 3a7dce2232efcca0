#pragma once
#include <cstddef>
#include <fstream>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/table/columns.hpp"
#include "services/determination/profile.hpp"

/// Profiles of a whole population as columns in one file, so that a run can be repeated and checked. The file begins with its
/// chunks and ends with what they are: the day, what was known, and a checksum of each.
namespace leye::determination {

inline constexpr size_t chunk_people = 65'536;

/// What a snapshot says about itself.
struct SnapshotHead {
    Date day;
    Instant known_at;
    int64_t known_batch = 0;
    std::optional<Date> data_month;
    std::vector<std::string> thin_cities;
    int64_t people = 0;
    std::string hash;  ///< SHA-256 over the checksums of the chunks, in hexadecimal; two snapshots of the same facts have the same
};

/// Writes a snapshot chunk by chunk; the file appears under its name when it is whole.
class SnapshotWriter {
  public:
    /// Fails: Fault (disk). in: people come in the order of their ids.
    SnapshotWriter(std::string file, SnapshotHead head, const Dictionary& words);
    ~SnapshotWriter();
    void add(const Profile& profile);
    /// Ends the file. out: its head, with people and hash.
    SnapshotHead finish();

  private:
    struct Chunk {
        uint64_t at = 0, bytes = 0;
        size_t people = 0;
        std::string hash;
    };
    void write_chunk();

    std::string file_;
    SnapshotHead head_;
    Dictionary words_;
    std::ofstream out_;
    uint64_t written_ = 0;
    std::vector<Profile> waiting_;
    std::vector<Chunk> chunks_;
    bool finished_ = false;
};

/// The people of one chunk. Views stay valid as long as the snapshot.
struct SnapshotChunk {
    size_t people = 0;
    std::span<const party::PersonId> ids;
    std::span<const int32_t> areas;
    std::span<const uint64_t> households;
    std::span<const uint8_t> marks;  ///< bit 0: local, bit 1: married
    std::array<const std::byte*, column_count> columns{};

    int64_t get(Column column, size_t row) const;
    Profile profile(size_t row) const;
};

/// A snapshot that was written. Immutable; safe for many threads.
class Snapshot {
  public:
    /// Maps the file. Fails: Fault where it is missing, cut or of another form.
    static Snapshot open(const std::string& file);
    static bool is_there(const std::string& file);
    const SnapshotHead& head() const { return head_; }
    const Dictionary& words() const { return words_; }
    size_t chunks() const { return chunks_.size(); }
    /// Fails: Fault where the chunk is not what was written.
    SnapshotChunk chunk(size_t number) const;
    /// The profile of one person; nothing where the snapshot has none. Cost: a search in the chunks' first ids.
    std::optional<Profile> find(party::PersonId person) const;
    /// Those columns of a chunk for table::answer.
    table::Columns columns(const SnapshotChunk& chunk, std::span<const Column> wanted) const;

  private:
    struct Place {
        uint64_t at = 0, bytes = 0;
        size_t people = 0;
        std::string hash;
    };
    Snapshot() = default;
    SnapshotChunk view(const Place& place) const;
    std::shared_ptr<const std::byte> bytes_;
    SnapshotHead head_;
    Dictionary words_;
    std::vector<Place> chunks_;
};

}  // namespace leye::determination
