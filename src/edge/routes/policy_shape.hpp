#pragma once
#include <algorithm>

#include "base/hints.hpp"
#include "base/json.hpp"
#include "records/catalog/determination.hpp"
#include "records/catalog/rules.hpp"
#include "records/catalog/shape.hpp"

/// JSON shapes of decision tables, their drafts and versions. A box has a cell text for each input, in the order of the sheet's
/// inputs; its witness has a FEEL literal for each, of one case within.
namespace leye::routes {

using catalog::Words;

struct PolicyInputShape {
    std::string id, label, expression, type, allowed;
};
BOOST_DESCRIBE_STRUCT(PolicyInputShape, (), (id, label, expression, type, allowed))
struct PolicyOutputShape {
    std::string id, name, label, type, values, fallback;
};
BOOST_DESCRIBE_STRUCT(PolicyOutputShape, (), (id, name, label, type, values, fallback))
struct PolicyAnnotationShape {
    std::string id, name;
};
BOOST_DESCRIBE_STRUCT(PolicyAnnotationShape, (), (id, name))
struct PolicyRuleShape {
    std::string id;  ///< one that the table does not know is a new rule's
    std::vector<std::string> cells, outputs, annotations;
};
BOOST_DESCRIBE_STRUCT(PolicyRuleShape, (), (id, cells, outputs, annotations))
struct PolicySheetShape {
    std::string hit_policy, aggregation;
    std::vector<PolicyInputShape> inputs;
    std::vector<PolicyOutputShape> outputs;
    std::vector<PolicyAnnotationShape> annotations;
    std::vector<PolicyRuleShape> rules;
};
BOOST_DESCRIBE_STRUCT(PolicySheetShape, (), (hit_policy, aggregation, inputs, outputs, annotations, rules))

/// The officers' examples: `usual` facts hold in every case that does not say otherwise.
struct PolicyCaseShape {
    std::string name;
    json::Object facts;
    std::string outcome, reason, field;
};
BOOST_DESCRIBE_STRUCT(PolicyCaseShape, (), (name, facts, outcome, reason, field))
struct PolicyCasesShape {
    json::Object usual;
    std::vector<PolicyCaseShape> cases;
};
BOOST_DESCRIBE_STRUCT(PolicyCasesShape, (), (usual, cases))

struct PolicyBoxShape {
    std::vector<std::string> box, witness;
    bool possible = false;  ///< rests on tests that say more than values can: perhaps no case ever stands there
};
BOOST_DESCRIBE_STRUCT(PolicyBoxShape, (), (box, witness, possible))
struct PolicyOverlapShape : PolicyBoxShape {
    std::string first, second;  ///< ids of rules
    bool fault = false;         ///< the hit policy forbids it
};
BOOST_DESCRIBE_STRUCT(PolicyOverlapShape, (PolicyBoxShape), (first, second, fault))
struct PolicyDeadRuleShape {
    std::string rule_id, why;
    std::optional<std::string> column;  ///< id of the input, where a cell admits nothing
    std::vector<std::string> by;        ///< ids of rules that together hold wherever this one does
    Words sentence;
};
BOOST_DESCRIBE_STRUCT(PolicyDeadRuleShape, (), (rule_id, why, column, by, sentence))
inline json::Hints hints_of(const PolicyDeadRuleShape*) { return {{"why", json::one_of({"empty", "shadowed"})}}; }
struct PolicyOpaqueShape {
    std::string rule_id, column, test;
};
BOOST_DESCRIBE_STRUCT(PolicyOpaqueShape, (), (rule_id, column, test))
struct PolicyProofShape {
    std::string verdict;
    bool publishable = false;
    std::vector<PolicyBoxShape> gaps;
    bool more_gaps = false;
    std::vector<PolicyOverlapShape> overlaps;
    bool more_overlaps = false;
    std::vector<PolicyDeadRuleShape> dead;
    bool more_dead = false;
    std::vector<PolicyBoxShape> fallback;  ///< cases that get the fallback, and nothing else
    bool more_fallback = false;
    std::optional<std::string> catch_all;  ///< the last rule, where it admits everything
    std::vector<PolicyOpaqueShape> opaque;
};
BOOST_DESCRIBE_STRUCT(PolicyProofShape, (), (verdict, publishable, gaps, more_gaps, overlaps, more_overlaps, dead, more_dead, fallback, more_fallback, catch_all, opaque))
inline json::Value policy_verdicts() { return json::one_of({"complete", "complete_by_fallback", "incomplete", "unknown"}); }
inline json::Hints hints_of(const PolicyProofShape*) { return {{"verdict", policy_verdicts()}}; }

struct PolicyAnswerShape {
    std::string what;
    std::vector<std::string> rules;    ///< ids
    std::vector<std::string> outputs;  ///< as FEEL, in the order of the difference's outputs
};
BOOST_DESCRIBE_STRUCT(PolicyAnswerShape, (), (what, rules, outputs))
inline json::Hints hints_of(const PolicyAnswerShape*) { return {{"what", json::one_of({"outputs", "fallback", "none", "contradiction"})}}; }
/// Cases that get another answer: `box` by the difference's inputs.
struct PolicyTurnShape : PolicyBoxShape {
    PolicyAnswerShape from, to;
    std::vector<std::string> outputs;  ///< names of those that differ
};
BOOST_DESCRIBE_STRUCT(PolicyTurnShape, (PolicyBoxShape), (from, to, outputs))
struct PolicyRuleTurnShape {
    std::string what, rule_id;
    std::vector<std::string> columns;
};
BOOST_DESCRIBE_STRUCT(PolicyRuleTurnShape, (), (what, rule_id, columns))
inline json::Hints hints_of(const PolicyRuleTurnShape*) { return {{"what", json::one_of({"added", "removed", "changed", "moved"})}}; }
struct PolicyDifferenceShape {
    std::vector<std::string> inputs, outputs;  ///< expressions, and names
    std::vector<PolicyTurnShape> changes;
    bool more_changes = false;
    std::vector<PolicyRuleTurnShape> rules;
};
BOOST_DESCRIBE_STRUCT(PolicyDifferenceShape, (), (inputs, outputs, changes, more_changes, rules))

struct PolicyFaultShape {
    std::optional<std::string> rule_id, column;  ///< column: id of the input, output or annotation
    Words sentence;
};
BOOST_DESCRIBE_STRUCT(PolicyFaultShape, (), (rule_id, column, sentence))
struct PolicyCaseFailureShape {
    std::optional<std::string> name, rule_id;  ///< the case, or the rule that no case reaches
    Words sentence;
};
BOOST_DESCRIBE_STRUCT(PolicyCaseFailureShape, (), (name, rule_id, sentence))
struct PolicyCasesRunShape {
    int ran = 0;
    std::vector<PolicyCaseFailureShape> failed;
};
BOOST_DESCRIBE_STRUCT(PolicyCasesRunShape, (), (ran, failed))
struct PolicyCheckShape {
    std::vector<PolicyFaultShape> faults;
    std::optional<PolicyProofShape> proof;            ///< where the table can be read
    std::optional<PolicyDifferenceShape> difference;  ///< to the version it stands on
    std::optional<PolicyCasesRunShape> cases;
    bool publishable = false;
};
BOOST_DESCRIBE_STRUCT(PolicyCheckShape, (), (faults, proof, difference, cases, publishable))

inline json::Value policy_draft_states() { return json::one_of({"editing", "submitted", "returned", "published", "withdrawn"}); }
struct PolicyDraftBriefShape {
    std::string id, state, by;
    Instant changed_at;
};
BOOST_DESCRIBE_STRUCT(PolicyDraftBriefShape, (), (id, state, by, changed_at))
inline json::Hints hints_of(const PolicyDraftBriefShape*) { return {{"state", policy_draft_states()}}; }
struct PolicyUpcomingShape {
    int version = 0;
    Date from;
};
BOOST_DESCRIBE_STRUCT(PolicyUpcomingShape, (), (version, from))
inline json::Value policy_kinds() {
    auto kinds = catalog::determination_kinds;
    kinds.insert(kinds.begin(), "item");
    return json::one_of(kinds);
}
struct PolicyTableRowShape {
    std::string item;  ///< code of the item or determination
    std::string kind;  ///< «item», or the determination's
    Words name;
    int version = 0;
    Date in_force_from;
    std::string table, hit_policy;
    int inputs = 0, rules = 0;
    std::string verdict;
    std::optional<PolicyDraftBriefShape> draft;
    std::optional<PolicyUpcomingShape> upcoming;
};
BOOST_DESCRIBE_STRUCT(PolicyTableRowShape, (), (item, kind, name, version, in_force_from, table, hit_policy, inputs, rules, verdict, draft, upcoming))
inline json::Hints hints_of(const PolicyTableRowShape*) { return {{"verdict", policy_verdicts()}, {"kind", policy_kinds()}}; }
struct PolicyTablesShape {
    std::vector<PolicyTableRowShape> rows;
};
BOOST_DESCRIBE_STRUCT(PolicyTablesShape, (), (rows))

/// Something the cells may speak of.
struct PolicyNameShape {
    std::string name, type, source;
    Words label;
};
BOOST_DESCRIBE_STRUCT(PolicyNameShape, (), (name, type, source, label))
inline json::Hints hints_of(const PolicyNameShape*) { return {{"source", json::one_of({"fact", "field", "setting"})}}; }
/// What the outputs may say: outcome, reason and clause belong together.
struct PolicyReasonShape {
    std::string code, outcome;
    Words sentence;
    std::string clause;
};
BOOST_DESCRIBE_STRUCT(PolicyReasonShape, (), (code, outcome, sentence, clause))
inline json::Hints hints_of(const PolicyReasonShape*) {
    auto all = catalog::outcomes;
    for (const auto kind : catalog::determination_kinds)
        for (const auto outcome : catalog::outcomes_of(kind))
            if (std::ranges::find(all, outcome) == all.end()) all.push_back(outcome);
    return {{"outcome", json::one_of(all)}};
}
struct PolicyWithdrawalShape {
    std::string asked_by, why;
    Instant asked_at;
    std::optional<std::string> confirmed_by;
    std::optional<Instant> confirmed_at;
};
BOOST_DESCRIBE_STRUCT(PolicyWithdrawalShape, (), (asked_by, why, asked_at, confirmed_by, confirmed_at))
struct PolicyVersionShape {
    int version = 0;
    std::string state;
    Date from;
    std::optional<Date> until;
    std::optional<std::string> drafted_by, approved_by, why;  ///< absent: it came with the catalogue's folder
    std::optional<Instant> approved_at;
    std::string hash;
    std::optional<PolicyWithdrawalShape> withdrawal;
};
BOOST_DESCRIBE_STRUCT(PolicyVersionShape, (), (version, state, from, until, drafted_by, approved_by, why, approved_at, hash, withdrawal))
inline json::Hints hints_of(const PolicyVersionShape*) { return {{"state", json::one_of({"past", "in_force", "upcoming", "withdrawn"})}}; }
struct PolicyTableShape : PolicyTableRowShape {
    PolicySheetShape sheet;
    std::vector<PolicyNameShape> names;
    std::vector<PolicyReasonShape> reasons;
    PolicyCasesShape cases;
    PolicyProofShape proof;
    std::vector<PolicyVersionShape> versions;  ///< the newest first
};
BOOST_DESCRIBE_STRUCT(PolicyTableShape, (PolicyTableRowShape), (sheet, names, reasons, cases, proof, versions))

/// Who changed which row, and why.
struct PolicyChangeShape {
    int64_t seq = 0;
    std::string rule_id, what;
    std::optional<std::string> column;  ///< of `changed`: id of the input, output or annotation
    std::string from, to, by;
    Instant at;
    std::optional<std::string> why;
};
BOOST_DESCRIBE_STRUCT(PolicyChangeShape, (), (seq, rule_id, what, column, from, to, by, at, why))
inline json::Hints hints_of(const PolicyChangeShape*) { return {{"what", json::one_of({"added", "removed", "changed", "moved", "table", "cases"})}}; }
struct PolicyVersionDetailShape : PolicyVersionShape {
    PolicySheetShape sheet;
    PolicyCasesShape cases;
    std::vector<PolicyChangeShape> changes;
    std::optional<PolicyDifferenceShape> difference;  ///< to the version before
};
BOOST_DESCRIBE_STRUCT(PolicyVersionDetailShape, (PolicyVersionShape), (sheet, cases, changes, difference))

struct PolicyDraftShape {
    std::string id, item;
    Words item_name;
    int base_version = 0;
    std::string state, etag;
    PolicySheetShape sheet;
    PolicyCasesShape cases;
    std::string created_by, changed_by;
    Instant created_at, changed_at;
    std::optional<Date> from;  ///< the day it is to come into force
    std::optional<std::string> why, submitted_by, decided_by, decided_why;
    std::optional<Instant> submitted_at, decided_at;
    std::optional<int> version;  ///< that it became
    std::vector<PolicyChangeShape> changes;
    std::vector<std::string> unexplained;  ///< ids of rules whose last change has no reason yet
    std::vector<std::string> acts;         ///< what the caller may do now
    Date earliest;                         ///< day it can come into force
    PolicyCheckShape check;
};
BOOST_DESCRIBE_STRUCT(PolicyDraftShape, (), (id, item, item_name, base_version, state, etag, sheet, cases, created_by, changed_by, created_at, changed_at, from, why, submitted_by, decided_by, decided_why, submitted_at, decided_at, version, changes, unexplained, acts, earliest, check))
inline json::Hints hints_of(const PolicyDraftShape*) { return {{"state", policy_draft_states()}, {"acts", json::one_of({"save", "submit", "approve", "return", "withdraw"})}}; }

struct PolicyWhyShape {
    std::string rule_id, why;
};
BOOST_DESCRIBE_STRUCT(PolicyWhyShape, (), (rule_id, why))
struct PolicySaveShape {
    PolicySheetShape sheet;
    PolicyCasesShape cases;
    std::vector<PolicyWhyShape> whys;
};
BOOST_DESCRIBE_STRUCT(PolicySaveShape, (), (sheet, cases, whys))
struct PolicyTryShape {
    std::string item;
    PolicySheetShape sheet;
    PolicyCasesShape cases;
};
BOOST_DESCRIBE_STRUCT(PolicyTryShape, (), (item, sheet, cases))
struct PolicySubmitShape {
    Date from;
    std::string why;
};
BOOST_DESCRIBE_STRUCT(PolicySubmitShape, (), (from, why))
struct PolicyNoteShape {
    std::string why;
};
BOOST_DESCRIBE_STRUCT(PolicyNoteShape, (), (why))

}  // namespace leye::routes
