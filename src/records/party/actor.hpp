#pragma once
#include <set>
#include <string>

#include "records/party/ids.hpp"

namespace leye::party {

/// Who acts, for whom and through which channel. Invariant: `person` is set for a person and a handler whose
/// account is joined to a file, `employer` for a handler, `staff`, `agency`, `area` and `duties` for staff.
struct Actor {
    enum class Kind { nobody, person, handler, staff, system };

    Kind kind = Kind::nobody;
    PersonId person;
    EmployerId employer;
    StaffId staff;
    AgencyId agency;
    std::string area;              ///< code of the agency's area, for staff
    std::string name;              ///< of staff, with the agency: «张敏·济南市公共就业服务中心», as cases show it
    std::set<std::string> duties;  ///< names of Duty, for staff
    std::string channel;           ///< "web", "window", "phone", …; see catalogue
    std::string case_number;       ///< of nobody: the one case whose query code was given

    /// For the journal: "person:<id>", "handler:<person>@<employer>", "staff:<id>", "system" or "nobody".
    std::string text() const;
};

/// The program itself: imports, demo data, scheduled work.
Actor system_actor();

}  // namespace leye::party
