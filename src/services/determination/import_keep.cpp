#include "services/determination/import_keep.hpp"

#include <zstd.h>

#include <algorithm>

#include "base/json.hpp"
#include "records/fact/line.hpp"

namespace leye::determination {
namespace {

constexpr size_t slice_facts = 20'000;
constexpr size_t refused_together = 1'000;

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

/// A fact in the order of writing.
struct Place {
    unsigned __int128 person;
    uint32_t block, told;
};

unsigned __int128 number_of(party::PersonId id) {
    unsigned __int128 out = 0;
    for (const uint8_t byte : id.value.bytes) out = out << 8 | byte;
    return out;
}

std::vector<Place> sorted(const ImportPart& part) {
    std::vector<Place> out;
    size_t count = 0;
    for (const auto& block : part.blocks) count += block->told.size();
    out.reserve(count);
    for (uint32_t b = 0; b < part.blocks.size(); ++b)
        for (uint32_t t = 0; t < part.blocks[b]->told.size(); ++t) out.push_back({number_of(part.blocks[b]->told[t].fact.person), b, t});
    const auto fact = [&](const Place& p) -> const fact::NewFact& { return part.blocks[p.block]->told[p.told].fact; };
    std::sort(out.begin(), out.end(), [&](const Place& x, const Place& y) {
        if (x.person != y.person) return x.person < y.person;
        if (fact::is_before(fact(x), fact(y))) return true;
        if (fact::is_before(fact(y), fact(x))) return false;
        return std::pair(x.block, x.told) < std::pair(y.block, y.told);
    });
    return out;
}

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
            lines.push_back(json::Array{line, static_cast<int>(v.said), static_cast<int>(v.column), block->records[i]});
            if (lines.size() == refused_together) flush();
        }
    flush();
}

}  // namespace

fact::Counts keep_part(store::Database& db, const seal::Seal& seal, fact::Writing& writing, int64_t batch, std::string_view titles, ImportPart& part, const Clock& clock,
                       const std::function<void(int64_t facts)>& written) {
    const auto places = sorted(part);
    std::vector<fact::NewFact> facts;
    int64_t done = 0;
    for (size_t from = 0; from < places.size(); from += slice_facts) {
        const auto slice = std::span(places).subspan(from, std::min(slice_facts, places.size() - from));
        facts.clear();
        for (const Place& p : slice) facts.push_back(part.blocks[p.block]->told[p.told].fact);
        const auto outcomes = writing.put(facts, clock.now());
        for (size_t i = 0; i < slice.size(); ++i) {
            ReadBlock& block = *part.blocks[slice[i].block];
            Verdict& v = block.verdicts[block.told[slice[i].told].row];
            v.said = joined(v.said, said_of(outcomes[i]));
        }
        done += static_cast<int64_t>(slice.size());
        if (written) written(done);
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
