#include "services/determination/import_part.hpp"

#include <algorithm>
#include <exception>
#include <thread>

namespace leye::determination {
namespace {

class AskedOwners : public Owners {
  public:
    explicit AskedOwners(store::Database& db) : db_(db) {}
    void find(std::span<const party::NumberIndex> numbers, std::span<party::Owner> owners) const override {
        db_.read([&](store::Connection& c) { party::find_owners(c, numbers, owners); });
    }
    void settle(std::span<fact::NewFact>) const override {}

  private:
    store::Database& db_;
};

class MappedOwners : public Owners {
  public:
    MappedOwners(store::Database& db, const party::NumberMap::Progress& progress) : map_(db, progress) {}
    void find(std::span<const party::NumberIndex> numbers, std::span<party::Owner> owners) const override { map_.find(numbers, owners); }
    void settle(std::span<fact::NewFact> facts) const override {
        size_t near = 0;
        for (fact::NewFact& f : facts) f.city = map_.city_of(f.person, near);
    }

  private:
    party::NumberMap map_;
};

void give_owners(ReadBlock& block, const Owners& owners) {
    std::vector<party::Owner> found(block.numbers.size());
    owners.find(block.numbers, found);
    size_t kept = 0;
    for (Told& told : block.told) {
        const party::Owner& owner = found[told.row];
        if (!owner.known) {
            block.verdicts[told.row] = {Said::person_unknown, 0};
            continue;
        }
        told.person = owner.person, told.city = owner.city;
        block.told[kept++] = told;
    }
    block.told.resize(kept);
    std::vector<party::NumberIndex>().swap(block.numbers);
    std::ranges::sort(block.told, [](const Told& a, const Told& b) {
        if (a.person != b.person) return a.person < b.person;
        const fact::NewFact x = a.fact(), y = b.fact();
        if (fact::is_before(x, y)) return true;
        return !fact::is_before(y, x) && a.row < b.row;
    });
}

}  // namespace

std::unique_ptr<Owners> owners_for(store::Database& db, int64_t lines, const party::NumberMap::Progress& progress) {
    constexpr int64_t few = 5'000, share = 20;
    if (lines <= few || lines < db.read(party::count_numbers) / share) return std::make_unique<AskedOwners>(db);
    return std::make_unique<MappedOwners>(db, progress);
}

struct PartReader::Shared {
    std::mutex mutex;
    ImportPart part;
    std::optional<Refusal> refusal;
    std::exception_ptr failed;
};

PartReader::PartReader(const Source& source, const Mapping& mapping, const seal::Seal& seal, const Owners& owners, lines::Blocks blocks, Date today, int threads, int64_t part_rows)
    : owners_(owners), blocks_(std::move(blocks)), part_rows_(part_rows) {
    for (int i = 0; i < threads; ++i) readers_.push_back(std::make_unique<RowReader>(source, mapping, seal, today));
}

// Takes blocks in order, one at a time with the others, and reads them beside each other.
void PartReader::work(RowReader& reader, Shared& shared) {
    for (;;) {
        ReadBlock* block = nullptr;
        {
            std::lock_guard lock(shared.mutex);
            if (shared.part.last || shared.part.rows >= part_rows_ || shared.refusal || shared.failed) return;
            auto fresh = std::make_unique<ReadBlock>();
            auto more = blocks_.next(fresh->block);
            if (!more) return static_cast<void>(shared.refusal = std::move(more.error()));
            if (!*more) return static_cast<void>(shared.part.last = true);
            shared.part.rows += fresh->block.records;
            block = shared.part.blocks.emplace_back(std::move(fresh)).get();
        }
        reader.read(*block);
        give_owners(*block, owners_);
        rows_ += block->block.records;
    }
}

Result<ImportPart> PartReader::next() {
    Shared shared;
    std::vector<std::thread> threads;
    for (auto& reader : readers_)
        threads.emplace_back([&, reader = reader.get()] {
            try {
                work(*reader, shared);
            } catch (const std::exception&) {
                std::lock_guard lock(shared.mutex);
                shared.failed = std::current_exception();
            }
        });
    for (auto& thread : threads) thread.join();
    if (shared.failed) std::rethrow_exception(shared.failed);
    if (shared.refusal) return tl::unexpected(std::move(*shared.refusal));
    return std::move(shared.part);
}

}  // namespace leye::determination
