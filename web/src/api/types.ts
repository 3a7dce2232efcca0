// What /v1 says and hears. snake_case as on the wire; an optional key is absent when unknown.
// Dates are "YYYY-MM-DD" in Asia/Shanghai, instants are ISO 8601 with Z.

export interface Words { zh: string; en: string }
export interface Problem {
  type: string; title: string; status: number; code: string; detail: Words; next: Words
  clause?: string; field?: string; errors?: FieldProblem[]
}
export interface FieldProblem { code: string; field: string; detail: Words; next: Words }
export interface Page<T> { rows: T[]; next_cursor?: string; total?: number }

// Public
export interface AnnexService { annex: number; name: Words; items: ItemSummary[] }
export interface ItemSummary {
  code: string; version: number; name: Words; summary: Words; annex: number
  audience: 'person' | 'employer' | 'anybody'; channels: string[]; promised: Promised; online: boolean; window: boolean
}
export interface Promised { days: number; unit: DayUnit; at_once: boolean }
export type DayUnit = 'working' | 'natural'
export interface Option { value: string; label: Words }
export type FieldType = 'text' | 'long_text' | 'date' | 'choice' | 'choices' | 'boolean' | 'area' | 'phone'
  | 'document_type' | 'document_number' | 'uscc' | 'integer'
export interface Field {
  name: string; type: FieldType; label: Words; hint: Words; required: boolean; options: Option[]
  shown_if?: { field: string; equals: string }; known_from?: string; length_max: number
}
export interface Guide {
  who: Words; steps: Words[]; bring: Words[]; result: Words; fee: Words; where: Words; law: string[]; time: Words
}
export interface Item extends ItemSummary {
  clauses: string[]; fields: Field[]; guide: Guide
  commitment?: { text: Words; check_days: number; check_unit: DayUnit }
  no_longer_asked: { name: Words; why: Words }[]; certificate: boolean; opens: string[]; in_force_from: string
}
export interface AreaRow { code: string; name: string; full_name: string; level: number; until?: string; successor?: string }
export interface AgencyRow {
  id: string; name: string; area: string; area_name: string
  level: 'province' | 'city' | 'county' | 'township' | 'village'
  address: string; phone: string; hours: string; parent?: string
}
export interface Advice {
  id: string; question: string; answer: string; topic: string; answered_on: string; agency: string; clauses: string[]
}
export interface CertificateCheck {
  code: string; valid: boolean; title: Words; holder: string; issued_on: string; statement: Words; revoked_on?: string
}

// Session
export type DocumentType = 'resident_id' | 'social_security_card' | 'hmt_residence' | 'hm_travel_permit' | 'tw_travel_permit'
export type Duty = 'window' | 'adviser' | 'check' | 'manager' | 'admin' | 'merge' | 'policy'
export interface ActsFor { employer_id: string; name: string; uscc: string }
export interface Session {
  kind: 'nobody' | 'person' | 'staff'; csrf: string; idle_minutes?: number
  account?: { id: string; phone_masked: string }
  person?: { id: string; name: string; document_masked: string }
  acts_for: ActsFor[]
  staff?: { id: string; name: string; agency: AgencyRow; duties: string[] }
}
export interface NewIdentity { name: string; document_type: DocumentType; document_number: string; area?: string; phone?: string }
export interface NewEmployer { uscc: string; name: string; area: string; kind: string; address?: string; commitment: boolean }

// A person's own pages
export interface Me {
  id: string; name: string; documents: { type: DocumentType; masked: string; added_on: string }[]
  born_on?: string; sex?: 'male' | 'female'; phone_masked?: string; area?: string; area_name?: string
  working_age: boolean; retires_on?: string; status: StatusNow
}
export type StatusKind = 'unemployed' | 'employed' | 'flexible' | 'none'
export interface StatusNow { kind: StatusKind; since?: string; sentence: Words; spell_id?: string; employer?: string }
export interface Spell {
  id: string; kind: 'unemployed' | 'employed' | 'flexible'; from: string; until?: string; employer?: string
  learnt_at: string; source: Words; case_number?: string; corrected_at?: string; current: boolean
}
export interface TimelineEntry {
  at: string; on: string; kind: 'case' | 'spell' | 'service' | 'read' | 'message' | 'commitment' | 'document'
  title: Words; detail: Words; case_number?: string; by?: string
}
export interface FileRead { at: string; by: string; agency: string; purpose: string; case_number?: string }
export interface Message { at: string; text: string }

// Forms and cases
export interface Form { item: Item; known: Fact[]; ask: string[]; blocked?: Problem; draft?: Values }
export type Values = Record<string, unknown>
export interface Fact { name: string; label: Words; value: string; shown: string; source: Words; learnt_on?: string }
export type Channel = 'web' | 'phone' | 'window' | 'hotline' | 'kiosk'
export interface NewCase {
  item: string; values: Values; commitment?: boolean; channel?: Channel; person?: string; employer?: string; on_behalf_note?: string
}
export type CaseState = 'accepted' | 'awaiting_correction' | 'settled' | 'refused' | 'withdrawn' | 'objected'
export interface CaseSummary {
  number: string; item: string; item_name: Words; state: CaseState; state_name: Words; submitted_at: string; promised_on: string
  person_name?: string; employer_name?: string; channel: string; area?: string; area_name?: string; clock: Clock
  outcome?: string; version: number; assigned_to?: string
}
export interface Clock { state: 'running' | 'stopped' | 'ended'; due_on: string; unit: DayUnit; days_left: number; overdue: boolean; words: Words }
export interface CaseAction {
  seq: number; act: string; act_name: Words; at: string; by: string; by_kind: 'person' | 'handler' | 'staff' | 'system'
  agency?: string; channel: string; note?: string; reason?: Reason
}
export type Outcome = 'settle' | 'commit' | 'correct' | 'review' | 'refuse'
export interface Reason {
  outcome: Outcome; reason_code: string; sentence: Words; clause: string; table: string; table_version: string; rule: number
  facts: Fact[]; change?: Words
}
export interface Certificate { code: string; verify_url: string; pdf_url: string }
export interface Case extends CaseSummary {
  item_version: number; values: Values; shown_values: { label: Words; value: string }[]; actions: CaseAction[]; next: string[]
  reason?: Reason; missing: { field: string; sentence: Words }[]
  commitment?: { text: Words; given_at: string; check_due_on: string; state: 'open' | 'kept' | 'broken' }
  /** The text of the commitment that would settle it now. */
  commitment_offer?: Words
  certificate?: Certificate
  evaluation?: { grade: Grade; comment?: string; at: string }
  what_next: { sentence: Words; by?: string; who?: string }; opens: { item: string; name: Words; case_number?: string }[]
  person_id?: string; employer_id?: string; etag: string; refusal_codes: Option[]
}
export type Grade = 1 | 2 | 3 | 4 | 5
export interface NewAction {
  act: string; values?: Values; note?: string; grade?: number; comment?: string; outcome?: 'settle' | 'refuse'
  reason_code?: string; fields?: { field: string; sentence: string }[]; result?: 'kept' | 'broken'
}

// Employer
export interface EmployerFile {
  id: string; name: string; uscc: string; kind: string; kind_name: Words; area: string; area_name: string; address?: string
  open_employments: number; labelled?: Words
}
export interface Employment {
  spell_id: string; person_name: string; document_masked: string; from: string; until?: string; contract_kind?: string
  case_number?: string; late_days: number
}
export interface Sheet {
  id: string; item: string; file_name: string; format: 'xlsx' | 'csv'; encoding: string
  state: 'read' | 'running' | 'done' | 'cancelled'; rows: number; good: number; bad: number; settled: number; failed: number
  done: number; columns: { column: string; field?: string }[]; preview: SheetRow[]; started_at?: string; seconds_left?: number
  created_at: string
}
export interface SheetRow {
  row: number; state: 'good' | 'bad' | 'settled' | 'failed' | 'pending'; values: Record<string, string>; case_number?: string
  problems: FieldProblem[]
}

// Desk
export interface DeskSummary {
  open: number; due_today: number; overdue: number; awaiting_correction: number; checks_due: number; advice_open: number
  objections: number
}
export interface PersonHit {
  id: string; name: string; document_masked: string; born_on?: string; area_name?: string; status: string; similar?: boolean
}
export interface PersonCheck { problem?: Problem; existing?: PersonHit; similar: PersonHit[] }
export interface Need { kind: 'employment' | 'startup' | 'training'; wanted: boolean; note?: string; at: string }
export interface PersonFile extends Me {
  spells: Spell[]; cases: CaseSummary[]; timeline: TimelineEntry[]
  household: { person_id: string; name: string; relation: string }[]
  merges: { id: string; other_name: string; at: string; undone_at?: string }[]; needs: Need[]; opened_for: string
}
export interface Check {
  case_number: string; person_name: string; item_name: Words; given_at: string; due_on: string
  state: 'open' | 'kept' | 'broken'; overdue: boolean; promise: Words
}
export interface Evaluations {
  total: number; by_grade: number[]; by_agency: { agency: string; total: number; mean: number }[]
  rows: { case_number: string; item_name: Words; grade: number; comment: string; at: string }[]
}

// Administration
export interface StaffRow {
  id: string; user: string; name: string; agency: string; agency_name: string; area: string; duties: string[]; active: boolean
  last_seen_at?: string
}
export interface NewStaff { staff: StaffRow; password: string; totp_secret: string; totp_uri: string }
export interface OutboxRow { at: string; phone_masked: string; text: string; state: string }
export interface ReadRow { at: string; by: string; agency: string; person_name: string; purpose: string }
