#include "services/casework/settle.hpp"

#include <array>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "engine/journal/journal.hpp"
#include "records/party/employer.hpp"
#include "records/party/person.hpp"
#include "records/reference/reference.hpp"
#include "services/casework/case_store.hpp"
#include "services/casework/certificate_store.hpp"
#include "services/casework/commitment_store.hpp"
#include "services/casework/effect.hpp"
#include "services/casework/fold.hpp"

namespace leye::casework {
namespace {

// Facts that name somebody are no input of a rule and do not go into the record of the decision.
bool is_private(std::string_view name) { return name == "name" || name == "phone" || name == "document_number" || name == "worker_name"; }

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

// What the journal keeps of an action: enough to see that what the case keeps was not changed.
struct DetailShape {
    int64_t seq = 1;
    std::string body;  // first half of its SHA-256, in hexadecimal
    std::optional<std::string> outcome;
};
BOOST_DESCRIBE_STRUCT(DetailShape, (), (seq, body, outcome))

std::string journal_detail(const Action& a, const std::string& body) {
    DetailShape detail{.seq = a.seq, .body = text::hex(std::string_view(sha256(body)).substr(0, 8))};
    if (const auto* outcome = a.body.if_contains("outcome")) detail.outcome = std::string(outcome->as_string());
    std::string out;
    json::print_to(out, detail);
    return out;
}

}  // namespace

void add_action(party::Context& at, Case& c, Act act, json::Object body, json::Object values) {
    apply(c, {c.version() + 1, act, at.now, at.actor.text(), at.actor.name, at.actor.channel, std::move(body), std::move(values)});
}

void add_rule_action(party::Context& at, Case& c, Act act, json::Object body) {
    apply(c, {c.version() + 1, act, at.now, "system", {}, at.actor.channel, std::move(body), {}});
}

Result<void> carry_out(party::Context& at, const Office&, const catalog::Item& item, Case& c, json::Object& decision, Subject& subject) {
    if (auto done = run_effect(at, item.effect, c, subject); !done) return done;
    if (item.certificate && c.origin.person) {
        const std::string code = make_certificate_code(at.now);
        decision["certificate"] = code;
    }
    return {};
}

Result<void> decide_by_rule(party::Context& at, const Office& office, const catalog::Item& item, Case& c, Subject& subject) {
    const party::Employer* employer = subject.employer();
    std::array<unsigned char, 8192> room;
    boost::json::monotonic_resource in_room(room.data(), room.size());
    json::Object facts = decision_facts(subject.person(), employer, c.values, c.commitment.has_value(), at.now.date(), &in_room);
    if (employer)
        for (auto& f : gather_worker(at.tx, at.seal, at.reference, employer->id, c.values, at.now)) facts[f.name] = f.value;

    const auto decided = office.catalog->decide(item, facts, at.now);
    if (!decided) return tl::unexpected(decided.error());
    if (decided->outcome == "correct") {
        Refusal r{.code = "decision_correct", .field = decided->field.empty() ? "" : "values." + decided->field, .clause = decided->clause, .details = {}, .also = {}};
        r.details = {{"reason", decided->reason}, {"zh", decided->sentence.zh}, {"en", decided->sentence.en}};
        return tl::unexpected(r);
    }
    // The rule lets the case in: only now it takes a number.
    if (c.origin.number.empty()) c.origin.number = office.numbers->next(at.tx, at.now.date());
    json::Object body = decision_body(*decided, facts);
    if (decided->outcome == "settle")
        if (auto done = carry_out(at, office, item, c, body, subject); !done) return done;
    add_rule_action(at, c, Act::decide, std::move(body));
    return {};
}

Result<void> store_case(party::Context& at, const Case& c, int64_t stored_version) {
    const std::span added = std::span(c.actions).subspan(static_cast<size_t>(stored_version));
    std::vector<std::string> bodies;
    for (const Action& a : added) bodies.push_back(json::print(a.body));
    if (auto saved = save(at.tx, at.seal, c, stored_version, bodies); !saved) return saved;
    for (const Action& a : added) {
        journal::append(at.tx, {a.at, a.actor, "case_" + std::string(name_of(a.act)), "case:" + c.origin.number,
                                journal_detail(a, bodies[static_cast<size_t>(&a - added.data())])});
        if (a.act == Act::decide)
            if (const auto* code = a.body.if_contains("certificate"))
                issue_certificate(at.tx, {std::string(code->as_string()), c.origin.id, *c.origin.person, a.at, std::nullopt});
        if (a.act == Act::commit) add_commitment(at.tx, c);
    }
    return {};
}

void tell(party::Context& at, const Office& office, const catalog::Item& item, const Case& c, std::string_view event, Subject& subject) {
    const auto letter = item.letters.find(std::string(event));
    if (letter == item.letters.end() || c.origin.employer) return;
    const PersonFacts* facts = subject.person();
    // To the phone in the person's file; of a case that is nobody's own, to the one given in it.
    std::string phone = facts ? facts->person.phone : std::string();
    if (const auto* given = facts ? nullptr : c.values.if_contains("phone"); given && given->is_string()) phone = given->get_string();
    if (phone.empty()) return;
    const auto* text = office.catalog->find_letter(letter->second);
    expect(text != nullptr, "the catalogue checked the item's letters");
    std::map<std::string, std::string> values{{"number", c.origin.number}, {"item", item.name.zh}, {"due_on", c.due_on.text()}, {"name", facts ? facts->person.name : std::string()}};
    if (!c.certificate.empty()) values["certificate"] = c.certificate;
    if (!c.asked.empty()) values["sentence"] = c.asked.front().sentence;
    office.messenger.send(at, {phone, c.origin.person, c.origin.area}, catalog::filled(text->text.zh, values));
}

}  // namespace leye::casework
