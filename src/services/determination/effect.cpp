#include "services/determination/effect.hpp"

#include <algorithm>

#include "records/party/employer.hpp"
#include "records/party/person.hpp"
#include "records/status/claim.hpp"
#include "records/status/status.hpp"

namespace leye::determination {
namespace {

using status::Kind;

constexpr std::string_view source = "insurance";

const fact::Fact* latest(std::span<const fact::Fact> facts, fact::Kind kind, Date on) {
    const fact::Fact* out = nullptr;
    for (const auto& f : facts)
        if (f.kind == kind && f.from <= on && (!out || out->from <= f.from)) out = &f;
    return out;
}

// Since when the employer of the newest month has paid without a break.
Date begun_with(std::span<const fact::Fact> facts, const fact::Fact& newest) {
    Date since = newest.from;
    for (auto f = facts.rbegin(); f != facts.rend(); ++f)  // by beginning
        if (f->kind == newest.kind && f->unit == newest.unit && f->from < since && (!f->until || *f->until >= since)) since = f->from;
    return since;
}

std::optional<Date> date_of(const json::Object& facts, Column column) {
    const auto* v = facts.if_contains(rule_of(column).name);
    return v && v->is_string() ? Date::parse(v->get_string()) : std::nullopt;
}

bool is_true(const json::Object& facts, Column column) {
    const auto* v = facts.if_contains(rule_of(column).name);
    return v && v->is_bool() && v->get_bool();
}

// What the register holds and the facts say, for one change of status.
struct About {
    party::Context& at;
    const Finding& finding;
    std::vector<status::Spell> history;
    std::vector<status::Spell> spells;
    std::vector<fact::Fact> facts;
    Date today;

    void end(status::Claim& claim, std::initializer_list<Kind> kinds, Date on, json::Object details = {}) const {
        for (const auto& s : spells)
            if (std::ranges::find(kinds, s.kind) != kinds.end() && s.period().contains(today))
                claim.ends.push_back({s.id, std::max(on, s.from + 1), details, std::string(source)});
    }
    // Unemployment that holds when work begins ends with it.
    void end_unemployment(status::Claim& claim, Date on) const {
        for (const auto& s : spells)
            if (s.kind == Kind::unemployed && s.period().contains(today)) claim.ends.push_back({s.id, std::max(on, s.from + 1), {}, std::string(source)});
    }
};
using Claimed = Result<status::Claim>;

Claimed employed(const About& a) {
    const auto* paid = latest(a.facts, fact::Kind::insured_employee, a.today);
    if (!paid) return refuse("finding_facts_gone");
    const Date since = begun_with(a.facts, *paid);
    const auto employer = party::find_employer_by_uscc(a.at.tx, paid->unit);
    if (!employer) return refuse("employer_unknown", "unit", {{"uscc", paid->unit}});
    status::Claim out;
    a.end_unemployment(out, since);
    out.opens.push_back({.person = a.finding.person, .kind = Kind::employed, .employer = *employer, .from = since, .until = {}, .details = {}, .case_number = {}, .source = std::string(source)});
    return out;
}

Claimed flexible(const About& a) {
    const bool business = is_true(a.finding.facts, Column::runs_business) && !is_true(a.finding.facts, Column::insured_flexible);
    const auto since = date_of(a.finding.facts, business ? Column::business_since : Column::insured_flexible_since);
    if (!since) return refuse("finding_facts_gone");
    status::Claim out;
    a.end_unemployment(out, *since);
    json::Object details;
    if (business) details["flexible_kind"] = "sole_business";
    out.opens.push_back({.person = a.finding.person, .kind = Kind::flexible, .employer = {}, .from = *since, .until = {}, .details = std::move(details), .case_number = {}, .source = std::string(source)});
    return out;
}

// Work ended with the last month that was paid; from then on the person is registered as out of work.
Claimed unemployed(const About& a) {
    const auto last = date_of(a.finding.facts, Column::last_insured_month);
    if (!last) return refuse("finding_facts_gone");
    const Date on = last->plus_months(1);
    status::Claim out;
    a.end(out, {Kind::employed, Kind::flexible}, on);
    const bool already = std::ranges::any_of(a.spells, [&](const status::Spell& s) { return s.kind == Kind::unemployed && s.period().contains(a.today); });
    if (!already) {
        Date from = on;
        for (const auto& e : out.ends) from = std::max(from, e.until);
        out.opens.push_back({.person = a.finding.person, .kind = Kind::unemployed, .employer = {}, .from = from, .until = {}, .details = {}, .case_number = {}, .source = std::string(source)});
    }
    return out;
}

Claimed retired(const About& a) {
    const auto* pension = latest(a.facts, fact::Kind::pension, a.today);
    status::Claim out;
    const auto on = pension ? std::optional(pension->from) : date_of(a.finding.facts, Column::retires_on);
    if (!on) return refuse("finding_facts_gone");
    a.end(out, {Kind::employed, Kind::flexible, Kind::unemployed}, *on, {{"end_reason", "retired"}});
    return out;
}

Claimed studying(const About& a) {
    const auto* began = latest(a.facts, fact::Kind::studying, a.today);
    if (!began) return refuse("finding_facts_gone");
    status::Claim out;
    a.end_unemployment(out, began->from);
    return out;
}

Claimed away(const About& a) {
    status::Claim out;
    if (const auto* died = latest(a.facts, fact::Kind::death, a.today)) {
        a.end(out, {Kind::employed, Kind::flexible, Kind::unemployed}, died->from, {{"end_reason", "died"}});
        return out;
    }
    const auto* army = latest(a.facts, fact::Kind::army, a.today);
    const auto* abroad = latest(a.facts, fact::Kind::abroad, a.today);
    if (!army && !abroad) return refuse("finding_facts_gone");
    a.end_unemployment(out, army && abroad ? std::max(army->from, abroad->from) : (army ? army : abroad)->from);
    return out;
}

Claimed claim_of(const About& a) {
    if (a.finding.outcome == "employed") return employed(a);
    if (a.finding.outcome == "flexible") return flexible(a);
    if (a.finding.outcome == "unemployed") return unemployed(a);
    if (a.finding.outcome == "retired") return retired(a);
    if (a.finding.outcome == "studying") return studying(a);
    return away(a);
}

Result<void> change_register(party::Context& at, const Finding& finding) {
    About a{at, finding, status::list_history(at.tx, finding.person), status::list_spells(at.tx, finding.person, status::end_of_time),
            fact::list_facts(at.tx, finding.person, at.now), at.now.date()};
    const auto claim = claim_of(a);
    if (!claim) return tl::unexpected(claim.error());
    return status::put_claim(at, a.history, claim_number(finding.id), *claim, finding.reason);
}

std::string spoken(const catalog::Amount& amount) {
    return std::to_string(amount.yuan) + (amount.per == "month" ? "元/月" : amount.per == "loan" ? "元以内" : "元");
}

void tell(party::Context& at, const casework::Office& office, const catalog::Determination& determination, const Finding& finding, std::string_view event,
          const catalog::Determined* said) {
    const auto own = determination.letters.find(std::string(event));
    const auto* letter = office.catalog->find_letter(own == determination.letters.end() ? "finding_" + std::string(event) : own->second);
    expect(letter != nullptr, "the catalogue has the letters of findings");
    const auto person = party::find_person(at.tx, at.seal, finding.person, party::Documents::without);
    if (!person || person->phone.empty()) return;
    std::map<std::string, std::string> values{{"name", person->name}, {"determination", determination.name.zh}, {"sentence", said ? said->sentence.zh : std::string()}, {"amount", ""}};
    if (said && said->amount) values["amount"] = "，" + spoken(*said->amount);
    office.messenger.send(at, {person->phone, finding.person, finding.area}, catalog::filled(letter->text.zh, values));
}

}  // namespace

bool is_wanted(const catalog::Determination& determination, std::string_view outcome, const Profile& p) {
    if (!determination.kept) return false;
    // Before any insurance data came, not knowing is no reason to trouble an officer about everybody.
    if (outcome == "review" && determination.kind == "entitlement" && p.get(Column::data_month) == unknown) return false;
    if (outcome == "review" || outcome == "zero_employment" || outcome == "entitled" || outcome == "listed" || outcome == "suspected") return true;
    if (determination.kind != "status") return false;
    const bool employed = p.is(Column::open_employment), flexible = p.is(Column::open_flexible), unemployed = p.is(Column::open_unemployment);
    if (outcome == "employed") return !employed;
    if (outcome == "flexible") return !flexible;
    if (outcome == "unemployed") return employed || flexible;
    if (outcome == "retired") return employed || flexible || unemployed;
    if (outcome == "away") return p.is(Column::deceased) ? employed || flexible || unemployed : unemployed;
    return outcome == "studying" && unemployed;
}

void carry_out(party::Context& at, const casework::Office& office, const catalog::Determination& determination, const catalog::Determined& said, Finding& finding) {
    if (finding.outcome == "review" || determination.kind == "sign") {
        finding.state = FindingState::review;
    } else if (determination.kind == "entitlement") {
        finding.state = FindingState::offered;
        tell(at, office, determination, finding, "offered", &said);
    } else if (determination.kind == "status") {
        if (const auto changed = change_register(at, finding); !changed) {
            finding.state = FindingState::review;
            finding.note = changed.error().code;
        } else {
            finding.state = FindingState::applied;
            tell(at, office, determination, finding, "applied", &said);
        }
    } else {
        finding.state = FindingState::standing;
    }
    party::record(at, "finding_made", "person:" + finding.person.text(),
                  json::print(json::Object{{"finding", finding.id.text()}, {"determination", finding.determination}, {"outcome", finding.outcome},
                                           {"reason", finding.reason}, {"rule", finding.rule}, {"table_version", finding.table_version}, {"state", name_of(finding.state)}}));
}

Result<void> tell_register(party::Context& at, const casework::Office& office, const Finding& finding) {
    const auto* determination = office.catalog->find_determination(finding.determination, at.now.date());
    if (!determination || determination->kind != "status" || finding.outcome == "review") return {};
    return change_register(at, finding);
}

void take_back(party::Context& at, const Finding& finding, std::string_view reason) {
    const auto history = status::list_history(at.tx, finding.person);
    if (const auto taken = status::put_claim(at, history, claim_number(finding.id), {}, reason); !taken) throw Bug("a claim cannot be taken back: " + taken.error().code);
}

void tell_end(party::Context& at, const casework::Office& office, const catalog::Determination& determination, const Finding& finding) {
    if (determination.kind != "entitlement" || (finding.state != FindingState::offered && finding.state != FindingState::accepted)) return;
    tell(at, office, determination, finding, "ended", nullptr);
}

}  // namespace leye::determination
