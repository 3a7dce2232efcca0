// Made by tools/api.mjs from what `leye openapi` prints. Do not edit: change the program and run `npm run api`.
import type { Amount, Fact, Words } from './shared'

export interface Affected {
    after: string;
    after_sentence: Words;
    age?: number;
    amount_after?: Amount;
    amount_before?: Amount;
    area_name: string;
    before: string;
    before_sentence: Words;
    facts: Fact[];
    number: number;
    sex?: string;
}

export interface AffectedPage {
    next_cursor?: string;
    rows: Affected[];
}

export interface AgencyGrades {
    agency: string;
    mean: number;
    total: number;
}

export interface Check {
    case_number: string;
    /** Format: date */
    due_on: string;
    /** Format: date-time */
    given_at: string;
    item_name: Words;
    overdue: boolean;
    person_name: string;
    promise: Words;
    /** @enum {string} */
    state: "open" | "kept" | "broken" | "dropped";
}

export interface CheckPage {
    next_cursor?: string;
    rows: Check[];
}

export interface Contact {
    area_name: string;
    case_number: string;
    /** Format: date */
    due_on: string;
    item_name: Words;
    needs: string[];
    overdue: boolean;
    person_name: string;
}

export interface ContactPage {
    next_cursor?: string;
    rows: Contact[];
}

export interface DeskFinding {
    amount?: Amount;
    area_name: string;
    case_number?: string;
    change?: Words;
    clause: string;
    contacts: number;
    days: number;
    determination: string;
    /** Format: date-time */
    ended_at?: string;
    facts: Fact[];
    /** Format: date-time */
    found_at: string;
    household?: string;
    id: string;
    item?: string;
    /** @enum {string} */
    kind: "status" | "household" | "entitlement" | "roster" | "sign";
    /** Format: date-time */
    last_contact_at?: string;
    name: Words;
    next: ("accept" | "decline" | "object" | "decide")[];
    note?: string;
    outcome: string;
    person_id: string;
    person_name: string;
    reason_code: string;
    rule: number;
    sentence: Words;
    /** Format: date */
    since: string;
    /** @enum {string} */
    state: "standing" | "applied" | "offered" | "accepted" | "declined" | "review" | "confirmed" | "dismissed" | "objected" | "reversed";
    state_name: Words;
    table: string;
    table_version: string;
}

export interface DeskFindingPage {
    next_cursor?: string;
    rows: DeskFinding[];
}

export interface DeskSummary {
    advice_open: number;
    awaiting_correction: number;
    checks_due: number;
    contacts_due: number;
    due_today: number;
    objections: number;
    open: number;
    overdue: number;
}

export interface Determination {
    after: string[];
    clauses: string[];
    code: string;
    kept: boolean;
    /** @enum {string} */
    kind: "status" | "household" | "entitlement" | "roster" | "sign";
    law: string[];
    name: Words;
    rules: number;
    settings: DeterminationSetting[];
    summary: Words;
    table: string;
    table_version: string;
    version: number;
}

export interface Determinations {
    rows: Determination[];
}

export interface DeterminationSetting {
    /** Format: date */
    from: string;
    is_days: boolean;
    label: Words;
    mark: string;
    name: string;
    source: string;
    value: number;
}

export interface EvaluationRow {
    /** Format: date-time */
    at: string;
    case_number: string;
    comment: string;
    grade: number;
    item_name: Words;
}

export interface Evaluations {
    by_agency: AgencyGrades[];
    by_grade: number[];
    next_cursor?: string;
    rows: EvaluationRow[];
    total: number;
}

export interface FactBatch {
    content_hash: string;
    counts: FactCounts;
    /** Format: date-time */
    done_at?: string;
    file_name: string;
    /** Format: date */
    from_month?: string;
    given_by: string;
    number: number;
    purpose: string;
    reason: string;
    /** Format: date-time */
    received_at: string;
    received_by: string;
    source: string;
    source_name: Words;
    /** @enum {string} */
    state: "loading" | "done" | "broken";
    undoes?: number;
    undone_by?: number;
    /** Format: date */
    until_month?: string;
}

export interface FactBatchPage {
    next_cursor?: string;
    rows: FactBatch[];
}

export interface FactCounts {
    known: number;
    refused: number;
    replaced: number;
    retracted: number;
    rows: number;
    taken: number;
}

export interface FactFileColumn {
    column?: string;
    label?: Words;
    title: string;
}

export interface FactFileRow {
    cells: string[];
    code: string;
    detail: Words;
    line: number;
}

export interface FactImport {
    given_by?: string;
    purpose?: string;
}

export interface FactPreview {
    bytes: number;
    checked: number;
    columns: FactFileColumn[];
    /** @enum {string} */
    encoding: "UTF-8" | "GB18030";
    /** @enum {string} */
    form: "csv" | "ndjson";
    known_batch?: number;
    lines: number;
    /** @enum {string} */
    packing: "none" | "gz" | "zst";
    rows: FactFileRow[];
    said: FactSaid[];
}

export interface FactRefusal {
    code: string;
    detail: Words;
    next: Words;
}

export interface FactSaid {
    code: string;
    detail: Words;
    rows: number;
}

export interface FactSource {
    code: string;
    columns: FactSourceColumn[];
    /** @enum {string} */
    every: "month" | "quarter" | "year" | "seldom";
    given_by: Words;
    late: boolean;
    law: string[];
    /** Format: date */
    month?: string;
    name: Words;
    newest?: FactBatch;
    purpose: Words;
}

export interface FactSourceColumn {
    label: Words;
    name: string;
    required: boolean;
    type: string;
}

export interface FactSources {
    rows: FactSource[];
}

export interface FactTask {
    /** Format: date-time */
    asked_at: string;
    batch?: number;
    counts?: FactCounts;
    done: number;
    file_name: string;
    id: string;
    /** @enum {string} */
    kind: "import" | "redo" | "undo";
    known_before: boolean;
    of_batch?: number;
    preview?: FactPreview;
    refusal?: FactRefusal;
    seconds_left?: number;
    source: string;
    source_name: Words;
    /** @enum {string} */
    stage: "looking" | "people" | "reading" | "facts";
    /** @enum {string} */
    state: "looked" | "waiting" | "running" | "done" | "refused" | "failed";
    total: number;
}

export interface FactTasks {
    rows: FactTask[];
}

export interface FactUndo {
    reason: string;
}

export interface Fairness {
    compared: number;
    differing: number;
    local: number;
    local_wanted: number;
    other: number;
    other_wanted: number;
}

export interface FindingContact {
    /** Format: date-time */
    at: string;
    by: string;
    channel: string;
    note: string;
    seq: number;
}

export interface FindingContacts {
    rows: FindingContact[];
}

export interface FindingCount {
    determination: string;
    kind: string;
    n: number;
    name: Words;
    place: string;
    place_name: string;
    /** @enum {string} */
    state: "standing" | "applied" | "offered" | "accepted" | "declined" | "review" | "confirmed" | "dismissed" | "objected" | "reversed";
    state_name: Words;
}

export interface FindingCounts {
    rows: FindingCount[];
}

export interface FindingDecision {
    note: string;
    right?: boolean;
}

export interface NewFindingContact {
    channel: string;
    note: string;
}

export interface NewTrial {
    determination: string;
    dmn?: string;
    draft?: string;
    settings: {
        [key: string]: unknown;
    };
}

export interface Sweep {
    counts: SweepCount[];
    /** Format: date */
    day: string;
    /** Format: date-time */
    finished_at?: string;
    number: number;
    people: number;
    rounds: number;
    running_here: boolean;
    seconds_left?: number;
    settled?: boolean;
    share?: number;
    snapshot_hash: string;
    /** Format: date-time */
    started_at: string;
    started_by: string;
    /** @enum {string} */
    state: "gathering" | "judging" | "done" | "paused" | "given_up";
    state_name: Words;
    whole: boolean;
}

export interface SweepCount {
    determination: string;
    event: string;
    n: number;
    name: Words;
}

export interface SweepPage {
    next_cursor?: string;
    rows: Sweep[];
}

export interface Tally {
    after: number;
    before: number;
    gain: number;
    lose: number;
    other: number;
    people: number;
    yuan_after: number;
    yuan_before: number;
}

export interface Trial {
    /** Format: date-time */
    asked_at: string;
    by: string;
    changes: TrialChange[];
    determination: string;
    /** Format: date-time */
    ended_at?: string;
    id: string;
    name: Words;
    other_table: boolean;
    result?: TrialResult;
    seconds_left?: number;
    share?: number;
    /** @enum {string} */
    state: "waiting" | "running" | "done" | "stopped" | "failed";
}

export interface TrialChange {
    after: number;
    before: number;
    label: Words;
    name: string;
}

export interface TrialGroup {
    after: number;
    before: number;
    by: string;
    gain: number;
    key: string;
    lose: number;
    name: string;
    other: number;
    people: number;
    yuan_after: number;
    yuan_before: number;
}

export interface TrialMove {
    after: string;
    after_sentence: Words;
    before: string;
    before_sentence: Words;
    people: number;
}

export interface TrialResult {
    affected: number;
    all: Tally;
    /** Format: date */
    day: string;
    fairness: Fairness;
    groups: TrialGroup[];
    moves: TrialMove[];
    people: number;
    snapshot_hash: string;
}

export interface Trials {
    rows: Trial[];
}

export interface WaitingHandler {
    account: string;
    /** Format: date */
    check_due_on?: string;
    employer: string;
    employer_id: string;
    name: string;
    overdue: boolean;
    own: boolean;
    phone_masked: string;
    /** Format: date-time */
    since_at: string;
    /** @enum {string} */
    standing: "asked" | "unchecked" | "confirmed";
    /** Format: date-time */
    until_at?: string;
    uscc: string;
}

export interface WaitingHandlerPage {
    next_cursor?: string;
    rows: WaitingHandler[];
}
