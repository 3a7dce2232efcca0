#include "services/casework/fold.hpp"

namespace leye::casework {
namespace {

std::string text_in(const json::Object& body, std::string_view key) {
    const auto* v = body.if_contains(key);
    return v && v->is_string() ? std::string(v->get_string()) : std::string();
}

Date date_in(const json::Object& body, std::string_view key) {
    const auto date = Date::parse(text_in(body, key));
    expect(date.has_value(), "an action lacks a date it must have");
    return *date;
}

void merge_values(json::Object& into, const json::Object& from) {
    for (const auto& [key, value] : from) into[key] = value;
}

// Where a case goes when the applicant has done what was asked: on to the objection that is open, back to the decision that
// stands, or to the officers.
State resumed(const Case& c) { return c.objection ? State::objected : c.decided.value_or(State::accepted); }

void decide(Case& c, const Action& a) {
    c.outcome = text_in(a.body, "outcome");
    c.reasoned = a.seq;
    c.asked.clear();
    if (c.outcome == "settle" || c.outcome == "refuse") {
        const bool settled = c.outcome == "settle";
        c.state = settled ? State::settled : State::refused;
        c.decided = c.state;
        c.carried_out = settled;
        c.ever_carried_out |= settled;
        c.objection = 0;
        c.closed_at = a.at;
        c.stopped_on.reset();
        if (auto code = text_in(a.body, "certificate"); !code.empty()) c.certificate = code;
        if (!settled) c.certificate.clear();
        if (c.commitment && c.commitment->state == (settled ? CommitmentState::dropped : CommitmentState::open))
            c.commitment->state = settled ? CommitmentState::open : CommitmentState::dropped;
        if (settled && a.body.if_contains("contact_due_on"))
            c.contact = Contact{date_in(a.body, "contact_due_on")};
        else if (!settled && c.contact && c.contact->state == ContactState::open)
            c.contact->state = ContactState::dropped;
    } else if (c.outcome == "commit" || c.outcome == "correct") {
        c.state = State::awaiting_correction;
        c.stopped_on = a.at.date();
        if (c.outcome == "correct") c.asked.push_back({text_in(a.body, "field"), {}});
    } else {
        c.state = State::accepted;
    }
}

// Only the objection is taken back: the case is again what it was before it.
void withdraw_objection(Case& c) {
    std::vector<Action> actions = std::move(c.actions);
    const auto end = actions.begin() + (c.objection - 1);
    Case before = fold(c.origin, {actions.begin(), end});
    before.assigned_to = c.assigned_to;
    before.actions = std::move(actions);
    c = std::move(before);
}

}  // namespace

void apply(Case& c, Action a) {
    switch (a.act) {
        case Act::submit:
            c.state = State::accepted;
            c.values = a.values;
            c.due_on = date_in(a.body, "due_on");
            break;
        case Act::commit:
            c.commitment = Given{a.at, date_in(a.body, "check_due_on"), CommitmentState::open};
            c.state = resumed(c);
            if (a.body.if_contains("due_on")) c.due_on = date_in(a.body, "due_on");
            c.stopped_on.reset();
            break;
        case Act::take:
            c.assigned_to = a.actor.substr(a.actor.find(':') + 1);
            break;
        case Act::ask_correction:
            c.state = State::awaiting_correction;
            c.stopped_on = a.at.date();
            c.asked.clear();
            for (const auto& f : a.body.at("fields").as_array())
                c.asked.push_back({text_in(f.as_object(), "field"), text_in(f.as_object(), "sentence")});
            break;
        case Act::correct:
            merge_values(c.values, a.values);
            c.asked.clear();
            c.state = resumed(c);
            c.due_on = date_in(a.body, "due_on");
            c.stopped_on.reset();
            break;
        case Act::decide:
            decide(c, a);
            break;
        case Act::answer:
            c.outcome = "settle";
            c.reasoned = a.seq;
            c.state = State::settled;
            c.decided = c.state;
            c.closed_at = a.at;
            break;
        case Act::check:
            expect(c.commitment.has_value(), "a check without a commitment");
            c.commitment->state = text_in(a.body, "result") == "kept" ? CommitmentState::kept : CommitmentState::broken;
            break;
        case Act::contact:
            expect(c.contact.has_value(), "a contact that was not promised");
            c.contact->state = ContactState::done;
            break;
        case Act::evaluate:
            c.evaluation = Evaluation{static_cast<int>(a.body.at("grade").to_number<int64_t>()), text_in(a.body, "comment"), a.at};
            break;
        case Act::object:
            c.state = State::objected;
            c.objection = a.seq;
            c.due_on = date_in(a.body, "due_on");
            c.closed_at.reset();
            break;
        case Act::withdraw:
            if (c.objection) {
                withdraw_objection(c);
                break;
            }
            c.state = State::withdrawn;
            c.closed_at = a.at;
            c.stopped_on.reset();
            break;
    }
    c.actions.push_back(std::move(a));
}

Case fold(Origin origin, std::vector<Action> actions) {
    expect(!actions.empty() && actions.front().act == Act::submit, "a case begins with its submission");
    Case c;
    c.origin = std::move(origin);
    for (auto& a : actions) {
        expect(a.seq == c.version() + 1, "the actions of a case are numbered without gaps");
        apply(c, std::move(a));
    }
    return c;
}

}  // namespace leye::casework
