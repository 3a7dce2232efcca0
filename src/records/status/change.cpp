#include "records/status/change.hpp"

#include "records/party/merge.hpp"
#include "records/status/spell_store.hpp"
#include "records/status/status.hpp"

namespace leye::status {
namespace {

Result<void> check(const Spell& s) {
    if (s.until && *s.until <= s.from)
        return refuse("period_empty", "until", {{"from", s.from.text()}, {"until", s.until->text()}});
    if (s.kind == Kind::employed && !s.employer) return refuse("spell_employer_missing", "employer");
    if (s.kind != Kind::employed && s.employer) return refuse("spell_employer_unwanted", "employer");
    return {};
}

Result<Spell> believed(party::Context& ctx, SpellId id) {
    auto spell = find_current(ctx.tx, id);
    if (!spell) return refuse("spell_unknown");
    if (!spell->is_believed()) return refuse("spell_retracted");
    return std::move(*spell);
}

void note(party::Context& ctx, std::string_view act, const Spell& s, std::string_view reason = {}) {
    json::Object detail{{"spell", s.id.text()}, {"kind", name_of(s.kind)}, {"from", s.from.text()}};
    if (s.until) detail["until"] = s.until->text();
    if (s.employer) detail["employer"] = s.employer->text();
    if (!s.case_number.empty()) detail["case"] = s.case_number;
    if (s.version > 1) detail["version"] = s.version;
    if (!reason.empty()) detail["reason"] = reason;
    party::record(ctx, act, "person:" + s.person.text(), json::print(detail));
}

// Adds `next`, made from `old`, as the version believed from now on.
void replace(party::Context& ctx, const Spell& old, Spell next, std::string_view act,
             std::string_view reason) {
    // A clock set back must not let two versions be believed at once.
    const Instant at = std::max(ctx.now, old.learnt_at);
    next.version = old.version + 1;
    next.learnt_at = at;
    next.superseded_at.reset();
    supersede(ctx.tx, old, at);
    insert_version(ctx.tx, next);
    note(ctx, act, next, reason);
}

void name_origin(Spell& spell, std::string_view source, std::string_view case_number) {
    if (!source.empty()) spell.source = source;
    spell.case_number = case_number;
}

std::string_view act_of(const Spell& before, const Spell& next) {
    if (!next.is_believed()) return "spell_retracted";
    if (!before.is_believed()) return "spell_restored";
    const bool ended = !before.until && next.until && before.kind == next.kind && before.from == next.from;
    return ended ? "spell_ended" : "spell_corrected";
}

}  // namespace

Result<SpellId> open_spell(party::Context& ctx, const NewSpell& given) {
    const auto person = party::resolve(ctx.tx, given.person);
    if (!person) return refuse("person_unknown");
    Spell spell;
    spell.id = SpellId::make(ctx.now);
    spell.person = *person;
    spell.kind = given.kind;
    spell.employer = given.employer;
    spell.from = given.from;
    spell.until = given.until;
    spell.details = given.details;
    spell.case_number = given.case_number;
    spell.source = given.source;
    spell.learnt_at = ctx.now;
    if (auto good = check(spell); !good) return tl::unexpected(std::move(good.error()));
    insert_version(ctx.tx, spell);
    note(ctx, "spell_opened", spell);
    return spell.id;
}

Result<void> end_spell(party::Context& ctx, SpellId id, Date until, const json::Object& details,
                       std::string_view source, std::string_view case_number) {
    const auto old = believed(ctx, id);
    if (!old) return tl::unexpected(old.error());
    Spell next = *old;
    next.until = until;
    for (const auto& [key, value] : details) next.details[key] = value;
    name_origin(next, source, case_number);
    if (auto good = check(next); !good) return good;
    replace(ctx, *old, std::move(next), "spell_ended", {});
    return {};
}

Result<void> correct_spell(party::Context& ctx, SpellId id, const Correction& correction,
                           std::string_view reason, std::string_view case_number) {
    const auto old = believed(ctx, id);
    if (!old) return tl::unexpected(old.error());
    Spell next = *old;
    if (correction.kind && *correction.kind != next.kind) {
        next.kind = *correction.kind;
        if (next.kind != Kind::employed) next.employer.reset();
    }
    if (correction.employer) next.employer = correction.employer;
    if (correction.from) next.from = *correction.from;
    if (correction.open_end) next.until.reset();
    if (correction.until) next.until = correction.until;
    if (correction.details) next.details = *correction.details;
    name_origin(next, {}, case_number);
    if (auto good = check(next); !good) return good;
    replace(ctx, *old, std::move(next), "spell_corrected", reason);
    return {};
}

Result<void> change_spell(party::Context& ctx, const Spell& believed, Spell next, std::string_view reason) {
    if (auto good = check(next); !good && next.is_believed()) return good;
    const auto act = act_of(believed, next);
    replace(ctx, believed, std::move(next), act, reason);
    return {};
}

Result<void> retract_spell(party::Context& ctx, SpellId id, std::string_view reason,
                           std::string_view case_number) {
    const auto old = believed(ctx, id);
    if (!old) return tl::unexpected(old.error());
    Spell next = *old;
    next.retracted = true;
    name_origin(next, {}, case_number);
    replace(ctx, *old, std::move(next), "spell_retracted", reason);
    return {};
}

}  // namespace leye::status
