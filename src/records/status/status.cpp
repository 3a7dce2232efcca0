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
        if (!spell.retracted && spell.period().contains(day) && (!best || rank(spell) > rank(*best)))
            best = &spell;
    if (!best) return {};
    return {best->kind, *best};
}

StatusOn status_on(store::Connection& c, party::PersonId person, Date day, Instant known_at) {
    return strongest(list_spells(c, person, known_at), day);
}

std::optional<Spell> find_spell(store::Connection& c, SpellId id) {
    auto spell = find_current(c, id);
    return spell && !spell->retracted ? std::move(spell) : std::nullopt;
}

std::optional<Spell> find_open(store::Connection& c, party::PersonId person, Kind kind) {
    return first(c, person, [&](const Spell& s) { return s.kind == kind && !s.until; });
}

std::optional<Spell> find_employment(store::Connection& c, party::PersonId person,
                                     party::EmployerId employer) {
    return first(c, person, [&](const Spell& s) { return s.employer == employer; });
}

std::optional<Spell> find_open_employment(store::Connection& c, party::PersonId person,
                                          party::EmployerId employer) {
    return first(c, person, [&](const Spell& s) { return s.employer == employer && !s.until; });
}

}  // namespace leye::status
