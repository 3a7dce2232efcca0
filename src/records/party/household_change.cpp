#include "records/party/household_change.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/text.hpp"
#include "records/party/duty.hpp"
#include "records/party/household_change_store.hpp"
#include "records/party/household_store.hpp"
#include "records/party/merge.hpp"
#include "records/party/person_store.hpp"

namespace leye::party {
namespace {

using Act = HouseholdChange::Act;
constexpr size_t most_members = 100;

Result<std::string> checked_reason(Context& ctx, std::string_view reason) {
    if (auto allowed = may(ctx, Duty::window); !allowed) return tl::unexpected(std::move(allowed.error()));
    const auto trimmed = text::trim(reason);
    if (!text::is_utf8(trimmed) || text::length(trimmed) < 4 || text::length(trimmed) > 200)
        return refuse("household_reason_missing", "reason");
    return std::string(trimmed);
}

bool is_day(const Context& ctx, Date on, const PersonRow& person) {
    return on <= ctx.now.date() && (!person.born_on || on >= *person.born_on);
}

HouseholdChange change_of(Context& ctx, const HouseholdMember& member, Act act, Date on, std::string reason) {
    return {.id = HouseholdChangeId::make(ctx.now),
            .household = member.household,
            .person = member.person,
            .act = act,
            .relation = member.relation,
            .member_from = member.from,
            .on = on,
            .reason = std::move(reason),
            .by = ctx.actor.name,
            .at = ctx.now};
}

void record_change(Context& ctx, const HouseholdChange& change, std::string_view act, std::string_view reason) {
    record(ctx, act, "person:" + change.person.text(),
           json::print(json::Object{{"change", change.id.text()}, {"household", change.household.text()}, {"reason", reason}}));
}

bool is_alone(store::Connection& c, HouseholdId id, Date on) { return list_members(c, id, on).size() < 2; }

// The membership a change is about, as it is now.
std::optional<HouseholdMember> member_of(store::Connection& c, const HouseholdChange& change) {
    for (const auto& m : load_members(c, change.household))
        if (m.person == change.person && m.from == change.member_from) return m;
    return std::nullopt;
}

void undo_joining(Context& ctx, const HouseholdChange& change, const HouseholdMember& member) {
    delete_member(ctx.tx, member);
    if (!change.opened) return;
    // Opened for this one: it goes with it, unless others came or the head has left.
    const auto rest = load_members(ctx.tx, change.household);
    if (rest.size() != 1 || rest.front().until) return;
    delete_member(ctx.tx, rest.front());
    delete_household(ctx.tx, change.household);
}

Result<void> undo_leaving(Context& ctx, HouseholdMember member) {
    for (const auto& other : load_memberships(ctx.tx, member.person)) {
        if (other.household == member.household && other.from == member.from) continue;
        if (!other.until || *other.until > *member.until) return refuse("household_member_already");
    }
    const auto there = list_members(ctx.tx, member.household, ctx.now.date());
    if (member.relation != Relation::head && (there.empty() || there.front().relation != Relation::head)) return refuse("household_head_needed");
    member.until.reset();
    set_member_until(ctx.tx, member);
    return {};
}

}  // namespace

std::string_view name_of(Act act) { return act == Act::joined ? "joined" : "left"; }

Result<HouseholdChangeId> join_household(Context& ctx, PersonId of, PersonId member, Relation relation, Date from,
                                         std::string_view reason) {
    auto why = checked_reason(ctx, reason);
    if (!why) return tl::unexpected(std::move(why.error()));
    const auto owner = find_kept_row(ctx.tx, of), joining = find_kept_row(ctx.tx, member);
    if (!owner) return refuse("person_unknown", "id");
    if (!joining) return refuse("person_unknown", "person_id");
    if (owner->id == joining->id) return refuse("household_same", "person_id");
    if (relation == Relation::head) return refuse("household_head_already", "relation");
    if (!is_day(ctx, from, *owner) || !is_day(ctx, from, *joining)) return refuse("household_day_invalid", "from");
    auto home = find_household(ctx.tx, owner->id, from);
    if (home && list_members(ctx.tx, *home, ctx.now.date()).size() >= most_members) return refuse("household_full");
    const bool opens = !home;
    if (opens) {
        // Looked at before anything is written.
        for (const auto& m : load_memberships(ctx.tx, joining->id))
            if (!m.until || *m.until > from) return refuse("household_member_already", "person_id");
        const std::string area = owner->area.empty() ? ctx.actor.area : owner->area;
        auto opened = open_household(ctx, owner->id, area, from);
        if (!opened) return tl::unexpected(std::move(opened.error()));
        home = *opened;
    }
    if (auto added = add_member(ctx, *home, joining->id, relation, from); !added) return tl::unexpected(std::move(added.error()));
    auto change = change_of(ctx, {*home, joining->id, relation, from, std::nullopt}, Act::joined, from, std::move(*why));
    change.opened = opens;
    insert_change(ctx.tx, change);
    record_change(ctx, change, "household_change_entered", change.reason);
    return change.id;
}

Result<HouseholdChangeId> leave_household(Context& ctx, PersonId person, Date until, std::string_view reason) {
    auto why = checked_reason(ctx, reason);
    if (!why) return tl::unexpected(std::move(why.error()));
    const auto row = find_kept_row(ctx.tx, person);
    if (!row) return refuse("person_unknown", "id");
    if (!is_day(ctx, until, *row)) return refuse("household_day_invalid", "until");
    for (const auto& member : load_memberships(ctx.tx, row->id)) {
        if (member.until) continue;
        if (member.relation == Relation::head && !is_alone(ctx.tx, member.household, std::max(until, member.from)))
            return refuse("household_head_needed", "id");
        if (auto ended = end_member(ctx, member.household, row->id, until); !ended) return tl::unexpected(std::move(ended.error()));
        const auto change = change_of(ctx, member, Act::left, until, std::move(*why));
        insert_change(ctx.tx, change);
        record_change(ctx, change, "household_change_entered", change.reason);
        return change.id;
    }
    return refuse("household_not_member", "id");
}

Result<void> undo_household_change(Context& ctx, HouseholdChangeId id, std::string_view reason) {
    const auto why = checked_reason(ctx, reason);
    if (!why) return tl::unexpected(why.error());
    const auto change = find_change(ctx.tx, id);
    if (!change) return refuse("household_change_unknown");
    if (change->undone_at) return refuse("household_change_undone");
    const auto member = member_of(ctx.tx, *change);
    if (!member || has_later_change(ctx.tx, *change)) return refuse("household_change_later");
    if (change->act == Act::joined)
        undo_joining(ctx, *change, *member);
    else if (auto undone = undo_leaving(ctx, *member); !undone)
        return undone;
    mark_undone(ctx.tx, id, ctx.now, ctx.actor.name, *why);
    record_change(ctx, *change, "household_change_undone", *why);
    return {};
}

std::vector<HouseholdChange> list_household_changes(store::Connection& c, PersonId person, Date on) {
    std::vector<HouseholdChange> out;
    const auto add = [&](std::vector<HouseholdChange> some) {
        for (auto& one : some)
            if (std::ranges::none_of(out, [&](const auto& known) { return known.id == one.id; })) out.push_back(std::move(one));
    };
    for (const PersonId id : list_ids(c, person)) add(list_changes_of_person(c, id));
    if (const auto home = find_household(c, person, on)) add(list_changes_of_household(c, *home));
    std::ranges::sort(out, std::ranges::greater(), &HouseholdChange::id);
    if (out.size() > 50) out.resize(50);
    return out;
}

}  // namespace leye::party
