#pragma once
#include <optional>
#include <string>
#include <vector>

#include "records/reference/reference.hpp"

namespace leye::demo {

/// A public employment service of the demo. Names follow the public pattern, addresses are invented.
struct Agency {
    std::string name;  ///< «济南市历下区公共就业和人才服务中心»
    std::string area;
    std::string level;  ///< province, city, county, township
    std::string address;
    std::string phone;  ///< the city's 12333
    std::string hours;
    std::optional<size_t> parent;  ///< index of the agency above, always smaller than its own
};

/// One agency for the province, each city, county, zone and township in force on `today`; parents first.
std::vector<Agency> make_agencies(const reference::Reference& reference, Date today);

/// Somebody of the staff for the demo; the password is made by whoever writes the account.
struct StaffAccount {
    std::string user;  ///< "window", "adviser", …
    std::string name;
    size_t agency = 0;  ///< index into the agencies
    std::vector<std::string> duties;
    std::string shows;  ///< what one sees with it, for the list that is printed
};

/// One account for each duty, a second window in another city, and the second person who approves rules. In: agencies as made by make_agencies.
std::vector<StaffAccount> make_staff(const std::vector<Agency>& agencies);

}  // namespace leye::demo
