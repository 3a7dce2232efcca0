#pragma once
#include "records/status/spell.hpp"

namespace leye::status {

void insert_version(store::Transaction& tx, const Spell& spell);
/// Closes the belief in a version. Fails: Bug where it was closed before.
void supersede(store::Transaction& tx, const Spell& spell, Instant at);
/// The version believed now, retracted or not.
std::optional<Spell> find_current(store::Connection& c, SpellId id);

}  // namespace leye::status
