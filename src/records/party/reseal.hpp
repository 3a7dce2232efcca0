#pragma once
#include <optional>

#include "records/party/context.hpp"

namespace leye::party {

/// How far a run of `reseal_people` came.
struct Resealed {
    std::optional<PersonId> last;  ///< begin the next run behind it; empty: all is done
    int changed = 0;               ///< files that were not under the newest key
};

/// After a rotation of keys: writes names, phones and document numbers of the next `limit` files anew where
/// they are not under the newest key. Indexes do not change. Cost: two statements a file, and two for each
/// changed one.
Resealed reseal_people(Context& ctx, std::optional<PersonId> after, int limit);
/// The same for the second factors of staff, all at once. out: how many changed.
int reseal_staff(Context& ctx);

}  // namespace leye::party
