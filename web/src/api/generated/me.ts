// Made by tools/api.mjs from what `leye openapi` prints. Do not edit: change the program and run `npm run api`.
import type { Document, Fact, Finding, Item, Problem, Spell, StatusNow, TimelineEntry } from './shared'

export interface Draft {
    values: {
        [key: string]: unknown;
    };
}

export interface FindingList {
    rows: Finding[];
}

export interface Form {
    ask: string[];
    blocked?: Problem;
    draft?: {
        [key: string]: unknown;
    };
    item: Item;
    known: Fact[];
}

export interface Me {
    area?: string;
    area_name?: string;
    /** Format: date */
    born_on?: string;
    documents: Document[];
    id: string;
    name: string;
    phone_masked?: string;
    /** Format: date */
    retires_on?: string;
    /** @enum {string} */
    sex?: "male" | "female";
    status: StatusNow;
    working_age: boolean;
}

export interface Message {
    /** Format: date-time */
    at: string;
    text: string;
}

export interface MessagePage {
    next_cursor?: string;
    rows: Message[];
}

export interface Reading {
    agency: string;
    /** Format: date-time */
    at: string;
    by: string;
    case_number?: string;
    purpose: string;
}

export interface ReadingPage {
    next_cursor?: string;
    rows: Reading[];
}

export interface Status {
    now: StatusNow;
    spells: Spell[];
}

export interface TimelinePage {
    next_cursor?: string;
    rows: TimelineEntry[];
}
