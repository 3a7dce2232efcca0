// Made by tools/api.mjs from what `leye openapi` prints. Do not edit: change the program and run `npm run api`.
import type { CaseSummary, Document, Finding, Problem, Spell, StatusNow, TimelineEntry } from './shared'

export interface AskedDay {
    known_now: StatusNow;
    known_then: StatusNow;
    /** Format: date */
    on: string;
    spells: Spell[];
}

export interface HouseholdChange {
    /** @enum {string} */
    act: "joined" | "left";
    /** Format: date-time */
    at: string;
    by: string;
    id: string;
    name: string;
    /** Format: date */
    on: string;
    reason: string;
    /** @enum {string} */
    relation: "head" | "spouse" | "child" | "grandchild" | "parent" | "grandparent" | "sibling" | "other";
    undo_reason?: string;
    undoable: boolean;
    /** Format: date-time */
    undone_at?: string;
    undone_by?: string;
}

export interface HouseholdEntry {
    /** Format: date */
    from: string;
    person_id: string;
    reason: string;
    /** @enum {string} */
    relation: "head" | "spouse" | "child" | "grandchild" | "parent" | "grandparent" | "sibling" | "other";
}

export interface HouseholdExit {
    reason: string;
    /** Format: date */
    until: string;
}

export interface JoinGrant {
    phone: string;
    reason: string;
}

export interface Member {
    /** Format: date */
    from: string;
    name: string;
    person_id: string;
    /** @enum {string} */
    relation: "head" | "spouse" | "child" | "grandchild" | "parent" | "grandparent" | "sibling" | "other";
}

export interface Merge {
    /** Format: date-time */
    at: string;
    id: string;
    other_name: string;
    /** Format: date-time */
    undone_at?: string;
}

export interface MergeOrder {
    drop: string;
    keep: string;
    reason: string;
}

export interface Need {
    /** Format: date-time */
    at: string;
    kind: string;
    note?: string;
    wanted: boolean;
}

export interface NewDocument {
    document_number: string;
    /** @enum {string} */
    document_type: "resident_id" | "social_security_card" | "hmt_residence" | "hm_travel_permit" | "tw_travel_permit";
}

export interface NewPerson {
    area?: string;
    document_number: string;
    /** @enum {string} */
    document_type: "resident_id" | "social_security_card" | "hmt_residence" | "hm_travel_permit" | "tw_travel_permit";
    name: string;
    phone?: string;
}

export interface PeoplePage {
    cut: boolean;
    next_cursor?: string;
    rows: PersonHit[];
}

export interface PersonCheck {
    existing?: PersonHit;
    problem?: Problem;
    similar: PersonHit[];
}

export interface PersonFile {
    area?: string;
    area_name?: string;
    asked_day?: AskedDay;
    /** Format: date */
    born_on?: string;
    cases: CaseSummary[];
    documents: Document[];
    findings: Finding[];
    household: Member[];
    household_changes: HouseholdChange[];
    id: string;
    merges: Merge[];
    name: string;
    needs: Need[];
    opened_for: string;
    phone_masked?: string;
    /** Format: date */
    retires_on?: string;
    /** @enum {string} */
    sex?: "male" | "female";
    spells: Spell[];
    status: StatusNow;
    timeline: TimelineEntry[];
    working_age: boolean;
}

export interface PersonHit {
    area_name?: string;
    /** Format: date */
    born_on?: string;
    document_masked: string;
    id: string;
    name: string;
    similar?: boolean;
    status: string;
}

export interface ReasonOnly {
    reason: string;
}
