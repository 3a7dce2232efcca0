#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/demo/draw.hpp"
#include "app/demo/margins.hpp"

namespace leye::demo {

/// Somebody invented. Invariant: the number passes check_document, begins with 3799 (a city that does not
/// exist) and states the sex and the birth; the phone begins with 120 to 129, which no operator gives out.
struct Person {
    std::string name;
    bool male = false;
    Date born;
    std::string document_number;
    bool has_social_security_card = false;  ///< same number, second document
    std::string area;                       ///< township code
    std::string address;                    ///< «解放路街道幸福路12号3号楼2单元501室»
    std::string phone;                      ///< families may share one
    std::string education;                  ///< code of the list education
};

/// Two people of one home. Indices into the people.
struct Household {
    size_t head = 0, spouse = 0;
};

/// `count` people and the couples among them. Names and numbers depend on the seed alone, ages on `today`
/// too.
struct People {
    std::vector<Person> people;
    std::vector<Household> households;
};
People make_people(uint64_t seed, size_t count, const Margins& margins,
                       const reference::Reference& reference, Date today);

/// The statutory month of retirement of an invented woman or man; women who went to senior high school or
/// further hold posts of the later age.
reference::Retirement retirement_of(const Person& person, const reference::Reference& reference);

}  // namespace leye::demo
