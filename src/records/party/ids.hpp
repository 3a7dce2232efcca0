#pragma once
#include "base/id.hpp"

namespace leye::party {

using PersonId = Id<struct PersonTag>;
using EmployerId = Id<struct EmployerTag>;
using AgencyId = Id<struct AgencyTag>;
using StaffId = Id<struct StaffTag>;
using HouseholdId = Id<struct HouseholdTag>;
using MergeId = Id<struct MergeTag>;
using HouseholdChangeId = Id<struct HouseholdChangeTag>;

}  // namespace leye::party
