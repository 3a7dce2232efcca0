import { get, new_key, NetworkLoss, post, post_once, ProblemError, put } from '../api/client'
import type {
  AgencyChange, AgencyRow, AreaRow, Case, CaseSummary, Check, ContactRow, DeskSummary, DocumentType, Duty, Evaluations, Form, HouseholdEntry, Item, ItemSummary,
  NewAction, NewCase, NewPerson, NewStaff, OutboxRow, Page, PeoplePage, PersonCheck, PersonFile, PersonHit, Problem, ReadRow, StaffChange, StaffRow, StaffSecret, UnitHit, WaitingHandler,
} from '../api/types'

export type { AreaRow, DeskSummary as Summary, Evaluations, NewPerson, OutboxRow, PersonCheck, ReadRow, StaffSecret as StaffSecrets } from '../api/types'

/** A question of policy as the adviser's list shows it. */
export type QuestionRow = CaseSummary & { question: string }
export interface QueueQuery { state?: string; item?: string; area?: string; mine?: string; overdue?: string; due_today?: string; q?: string; cursor?: string; limit?: number }

export const queue_states = ['accepted', 'awaiting_correction', 'objected', 'all'] as const
export const document_types: DocumentType[] = ['resident_id', 'social_security_card', 'hmt_residence', 'hm_travel_permit', 'tw_travel_permit']
export const duties: Duty[] = ['window', 'adviser', 'check', 'manager', 'admin', 'merge', 'policy', 'data']

/** Every trouble as a problem with a next step, also a lost network and a fault of the page itself. */
export function problem_of(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  if (error instanceof NetworkLoss) {
    return {
      type: 'about:blank', title: 'network', status: 0, code: 'network_lost',
      detail: { zh: '网络断了，没有送到', en: 'The network was lost; nothing arrived' },
      next: { zh: '填的内容还在，联网后再点一次', en: 'What you typed is kept; try again when connected' },
    }
  }
  throw error
}

const code = encodeURIComponent

export const list_queue = (query: QueueQuery) => get<Page<CaseSummary>>('/v1/desk/queue', { ...query })
export const get_summary = () => get<DeskSummary>('/v1/desk/summary')
export const list_items = () => get<ItemSummary[]>('/v1/items', { channel: 'window' })
export const get_item = (item: string) => get<Item>('/v1/items/' + code(item))
export const search_areas = (q: string) => get<AreaRow[]>('/v1/areas', { q })
export const list_areas = (parent: string) => get<AreaRow[]>('/v1/areas', { parent })

export const get_case = (number: string, reason?: string) => get<Case>('/v1/cases/' + code(number), { reason })
export const act_on_case = (number: string, etag: string, action: NewAction) =>
  post<Case>(`/v1/cases/${code(number)}/actions`, action, { if_match: etag, idempotency_key: new_key() })
export const get_form = (item: string, who: { person?: string; employer?: string }) => get<Form>(`/v1/items/${code(item)}/form`, who)
export const post_case = (body: NewCase, idempotency_key: string) => post<Case>('/v1/cases', body, { idempotency_key })

/** Most characters that people are searched by. */
export const search_length_max = 50
/** A longer text is not sent whole, only enough of it to be refused: an address holds no novel. */
export const find_people = (q: string, cursor?: string) =>
  get<PeoplePage>('/v1/desk/people', { q: [...q].slice(0, search_length_max + 1).join(''), cursor })
export const check_person = (name: string, document_type: DocumentType, document_number: string) =>
  get<PersonCheck>('/v1/desk/people/check', { name, document_type, document_number })
export const add_person = (body: NewPerson) => post_once<PersonHit>('/v1/desk/people', body)
export const get_person = (id: string, opened: { reason?: string; case?: string; day?: string }) => get<PersonFile>('/v1/desk/people/' + code(id), opened)
export const add_document = (person: string, document_type: DocumentType, document_number: string) =>
  post_once<void>(`/v1/desk/people/${code(person)}/documents`, { document_type, document_number })
export const grant_join = (person: string, phone: string, reason: string) => post_once<void>(`/v1/desk/people/${code(person)}/join-grants`, { phone, reason })
export const list_waiting_handlers = (cursor?: string) => get<Page<WaitingHandler>>('/v1/desk/handlers', { cursor })
export const decide_handler = (employer: string, account: string, act: 'confirm' | 'end', reason: string) =>
  post_once<void>(`/v1/employers/${code(employer)}/handlers/${code(account)}/${act}`, { reason })
export const merge_people = (keep: string, drop: string, reason: string) => post_once<void>('/v1/desk/people/merge', { keep, drop, reason })
export const undo_merge = (merge: string, reason: string) => post_once<void>(`/v1/desk/merges/${code(merge)}/undo`, { reason })

export const join_household = (person: string, body: HouseholdEntry) => post_once<void>(`/v1/desk/people/${code(person)}/household`, body)
export const leave_household = (person: string, until: string, reason: string) => post_once<void>(`/v1/desk/people/${code(person)}/household/leave`, { until, reason })
export const undo_household_change = (change: string, reason: string) => post_once<void>(`/v1/desk/household-changes/${code(change)}/undo`, { reason })

export const list_checks = (state: string, cursor?: string) => get<Page<Check>>('/v1/desk/checks', { state, cursor })
export const find_units = (q: string) => get<UnitHit[]>('/v1/desk/employers', { q })
export const list_contacts = (cursor?: string) => get<Page<ContactRow>>('/v1/desk/contacts', { cursor })
export const list_questions = (state: 'open' | 'answered', cursor?: string) => get<Page<QuestionRow>>('/v1/desk/advice', { state, cursor })
export const get_evaluations = (query: { area?: string; from?: string; until?: string; cursor?: string; limit?: number }) => get<Evaluations>('/v1/desk/evaluations', query)

export const list_agencies = (area?: string, cursor?: string) => get<Page<AgencyRow>>('/v1/admin/agencies', { area, cursor, limit: 200 })
export const add_agency = (body: AgencyChange) => post_once<AgencyRow>('/v1/admin/agencies', body)
export const change_agency = (id: string, body: AgencyChange) => put<AgencyRow>('/v1/admin/agencies/' + code(id), body)
export const list_staff = (query: { area?: string; q?: string; cursor?: string }) => get<Page<StaffRow>>('/v1/admin/staff', query)
export const add_staff = (body: NewStaff) => post_once<StaffSecret>('/v1/admin/staff', body)
export const change_staff = (id: string, body: StaffChange) => put<StaffRow>('/v1/admin/staff/' + code(id), body)
export const renew_secret = (id: string) => post_once<StaffSecret>(`/v1/admin/staff/${code(id)}/secret`)
export const list_outbox = (cursor?: string) => get<Page<OutboxRow>>('/v1/admin/outbox', { cursor })
export const list_reads = (query: { staff?: string; cursor?: string }) => get<Page<ReadRow>>('/v1/admin/reads', query)
