#include "services/determination/finding.hpp"

#include <array>

namespace leye::determination {
namespace {

constexpr std::array<std::string_view, 10> names = {"standing", "applied", "offered", "accepted", "declined", "review", "confirmed", "dismissed", "objected", "reversed"};
constexpr std::string_view claim_mark = "finding:";

}  // namespace

std::string_view name_of(FindingState state) { return names.at(static_cast<size_t>(state) - 1); }

std::optional<FindingState> find_finding_state(std::string_view name) {
    for (size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) return static_cast<FindingState>(i + 1);
    return std::nullopt;
}

std::string claim_number(FindingId id) { return std::string(claim_mark) + id.text(); }
bool is_claim_number(std::string_view number) { return number.starts_with(claim_mark); }

}  // namespace leye::determination
