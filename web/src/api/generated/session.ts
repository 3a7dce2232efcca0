// Made by tools/api.mjs from what `leye openapi` prints. Do not edit: change the program and run `npm run api`.
import type { AgencyRow } from './shared'

export interface ActsFor {
    employer_id: string;
    name: string;
    /** @enum {string} */
    standing: "asked" | "unchecked" | "confirmed";
    uscc: string;
}

export interface CodeSent {
    resend_after_s: number;
}

export interface Identity {
    area?: string;
    code?: string;
    document_number: string;
    /** @enum {string} */
    document_type: "resident_id" | "social_security_card" | "hmt_residence" | "hm_travel_permit" | "tw_travel_permit";
    name: string;
    phone?: string;
}

export interface JoinCode {
    phone_tail: string;
    resend_after_s: number;
}

export interface LatestMessage {
    text: string;
}

export interface NewEmployer {
    address?: string;
    area: string;
    commitment?: boolean;
    kind: string;
    name: string;
    uscc: string;
}

export interface PasswordChange {
    new_password: string;
    old_password: string;
    totp: string;
}

export interface Phone {
    phone: string;
}

export interface PhoneCode {
    code: string;
    phone: string;
}

export interface Session {
    account?: SessionAccount;
    acts_for: ActsFor[];
    asked_for: ActsFor[];
    csrf: string;
    idle_minutes?: number;
    /** @enum {string} */
    kind: "nobody" | "person" | "staff";
    person?: SessionPerson;
    staff?: SessionStaff;
}

export interface SessionAccount {
    id: string;
    phone_masked: string;
}

export interface SessionPerson {
    document_masked: string;
    id: string;
    name: string;
}

export interface SessionStaff {
    agency: AgencyRow;
    duties: ("window" | "adviser" | "check" | "manager" | "admin" | "merge" | "policy" | "data")[];
    id: string;
    must_change: boolean;
    name: string;
}

export interface StaffSignIn {
    password: string;
    totp: string;
    user: string;
}
