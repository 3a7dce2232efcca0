#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "engine/store/store.hpp"
#include "services/casework/case.hpp"

namespace leye::casework {

/// What somebody may want after losing a job (6号文(十八), row 18.5); codes of the list need_kind.
inline constexpr std::array<std::string_view, 3> need_kinds = {"employment", "startup", "training"};

struct Need {
    std::string kind;  ///< one of need_kinds
    bool wanted = false;
    std::string note;
    Instant at;
};
/// What the person said last takes the place of what was said before.
void put_need(store::Transaction& tx, party::PersonId person, const CaseId& from, const Need& need);
/// Forgets what the case said.
void drop_needs(store::Transaction& tx, party::PersonId person, const CaseId& from);
std::vector<Need> list_needs(store::Connection& c, party::PersonId person);
/// The number of the person's newest settled case of the item besides `but`; empty where there is none.
std::string find_needs_before(store::Connection& c, party::PersonId person, std::string_view item, const CaseId& but);

}  // namespace leye::casework
