// Made by tools/api.mjs from what `leye openapi` prints. Do not edit: change the program and run `npm run api`.
import type { Words } from './shared'

export interface PolicyAnnotation {
    id: string;
    name: string;
}

export interface PolicyAnswer {
    outputs: string[];
    rules: string[];
    /** @enum {string} */
    what: "outputs" | "fallback" | "none" | "contradiction";
}

export interface PolicyBox {
    box: string[];
    possible: boolean;
    witness: string[];
}

export interface PolicyCase {
    facts: {
        [key: string]: unknown;
    };
    field: string;
    name: string;
    outcome: string;
    reason: string;
}

export interface PolicyCaseFailure {
    name?: string;
    rule_id?: string;
    sentence: Words;
}

export interface PolicyCases {
    cases: PolicyCase[];
    usual: {
        [key: string]: unknown;
    };
}

export interface PolicyCasesRun {
    failed: PolicyCaseFailure[];
    ran: number;
}

export interface PolicyChange {
    /** Format: date-time */
    at: string;
    by: string;
    column?: string;
    from: string;
    rule_id: string;
    seq: number;
    to: string;
    /** @enum {string} */
    what: "added" | "removed" | "changed" | "moved" | "table" | "cases";
    why?: string;
}

export interface PolicyCheck {
    cases?: PolicyCasesRun;
    difference?: PolicyDifference;
    faults: PolicyFault[];
    proof?: PolicyProof;
    publishable: boolean;
}

export interface PolicyDeadRule {
    by: string[];
    column?: string;
    rule_id: string;
    sentence: Words;
    /** @enum {string} */
    why: "empty" | "shadowed";
}

export interface PolicyDifference {
    changes: PolicyTurn[];
    inputs: string[];
    more_changes: boolean;
    outputs: string[];
    rules: PolicyRuleTurn[];
}

export interface PolicyDraft {
    acts: ("save" | "submit" | "approve" | "return" | "withdraw")[];
    base_version: number;
    cases: PolicyCases;
    /** Format: date-time */
    changed_at: string;
    changed_by: string;
    changes: PolicyChange[];
    check: PolicyCheck;
    /** Format: date-time */
    created_at: string;
    created_by: string;
    /** Format: date-time */
    decided_at?: string;
    decided_by?: string;
    decided_why?: string;
    /** Format: date */
    earliest: string;
    etag: string;
    /** Format: date */
    from?: string;
    id: string;
    item: string;
    item_name: Words;
    sheet: PolicySheet;
    /** @enum {string} */
    state: "editing" | "submitted" | "returned" | "published" | "withdrawn";
    /** Format: date-time */
    submitted_at?: string;
    submitted_by?: string;
    unexplained: string[];
    version?: number;
    why?: string;
}

export interface PolicyDraftBrief {
    by: string;
    /** Format: date-time */
    changed_at: string;
    id: string;
    /** @enum {string} */
    state: "editing" | "submitted" | "returned" | "published" | "withdrawn";
}

export interface PolicyFault {
    column?: string;
    rule_id?: string;
    sentence: Words;
}

export interface PolicyInput {
    allowed: string;
    expression: string;
    id: string;
    label: string;
    type: string;
}

export interface PolicyName {
    label: Words;
    name: string;
    /** @enum {string} */
    source: "fact" | "field" | "setting";
    type: string;
}

export interface PolicyNote {
    why: string;
}

export interface PolicyOpaque {
    column: string;
    rule_id: string;
    test: string;
}

export interface PolicyOutput {
    fallback: string;
    id: string;
    label: string;
    name: string;
    type: string;
    values: string;
}

export interface PolicyOverlap {
    box: string[];
    fault: boolean;
    first: string;
    possible: boolean;
    second: string;
    witness: string[];
}

export interface PolicyProof {
    catch_all?: string;
    dead: PolicyDeadRule[];
    fallback: PolicyBox[];
    gaps: PolicyBox[];
    more_dead: boolean;
    more_fallback: boolean;
    more_gaps: boolean;
    more_overlaps: boolean;
    opaque: PolicyOpaque[];
    overlaps: PolicyOverlap[];
    publishable: boolean;
    /** @enum {string} */
    verdict: "complete" | "complete_by_fallback" | "incomplete" | "unknown";
}

export interface PolicyReason {
    clause: string;
    code: string;
    /** @enum {string} */
    outcome: "settle" | "commit" | "correct" | "review" | "refuse" | "employed" | "flexible" | "unemployed" | "retired" | "studying" | "away" | "unchanged" | "zero_employment" | "working" | "unknown" | "entitled" | "not_entitled" | "listed" | "not_listed" | "suspected" | "clear";
    sentence: Words;
}

export interface PolicyRetry {
    as_saved: boolean;
    result?: PolicyRetryResult;
    seconds_left?: number;
    share?: number;
    /** @enum {string} */
    state: "none" | "running" | "done" | "stopped" | "failed";
}

export interface PolicyRetryAnswer {
    /** @enum {string} */
    outcome?: "settle" | "commit" | "correct" | "review" | "refuse";
    reason: string;
}

export interface PolicyRetryCase {
    after: PolicyRetryAnswer;
    before: PolicyRetryAnswer;
    number: string;
}

export interface PolicyRetryMove {
    after: PolicyRetryAnswer;
    after_sentence: Words;
    before: PolicyRetryAnswer;
    before_sentence: Words;
    cases: number;
}

export interface PolicyRetryName {
    cases: number;
    label: Words;
    name: string;
}

export interface PolicyRetryResult {
    cases: number;
    differing: PolicyRetryCase[];
    /** Format: date */
    from: string;
    moves: PolicyRetryMove[];
    not_kept: PolicyRetryName[];
    other: number;
    same: number;
    unsure: number;
    whole: boolean;
}

export interface PolicyRule {
    annotations: string[];
    cells: string[];
    id: string;
    outputs: string[];
}

export interface PolicyRuleTurn {
    columns: string[];
    rule_id: string;
    /** @enum {string} */
    what: "added" | "removed" | "changed" | "moved";
}

export interface PolicySave {
    cases: PolicyCases;
    sheet: PolicySheet;
    whys?: PolicyWhy[];
}

export interface PolicySheet {
    aggregation: string;
    annotations: PolicyAnnotation[];
    hit_policy: string;
    inputs: PolicyInput[];
    outputs: PolicyOutput[];
    rules: PolicyRule[];
}

export interface PolicySubmit {
    /** Format: date */
    from: string;
    why: string;
}

export interface PolicyTable {
    cases: PolicyCases;
    draft?: PolicyDraftBrief;
    hit_policy: string;
    /** Format: date */
    in_force_from: string;
    inputs: number;
    item: string;
    /** @enum {string} */
    kind: "item" | "status" | "household" | "entitlement" | "roster" | "sign";
    name: Words;
    names: PolicyName[];
    proof: PolicyProof;
    reasons: PolicyReason[];
    rules: number;
    sheet: PolicySheet;
    table: string;
    upcoming?: PolicyUpcoming;
    /** @enum {string} */
    verdict: "complete" | "complete_by_fallback" | "incomplete" | "unknown";
    version: number;
    versions: PolicyVersion[];
}

export interface PolicyTableRow {
    draft?: PolicyDraftBrief;
    hit_policy: string;
    /** Format: date */
    in_force_from: string;
    inputs: number;
    item: string;
    /** @enum {string} */
    kind: "item" | "status" | "household" | "entitlement" | "roster" | "sign";
    name: Words;
    rules: number;
    table: string;
    upcoming?: PolicyUpcoming;
    /** @enum {string} */
    verdict: "complete" | "complete_by_fallback" | "incomplete" | "unknown";
    version: number;
}

export interface PolicyTables {
    rows: PolicyTableRow[];
}

export interface PolicyTry {
    cases: PolicyCases;
    item: string;
    sheet: PolicySheet;
}

export interface PolicyTurn {
    box: string[];
    from: PolicyAnswer;
    outputs: string[];
    possible: boolean;
    to: PolicyAnswer;
    witness: string[];
}

export interface PolicyUpcoming {
    /** Format: date */
    from: string;
    version: number;
}

export interface PolicyVersion {
    /** Format: date-time */
    approved_at?: string;
    approved_by?: string;
    drafted_by?: string;
    /** Format: date */
    from: string;
    hash: string;
    /** @enum {string} */
    state: "past" | "in_force" | "upcoming" | "withdrawn";
    /** Format: date */
    until?: string;
    version: number;
    why?: string;
    withdrawal?: PolicyWithdrawal;
}

export interface PolicyVersionDetail {
    /** Format: date-time */
    approved_at?: string;
    approved_by?: string;
    cases: PolicyCases;
    changes: PolicyChange[];
    difference?: PolicyDifference;
    drafted_by?: string;
    /** Format: date */
    from: string;
    hash: string;
    sheet: PolicySheet;
    /** @enum {string} */
    state: "past" | "in_force" | "upcoming" | "withdrawn";
    /** Format: date */
    until?: string;
    version: number;
    why?: string;
    withdrawal?: PolicyWithdrawal;
}

export interface PolicyWhy {
    rule_id: string;
    why: string;
}

export interface PolicyWithdrawal {
    /** Format: date-time */
    asked_at: string;
    asked_by: string;
    /** Format: date-time */
    confirmed_at?: string;
    confirmed_by?: string;
    why: string;
}
