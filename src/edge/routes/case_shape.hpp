#pragma once
#include "base/hints.hpp"
#include "base/json.hpp"
#include "records/catalog/shape.hpp"
#include "services/casework/case.hpp"

/// JSON shapes of cases; the OpenAPI description and the web client's types are made from them.
namespace leye::routes {

using catalog::Words;

struct FactShape {
    std::string name;
    Words label;
    std::string value, shown;
    Words source;
    std::optional<Date> learnt_on;
};
BOOST_DESCRIBE_STRUCT(FactShape, (), (name, label, value, shown, source, learnt_on))

struct ClockShape {
    std::string state;  ///< running, stopped or ended
    Date due_on;
    std::string unit;
    int days_left = 0;
    bool overdue = false;
    Words words;
};
BOOST_DESCRIBE_STRUCT(ClockShape, (), (state, due_on, unit, days_left, overdue, words))
inline json::Hints hints_of(const ClockShape*) {
    return {{"state", json::one_of({"running", "stopped", "ended"})}, {"unit", json::one_of({"working", "natural"})}};
}

struct CaseSummaryShape {
    std::string number, item;
    Words item_name;
    std::string state;
    Words state_name;
    Instant submitted_at;
    Date promised_on;
    std::optional<std::string> person_name, employer_name;
    std::string channel;
    std::optional<std::string> area, area_name;
    ClockShape clock;
    std::optional<std::string> outcome;
    int64_t version = 0;
    std::optional<std::string> assigned_to;
    std::optional<std::string> question;  ///< of a request for advice
};
BOOST_DESCRIBE_STRUCT(CaseSummaryShape, (), (number, item, item_name, state, state_name, submitted_at, promised_on, person_name, employer_name, channel, area, area_name, clock, outcome, version, assigned_to, question))
inline json::Hints hints_of(const CaseSummaryShape*) { return {{"state", json::name_from(casework::State::accepted, casework::State::objected)}, {"channel", json::one_of({casework::channels.begin(), casework::channels.end()})}}; }

struct ReasonShape {
    std::string outcome, reason_code;
    Words sentence;
    std::string clause, table, table_version;
    int rule = 0;
    std::vector<FactShape> facts;
    std::optional<Words> change;
};
BOOST_DESCRIBE_STRUCT(ReasonShape, (), (outcome, reason_code, sentence, clause, table, table_version, rule, facts, change))
inline json::Hints hints_of(const ReasonShape*) { return {{"outcome", json::one_of(catalog::outcomes)}}; }

/// Why one act of the case was decided so; the case's own `reason` says it whole.
struct ActionReasonShape {
    std::string outcome, reason_code;
    Words sentence;
};
BOOST_DESCRIBE_STRUCT(ActionReasonShape, (), (outcome, reason_code, sentence))

struct ActionShape {
    int64_t seq = 1;
    std::string act;
    Words act_name;
    Instant at;
    std::string by, by_kind;
    std::optional<std::string> agency;
    std::string channel;
    std::optional<std::string> note;
    std::optional<ActionReasonShape> reason;
};
BOOST_DESCRIBE_STRUCT(ActionShape, (), (seq, act, act_name, at, by, by_kind, agency, channel, note, reason))
inline json::Hints hints_of(const ActionShape*) { return {{"act", json::name_from(casework::Act::submit, casework::Act::contact)}, {"by_kind", json::one_of({"person", "handler", "staff", "system", "nobody"})}}; }

struct LabelledShape {
    Words label;
    std::string value;
};
BOOST_DESCRIBE_STRUCT(LabelledShape, (), (label, value))

struct MissingShape {
    std::string field;
    Words sentence;
};
BOOST_DESCRIBE_STRUCT(MissingShape, (), (field, sentence))

struct CommitmentShape {
    Words text;
    Instant given_at;
    Date check_due_on;
    std::string state;
};
BOOST_DESCRIBE_STRUCT(CommitmentShape, (), (text, given_at, check_due_on, state))
inline json::Hints hints_of(const CommitmentShape*) { return {{"state", json::name_from(casework::CommitmentState::open, casework::CommitmentState::dropped)}}; }

struct CertificateLinkShape {
    std::string code, verify_url, pdf_url;
};
BOOST_DESCRIBE_STRUCT(CertificateLinkShape, (), (code, verify_url, pdf_url))

struct EvaluationShape {
    int grade = 5;
    std::optional<std::string> comment;
    Instant at;
};
BOOST_DESCRIBE_STRUCT(EvaluationShape, (), (grade, comment, at))
inline json::Hints hints_of(const EvaluationShape*) { return {{"grade", json::Object{{"type", "integer"}, {"enum", json::Array{1, 2, 3, 4, 5}}}}}; }

struct WhatNextShape {
    Words sentence;
    std::optional<Date> by;
    std::optional<std::string> who;
};
BOOST_DESCRIBE_STRUCT(WhatNextShape, (), (sentence, by, who))

/// What a settled case opened next, and the case that came of it where there is one (row 18.5).
struct OpensShape {
    std::string item;
    Words name;
    std::optional<std::string> case_number;
};
BOOST_DESCRIBE_STRUCT(OpensShape, (), (item, name, case_number))

struct CaseShape : CaseSummaryShape {
    int item_version = 1;
    json::Object values;
    std::vector<LabelledShape> shown_values;
    std::vector<ActionShape> actions;
    std::vector<std::string> next;
    std::optional<ReasonShape> reason;
    std::vector<MissingShape> missing;
    std::optional<CommitmentShape> commitment;
    std::optional<Words> commitment_offer;  ///< the sentence to commit to, where the next act may be «commit»
    std::optional<CertificateLinkShape> certificate;
    std::optional<EvaluationShape> evaluation;
    WhatNextShape what_next;
    std::vector<OpensShape> opens;
    std::optional<std::string> person_id, employer_id;
    std::string etag;
    std::vector<catalog::OptionShape> refusal_codes, settlement_codes;  ///< what an officer who may decide chooses from
    std::optional<std::string> finding;  ///< id of what the case objects to
    std::optional<std::string> query_code;  ///< of a case handed in without a file: told once, in the answer to it
};
BOOST_DESCRIBE_STRUCT(CaseShape, (CaseSummaryShape), (item_version, values, shown_values, actions, next, reason, missing, commitment, commitment_offer, certificate, evaluation, what_next, opens, person_id, employer_id, etag, refusal_codes, settlement_codes, finding, query_code))
inline json::Hints hints_of(const CaseShape*) {
    json::Hints out = hints_of(static_cast<const CaseSummaryShape*>(nullptr));
    out["next"] = json::name_from(casework::Act::commit, casework::Act::contact);
    return out;
}

struct NewCaseShape {
    std::string item;
    json::Object values;
    std::optional<bool> commitment;
    std::optional<std::string> channel, person, employer, on_behalf_note;
    std::optional<std::string> spell;  ///< an employment on the unit's roll: whom the case is about
};
BOOST_DESCRIBE_STRUCT(NewCaseShape, (), (item, values, commitment, channel, person, employer, on_behalf_note, spell))

struct FieldSentenceShape {
    std::string field, sentence;
};
BOOST_DESCRIBE_STRUCT(FieldSentenceShape, (), (field, sentence))

struct NewActionShape {
    std::string act;
    std::optional<json::Object> values;
    std::optional<std::string> channel;  ///< how the act comes in; window of staff, web of others where absent
    std::optional<std::string> note, comment, outcome, reason_code, result;
    std::optional<int> grade;
    std::vector<FieldSentenceShape> fields;
};
BOOST_DESCRIBE_STRUCT(NewActionShape, (), (act, values, channel, note, comment, outcome, reason_code, result, grade, fields))
inline json::Hints hints_of(const NewActionShape*) {
    return {{"act", json::name_from(casework::Act::commit, casework::Act::contact)}, {"outcome", json::one_of({"settle", "refuse"})}, {"result", json::one_of({"kept", "broken"})}};
}

}  // namespace leye::routes
