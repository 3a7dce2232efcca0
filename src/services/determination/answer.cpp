#include "services/determination/answer.hpp"

#include "base/text.hpp"
#include "records/party/duty.hpp"
#include "records/party/merge.hpp"
#include "records/reference/reference.hpp"
#include "services/determination/finding_store.hpp"

namespace leye::determination {
namespace {

constexpr size_t reason_characters_max = 500;

Result<void> check_note(std::string_view note) {
    if (text::length(text::trim(note)) < 4) return refuse("finding_note_missing", "note");
    if (text::length(note) > reason_characters_max) return refuse("text_too_long", "note", {{"most", std::to_string(reason_characters_max)}});
    return {};
}

// The offer, where it was made to the person who asks and still waits for an answer.
Result<Finding> find_own_offer(party::Context& at, FindingId id) {
    hold_finding(at.tx, id);
    auto found = find_finding(at.tx, at.seal, id);
    if (!found) return refuse("finding_unknown");
    if (auto own = check_owner(at, *found); !own) return tl::unexpected(own.error());
    if (found->ended_at || found->state != FindingState::offered) return tl::unexpected(answered(*found));
    return std::move(*found);
}

void answer(party::Context& at, Finding& f, FindingState state, std::string_view note) {
    f.state = state;
    f.answered_at = at.now;
    f.answered_by = at.actor.text();
    f.note = note;
    update_finding(at.tx, f);
    party::record(at, "finding_" + std::string(name_of(state)), "person:" + f.person.text(),
                  json::print(json::Object{{"finding", f.id.text()}, {"determination", f.determination}}));
}

Result<Finding> answer_offer(party::Context& at, FindingId id, FindingState state) {
    auto f = find_own_offer(at, id);
    if (f) answer(at, *f, state, "");
    return f;
}

}  // namespace

Result<void> check_owner(party::Context& at, const Finding& f) {
    if (at.actor.kind != party::Actor::Kind::person) return refuse("sign_in_needed");
    const auto owner = party::resolve(at.tx, f.person), asks = party::resolve(at.tx, at.actor.person);
    if (!owner || !asks || *owner != *asks) return refuse("finding_not_yours");
    return {};
}

Refusal answered(const Finding& f) { return {.code = "finding_answered", .field = "", .clause = {}, .details = {{"state", std::string(name_of(f.state))}}, .also = {}}; }

Result<Finding> accept_offer(party::Context& at, FindingId id) { return answer_offer(at, id, FindingState::accepted); }
Result<Finding> decline_offer(party::Context& at, FindingId id) { return answer_offer(at, id, FindingState::declined); }

Result<int64_t> note_contact(party::Context& at, FindingId id, std::string_view channel, std::string_view note) {
    hold_finding(at.tx, id);
    const auto f = find_finding(at.tx, at.seal, id);
    if (!f) return refuse("finding_unknown");
    if (auto allowed = party::may_any(at.actor, {party::Duty::window, party::Duty::check}); !allowed) return tl::unexpected(allowed.error());
    if (!party::area_covers(at.actor.area, f->area)) return refuse("duty_other_area", "", {{"duty", "window"}, {"area", f->area}});
    const auto* channels = at.reference.find_list("channel");
    if (!channels || !channels->find(channel)) return refuse("option_unknown", "channel");
    if (auto good = check_note(note); !good) return tl::unexpected(good.error());
    const auto before = list_contacts(at.tx, id);
    const int64_t seq = before.empty() ? 1 : before.back().seq + 1;
    insert_contact(at.tx, id, {seq, at.now, at.actor.text(), at.actor.name, std::string(channel), std::string(text::trim(note))});
    party::record(at, "finding_contact", "person:" + f->person.text(), json::print(json::Object{{"finding", f->id.text()}, {"seq", seq}}));
    return seq;
}

Result<Finding> decide_finding(party::Context& at, const casework::Office& office, FindingId id, bool right, std::string_view note) {
    hold_finding(at.tx, id);
    auto f = find_finding(at.tx, at.seal, id);
    if (!f) return refuse("finding_unknown");
    if (auto allowed = party::may(at, party::Duty::check, f->area); !allowed) return tl::unexpected(allowed.error());
    if (auto good = check_note(note); !good) return tl::unexpected(good.error());
    if (f->ended_at || f->state != FindingState::review) return tl::unexpected(answered(*f));
    if (right)
        if (auto told = tell_register(at, office, *f); !told) return tl::unexpected(told.error());
    answer(at, *f, right ? FindingState::confirmed : FindingState::dismissed, note);
    return std::move(*f);
}

}  // namespace leye::determination
