#include "services/determination/import_keep.hpp"

#include <zstd.h>

#include <algorithm>

#include "base/json.hpp"
#include "records/fact/line.hpp"

namespace leye::determination {
namespace {

constexpr size_t slice_facts = 50'000;
constexpr size_t refused_together = 1'000;

uint64_t number_of(const uint8_t* bytes) {
    uint64_t out = 0;
    for (int i = 0; i < 8; ++i) out = out << 8 | bytes[i];
    return out;
}

std::string packed(std::string_view bytes) {
    std::string out(ZSTD_compressBound(bytes.size()), '\0');
    const size_t size = ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 1);
    expect(!ZSTD_isError(size), "a piece can be packed");
    out.resize(size);
    return out;
}

std::string unpacked(std::string_view bytes) {
    const auto size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    expect(size != ZSTD_CONTENTSIZE_ERROR && size != ZSTD_CONTENTSIZE_UNKNOWN && size < (size_t{1} << 30), "a stored piece is whole");
    std::string out(size, '\0');
    expect(ZSTD_decompress(out.data(), out.size(), bytes.data(), bytes.size()) == out.size(), "a stored piece unpacks");
    return out;
}

/// Merges the blocks of a part, each in order of people, into slices.
class Merge {
  public:
    explicit Merge(const ImportPart& part) {
        for (const auto& block : part.blocks)
            if (!block->told.empty()) heads_.push_back(head_of(block.get(), 0));
        std::ranges::make_heap(heads_, [this](const Head& x, const Head& y) { return is_before(y, x); });
    }

    /// A fact that came out, and whose verdict it is.
    struct Out {
        ReadBlock* block;
        const Told* told;
    };
    /// The next facts, about as many, and all of the last of their people. out: false where none are left.
    bool next(size_t about, std::vector<Out>& out, std::vector<fact::NewFact>& facts) {
        out.clear(), facts.clear();
        while (!heads_.empty()) {
            const Head& head = heads_.front();
            const Told& told = head.block->told[head.at];
            if (out.size() >= about && told.person != out.back().told->person) return true;
            out.push_back({head.block, &told});
            facts.push_back(told.fact());
            advance();
        }
        return !out.empty();
    }

  private:
    /// The first fact of a block that has not come out.
    struct Head {
        uint64_t person_high, person_low;
        ReadBlock* block;
        uint32_t at;
    };
    static Head head_of(ReadBlock* block, uint32_t at) {
        const uint8_t* id = block->told[at].person.value.bytes.data();
        return {number_of(id), number_of(id + 8), block, at};
    }
    static bool is_before(const Head& x, const Head& y) {
        if (x.person_high != y.person_high) return x.person_high < y.person_high;
        if (x.person_low != y.person_low) return x.person_low < y.person_low;
        const fact::NewFact a = x.block->told[x.at].fact(), b = y.block->told[y.at].fact();
        if (fact::is_before(a, b)) return true;
        if (fact::is_before(b, a)) return false;
        return x.block->block.first_record < y.block->block.first_record;
    }
    // Puts the block's next fact in the place of the one that came out, and that down to where it belongs.
    void advance() {
        Head head = heads_.front();
        if (head.at + 1 < head.block->told.size()) {
            head = head_of(head.block, head.at + 1);
        } else {
            head = heads_.back();
            heads_.pop_back();
            if (heads_.empty()) return;
        }
        size_t at = 0;
        for (;;) {
            size_t child = 2 * at + 1;
            if (child >= heads_.size()) break;
            if (child + 1 < heads_.size() && is_before(heads_[child + 1], heads_[child])) ++child;
            if (!is_before(heads_[child], head)) break;
            heads_[at] = heads_[child];
            at = child;
        }
        heads_[at] = head;
    }

    std::vector<Head> heads_;
};

// Refused lines, a thousand to an envelope: titles, then line, verdict, column and record of each.
void keep_refused(store::Transaction& tx, const seal::Seal& seal, int64_t batch, std::string_view titles, const ImportPart& part) {
    json::Array lines;
    int64_t first = 0;
    const auto flush = [&] {
        if (lines.empty()) return;
        fact::put_refused(tx, seal, batch, first, packed(json::print(json::Object{{"titles", titles}, {"lines", std::move(lines)}})));
        lines = json::Array();
    };
    for (const auto& block : part.blocks)
        for (size_t i = 0; i < block->verdicts.size(); ++i) {
            const Verdict v = block->verdicts[i];
            if (!is_refused(v.said)) continue;
            const int64_t line = block->block.first_record + static_cast<int64_t>(i);
            if (lines.empty()) first = line;
            lines.push_back(json::Array{line, static_cast<int>(v.said), static_cast<int>(v.column), block->record(i)});
            if (lines.size() == refused_together) flush();
        }
    flush();
}

}  // namespace

fact::Counts keep_part(store::Database& db, const seal::Seal& seal, fact::Writing& writing, const Owners& owners, int64_t batch, std::string_view titles, ImportPart& part,
                       const Clock& clock, const std::function<void(int64_t facts)>& written) {
    Merge merge(part);
    struct Slice {
        std::vector<Merge::Out> out;
        std::vector<fact::NewFact> facts;
        std::unique_ptr<fact::Writing::Pending> pending;
    } slices[2];  // one is written while the other is made ready
    size_t done = 0;
    const auto end = [&](Slice& slice) {
        if (!slice.pending) return;
        const auto outcomes = writing.end(std::move(slice.pending));
        for (size_t i = 0; i < outcomes.size(); ++i) {
            const auto& [block, told] = slice.out[i];
            // A line that tells one fact is taken unless this says otherwise.
            if (outcomes[i] == fact::Outcome::taken && !told->shared) continue;
            Verdict& v = block->verdicts[told->row];
            v.said = told->shared ? joined(v.said, said_of(outcomes[i])) : said_of(outcomes[i]);
        }
        done += outcomes.size();
        if (written) written(static_cast<int64_t>(done));
    };
    size_t number = 0;
    try {
        for (; merge.next(slice_facts, slices[number % 2].out, slices[number % 2].facts); ++number) {
            Slice& slice = slices[number % 2];
            owners.settle(slice.facts);
            slice.pending = writing.begin(slice.facts, clock.now());
            end(slices[(number + 1) % 2]);
        }
        end(slices[(number + 1) % 2]);
    } catch (const std::exception&) {
        // What is under way looks at what would go now.
        for (Slice& slice : slices)
            if (slice.pending) slice.pending->written.get_future().wait();
        throw;
    }
    fact::Counts counts;
    std::string bytes;
    for (const auto& block : part.blocks)
        for (const Verdict v : block->verdicts) {
            bytes += static_cast<char>(v.said), bytes += static_cast<char>(v.column);
            if (v.said == Said::blank) continue;
            ++counts.rows;
            if (v.said == Said::taken) ++counts.taken;
            else if (v.said == Said::replaced) ++counts.replaced;
            else if (v.said == Said::known) ++counts.known;
            else if (v.said == Said::retracted) ++counts.retracted;
            else ++counts.refused;
        }
    if (bytes.empty()) return counts;
    db.write([&](store::Transaction& tx) {
        fact::put_outcomes(tx, batch, part.blocks.front()->block.first_record, packed(bytes));
        keep_refused(tx, seal, batch, titles, part);
    });
    return counts;
}

void each_line(store::Database& db, int64_t batch, const std::function<void(const KeptLine&)>& each) {
    for (int64_t after = 0;;) {
        const auto piece = db.read([&](store::Connection& c) { return fact::next_outcomes(c, batch, after); });
        if (!piece) return;
        after = piece->first_line;
        const std::string bytes = unpacked(piece->bytes);
        for (size_t i = 0; i + 1 < bytes.size(); i += 2) {
            const KeptLine line{after + static_cast<int64_t>(i / 2), {static_cast<Said>(static_cast<uint8_t>(bytes[i])), static_cast<uint8_t>(bytes[i + 1])}};
            if (line.verdict.said != Said::blank) each(line);
        }
    }
}

void each_refused(store::Database& db, const seal::Seal& seal, int64_t batch, const std::function<bool(std::string_view titles, const RefusedLine&)>& each) {
    for (int64_t after = 0;;) {
        const auto piece = db.read([&](store::Connection& c) { return fact::next_refused(c, seal, batch, after); });
        if (!piece) return;
        after = piece->first_line;
        const auto kept = json::parse(unpacked(piece->bytes));
        expect(kept && kept->is_object(), "stored refused lines are an object");
        const std::string titles(kept->at("titles").as_string());
        for (const auto& line : kept->at("lines").as_array()) {
            const auto& of = line.as_array();
            const RefusedLine one{of[0].as_int64(), {static_cast<Said>(of[1].as_int64()), static_cast<uint8_t>(of[2].as_int64())}, std::string(of[3].as_string())};
            if (!each(titles, one)) return;
        }
    }
}

}  // namespace leye::determination
