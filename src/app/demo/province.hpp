#pragma once
#include <string>
#include <vector>

#include "app/demo/agencies.hpp"
#include "app/demo/employers.hpp"
#include "app/demo/histories.hpp"
#include "app/demo/people.hpp"

namespace leye::demo {

/// How large the demo is. The same seed and day give the same bytes on every machine.
struct Size {
    uint64_t seed = 20'261'123;
    size_t people = 20'000;
    size_t employers = 800;
};

/// A person who can sign in with a phone that is easy to type.
struct PersonAccount {
    std::string role;                ///< "seeker", "unemployed", "flexible", "employer"
    std::string phone;               ///< 12000000001, …; also the person's phone in `people`
    size_t person = 0;               ///< index into the people
    std::optional<size_t> employer;  ///< acts for this employer
    std::string shows;               ///< what one sees with it, for the list that is printed
};

/// Everything the demo writes, as plain values.
struct Province {
    std::vector<Agency> agencies;
    std::vector<StaffAccount> staff;
    std::vector<Employer> employers;
    std::vector<Person> people;
    std::vector<Household> households;
    std::vector<Spell> spells;
    std::vector<PersonAccount> accounts;
};

/// Makes the demo province. Fails: reference_file where its margins are missing. Cost: 0.2 s for 20,000
/// people.
Result<Province> make_province(const std::string& catalog_dir, const reference::Reference& reference,
                               Date today, const Size& size);

}  // namespace leye::demo
