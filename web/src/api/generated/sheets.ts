// Made by tools/api.mjs from what `leye openapi` prints. Do not edit: change the program and run `npm run api`.
import type { Words } from './shared'

export interface Sheet {
    bad: number;
    columns: SheetColumn[];
    /** Format: date-time */
    created_at: string;
    done: number;
    encoding: string;
    failed: number;
    file_name: string;
    /** @enum {string} */
    format: "xlsx" | "csv";
    good: number;
    id: string;
    item: string;
    preview: SheetRow[];
    rows: number;
    seconds_left?: number;
    settled: number;
    /** Format: date-time */
    started_at?: string;
    /** @enum {string} */
    state: "read" | "running" | "done" | "cancelled";
}

export interface SheetColumn {
    column: string;
    field?: string;
}

export interface SheetPage {
    next_cursor?: string;
    rows: Sheet[];
}

export interface SheetProblem {
    code: string;
    detail: Words;
    field: string;
    next: Words;
}

export interface SheetRow {
    case_number?: string;
    problems: SheetProblem[];
    row: number;
    /** @enum {string} */
    state: "good" | "bad" | "settled" | "failed" | "pending";
    values: {
        [key: string]: unknown;
    };
}

export interface SheetRowPage {
    next_cursor?: string;
    rows: SheetRow[];
}
