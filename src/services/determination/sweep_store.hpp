#pragma once
#include "services/determination/sweep.hpp"

namespace leye::determination {

int64_t last_sweep(store::Connection& c);
/// Whether a sweep over everybody of that day was begun, whatever became of it.
bool was_swept(store::Connection& c, Date day);
void insert_sweep(store::Transaction& tx, const Sweep& sweep);
/// Writes all but number, day and beginning. in: `held_by` is who must hold it. out: false where somebody else does.
bool update_sweep(store::Transaction& tx, const Sweep& sweep, std::string_view held_by);

/// Takes it from whoever holds it; what was counted stays.
void hold_by_hand(store::Transaction& tx, int64_t number);

}  // namespace leye::determination
