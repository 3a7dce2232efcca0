#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engine/journal/journal.hpp"

/// What a chain is made of: hashes, heads, closed segments and their seals.
namespace leye::journal {

/// How far a chain goes.
struct Head {
    int64_t seq = 0;
    std::string hash;
    std::optional<Date> day;  ///< of its latest entry; none where that was before segments were closed
};

/// A closed day of a chain: how far it went then.
struct Segment {
    int64_t lane = 0, seq = 0;
    Date day;
    std::string hash;
    std::optional<store::Blob> sealed;
};

/// The hash of an entry behind one whose hash is `previous`; it covers every field with its length in front, so that no two
/// entries have the same bytes.
std::string chain(std::string_view previous, int64_t lane, int64_t seq, const Entry& e);

/// What the seals of a head and of a segment are bound to: a seal of another lane or place does not open.
std::string place_of(int64_t lane, const Head& head);
std::string place_of(const Segment& segment);
/// Whether our keys sealed this hash for this place.
bool genuine(const seal::Seal& seal, const std::string& place, const std::string& hash, const store::Blob& sealed);

/// The closed segments of a lane, in order.
std::vector<Segment> list_segments(store::Connection& c, int64_t lane);

}  // namespace leye::journal
