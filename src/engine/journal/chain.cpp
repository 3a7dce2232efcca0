#include "engine/journal/chain.hpp"

#include "base/hash.hpp"

namespace leye::journal {

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

std::string place_of(int64_t lane, const Head& head) { return "journal_head:" + std::to_string(lane) + ":" + std::to_string(head.seq); }

std::string place_of(const Segment& s) {
    return "journal_segment:" + std::to_string(s.lane) + ":" + std::to_string(s.seq) + ":" + s.day.text();
}

bool genuine(const seal::Seal& seal, const std::string& place, const std::string& hash, const store::Blob& sealed) {
    try {
        return seal::constant_time_equal(seal.decrypt(sealed.bytes, place), hash);
    } catch (const Fault&) {
        return false;
    }
}

std::vector<Segment> list_segments(store::Connection& c, int64_t lane) {
    std::vector<Segment> out;
    auto rows = c.query("select seq, day, hash, sealed from journal_segment where lane = ? order by seq", lane);
    while (rows.next())
        out.push_back({lane, rows.get<int64_t>(0), rows.get<Date>(1), rows.get<store::Blob>(2).bytes, rows.get<std::optional<store::Blob>>(3)});
    return out;
}

}  // namespace leye::journal
