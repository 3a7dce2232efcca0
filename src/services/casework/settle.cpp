#include "services/casework/settle.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/journal/journal.hpp"
#include "records/party/employer.hpp"
#include "records/party/person.hpp"
#include "records/reference/reference.hpp"
#include "services/casework/case_store.hpp"
#include "services/casework/certificate_store.hpp"
#include "services/casework/commitment_store.hpp"
#include "services/casework/contact_store.hpp"
#include "services/casework/effect.hpp"
#include "services/casework/fold.hpp"
#include "services/casework/journalled.hpp"

namespace leye::casework {
namespace {

json::Object decision_body(const catalog::Decided& d, const json::Object& facts) {
    json::Object used;
    for (const auto& name : d.inputs)
        if (const auto* v = facts.if_contains(name); v && !v->is_null() && !is_private(name)) used[name] = *v;
    json::Object body{{"outcome", d.outcome}, {"reason", d.reason}, {"table", d.table}, {"table_version", d.table_version},
                      {"rule", d.rule},       {"facts", std::move(used)}};
    if (!d.field.empty()) body["field"] = d.field;
    if (!d.clause.empty()) body["clause"] = d.clause;
    return body;
}

// A correction renews the certificate, whose sheet was printed from what was believed before.
bool was_corrected(const Case& c) {
    for (auto a = c.actions.rbegin(); a != c.actions.rend(); ++a) {
        if (a->act == Act::correct) return true;
        if (a->act == Act::decide && a->body.at("outcome") == "settle") return false;
    }
    return false;
}

// Whether the applicant's word stands; one that a check found broken does not.
bool is_committed(const Case& c) { return c.commitment && c.commitment->state != CommitmentState::broken; }

Refusal refusal_of(std::string code, const catalog::Decided& d) {
    Refusal r{.code = std::move(code), .field = d.field.empty() ? "" : "values." + d.field, .clause = d.clause, .details = {}, .also = {}};
    r.details = {{"reason", d.reason}, {"zh", d.sentence.zh}, {"en", d.sentence.en}};
    return r;
}

// Within so many days of the registration that the person comes from, where there is one; never in the past.
void promise_contact(party::Context& at, const catalog::Item& item, const Case& c, json::Object& decision, Subject& subject) {
    const auto& contact = item.contact;
    if (!contact || (c.contact && c.contact->state != ContactState::dropped)) return;
    const std::string reason(decision.at("reason").as_string());
    if (std::ranges::find(contact->reasons, reason) == contact->reasons.end()) return;
    const auto& calendar = at.reference.calendar();
    const auto* registered = subject.open_spell(status::Kind::unemployed);
    const Date from = registered ? registered->learnt_at.date() : at.now.date();
    decision["contact_due_on"] = std::max(calendar.plus(from, contact->days, contact->unit), calendar.plus(at.now.date(), 1, contact->unit)).text();
}

}  // namespace

void add_action(party::Context& at, Case& c, Act act, json::Object body, json::Object values) {
    apply(c, {c.version() + 1, act, at.now, at.actor.text(), at.actor.name, at.actor.channel, std::move(body), std::move(values)});
}

void add_rule_action(party::Context& at, Case& c, Act act, json::Object body) {
    apply(c, {c.version() + 1, act, at.now, "system", {}, at.actor.channel, std::move(body), {}});
}

Result<void> carry_out(party::Context& at, const Office&, const catalog::Item& item, Case& c, json::Object& decision, Subject& subject, std::string_view note) {
    if (auto done = run_effect(at, item.effect, c, subject, note); !done) return done;
    promise_contact(at, item, c, decision, subject);
    if (!item.certificate || !c.origin.person || (!c.certificate.empty() && !was_corrected(c))) return {};
    if (!c.certificate.empty()) revoke_certificate(at.tx, c.certificate, at.now);
    decision["certificate"] = make_certificate_code(at.now);
    return {};
}

Result<void> take_back(party::Context& at, const catalog::Item& item, const Case& c, Subject& subject, std::string_view note) {
    if (!c.certificate.empty()) revoke_certificate(at.tx, c.certificate, at.now);
    return undo_effect(at, item.effect, c, subject, note);
}

Result<void> decide_by_rule(party::Context& at, const Office& office, const catalog::Item& item, Case& c, Subject& subject, std::string_view note) {
    const json::Object& facts = subject.rule_facts(c.values, is_committed(c));
    const auto decided = office.catalog->decide(item, facts, subject.asked_at());
    if (!decided) return tl::unexpected(decided.error());
    if (decided->outcome == "correct") return tl::unexpected(refusal_of("decision_correct", *decided));
    // What is settled stays so: a correction that the rule would not settle is for an officer to look at.
    if (c.state == State::settled && decided->outcome != "settle") return tl::unexpected(refusal_of("correction_not_settled", *decided));
    // An objection is decided by an officer, but for what the rule grants or a commitment would.
    const bool grants = decided->outcome == "settle" || (decided->outcome == "commit" && !c.commitment);
    if (c.objection && !grants) return {};
    // The rule lets the case in: only now it takes a number.
    if (c.origin.number.empty()) c.origin.number = office.numbers->next(at.tx, at.now.date());
    json::Object body = decision_body(*decided, facts);
    if (decided->outcome == "settle")
        if (auto done = carry_out(at, office, item, c, body, subject, note); !done) return done;
    add_rule_action(at, c, Act::decide, std::move(body));
    return {};
}

Result<void> store_case(party::Context& at, const Case& c, int64_t stored_version) {
    const std::span added = std::span(c.actions).subspan(static_cast<size_t>(stored_version));
    std::vector<std::string> bodies;
    for (const Action& a : added) bodies.push_back(json::print(a.body));
    if (auto saved = save(at.tx, at.seal, c, stored_version, bodies); !saved) return saved;
    bool promised_before = false, commitment_moved = false, contact_moved = false;
    for (const Action& a : c.actions) promised_before |= a.act == Act::commit && a.seq <= stored_version;
    for (const Action& a : added) {
        journal::append(at.tx, {a.at, a.actor, "case_" + std::string(name_of(a.act)), "case:" + c.origin.number,
                                journal_detail(at.seal, c.origin, a, bodies[static_cast<size_t>(&a - added.data())])});
        if (a.act == Act::decide)
            if (const auto* code = a.body.if_contains("certificate"))
                issue_certificate(at.tx, {std::string(code->as_string()), c.origin.id, *c.origin.person, a.at, std::nullopt});
        if (a.act == Act::commit) add_commitment(at.tx, c);
        contact_moved |= a.act == Act::contact || a.act == Act::decide;
        commitment_moved |= a.act == Act::check || a.act == Act::decide || a.act == Act::withdraw;
    }
    if (c.contact && contact_moved) put_contact(at.tx, c);
    if (promised_before && commitment_moved) move_commitment(at.tx, c.origin.id, c.commitment ? c.commitment->state : CommitmentState::dropped);
    return {};
}

std::string spoken(Date day) { return fmt::format("{}月{}日", day.month(), day.day()); }

namespace {

struct Letter {
    party::Context& at;
    const Office& office;
    const catalog::Item& item;
    const Case& c;

    // Empty where the item writes no letter about the event.
    std::string text(std::string_view event, const std::string& name) const {
        const auto letter = item.letters.find(std::string(event));
        if (letter == item.letters.end()) return {};
        const auto* text = office.catalog->find_letter(letter->second);
        expect(text != nullptr, "the catalogue checked the item's letters");
        std::map<std::string, std::string> values{{"number", c.origin.number}, {"item", item.name.zh}, {"due_on", spoken(c.due_on)}, {"name", name}};
        if (!c.certificate.empty()) values["certificate"] = c.certificate;
        if (!c.asked.empty()) values["sentence"] = c.asked.front().sentence;
        if (c.origin.employer) values["employer"] = party::get_employer(at.tx, *c.origin.employer).name;
        return catalog::filled(text->text.zh, values);
    }
};

std::string worker_event(std::string_view event, const Case& c) {
    if (c.carried_out) return event == "corrected" ? "worker_corrected" : "worker_settled";
    return event == "revoked" ? "worker_revoked" : std::string();
}

// To the unit's handlers what others did, and to the worker what became of the own record. Of a handler's own act the
// handler has just read.
void tell_unit(const Letter& letter, std::string_view event, Subject& subject) {
    party::Context& at = letter.at;
    const std::string name = subject.employer()->name;
    if (at.actor.kind != party::Actor::Kind::handler)
        if (const auto text = letter.text(event, name); !text.empty())
            for (const auto& handler : party::list_acting_handlers(at.tx, *letter.c.origin.employer))
                letter.office.messenger.send_to_account(at, handler.account, letter.c.origin.area, text);
    const auto worker_text = letter.text(worker_event(event, letter.c), name);
    if (worker_text.empty()) return;
    const auto type = letter.c.values.if_contains("document_type"), number = letter.c.values.if_contains("document_number");
    const auto kind = type && type->is_string() ? reference::document_type_of(type->get_string()) : std::nullopt;
    if (!kind || !number || !number->is_string()) return;
    const auto worker = party::find_person_by_document(at, *kind, number->get_string());
    const auto file = worker ? party::find_person(at.tx, at.seal, *worker, party::Documents::without) : std::nullopt;
    if (file && !file->phone.empty()) letter.office.messenger.send(at, {file->phone, *worker, letter.c.origin.area}, worker_text);
}

}  // namespace

void tell(party::Context& at, const Office& office, const catalog::Item& item, const Case& c, std::string_view event, Subject& subject) {
    const Letter letter{at, office, item, c};
    if (c.origin.employer) return tell_unit(letter, event, subject);
    const PersonFacts* facts = subject.person();
    // To the phone in the person's file; of a case that is nobody's own, to the one given in it.
    std::string phone = facts ? facts->person.phone : std::string();
    if (const auto* given = facts ? nullptr : c.values.if_contains("phone"); given && given->is_string()) phone = given->get_string();
    if (phone.empty()) return;
    const auto text = letter.text(event, facts ? facts->person.name : std::string());
    if (!text.empty()) office.messenger.send(at, {phone, c.origin.person, c.origin.area}, text);
}

}  // namespace leye::casework
