#include "records/status/claim.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "records/party/merge.hpp"
#include "records/status/change.hpp"

namespace leye::status {
namespace {

using Versions = std::vector<Spell>;

// The versions of each spell, oldest first.
std::map<SpellId, Versions> by_spell(std::span<const Spell> history) {
    std::map<SpellId, Versions> out;
    for (const Spell& s : history) out[s.id].push_back(s);
    for (auto& [_, versions] : out) std::ranges::sort(versions, {}, &Spell::version);
    return out;
}

bool is_of(const Spell& version, std::string_view case_number) { return version.case_number == case_number; }

template <class T>
void carry(T& into, const T& before, const T& after) {
    if (before != after) into = after;
}

// What one version changed, said again of another state of the spell.
void carry(Spell& into, const Spell& before, const Spell& after) {
    carry(into.kind, before.kind, after.kind);
    carry(into.employer, before.employer, after.employer);
    carry(into.from, before.from, after.from);
    carry(into.until, before.until, after.until);
    carry(into.source, before.source, after.source);
    carry(into.retracted, before.retracted, after.retracted);
    carry(into.withdrawn, before.withdrawn, after.withdrawn);
    for (const auto& [key, value] : after.details)
        if (const auto* old = before.details.if_contains(key); !old || *old != value) into.details[key] = value;
    for (const auto& [key, _] : before.details)
        if (!after.details.contains(key)) into.details.erase(key);
}

// The spell with what the case said of it left out, or with `anew` in the place of how the case opened it.
Spell rebuilt(const Versions& versions, std::string_view case_number, const NewSpell* anew) {
    Spell out = versions.front();
    if (is_of(out, case_number)) {
        out.withdrawn = anew == nullptr;
        if (anew) {
            out.kind = anew->kind;
            out.employer = anew->employer;
            out.from = anew->from;
            out.until = anew->until;
            out.details = anew->details;
            out.source = anew->source;
        }
    }
    for (size_t i = 1; i < versions.size(); ++i)
        if (!is_of(versions[i], case_number)) carry(out, versions[i - 1], versions[i]);
    return out;
}

void end(Spell& spell, const Claim::End& said) {
    spell.source = said.source;
    if (said.until <= spell.from) {
        spell.retracted = true;
        return;
    }
    spell.until = said.until;
    for (const auto& [key, value] : said.details) spell.details[key] = value;
}

// Who said it last is no news where the same was said.
bool says_same(const Spell& a, const Spell& b) {
    return a.kind == b.kind && a.employer == b.employer && a.from == b.from && a.until == b.until && a.details == b.details &&
           a.retracted == b.retracted && a.withdrawn == b.withdrawn;
}

// The spell that the case opened before for the same person.
const NewSpell* take_match(party::Context& ctx, const Versions& versions, std::vector<const NewSpell*>& opens) {
    const auto person = party::resolve(ctx.tx, versions.front().person);
    const auto it = std::ranges::find_if(opens, [&](const NewSpell* o) { return o->kind == versions.front().kind && party::resolve(ctx.tx, o->person) == person; });
    if (it == opens.end()) return nullptr;
    const NewSpell* out = *it;
    opens.erase(it);
    return out;
}

}  // namespace

std::vector<Spell> without_case(std::span<const Spell> history, std::string_view case_number) {
    std::vector<Spell> out;
    for (const auto& [_, versions] : by_spell(history)) {
        Spell spell = rebuilt(versions, case_number, nullptr);
        if (!spell.is_believed()) continue;
        spell.learnt_at = versions.back().learnt_at;
        out.push_back(std::move(spell));
    }
    std::ranges::sort(out, std::ranges::greater(), [](const Spell& s) { return std::tuple(s.from, s.id); });
    return out;
}

Result<void> put_claim(party::Context& ctx, std::span<const Spell> history, std::string_view case_number, const Claim& claim,
                       std::string_view reason) {
    std::vector<const NewSpell*> opens;
    for (const NewSpell& o : claim.opens) opens.push_back(&o);
    for (const auto& [id, versions] : by_spell(history)) {
        const auto said = std::ranges::find(claim.ends, id, &Claim::End::id);
        const bool touched = std::ranges::any_of(versions, [&](const Spell& v) { return is_of(v, case_number); });
        if (!touched && said == claim.ends.end()) continue;
        Spell next = rebuilt(versions, case_number, is_of(versions.front(), case_number) ? take_match(ctx, versions, opens) : nullptr);
        if (said != claim.ends.end()) end(next, *said);
        const Spell& believed = versions.back();
        if (says_same(next, believed)) continue;
        next.case_number = case_number;
        if (auto done = change_spell(ctx, believed, std::move(next), reason); !done) return done;
    }
    for (const NewSpell* o : opens) {
        NewSpell fresh = *o;
        fresh.case_number = case_number;
        if (auto opened = open_spell(ctx, fresh); !opened) return tl::unexpected(opened.error());
    }
    return {};
}

}  // namespace leye::status
