// Made by tools/api.mjs from what `leye openapi` prints. Do not edit: change the program and run `npm run api`.
import type { Words } from './shared'

export interface EmployerFile {
    address?: string;
    area: string;
    area_name: string;
    id: string;
    kind: string;
    kind_name: Words;
    labelled?: Words;
    name: string;
    open_employments: number;
    uscc: string;
}

export interface EmployerHit {
    area_name: string;
    id: string;
    name: string;
    uscc: string;
}

export interface Employment {
    case_number?: string;
    contract_kind?: string;
    document_masked: string;
    /** Format: date */
    from: string;
    late_days: number;
    person_name: string;
    spell_id: string;
    /** Format: date */
    until?: string;
}

export interface EmploymentPage {
    next_cursor?: string;
    rows: Employment[];
}

export interface Handler {
    account: string;
    /** Format: date */
    check_due_on?: string;
    name: string;
    own: boolean;
    phone_masked: string;
    /** Format: date-time */
    since_at: string;
    /** @enum {string} */
    standing: "asked" | "unchecked" | "confirmed";
    /** Format: date-time */
    until_at?: string;
}

export interface HandlerPage {
    next_cursor?: string;
    rows: Handler[];
}

export interface HandlerReason {
    reason?: string;
}

export interface UnitReading {
    agency: string;
    /** Format: date-time */
    at: string;
    by: string;
    purpose: string;
}

export interface UnitReadingPage {
    next_cursor?: string;
    rows: UnitReading[];
}
