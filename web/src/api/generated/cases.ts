// Made by tools/api.mjs from what `leye openapi` prints. Do not edit: change the program and run `npm run api`.
import type { Clock, Fact, Option, Words } from './shared'

export interface Action {
    /** @enum {string} */
    act: "submit" | "commit" | "take" | "ask_correction" | "correct" | "decide" | "answer" | "check" | "evaluate" | "object" | "withdraw" | "contact";
    act_name: Words;
    agency?: string;
    /** Format: date-time */
    at: string;
    by: string;
    /** @enum {string} */
    by_kind: "person" | "handler" | "staff" | "system" | "nobody";
    channel: string;
    note?: string;
    reason?: ActionReason;
    seq: number;
}

export interface ActionReason {
    outcome: string;
    reason_code: string;
    sentence: Words;
}

export interface Case {
    actions: Action[];
    area?: string;
    area_name?: string;
    assigned_to?: string;
    certificate?: CertificateLink;
    /** @enum {string} */
    channel: "web" | "phone" | "window" | "hotline" | "kiosk" | "import";
    clock: Clock;
    commitment?: Commitment;
    commitment_offer?: Words;
    employer_id?: string;
    employer_name?: string;
    etag: string;
    evaluation?: Evaluation;
    finding?: string;
    item: string;
    item_name: Words;
    item_version: number;
    missing: Missing[];
    next: ("commit" | "take" | "ask_correction" | "correct" | "decide" | "answer" | "check" | "evaluate" | "object" | "withdraw" | "contact")[];
    number: string;
    opens: Opens[];
    outcome?: string;
    person_id?: string;
    person_name?: string;
    /** Format: date */
    promised_on: string;
    query_code?: string;
    question?: string;
    reason?: Reason;
    refusal_codes: Option[];
    settlement_codes: Option[];
    shown_values: Labelled[];
    /** @enum {string} */
    state: "accepted" | "awaiting_correction" | "settled" | "refused" | "withdrawn" | "objected";
    state_name: Words;
    /** Format: date-time */
    submitted_at: string;
    values: {
        [key: string]: unknown;
    };
    version: number;
    what_next: WhatNext;
}

export interface CertificateLink {
    code: string;
    pdf_url: string;
    verify_url: string;
}

export interface Commitment {
    /** Format: date */
    check_due_on: string;
    /** Format: date-time */
    given_at: string;
    /** @enum {string} */
    state: "open" | "kept" | "broken" | "dropped";
    text: Words;
}

export interface Evaluation {
    /** Format: date-time */
    at: string;
    comment?: string;
    /** @enum {integer} */
    grade: 1 | 2 | 3 | 4 | 5;
}

export interface FieldSentence {
    field: string;
    sentence: string;
}

export interface Labelled {
    label: Words;
    value: string;
}

export interface Missing {
    field: string;
    sentence: Words;
}

export interface NewAction {
    /** @enum {string} */
    act: "commit" | "take" | "ask_correction" | "correct" | "decide" | "answer" | "check" | "evaluate" | "object" | "withdraw" | "contact";
    channel?: string;
    comment?: string;
    fields?: FieldSentence[];
    grade?: number;
    note?: string;
    /** @enum {string} */
    outcome?: "settle" | "refuse";
    reason_code?: string;
    /** @enum {string} */
    result?: "kept" | "broken";
    values?: {
        [key: string]: unknown;
    };
}

export interface NewCase {
    channel?: string;
    commitment?: boolean;
    employer?: string;
    item: string;
    on_behalf_note?: string;
    person?: string;
    spell?: string;
    values: {
        [key: string]: unknown;
    };
}

export interface Opens {
    case_number?: string;
    item: string;
    name: Words;
}

export interface Reason {
    change?: Words;
    clause: string;
    facts: Fact[];
    /** @enum {string} */
    outcome: "settle" | "commit" | "correct" | "review" | "refuse";
    reason_code: string;
    rule: number;
    sentence: Words;
    table: string;
    table_version: string;
}

export interface WhatNext {
    /** Format: date */
    by?: string;
    sentence: Words;
    who?: string;
}
