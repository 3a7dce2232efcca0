#pragma once
#include <span>

#include "records/party/context.hpp"
#include "records/status/spell.hpp"

namespace leye::status {

/// What a case says about the spells of people. Another claim of the same case takes its place: that is a correction; an
/// empty one takes everything back. So a claim is always made from the spells as they are without the case.
struct Claim {
    /// An end said of a spell. Where it is not after the beginning, the spell never was.
    struct End {
        SpellId id;
        Date until;
        json::Object details;  ///< added to the spell's
        std::string source;
    };
    std::vector<NewSpell> opens;
    std::vector<End> ends;
};

/// The spells as they would be believed had the case never said anything, newest beginning first: what others said of them
/// stays, what the case opened is not among them.
/// in: every version of each, as `list_history` gives them.
std::vector<Spell> without_case(std::span<const Spell> history, std::string_view case_number);

/// Makes `claim` what the case says. Of each spell that this changes one version is added; what stays the same gets none,
/// and what others said since is kept.
/// in: `history` has every version of each spell that the case has touched or now touches; the believed ones are enough for
/// a case that has touched none. Fails: period_empty, person_unknown, spell_employer_missing, spell_employer_unwanted.
/// Cost: 2 statements and the journal's for each spell changed.
Result<void> put_claim(party::Context& ctx, std::span<const Spell> history, std::string_view case_number, const Claim& claim,
                       std::string_view reason = {});

}  // namespace leye::status
