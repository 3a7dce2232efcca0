// Made by tools/api.mjs from what `leye openapi` prints. Do not edit: change the program and run `npm run api`.
import type { Promise, Words } from './shared'

export interface Advice {
    agency: string;
    answer: string;
    /** Format: date */
    answered_on: string;
    clauses: string[];
    id: string;
    question: string;
    topic: string;
}

export interface AdvicePage {
    next_cursor?: string;
    rows: Advice[];
}

export interface AnnexService {
    annex: number;
    items: ItemSummary[];
    name: Words;
    summary: Words;
}

export interface AreaRow {
    code: string;
    full_name: string;
    level: number;
    name: string;
    successor?: string;
    /** Format: date */
    until?: string;
}

export interface CertificateCheck {
    code: string;
    holder: string;
    /** Format: date */
    issued_on: string;
    /** Format: date */
    revoked_on?: string;
    statement: Words;
    title: Words;
    valid: boolean;
}

export interface ItemSummary {
    annex: number;
    /** @enum {string} */
    audience: "person" | "employer" | "anybody";
    /** @enum {string} */
    begun_by?: "finding";
    channels: ("web" | "phone" | "window" | "hotline" | "kiosk")[];
    code: string;
    name: Words;
    online: boolean;
    promised: Promise;
    summary: Words;
    version: number;
    window: boolean;
}
