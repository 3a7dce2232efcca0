#include "services/casework/next.hpp"

#include <algorithm>

#include "records/party/duty.hpp"

namespace leye::casework {
namespace {

enum class When { always, question, not_question, commit_wanted, commitment_open, commitment_broken, contact_open, carried_out, no_objection, not_evaluated };

/// The table of the case engine: in which state who may do what.
struct Row {
    State state;
    Act act;
    Role role;
    std::optional<party::Duty> duty;
    When when;
};

using party::Duty;
constexpr Row table[] = {
    {State::accepted, Act::take, Role::staff, Duty::window, When::not_question},
    {State::accepted, Act::take, Role::staff, Duty::adviser, When::question},
    {State::accepted, Act::ask_correction, Role::staff, Duty::window, When::not_question},
    {State::accepted, Act::decide, Role::staff, Duty::window, When::not_question},
    {State::accepted, Act::decide, Role::system, std::nullopt, When::always},
    {State::accepted, Act::answer, Role::staff, Duty::adviser, When::question},
    {State::accepted, Act::withdraw, Role::applicant, std::nullopt, When::always},
    {State::awaiting_correction, Act::correct, Role::applicant, std::nullopt, When::always},
    {State::awaiting_correction, Act::correct, Role::staff, Duty::window, When::always},
    {State::awaiting_correction, Act::commit, Role::applicant, std::nullopt, When::commit_wanted},
    {State::awaiting_correction, Act::commit, Role::staff, Duty::window, When::commit_wanted},
    {State::awaiting_correction, Act::decide, Role::staff, Duty::window, When::always},
    {State::awaiting_correction, Act::withdraw, Role::applicant, std::nullopt, When::always},
    {State::awaiting_correction, Act::withdraw, Role::staff, Duty::window, When::no_objection},
    {State::settled, Act::evaluate, Role::applicant, std::nullopt, When::not_evaluated},
    {State::settled, Act::object, Role::applicant, std::nullopt, When::not_question},
    {State::settled, Act::correct, Role::applicant, std::nullopt, When::carried_out},
    {State::settled, Act::correct, Role::staff, Duty::window, When::carried_out},
    {State::settled, Act::contact, Role::staff, Duty::window, When::contact_open},
    {State::settled, Act::check, Role::staff, Duty::check, When::commitment_open},
    {State::settled, Act::decide, Role::staff, Duty::check, When::commitment_broken},
    {State::refused, Act::evaluate, Role::applicant, std::nullopt, When::not_evaluated},
    {State::refused, Act::object, Role::applicant, std::nullopt, When::always},
    {State::objected, Act::take, Role::staff, Duty::window, When::always},
    {State::objected, Act::ask_correction, Role::staff, Duty::window, When::always},
    {State::objected, Act::correct, Role::staff, Duty::window, When::always},
    {State::objected, Act::decide, Role::staff, Duty::window, When::always},
    {State::objected, Act::withdraw, Role::applicant, std::nullopt, When::always},
};

bool holds(When when, const Case& c, const catalog::Item& item) {
    switch (when) {
        case When::always: return true;
        case When::question: return item.answered;
        case When::not_question: return !item.answered;
        case When::commit_wanted: return c.outcome == "commit" && !c.commitment;
        case When::commitment_open: return c.commitment && c.commitment->state == CommitmentState::open;
        case When::commitment_broken: return c.commitment && c.commitment->state == CommitmentState::broken;
        case When::contact_open: return c.contact && c.contact->state == ContactState::open;
        case When::carried_out: return c.carried_out && !item.answered && item.begun_by.empty();  // in an objection there is nothing to put right
        case When::no_objection: return c.objection == 0;
        case When::not_evaluated: return !c.evaluation;
    }
    return false;
}

// Who decided first does not decide on the objection to it.
bool is_own_decision(const party::Actor& actor, const Case& c) {
    return std::ranges::any_of(c.actions, [own = actor.text()](const Action& a) { return a.act == Act::decide && a.actor == own; });
}

}  // namespace

Role role_of(const party::Actor& actor, const Case& c) {
    switch (actor.kind) {
        case party::Actor::Kind::system: return Role::system;
        case party::Actor::Kind::staff: return Role::staff;
        case party::Actor::Kind::handler:
            if (c.origin.employer && *c.origin.employer == actor.employer) return Role::applicant;
            [[fallthrough]];
        case party::Actor::Kind::person:
            if (!c.origin.employer && c.origin.person && *c.origin.person == actor.person) return Role::applicant;
            return Role::stranger;
        case party::Actor::Kind::nobody:
            // Who has number and query code handed the case in.
            return !actor.case_number.empty() && actor.case_number == c.origin.number ? Role::applicant : Role::stranger;
    }
    return Role::stranger;
}

Result<void> may_use_channel(const party::Actor& actor, std::string_view channel) {
    if (actor.kind == party::Actor::Kind::system) return {};
    if (std::ranges::find(channels, channel) == channels.end()) return refuse("channel_unknown", "channel");
    const bool at_desk = channel == "window" || channel == "hotline";
    if (channel == "import" || at_desk != (actor.kind == party::Actor::Kind::staff)) return refuse("channel_not_yours", "channel");
    return {};
}

Result<void> may_act(const party::Actor& actor, const Case& c, Act act, const catalog::Item& item) {
    const Role role = role_of(actor, c);
    if (actor.kind == party::Actor::Kind::nobody && role == Role::stranger) return refuse("sign_in_needed");
    bool in_state = false;
    for (const Row& row : table) {
        if (row.state != c.state || row.act != act || !holds(row.when, c, item)) continue;
        in_state = true;
        if (row.role != role) continue;
        if (row.duty) {
            // Questions are answered by any adviser of the province, as window work is done anywhere (row 16.4).
            const std::string_view area = *row.duty == Duty::adviser ? std::string_view() : std::string_view(c.origin.area);
            if (auto allowed = party::may(actor, *row.duty, area); !allowed) return allowed;
        }
        if (c.objection && act == Act::decide && role == Role::staff && is_own_decision(actor, c))
            return refuse("objection_own_decision");
        return {};
    }
    if (in_state) return refuse("act_not_yours", "act", {{"act", std::string(name_of(act))}});
    if (act == Act::evaluate && c.evaluation && role == Role::applicant) return refuse("evaluation_done");
    return refuse("act_not_now", "act", {{"act", std::string(name_of(act))}, {"state", std::string(name_of(c.state))}});
}

std::vector<Act> list_next(const party::Actor& actor, const Case& c, const catalog::Item& item) {
    std::vector<Act> out;
    for (const Row& row : table)
        if (row.state == c.state && std::ranges::find(out, row.act) == out.end() && may_act(actor, c, row.act, item))
            out.push_back(row.act);
    return out;
}

}  // namespace leye::casework
