#pragma once
#include <set>
#include <span>
#include <string>
#include <unordered_map>

#include "records/fact/fact.hpp"

namespace leye::determination {

/// Whom businesses hired for a year or more, as the register knows it: the contract stands in the employer's registration, which
/// insurance data alone do not tell.
class Hires {
  public:
    void add(const std::string& unit, party::PersonId person) { by_unit_[unit].insert(person); }
    /// How many people these businesses hired, each once and `founder` not counted.
    int64_t count(std::span<const std::string_view> units, party::PersonId founder) const;

  private:
    std::unordered_map<std::string, std::set<party::PersonId>> by_unit_;
};

/// in: `units` are codes of businesses; who is no employer on file hired nobody. Cost: two statements for 200 of them.
Hires read_hires(store::Connection& c, std::span<const std::string> units, Date on);
/// The codes of the businesses that somebody runs on that day; who only holds shares runs none.
std::vector<std::string_view> units_run(std::span<const fact::Fact> facts, Date on);

}  // namespace leye::determination
