#pragma once
#include <string>
#include <vector>

#include "app/demo/draw.hpp"
#include "app/demo/margins.hpp"

namespace leye::demo {

/// An invented employer. Invariant: the code passes check_uscc and names region 379900, which does not exist.
struct Employer {
    std::string name;  ///< «泰安市岱岳区和顺机械厂»
    std::string uscc;
    std::string kind;  ///< code of the list employer_kind
    std::string area;  ///< county code
    std::string address;
    std::string phone;
    uint32_t size = 1;  ///< weight when somebody is hired: large firms hire more
};

/// `count` employers, spread over the counties by population; all names differ.
std::vector<Employer> make_employers(uint64_t seed, size_t count, const Margins& margins,
                                     const reference::Reference& reference);

}  // namespace leye::demo
