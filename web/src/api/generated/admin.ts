// Made by tools/api.mjs from what `leye openapi` prints. Do not edit: change the program and run `npm run api`.

export interface AgencyChange {
    active?: boolean;
    address: string;
    area: string;
    hours: string;
    /** @enum {string} */
    level: "province" | "city" | "county" | "township" | "village";
    name: string;
    parent?: string;
    phone: string;
}

export interface NewStaff {
    agency: string;
    duties?: ("window" | "adviser" | "check" | "manager" | "admin" | "merge" | "policy" | "data")[];
    name: string;
    user: string;
}

export interface OutboxPage {
    next_cursor?: string;
    rows: OutboxRow[];
}

export interface OutboxRow {
    /** Format: date-time */
    at: string;
    phone_masked: string;
    state: string;
    text: string;
}

export interface ReadPage {
    next_cursor?: string;
    rows: ReadRow[];
}

export interface ReadRow {
    agency: string;
    /** Format: date-time */
    at: string;
    by: string;
    person_name: string;
    purpose: string;
}

export interface StaffChange {
    active?: boolean;
    agency?: string;
    duties?: ("window" | "adviser" | "check" | "manager" | "admin" | "merge" | "policy" | "data")[];
    name?: string;
}

export interface StaffPage {
    next_cursor?: string;
    rows: StaffRow[];
}

export interface StaffRow {
    active: boolean;
    agency: string;
    agency_name: string;
    area: string;
    duties: ("window" | "adviser" | "check" | "manager" | "admin" | "merge" | "policy" | "data")[];
    id: string;
    /** Format: date-time */
    last_seen_at?: string;
    name: string;
    user: string;
}

export interface StaffSecret {
    password: string;
    staff: StaffRow;
    totp_secret: string;
    totp_uri: string;
}
