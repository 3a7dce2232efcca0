#include "services/determination/import.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <future>

#include "records/fact/writing.hpp"
#include "services/determination/import_keep.hpp"
#include "services/determination/first_record.hpp"

namespace leye::determination {
namespace {

// Rows in order of people are written along the table instead of all over it, so the more are sorted together the better: as
// many as a quarter of the memory that is free takes.
int64_t rows_that_fit() {
    constexpr int64_t row_bytes = 200, least = 400'000, most = 12'000'000;
    const int64_t free_bytes = static_cast<int64_t>(sysconf(_SC_AVPHYS_PAGES)) * sysconf(_SC_PAGESIZE);
    return std::clamp(free_bytes / 4 / row_bytes, least, most);
}

using Stage = ImportProgress::Stage;

// Before a file is read: people are fetched meanwhile where it is big.
int64_t lines_about(const lines::Origin& origin) {
    constexpr int64_t line_bytes = 60, packed = 5;
    const auto bytes = static_cast<int64_t>(origin.path.empty() ? origin.text.size() : std::filesystem::file_size(origin.path));
    return bytes * (lines::Bytes(origin).packing() == lines::Packing::none ? 1 : packed) / line_bytes;
}

/// One import from its first look to its last row.
class Import {
  public:
    Import(store::Database& db, const seal::Seal& seal, const reference::Reference& reference, const Source& source, const lines::Origin& origin, const ImportOptions& options,
           const std::function<void(const ImportProgress&)>& progress)
        : db_(db), seal_(seal), reference_(reference), source_(source), origin_(origin), options_(options), progress_(progress) {}

    template <class F>
    auto write(F work) {
        return db_.write([&](store::Transaction& tx) {
            party::Context ctx{options_.actor, options_.clock->now(), tx, seal_, reference_};
            return work(ctx);
        });
    }

    Result<Imported> run() {
        const int64_t began = ms();
        auto owners = std::async(std::launch::async, [this, lines = lines_about(origin_)] { return owners_for(db_, lines, [this](int64_t rows) { people_ = rows; }); });
        auto look = lines::look_through(origin_, [&](int64_t bytes) { tell(Stage::looking, bytes, 0); });
        if (!look) return tl::unexpected(look.error());
        out_.look = *look;
        out_.looking_ms = ms() - began;
        auto titles = first_record_of(origin_, look->encoding);
        if (!titles) return tl::unexpected(titles.error());
        auto mapping = map_columns(source_, *titles);
        if (!mapping) return tl::unexpected(mapping.error());
        out_.mapping = std::move(*mapping);
        titles_ = out_.mapping.form == Form::csv ? *titles : std::string();
        if (!options_.same_again)
            if (const auto before = db_.read([&](store::Connection& c) { return fact::find_content(c, source_.code, look->hash); })) {
                out_.batch = before->number, out_.known_before = true, out_.counts = before->counts;
                return out_;
            }
        while (owners.wait_for(std::chrono::milliseconds(200)) != std::future_status::ready) tell(Stage::people, people_, 0);
        owners_ = owners.get();
        out_.people_ms = ms() - began - out_.looking_ms;
        fact::sweep_broken(db_, options_.clock->now());
        const auto number = write([&](party::Context& ctx) {
            return fact::begin_batch(ctx, {source_.code, options_.purpose.empty() ? source_.purpose.zh : options_.purpose,
                                           options_.given_by.empty() ? source_.given_by.zh : options_.given_by, options_.file_name, options_.same_again ? std::string() : look->hash});
        });
        if (!number) return tl::unexpected(number.error());
        out_.batch = *number;
        std::optional<Refusal> refusal;
        try {
            refusal = keep();
        } catch (const ImportStopped&) {
            throw;
        } catch (const std::exception&) {
            drop();
            throw;
        }
        if (!refusal) return out_;
        drop();
        return tl::unexpected(std::move(*refusal));
    }

  private:
    std::optional<Refusal> keep() {
        const int64_t began = ms();
        fact::Writing writing(db_, out_.batch, source_.code);
        PartReader reader(source_, out_.mapping, seal_, *owners_, lines::Blocks(origin_, out_.look.encoding, size_t{1} << 19), options_.clock->now().date(), options_.threads,
                          options_.part_rows > 0 ? options_.part_rows : rows_that_fit());
        const auto read = [&] {
            const int64_t from = ms();
            auto part = reader.next();
            return std::pair(std::move(part), ms() - from);
        };
        const int64_t rows = out_.look.lines;
        int64_t before = 0;
        // While a part is written the next one is read.
        auto coming = std::async(std::launch::async, read);
        for (bool last = false; !last;) {
            while (coming.wait_for(std::chrono::milliseconds(200)) != std::future_status::ready) {
                hold();
                tell(Stage::reading, std::min(reader.rows(), rows), rows);
            }
            auto [part, took] = coming.get();
            if (!part) return std::move(part.error());
            out_.reading_ms += took;
            last = part->last;
            if (!last) coming = std::async(std::launch::async, read);
            const auto counts = keep_part(db_, seal_, writing, *owners_, out_.batch, titles_, *part, *options_.clock,
                                          [&](int64_t facts) { tell(Stage::facts, std::min(before + facts, rows), rows); });
            before += part->rows;
            add(counts);
            tell(Stage::facts, std::min(before, rows), rows);
        }
        write([&](party::Context& ctx) { return fact::finish_batch(ctx, out_.batch, out_.counts, writing.cover()); });
        out_.facts_ms = ms() - began;
        return std::nullopt;
    }

    void add(const fact::Counts& n) {
        fact::Counts& all = out_.counts;
        all.rows += n.rows, all.taken += n.taken, all.replaced += n.replaced, all.known += n.known, all.retracted += n.retracted, all.refused += n.refused;
    }

    // Nobody takes a batch for broken off while its lines are read.
    void hold() {
        constexpr int64_t pause_ms = 2'000;
        if (ms() < held_ms_ + pause_ms) return;
        held_ms_ = ms();
        fact::hold_batch(db_, out_.batch, options_.clock->now());
    }

    void drop() { fact::drop_batch(db_, out_.batch, options_.clock->now()); }

    void tell(Stage stage, int64_t done, int64_t total) const {
        if (progress_) progress_({stage, done, total, out_.batch});
    }

    int64_t ms() const { return options_.clock->now().ms(); }

    store::Database& db_;
    const seal::Seal& seal_;
    const reference::Reference& reference_;
    const Source& source_;
    const lines::Origin& origin_;
    const ImportOptions& options_;
    const std::function<void(const ImportProgress&)>& progress_;
    Imported out_;
    std::string titles_;
    int64_t held_ms_ = 0;
    std::atomic<int64_t> people_ = 0;
    std::unique_ptr<Owners> owners_;
};

}  // namespace

std::string_view name_of(Stage stage) {
    switch (stage) {
        case Stage::looking: return "looking";
        case Stage::people: return "people";
        case Stage::reading: return "reading";
        case Stage::facts: return "facts";
    }
    throw Bug("a stage of no name");
}

Result<Imported> import_file(store::Database& db, const seal::Seal& seal, const reference::Reference& reference, const Source& source, const lines::Origin& origin,
                             const ImportOptions& options, const std::function<void(const ImportProgress&)>& progress) {
    expect(options.clock != nullptr && options.threads > 0 && options.part_rows >= 0, "an import has a clock, a thread and parts");
    return Import(db, seal, reference, source, origin, options, progress).run();
}

}  // namespace leye::determination
