#include "services/casework/act.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "records/party/merge.hpp"
#include "records/party/staff.hpp"
#include "records/reference/reference.hpp"
#include "services/casework/advice_store.hpp"
#include "services/casework/case_store.hpp"
#include "services/casework/evaluation_store.hpp"
#include "services/casework/next.hpp"
#include "services/casework/settle.hpp"

namespace leye::casework {
namespace {

constexpr size_t note_length_max = 1000;

struct Doing {
    party::Context& at;
    const Office& office;
    const catalog::Item& item;
    Case& c;
    const Order& order;
    Subject subject;
};

// The promised day moved on by as long as the clock stood still.
Date due_after_stop(const Doing& d) {
    const auto& calendar = d.at.reference.calendar();
    const Date today = d.at.now.date();
    if (!d.c.stopped_on || *d.c.stopped_on >= today) return d.c.due_on;
    return calendar.plus(d.c.due_on, calendar.days_between(*d.c.stopped_on, today, d.item.promised.unit), d.item.promised.unit);
}

Result<void> check_note(const Order& order, bool required) {
    const auto note = text::trim(order.note);
    if (required && text::length(note) < 2) return refuse("note_missing", "note");
    if (text::length(note) > note_length_max) return refuse("text_too_long", "note", {{"most", std::to_string(note_length_max)}});
    return {};
}

json::Object noted(const Order& order) {
    json::Object body;
    if (!order.note.empty()) body["note"] = order.note;
    return body;
}

Result<void> take(Doing& d) { return add_action(d.at, d.c, Act::take, {}), Result<void>{}; }

Result<void> withdraw(Doing& d) {
    add_action(d.at, d.c, Act::withdraw, noted(d.order));
    return {};
}

Result<void> ask_correction(Doing& d) {
    if (d.order.fields.empty()) return refuse("correction_fields_missing", "fields");
    json::Array fields;
    for (const Asked& f : d.order.fields) {
        const bool known = std::ranges::any_of(d.item.fields, [&](const auto& x) { return x.name == f.field && !x.fixed; });
        if (!known || text::length(f.sentence) < 2 || text::length(f.sentence) > 200)
            return refuse("correction_field", "fields", {{"field", f.field}});
        fields.push_back(json::Object{{"field", f.field}, {"sentence", f.sentence}});
    }
    json::Object body = noted(d.order);
    body["fields"] = std::move(fields);
    add_action(d.at, d.c, Act::ask_correction, std::move(body));
    tell(d.at, d.office, d.item, d.c, "correction_asked", d.subject);
    return {};
}

Result<void> correct(Doing& d) {
    const bool was_settled = d.c.state == State::settled;
    // What is mended was asked for; what is put right later says why.
    if (auto good = check_note(d.order, was_settled); !good) return good;
    json::Object all = d.c.values;
    for (const auto& [key, value] : d.order.values) {
        const auto* field = d.item.find_field(key);
        const auto* said = d.c.values.if_contains(key);
        if (field && field->fixed && !(said && *said == value)) return refuse("field_fixed", "values." + std::string(key), {{"label", field->label.zh}});
        all[key] = value;
    }
    auto values = d.office.catalog->check_values(d.item, all, d.at.reference, d.at.now.date());
    if (!values) return tl::unexpected(values.error());
    if (was_settled && *values == d.c.values) return refuse("correction_nothing", "values");
    json::Object body = noted(d.order);
    body["due_on"] = due_after_stop(d).text();
    add_action(d.at, d.c, Act::correct, std::move(body), std::move(*values));
    if (auto decided = decide_by_rule(d.at, d.office, d.item, d.c, d.subject, d.order.note); !decided) return decided;
    tell(d.at, d.office, d.item, d.c, was_settled ? "corrected" : name_of(d.c.state), d.subject);
    return {};
}

Result<void> commit(Doing& d) {
    expect(d.item.commitment.has_value(), "an item whose rule asks for a commitment has one");
    const Date check = d.at.reference.calendar().plus(d.at.now.date(), d.item.commitment->check_days, d.item.commitment->check_unit);
    add_action(d.at, d.c, Act::commit, {{"check_due_on", check.text()}, {"due_on", due_after_stop(d).text()}});
    if (auto decided = decide_by_rule(d.at, d.office, d.item, d.c, d.subject); !decided) return decided;
    tell(d.at, d.office, d.item, d.c, name_of(d.c.state), d.subject);
    return {};
}

Result<void> decide(Doing& d) {
    if (d.order.outcome != "settle" && d.order.outcome != "refuse") return refuse("outcome_unknown", "outcome");
    const bool settles = d.order.outcome == "settle";
    // Of a settled case only a broken promise is left to decide on.
    if (d.c.state == State::settled && settles) return refuse("act_not_now", "act", {{"act", "decide"}, {"state", "settled"}});
    const auto* reason = d.item.find_reason(d.order.reason_code);
    // Settling needs no choice of code: the item's own «settled by an officer».
    if (settles && d.order.reason_code.empty())
        for (const auto& r : d.item.reasons)
            if (r.by_officer && r.outcome == "settle" && !reason) reason = &r;
    if (!reason || reason->outcome != d.order.outcome) return refuse("reason_code_unknown", "reason_code", {{"reason_code", d.order.reason_code}});
    if (auto good = check_note(d.order, !settles); !good) return good;
    json::Object body = noted(d.order);
    body["outcome"] = d.order.outcome;
    body["reason"] = reason->code;
    if (const auto* facts = d.c.reason().if_contains("facts")) body["facts"] = *facts;
    const bool was_carried_out = d.c.carried_out;
    if (settles) {
        if (auto done = carry_out(d.at, d.office, d.item, d.c, body, d.subject, d.order.note); !done) return done;
    } else if (was_carried_out) {
        if (auto done = take_back(d.at, d.item, d.c, d.subject, d.order.note); !done) return done;
    }
    add_action(d.at, d.c, Act::decide, std::move(body));
    tell(d.at, d.office, d.item, d.c, settles ? "settled" : was_carried_out ? "revoked" : "refused", d.subject);
    return {};
}

std::string text_in(const json::Object& o, std::string_view key) {
    const auto* v = o.if_contains(key);
    return v && v->is_string() ? std::string(text::trim(v->get_string())) : std::string();
}

Result<void> answer(Doing& d) {
    const std::string words = text_in(d.order.values, "answer");
    if (text::length(words) < 5) return refuse("answer_missing", "values.answer");
    if (text::length(words) > 4000) return refuse("text_too_long", "values.answer", {{"most", "4000"}});
    // Published only where both want it: the asker, who said so when asking, and the adviser.
    const auto says_yes = [](const json::Object& o, std::string_view key) {
        const auto* v = o.if_contains(key);
        return v && v->is_bool() && v->get_bool();
    };
    std::vector<std::string> clauses;
    if (const auto* list = d.order.values.if_contains("clauses"); list && list->is_array())
        for (const auto& v : list->get_array())
            if (v.is_string() && clauses.size() < 20) clauses.emplace_back(v.get_string());
    const Advice advice{AdviceId::make(d.at.now), d.c.origin.id, text_in(d.c.values, "question"), words, text_in(d.order.values, "topic"), clauses,
                        party::get_staff(d.at.tx, d.at.actor.staff).agency_name, says_yes(d.order.values, "publish") && says_yes(d.c.values, "publish_ok"), d.at.now};
    add_action(d.at, d.c, Act::answer, {{"outcome", "settle"}, {"reason", "answered"}, {"answer", words}, {"advice", advice.id.text()}});
    add_advice(d.at.tx, advice);
    tell(d.at, d.office, d.item, d.c, "answered", d.subject);
    return {};
}

Result<void> check(Doing& d) {
    if (d.order.result != "kept" && d.order.result != "broken") return refuse("result_unknown", "result");
    if (auto good = check_note(d.order, true); !good) return good;
    json::Object body = noted(d.order);
    body["result"] = d.order.result;
    add_action(d.at, d.c, Act::check, std::move(body));
    tell(d.at, d.office, d.item, d.c, d.order.result == "kept" ? "check_kept" : "check_broken", d.subject);
    return {};
}

Result<void> contact(Doing& d) {
    if (auto good = check_note(d.order, true); !good) return good;
    add_action(d.at, d.c, Act::contact, noted(d.order));
    return {};
}

// The agency that is rated: of the last officer who acted, else nobody's but the rule's.
std::string rated_agency(const Case& c) {
    for (auto a = c.actions.rbegin(); a != c.actions.rend(); ++a)
        if (a->actor.starts_with("staff:")) return a->by.substr(a->by.rfind("·") == std::string::npos ? 0 : a->by.rfind("·") + std::string_view("·").size());
    return {};
}

Result<void> evaluate(Doing& d) {
    if (d.order.grade < 1 || d.order.grade > 5) return refuse("grade_range", "grade");
    if (text::length(d.order.comment) > 500) return refuse("text_too_long", "comment", {{"most", "500"}});
    json::Object body{{"grade", d.order.grade}};
    if (!d.order.comment.empty()) body["comment"] = d.order.comment;
    const std::string agency = rated_agency(d.c);
    add_action(d.at, d.c, Act::evaluate, std::move(body));
    return add_evaluation(d.at.tx, d.c, agency);
}

Result<void> object(Doing& d) {
    if (auto good = check_note(d.order, true); !good) return good;
    json::Object body = noted(d.order);
    body["due_on"] = d.at.reference.calendar().plus(d.at.now.date(), d.item.promised.days, d.item.promised.unit).text();
    add_action(d.at, d.c, Act::object, std::move(body));
    return {};
}

Result<void> run(Doing& d) {
    switch (d.order.act) {
        case Act::take: return take(d);
        case Act::ask_correction: return ask_correction(d);
        case Act::correct: return correct(d);
        case Act::commit: return commit(d);
        case Act::decide: return decide(d);
        case Act::answer: return answer(d);
        case Act::check: return check(d);
        case Act::contact: return contact(d);
        case Act::evaluate: return evaluate(d);
        case Act::object: return object(d);
        case Act::withdraw: return withdraw(d);
        case Act::submit: break;
    }
    return refuse("act_not_now", "act", {{"act", "submit"}});
}

}  // namespace

Result<Case> act(party::Context& at, const Office& office, std::string_view number, int64_t expected_version, const Order& order) {
    auto c = find_case(at.tx, at.seal, number);
    if (!c) return refuse("case_unknown", "number");
    if (c->origin.person) {
        c->origin.person = party::resolve(at.tx, *c->origin.person);  // a merged file's cases are the kept one's
        party::hold_persons(at.tx, {*c->origin.person});
    }
    if (role_of(at.actor, *c) == Role::stranger) return refuse("case_unknown", "number");
    if (auto own = may_use_channel(at.actor, at.actor.channel); !own) return tl::unexpected(own.error());
    const int64_t stored = c->version();
    if (stored != expected_version) return refuse("case_changed");
    const catalog::Item& item = office.catalog.get_item(c->origin.item, c->origin.item_version);
    if (auto allowed = may_act(at.actor, *c, order.act, item); !allowed)
        return tl::unexpected(allowed.error());
    Doing d{at, office, item, *c, order, Subject(at, *c)};
    if (auto done = run(d); !done) return tl::unexpected(done.error());
    if (auto saved = store_case(at, *c, stored); !saved) return tl::unexpected(saved.error());
    if (!item.begun_by.empty())
        if (auto followed = office.follower.follow(at, office, *c); !followed) return tl::unexpected(followed.error());
    return std::move(*c);
}

}  // namespace leye::casework
