#include "services/determination/objection.hpp"

#include "base/text.hpp"
#include "services/casework/submit.hpp"
#include "services/determination/answer.hpp"
#include "services/determination/effect.hpp"
#include "services/determination/finding_store.hpp"
#include "services/determination/said.hpp"

namespace leye::determination {
namespace {

constexpr size_t reason_characters_max = 500;

void move(party::Context& at, Finding& f, FindingState state) {
    f.state = state;
    f.answered_at = at.now;
    f.answered_by = at.actor.text();
    update_finding(at.tx, f);
    party::record(at, "finding_" + std::string(name_of(state)), "person:" + f.person.text(),
                  json::print(json::Object{{"finding", f.id.text()}, {"determination", f.determination}, {"case", f.case_number}}));
}

std::string note_of(const casework::Case& c) {
    const auto* note = c.reason().if_contains("note");
    return note && note->is_string() ? std::string(note->get_string()) : std::string();
}

// What no longer stands has nothing to tell the register.
Result<void> tell_again(party::Context& at, const casework::Office& office, const Finding& f) {
    return f.ended_at ? Result<void>() : tell_register(at, office, f);
}

}  // namespace

bool may_object(const Finding& f, std::string_view kind, Date today) {
    if (!f.case_number.empty()) return false;
    if (!f.ended_at) return f.state == FindingState::applied || f.state == FindingState::standing || f.state == FindingState::confirmed;
    const bool told = f.state == FindingState::offered || f.state == FindingState::accepted || f.state == FindingState::confirmed;
    return kind == "entitlement" && told && today - f.ended_at->date() <= objection_days;
}

Result<Finding> object(party::Context& at, const casework::Office& office, FindingId id, std::string_view reason) {
    if (text::length(reason) > reason_characters_max) return refuse("text_too_long", "reason", {{"most", std::to_string(reason_characters_max)}});
    hold_finding(at.tx, id);
    auto f = find_finding(at.tx, at.seal, id);
    if (!f) return refuse("finding_unknown");
    if (at.actor.kind != party::Actor::Kind::staff)
        if (auto own = check_owner(at, *f); !own) return tl::unexpected(own.error());
    const auto* determination = office.catalog->find_determination(f->determination, f->version);
    if (!may_object(*f, determination ? determination->kind : "", at.now.date())) return tl::unexpected(answered(*f));

    casework::Draft draft{.item = std::string(objection_item), .values = {}, .person = f->person, .channel = at.actor.channel, .begun_by = "finding"};
    draft.values = {{"determination", determination ? determination->name.zh : f->determination}, {"found", said_of(*office.catalog, *f).zh}, {"found_on", f->since.text()}};
    if (f->ended_at) draft.values["ended_on"] = f->ended_at->date().text();
    if (!text::trim(reason).empty()) draft.values["objection"] = reason;
    const auto c = casework::submit(at, office, draft);
    if (!c) return tl::unexpected(c.error());

    take_back(at, *f, reason);
    f->state_before = f->state;
    f->case_number = c->origin.number;
    move(at, *f, FindingState::objected);
    if (auto followed = office.follower.follow(at, office, *c); !followed) return tl::unexpected(followed.error());
    return find_finding(at.tx, at.seal, id).value();
}

Result<void> Objections::follow(party::Context& at, const casework::Office& office, const casework::Case& c) const {
    if (c.state != casework::State::settled && c.state != casework::State::refused && c.state != casework::State::withdrawn) return {};
    auto f = hold_finding_of_case(at.tx, at.seal, c.origin.number);
    expect(f.has_value() && f->state_before.has_value(), "an objection is to a finding");
    if (c.state == casework::State::settled) {
        if (f->state == FindingState::reversed) return {};
        take_back(at, *f, note_of(c));
        f->note = note_of(c);
        move(at, *f, FindingState::reversed);
        return {};
    }
    if (c.state == casework::State::refused && f->state == FindingState::confirmed) return {};
    if (auto told = tell_again(at, office, *f); !told) return told;
    if (c.state == casework::State::refused) {
        f->note = note_of(c);
        move(at, *f, FindingState::confirmed);
    } else {
        f->case_number.clear();
        move(at, *f, *std::exchange(f->state_before, std::nullopt));
    }
    return {};
}

}  // namespace leye::determination
