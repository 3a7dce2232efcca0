#include "services/casework/opened_store.hpp"

#include <algorithm>

namespace leye::casework {

std::optional<std::string> find_opened(store::Connection& c, std::span<const party::PersonId> persons, std::string_view item, Instant since) {
    std::optional<std::string> newest;  // numbers grow with the day
    for (const auto& person : persons) {
        auto rows = c.query("select number from case_file where person_id = ? and submitted_at >= ? and item = ? and state not in (?, ?) "
                            "order by submitted_at desc, number desc limit 1",
                            person, since, item, State::refused, State::withdrawn);
        if (rows.next()) newest = std::max(newest.value_or(""), rows.get<std::string>(0));
    }
    return newest;
}

}  // namespace leye::casework
