#pragma once
#include <span>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"

namespace leye::reference {
class Reference;
struct CodeList;
}

namespace leye::determination {

/// A fact that somebody may tell for a calculation, and where on the page it stands.
struct AskedFact {
    std::string_view name;
    std::string_view group;  ///< self, work, business, school, household or paid
};
/// In the order in which they are asked.
std::span<const AskedFact> asked_facts();
inline const std::vector<std::string_view> asked_groups = {"self", "work", "business", "school", "household", "paid"};

/// The fact that is asked for where a rule looks at one that follows from it.
std::string_view asked_as(std::string_view name);

/// The code list behind a text fact; nullptr for one of another kind.
const reference::CodeList* list_of(const reference::Reference& reference, std::string_view name);
/// The codes that a text fact may have; empty for one of another kind.
std::vector<std::string_view> options_of(const reference::Reference& reference, std::string_view name);

/// What is known with what somebody told for this calculation over it: what follows from it (age, months, retirement) is worked
/// out anew, a yes-or-no that neither says is «no». Nothing is stored. Fails, each at facts.NAME: field_unknown, json_type,
/// json_range, date_invalid, option_unknown.
Result<json::Object> with_told(const reference::Reference& reference, const json::Object& known, const json::Object& told, Date today);

}  // namespace leye::determination
