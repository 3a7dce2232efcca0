// Made by tools/api.mjs from what `leye openapi` prints. Do not edit: change the program and run `npm run api`.
import type { Words } from './shared'

export interface BatchTotal {
    batch: number;
    content: string;
    given_by: string;
    known: number;
    /** Format: date-time */
    received_at: string;
    refused: number;
    replaced: number;
    retracted: number;
    rows: number;
    taken: number;
    undone: boolean;
}

export interface CityTotal {
    city: string;
    people: number;
    people_before: number;
}

export interface Counted {
    cities?: ShareTotal[];
}

export interface KindTotal {
    cities: CityTotal[];
    kind: string;
    /** Format: date */
    month?: string;
}

export interface Receipt {
    batch: number;
    content: string;
    known: number;
    known_before: boolean;
    message: string;
    /** Format: date-time */
    received_at: string;
    refused: number;
    refused_lines: RefusedLine[];
    replaced: number;
    retracted: number;
    rows: number;
    rows_agree?: boolean;
    rows_said?: number;
    sender: string;
    source: string;
    taken: number;
}

export interface Reconciled {
    agree: boolean;
    /** Format: date-time */
    at: string;
    determination: string;
    differences: ShareDifference[];
    here: number;
    message: string;
    there: number;
}

export interface RefusedLine {
    code: string;
    column?: string;
    line: number;
}

export interface ShareDifference {
    city: string;
    here: number;
    there: number;
}

export interface SharedRow {
    area: string;
    document_number: string;
    document_type: string;
    outcome: string;
    reason: string;
    /** Format: date */
    since: string;
    state: string;
}

export interface SharePage {
    determination: string;
    name: Words;
    next_cursor?: string;
    rows: SharedRow[];
}

export interface ShareTotal {
    city: string;
    people: number;
}

export interface ShareTotals {
    cities: ShareTotal[];
    /** Format: date */
    day: string;
    determination: string;
    people: number;
}

export interface Totals {
    batches: BatchTotal[];
    kinds: KindTotal[];
    source: string;
}
