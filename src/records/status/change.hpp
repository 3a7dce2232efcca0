#pragma once
#include "records/status/spell.hpp"

namespace leye::status {

/// Writes a spell that begins in the past, today or later, and may overlap others: what two sources say may
/// both be true. Learnt at the context's time. Fails: person_unknown, period_empty, spell_employer_missing,
/// spell_employer_unwanted. Cost: 2 statements and the journal's.
Result<SpellId> open_spell(party::Context& ctx, const NewSpell& spell);
/// The spell ends on `until`: that day is the first without it. `details` are added to the spell's. An end
/// known already is corrected. Fails: spell_unknown, spell_retracted, period_empty (until is not after the
/// beginning).
Result<void> end_spell(party::Context& ctx, SpellId id, Date until, const json::Object& details = {},
                       std::string_view source = {}, std::string_view case_number = {});
/// Fails: spell_unknown, spell_retracted, period_empty, spell_employer_missing, spell_employer_unwanted.
Result<void> correct_spell(party::Context& ctx, SpellId id, const Correction& correction,
                           std::string_view reason, std::string_view case_number = {});
/// The spell never was. What was believed stays readable. Fails: spell_unknown, spell_retracted.
Result<void> retract_spell(party::Context& ctx, SpellId id, std::string_view reason,
                           std::string_view case_number = {});
/// Adds `next` as the version believed from now on; `believed` is the one until now. Its act in the journal says what
/// became of the spell: ended, corrected, retracted or restored. Fails: period_empty, spell_employer_missing,
/// spell_employer_unwanted.
Result<void> change_spell(party::Context& ctx, const Spell& believed, Spell next, std::string_view reason);

}  // namespace leye::status
