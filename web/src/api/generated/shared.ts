// Made by tools/api.mjs from what `leye openapi` prints. Do not edit: change the program and run `npm run api`.

export interface AgencyPage {
    next_cursor?: string;
    rows: AgencyRow[];
}

export interface AgencyRow {
    address: string;
    area: string;
    area_name: string;
    hours: string;
    id: string;
    /** @enum {string} */
    level: "province" | "city" | "county" | "township" | "village";
    name: string;
    parent?: string;
    phone: string;
}

export interface Amount {
    months?: number;
    /** @enum {string} */
    per: "once" | "month" | "loan";
    yuan: number;
}

export interface AskedFact {
    /** @enum {string} */
    group: "self" | "work" | "business" | "school" | "household" | "paid";
    label: Words;
    name: string;
    options: Option[];
    shown: Words;
    source: Words;
    /** @enum {string} */
    type: "date" | "boolean" | "number" | "string";
    value: unknown;
}

export interface Because {
    clause: string;
    code: string;
    name: Words;
    sentence: Words;
}

export interface CasePage {
    next_cursor?: string;
    rows: CaseSummary[];
    total?: number;
}

export interface CaseSummary {
    area?: string;
    area_name?: string;
    assigned_to?: string;
    /** @enum {string} */
    channel: "web" | "phone" | "window" | "hotline" | "kiosk" | "import";
    clock: Clock;
    employer_name?: string;
    item: string;
    item_name: Words;
    number: string;
    outcome?: string;
    person_name?: string;
    /** Format: date */
    promised_on: string;
    question?: string;
    /** @enum {string} */
    state: "accepted" | "awaiting_correction" | "settled" | "refused" | "withdrawn" | "objected";
    state_name: Words;
    /** Format: date-time */
    submitted_at: string;
    version: number;
}

export interface Clock {
    days_left: number;
    /** Format: date */
    due_on: string;
    overdue: boolean;
    /** @enum {string} */
    state: "running" | "stopped" | "ended";
    /** @enum {string} */
    unit: "working" | "natural";
    words: Words;
}

export interface CommitmentTerms {
    check_days: number;
    /** @enum {string} */
    check_unit: "working" | "natural";
    text: Words;
}

export interface Document {
    /** Format: date */
    added_on: string;
    masked: string;
    /** @enum {string} */
    type: "resident_id" | "social_security_card" | "hmt_residence" | "hm_travel_permit" | "tw_travel_permit";
}

export interface Entitlement {
    amount?: Amount;
    because: Because[];
    change?: Words;
    clause: string;
    code: string;
    facts: SaidFact[];
    law: string[];
    missing: NamedFact[];
    name: Words;
    reason_code: string;
    rule: number;
    sentence: Words;
    /** @enum {string} */
    standing: "granted" | "near" | "review" | "no";
    starts?: Starts;
    summary: Words;
    table: string;
    table_version: string;
    ways: Way[];
}

export interface Entitlements {
    facts: AskedFact[];
    policies: Entitlement[];
    /** Format: date */
    today: string;
}

export interface Fact {
    label: Words;
    /** Format: date */
    learnt_on?: string;
    name: string;
    shown: string;
    source: Words;
    value: string;
}

export interface Field {
    fixed?: boolean;
    hint: Words;
    known_from?: string;
    label: Words;
    length_max: number;
    name: string;
    options: Option[];
    required: boolean;
    shown_if?: ShownIf;
    /** @enum {string} */
    type: "text" | "long_text" | "date" | "choice" | "choices" | "boolean" | "area" | "phone" | "document_type" | "document_number" | "uscc" | "integer" | "name";
}

export interface Finding {
    amount?: Amount;
    case_number?: string;
    change?: Words;
    clause: string;
    determination: string;
    /** Format: date-time */
    ended_at?: string;
    facts: Fact[];
    /** Format: date-time */
    found_at: string;
    id: string;
    item?: string;
    /** @enum {string} */
    kind: "status" | "household" | "entitlement" | "roster" | "sign";
    name: Words;
    next: ("accept" | "decline" | "object" | "decide")[];
    note?: string;
    outcome: string;
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

export interface Guide {
    bring: Words[];
    fee: Words;
    law: string[];
    result: Words;
    steps: Words[];
    time: Words;
    where: Words;
    who: Words;
}

export interface Item {
    annex: number;
    /** @enum {string} */
    audience: "person" | "employer" | "anybody";
    /** @enum {string} */
    begun_by?: "finding";
    certificate: boolean;
    channels: ("web" | "phone" | "window" | "hotline" | "kiosk")[];
    clauses: string[];
    code: string;
    commitment?: CommitmentTerms;
    fields: Field[];
    guide: Guide;
    /** Format: date */
    in_force_from: string;
    name: Words;
    no_longer_asked: NoLongerAsked[];
    online: boolean;
    opens: string[];
    promised: Promise;
    summary: Words;
    version: number;
    window: boolean;
}

export interface NamedFact {
    label: Words;
    name: string;
}

export interface NoLongerAsked {
    name: Words;
    why: Words;
}

export interface Objection {
    channel?: string;
    reason: string;
}

export interface Option {
    label: Words;
    value: string;
}

export type Problem = {
    clause?: string;
    code: string;
    detail: Words;
    errors?: ProblemPart[];
    field?: string;
    next: Words;
    status: number;
    title: string;
    type: string;
} & {
    [key: string]: unknown;
}

export interface ProblemPart {
    code: string;
    detail: Words;
    field: string;
    next: Words;
}

export interface Promise {
    at_once: boolean;
    days: number;
    /** @enum {string} */
    unit: "working" | "natural";
}

export interface SaidFact {
    label: Words;
    name: string;
    shown: Words;
    source: Words;
}

export interface ShownIf {
    equals: string;
    field: string;
}

export interface Spell {
    case_number?: string;
    /** Format: date-time */
    corrected_at?: string;
    current: boolean;
    employer?: string;
    /** Format: date */
    from: string;
    id: string;
    /** @enum {string} */
    kind: "employed" | "flexible" | "unemployed";
    /** Format: date-time */
    learnt_at: string;
    source: Words;
    /** Format: date */
    until?: string;
}

export interface Starts {
    item: string;
    name: Words;
}

export interface StatusNow {
    employer?: string;
    /** @enum {string} */
    kind: "unemployed" | "employed" | "flexible" | "none";
    sentence: Words;
    /** Format: date */
    since?: string;
    spell_id?: string;
}

export interface Step {
    from: Words;
    label: Words;
    name: string;
    to: Words;
}

export interface TimelineEntry {
    /** Format: date-time */
    at: string;
    by?: string;
    case_number?: string;
    detail: Words;
    kind: string;
    /** Format: date */
    on: string;
    title: Words;
}

export interface ToldFacts {
    facts: {
        [key: string]: unknown;
    };
}

export interface Way {
    amount?: Amount;
    steps: Step[];
}

export interface Words {
    en: string;
    zh: string;
}
