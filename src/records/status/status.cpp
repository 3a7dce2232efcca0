#include "records/status/status.hpp"

#include <algorithm>
#include <tuple>

#include "records/party/merge.hpp"
#include "records/status/spell_store.hpp"

namespace leye::status {
namespace {

std::optional<Spell> first(store::Connection& c, party::PersonId person, const auto& wanted) {
    for (Spell& spell : list_spells(c, person, end_of_time))
        if (wanted(spell)) return std::move(spell);
    return std::nullopt;
}

}  // namespace

StatusOn strongest(std::span<const Spell> spells, Date day) {
    const Spell* best = nullptr;
    const auto rank = [](const Spell& s) { return std::tuple(-static_cast<int>(s.kind), s.from, s.id); };
    for (const Spell& spell : spells)
        if (spell.is_believed() && spell.period().contains(day) && (!best || rank(spell) > rank(*best)))
            best = &spell;
    if (!best) return {};
    return {best->kind, *best};
}

StatusOn status_on(store::Connection& c, party::PersonId person, Date day, Instant known_at) {
    return strongest(list_spells(c, person, known_at), day);
}

std::optional<Spell> find_spell(store::Connection& c, SpellId id) {
    auto spell = find_current(c, id);
    return spell && spell->is_believed() ? std::move(spell) : std::nullopt;
}

std::optional<Spell> find_employment(store::Connection& c, party::PersonId person,
                                     party::EmployerId employer) {
    return first(c, person, [&](const Spell& s) { return s.employer == employer; });
}

}  // namespace leye::status
