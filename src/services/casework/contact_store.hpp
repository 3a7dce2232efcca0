#pragma once
#include <string>
#include <utility>
#include <vector>

#include "engine/store/store.hpp"
#include "services/casework/case.hpp"

namespace leye::casework {

/// A first contact on the list of those to be made.
struct DueContact {
    std::string number;  ///< of the case
    std::string item;
    std::optional<party::PersonId> person;
    std::string area;
    Date due_on;
};

/// Writes what the case says of its contact. in: a case with one.
void put_contact(store::Transaction& tx, const Case& c);
/// Contacts to be made in the area and below, first due first, behind (due_on, number). Cost: an index range.
std::vector<DueContact> list_contacts(store::Connection& c, std::string_view area, std::optional<std::pair<Date, std::string>> after, int limit);
/// Those due before the day.
int64_t count_contacts_due(store::Connection& c, std::string_view area, Date before);

}  // namespace leye::casework
