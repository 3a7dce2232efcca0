#include "services/determination/hires.hpp"

#include "records/party/employer.hpp"
#include "records/status/status.hpp"

namespace leye::determination {

int64_t Hires::count(std::span<const std::string_view> units, party::PersonId founder) const {
    std::set<party::PersonId> people;
    for (const auto unit : units)
        if (const auto at = by_unit_.find(std::string(unit)); at != by_unit_.end()) people.insert(at->second.begin(), at->second.end());
    people.erase(founder);
    return static_cast<int64_t>(people.size());
}

Hires read_hires(store::Connection& c, std::span<const std::string> units, Date on) {
    Hires out;
    if (units.empty()) return out;
    std::unordered_map<party::EmployerId, std::string> codes;
    std::vector<party::EmployerId> employers;
    for (auto& [id, code] : party::list_employers_by_uscc(c, units)) employers.push_back(id), codes.emplace(id, std::move(code));
    status::list_hires(c, employers, on, [&](const status::Hire& hire) {
        if (hire.for_a_year) out.add(codes.at(hire.employer), hire.person);
    });
    return out;
}

std::vector<std::string_view> units_run(std::span<const fact::Fact> facts, Date on) {
    std::vector<std::string_view> out;
    for (const auto& f : facts)
        if (f.kind == fact::Kind::business && f.code != "shareholder" && f.from <= on && (!f.until || on < *f.until)) out.push_back(f.unit);
    return out;
}

}  // namespace leye::determination
