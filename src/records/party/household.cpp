#include "records/party/household.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "records/party/household_store.hpp"
#include "records/party/merge.hpp"
#include "records/reference/reference.hpp"

namespace leye::party {
namespace {

constexpr std::string_view names[] = {"head",   "spouse",      "child",   "grandchild",
                                      "parent", "grandparent", "sibling", "other"};

bool holds(const HouseholdMember& m, Date on) {
    return Period{m.from, m.until}.contains(on);
}

// A membership that begins on `from` is open-ended: nothing may hold then or begin later.
bool is_free(store::Connection& c, PersonId person, Date from) {
    return std::ranges::none_of(load_memberships(c, person),
                                [&](const auto& m) { return holds(m, from) || m.from > from; });
}

void join(Context& ctx, const HouseholdMember& member) {
    insert_member(ctx.tx, member);
    record(ctx, "household_joined", "person:" + member.person.text(),
           json::print(json::Object{{"household", member.household.text()},
                                    {"relation", name_of(member.relation)},
                                    {"from", member.from.text()}}));
}

}  // namespace

std::string_view name_of(Relation relation) {
    return names[static_cast<size_t>(relation)];
}

std::optional<Relation> find_relation(std::string_view name) {
    const auto at = std::ranges::find(names, name);
    if (at == std::end(names)) return std::nullopt;
    return static_cast<Relation>(at - std::begin(names));
}

Result<HouseholdId> open_household(Context& ctx, PersonId head, std::string_view area, Date from) {
    const auto person = resolve(ctx.tx, head);
    if (!person) return refuse("person_unknown");
    if (!ctx.reference.areas().find(area))
        return refuse("area_unknown", "area", {{"area", std::string(area)}});
    if (!is_free(ctx.tx, *person, from)) return refuse("household_member_already");
    const auto id = HouseholdId::make(ctx.now);
    insert_household(ctx.tx, id, area, ctx.now);
    join(ctx, {id, *person, Relation::head, from, std::nullopt});
    return id;
}

Result<void> add_member(Context& ctx, HouseholdId id, PersonId member, Relation relation, Date from) {
    if (!has_household(ctx.tx, id)) return refuse("household_unknown");
    const auto person = resolve(ctx.tx, member);
    if (!person) return refuse("person_unknown");
    if (!is_free(ctx.tx, *person, from)) return refuse("household_member_already");
    join(ctx, {id, *person, relation, from, std::nullopt});
    return {};
}

Result<void> end_member(Context& ctx, HouseholdId id, PersonId person, Date until) {
    for (HouseholdMember member : load_memberships(ctx.tx, person)) {
        if (member.household != id || member.until) continue;
        if (until <= member.from) return refuse("period_empty", "until");
        member.until = until;
        set_member_until(ctx.tx, member);
        record(ctx, "household_left", "person:" + member.person.text(),
               json::print(json::Object{{"household", id.text()}, {"until", until.text()}}));
        return {};
    }
    return refuse("household_not_member");
}

std::optional<HouseholdId> find_household(store::Connection& c, PersonId person, Date on) {
    for (const HouseholdMember& m : load_memberships(c, person))
        if (holds(m, on)) return m.household;
    return std::nullopt;
}

}  // namespace leye::party
