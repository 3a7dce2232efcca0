#include "edge/routes/case_view.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "records/catalog/fact.hpp"
#include "records/party/employer.hpp"
#include "records/party/merge.hpp"
#include "records/party/person.hpp"
#include "records/party/staff.hpp"
#include "services/casework/next.hpp"
#include "services/casework/opened_store.hpp"
#include "services/determination/finding_store.hpp"

namespace leye::routes {
namespace {

Words words(const catalog::Phrase& p) { return {p.zh, p.en}; }

std::string text_in(const json::Object& o, std::string_view key) {
    const auto* v = o.if_contains(key);
    return v && v->is_string() ? std::string(v->get_string()) : std::string();
}

std::optional<std::string> optional_text(const json::Object& o, std::string_view key) {
    auto s = text_in(o, key);
    return s.empty() ? std::nullopt : std::optional(std::move(s));
}

std::string plain(const json::Value& v) {
    if (v.is_string()) return std::string(v.get_string());
    return v.is_null() ? "" : json::print(v);
}

// What a decision was told, as its body keeps it.
const json::Object& facts_in(const json::Object& body) {
    static const json::Object none;
    const auto* facts = body.if_contains("facts");
    return facts && facts->is_object() ? facts->get_object() : none;
}

// Where a fact that no field asks for comes from, as facts.cpp gathers it.
std::string_view source_of(std::string_view name) {
    if (name == "commitment") return "person";
    if (name == "birth_date" || name == "sex" || name == "name") return "document";
    if (name == "age" || name == "past_retirement" || name == "working_age" || name == "retires_on" || name == "retires_on_as_worker" || name == "retirement_by_post" || name == "age_at_start" || name == "today") return "rule";
    return "register";
}

// «11月26日 周四» and «Thu 26 November», as people say it.
Words day_in_words(Date d) {
    static constexpr std::string_view week[] = {"一", "二", "三", "四", "五", "六", "日"};
    static constexpr std::string_view days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static constexpr std::string_view months[] = {"January", "February", "March",     "April",   "May",      "June",
                                                  "July",    "August",   "September", "October", "November", "December"};
    return {fmt::format("{}月{}日 周{}", d.month(), d.day(), week[d.weekday() - 1]), fmt::format("{} {} {}", days[d.weekday() - 1], d.day(), months[d.month() - 1])};
}

}  // namespace

casework::CaseRow row_of(const casework::Case& c) {
    return {c.origin, c.state, c.outcome, c.version(), c.due_on, c.stopped_on, c.closed_at, c.assigned_to};
}

std::string etag_of(int64_t version) { return fmt::format("\"v{}\"", version); }

CaseView::CaseView(House& house, store::Connection& c, const party::Actor& actor, Instant now) : house_(house), c_(c), actor_(actor), now_(now) {}

std::string CaseView::person_name(const party::PersonId& id) {
    auto [it, fresh] = names_.try_emplace(id);
    if (fresh)
        if (const auto person = party::find_person(c_, house_.seal, id, party::Documents::without)) it->second = person->name;
    return it->second;
}

std::string CaseView::staff_name(const std::string& id) {
    auto [it, fresh] = staff_names_.try_emplace(id);
    if (fresh)
        if (const auto parsed = party::StaffId::parse(id))
            if (const auto staff = party::find_staff(c_, *parsed)) it->second = staff->name;
    return it->second;
}

ClockShape CaseView::clock(const casework::CaseRow& row, const catalog::Item& item) const {
    const bool working = item.promised.unit == reference::DayKind::working;
    const Date today = now_.date();
    ClockShape out{.state = "running", .due_on = row.due_on, .unit = working ? "working" : "natural"};
    const auto& phrases = house_.office.phrases;
    if (!casework::is_open(row.state)) {
        out.state = "ended";
        out.words = words(phrases.get("clock_ended"));
        return out;
    }
    out.days_left = house_.reference.calendar().days_between(row.stopped_on.value_or(today), row.due_on, item.promised.unit);
    if (row.stopped_on) {
        out.state = "stopped";
        out.words = words(phrases.get("clock_stopped"));
        return out;
    }
    out.overdue = row.due_on < today;
    const std::string unit = working ? "working" : "natural";
    if (out.overdue)
        out.words = words(phrases.get("clock_overdue_" + unit, {{"days", std::to_string(-out.days_left)}}));
    else if (row.due_on == today)
        out.words = words(phrases.get("clock_today"));
    else
        out.words = words(phrases.get("clock_left_" + unit, {{"days", std::to_string(out.days_left)}}));
    return out;
}

CaseSummaryShape CaseView::summary(const casework::CaseRow& row) {
    const catalog::Item& item = house_.office.catalog.get_item(row.origin.item, row.origin.item_version);
    CaseSummaryShape out;
    out.number = row.origin.number;
    out.item = item.code;
    out.item_name = item.name;
    out.state = casework::name_of(row.state);
    out.state_name = words(house_.office.phrases.get("state_" + out.state));
    out.submitted_at = row.origin.submitted_at;
    out.promised_on = row.due_on;
    out.channel = row.origin.channel;
    if (actor_.kind == party::Actor::Kind::staff && row.origin.person) out.person_name = party::mask_name(person_name(*row.origin.person));
    if (row.origin.employer) {
        auto [it, fresh] = employer_names_.try_emplace(*row.origin.employer);
        if (fresh) it->second = party::get_employer(c_, *row.origin.employer).name;
        out.employer_name = it->second;
    }
    out.area = row.origin.area;
    if (const auto name = house_.reference.areas().full_name(row.origin.area); !name.empty()) out.area_name = name;
    out.clock = clock(row, item);
    if (!row.outcome.empty()) out.outcome = row.outcome;
    out.version = row.version;
    if (!row.assigned_to.empty()) out.assigned_to = staff_name(row.assigned_to);
    return out;
}

std::string CaseView::shown(const catalog::Field* field, const json::Value& value) const {
    if (value.is_bool()) return value.get_bool() ? "是" : "否";
    if (value.is_array()) {
        std::string out;
        for (const auto& v : value.get_array()) out += (out.empty() ? "" : "、") + shown(field, v);
        return out;
    }
    const std::string text = plain(value);
    if (!field) return text;
    for (const auto& option : field->options)
        if (option.value == text) return option.label.zh;
    if (field->type == "area")
        if (auto name = house_.reference.areas().full_name(text); !name.empty()) return name;
    if (field->type == "document_number") return party::mask_number(text);
    return text;
}

FactShape CaseView::fact(const catalog::Item* item, const std::string& name, const json::Value& value, std::string_view source, std::optional<Date> learnt_on) {
    const catalog::Field* field = item ? item->find_field(name) : nullptr;
    const auto& phrases = house_.office.phrases;
    FactShape out{.name = name, .value = plain(value), .shown = shown(field, value), .learnt_on = learnt_on};
    if (field)
        out.label = field->label;
    else if (const auto* label = phrases.find("fact_" + name))
        out.label = words(*label);
    else
        out.label = {name, name};
    // Codes of places and lists that stand in a record's fact, not in a field.
    if (name == "residence") out.shown = house_.reference.areas().full_name(out.value);
    if (name == "last_end_reason")
        if (const auto* list = house_.reference.find_list("end_reason"))
            if (const auto* code = list->find(out.value)) out.shown = code->zh;
    out.source = words(phrases.get("source_" + std::string(field && source.empty() ? "person" : source.empty() ? "register" : source)));
    return out;
}

ActionReasonShape CaseView::action_reason(const catalog::Item& item, const json::Object& body) const {
    ActionReasonShape out{.outcome = text_in(body, "outcome"), .reason_code = text_in(body, "reason")};
    if (const auto* reason = item.find_reason(out.reason_code)) out.sentence = catalog::filled(reason->sentence, facts_in(body));
    return out;
}

ReasonShape CaseView::reason(const catalog::Item& item, const json::Object& body) {
    ReasonShape out;
    out.outcome = text_in(body, "outcome");
    out.reason_code = text_in(body, "reason");
    out.table = text_in(body, "table");
    out.table_version = text_in(body, "table_version");
    if (const auto* rule = body.if_contains("rule")) out.rule = static_cast<int>(rule->to_number<int64_t>());
    const json::Object& known = facts_in(body);
    if (const auto* reason = item.find_reason(out.reason_code)) {
        out.sentence = catalog::filled(reason->sentence, known);
        out.clause = reason->clause;
        if (!reason->change.zh.empty()) out.change = catalog::filled(reason->change, known);
    }
    for (const auto& [name, value] : known) {
        const bool own_field = item.find_field(name) != nullptr;
        if (own_field || house_.office.phrases.has("fact_" + std::string(name)))
            out.facts.push_back(fact(&item, name, value, own_field ? "person" : source_of(name)));
    }
    return out;
}

ActionShape CaseView::action(const catalog::Item& item, const casework::Action& a) {
    const auto& phrases = house_.office.phrases;
    ActionShape out{.seq = a.seq, .act = std::string(casework::name_of(a.act)), .at = a.at, .channel = a.channel};
    std::string key = "act_" + out.act;
    if (const std::string detail = text_in(a.body, a.act == casework::Act::check ? "result" : "outcome"); phrases.has(key + "_" + detail)) key += "_" + detail;
    out.act_name = words(phrases.get(key));
    out.by_kind = a.actor.substr(0, a.actor.find(':'));
    if (const size_t dot = a.by.rfind("·"); out.by_kind == "staff" && dot != a.by.npos) {
        out.by = a.by.substr(0, dot);
        out.agency = a.by.substr(dot + std::string_view("·").size());
    } else {
        out.by = phrases.get(out.by_kind == "handler" ? "by_employer" : out.by_kind == "person" || out.by_kind == "nobody" ? "by_self" : "by_system").zh;
    }
    out.note = optional_text(a.body, "note");
    if (a.act == casework::Act::answer) out.note = optional_text(a.body, "answer");
    if (a.act == casework::Act::evaluate) out.note = optional_text(a.body, "comment");
    if (a.act == casework::Act::decide) out.reason = action_reason(item, a.body);
    return out;
}

std::optional<std::string> CaseView::opened_number(const casework::Case& c, const std::string& item) const {
    if (!c.origin.person || c.origin.submitted_at == now_) return std::nullopt;  // just handed in: nothing came of it yet
    return casework::find_opened(c_, party::list_ids(c_, *c.origin.person), item, c.origin.submitted_at);
}

CaseShape CaseView::whole(const casework::Case& c) {
    const catalog::Item& item = house_.office.catalog.get_item(c.origin.item, c.origin.item_version);
    const auto& phrases = house_.office.phrases;
    CaseShape out;
    static_cast<CaseSummaryShape&>(out) = summary(row_of(c));
    if (actor_.kind == party::Actor::Kind::staff && c.origin.person) out.person_name = person_name(*c.origin.person);
    out.item_version = item.version;
    out.values = c.values;
    for (const auto& field : item.fields)
        if (const auto* v = c.values.if_contains(field.name)) out.shown_values.push_back({field.label, shown(&field, *v)});
    for (const auto& a : c.actions) out.actions.push_back(action(item, a));
    for (const auto act : casework::list_next(actor_, c, item)) out.next.emplace_back(casework::name_of(act));
    if (!c.outcome.empty()) out.reason = reason(item, c.reason());
    for (const auto& asked : c.asked) out.missing.push_back({asked.field, {asked.sentence, asked.sentence}});
    if (c.commitment && item.commitment)
        out.commitment = CommitmentShape{item.commitment->text, c.commitment->at, c.commitment->check_due_on, std::string(casework::name_of(c.commitment->state))};
    if (c.outcome == "commit" && !c.commitment && item.commitment) out.commitment_offer = item.commitment->text;
    if (!c.certificate.empty())
        out.certificate = CertificateLinkShape{c.certificate, house_.public_url + "/verify/" + c.certificate, "/v1/cases/" + c.origin.number + "/certificate.pdf"};
    if (c.evaluation)
        out.evaluation = EvaluationShape{c.evaluation->grade, c.evaluation->comment.empty() ? std::nullopt : std::optional(c.evaluation->comment), c.evaluation->at};

    std::string key = "next_" + out.state;
    Date by = c.due_on;
    if (c.state == casework::State::accepted && item.answered) key = "next_question";
    if (c.state == casework::State::awaiting_correction && c.outcome == "commit") key = "next_commit";
    if (c.state == casework::State::settled && c.commitment && c.commitment->state == casework::CommitmentState::open) key = "next_settled_check", by = c.commitment->check_due_on;
    if (c.state == casework::State::settled && c.contact && c.contact->state == casework::ContactState::open) key = "next_settled_contact", by = c.contact->due_on;
    const Words day = day_in_words(by);
    out.what_next = {{phrases.get(key, {{"date", day.zh}}).zh, phrases.get(key, {{"date", day.en}}).en}, casework::is_open(c.state) ? std::optional(by) : std::nullopt, std::nullopt};

    if (c.state == casework::State::settled)
        for (const auto& code : item.opens)
            if (const auto* opened = house_.office.catalog->find_item(code, now_.date())) out.opens.push_back({code, opened->name, opened_number(c, code)});
    if (c.origin.person) out.person_id = c.origin.person->text();
    if (c.origin.employer) out.employer_id = c.origin.employer->text();
    out.etag = etag_of(c.version());
    if (actor_.kind == party::Actor::Kind::staff && std::ranges::find(out.next, casework::name_of(casework::Act::decide)) != out.next.end()) {
        out.refusal_codes = catalog::officer_reasons(item, "refuse");
        out.settlement_codes = catalog::officer_reasons(item, "settle");
    }
    if (item.begun_by == "finding")
        if (const auto finding = determination::find_finding_of_case(c_, c.origin.number)) out.finding = finding->text();
    if (const auto question = optional_text(c.values, "question")) out.question = question;
    return out;
}

}  // namespace leye::routes
