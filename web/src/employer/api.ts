import { get, once, post, post_once, request } from '../api/client'
import type { Case, CaseSummary, EmployerFile, Employment, Form, Handler, NewCase, Page, Sheet, SheetRow } from '../api/types'

const code = encodeURIComponent

/** The two matters a unit registers, one by one or by sheet. */
export const unit_items = ['employment_registration', 'employment_end'] as const
export type UnitItem = (typeof unit_items)[number]

export const get_employer = (id: string) => get<EmployerFile>('/v1/employers/' + code(id))
export const list_employments = (id: string, query: { state: string; q?: string; cursor?: string; limit?: number }) => get<Page<Employment>>(`/v1/employers/${code(id)}/employments`, query)
export const list_unit_cases = (id: string, cursor?: string) => get<Page<CaseSummary>>(`/v1/employers/${code(id)}/cases`, { cursor })
export const list_handlers = (id: string, cursor?: string) => get<Page<Handler>>(`/v1/employers/${code(id)}/handlers`, { cursor })
export const confirm_handler = (id: string, account: string) => post_once<void>(`/v1/employers/${code(id)}/handlers/${code(account)}/confirm`, {})
export const end_handler = (id: string, account: string) => post_once<void>(`/v1/employers/${code(id)}/handlers/${code(account)}/end`, {})
export const list_sheets = (id: string, cursor?: string) => get<Page<Sheet>>(`/v1/employers/${code(id)}/sheets`, { cursor })
export const get_form = (item: string, employer: string, spell?: string) => get<Form>(`/v1/items/${code(item)}/form`, { employer, spell })
export const post_case = (body: NewCase, idempotency_key: string) => post<Case>('/v1/cases', body, { idempotency_key })

const named = (file: File) => ({ 'X-File-Name': code(file.name) })
const same = (file: File) => [file.name, file.size, file.lastModified].join('/')
export const upload_sheet = (employer: string, item: string, file: File) =>
  once(employer + item + same(file), (idempotency_key) => request<Sheet>('POST', `/v1/employers/${code(employer)}/sheets`, { file, query: { item }, headers: named(file), idempotency_key }))
export const redo_sheet = (sheet: string, file: File) =>
  once(sheet + same(file), (idempotency_key) => request<Sheet>('POST', `/v1/sheets/${code(sheet)}/redo`, { file, headers: named(file), idempotency_key }))
export const get_sheet = (sheet: string) => get<Sheet>('/v1/sheets/' + code(sheet))
export const list_sheet_rows = (sheet: string, state: string, cursor?: string) => get<Page<SheetRow>>(`/v1/sheets/${code(sheet)}/rows`, { state, cursor })
export const run_sheet = (sheet: string) => post<Sheet>(`/v1/sheets/${code(sheet)}/run`)
export const cancel_sheet = (sheet: string) => post<Sheet>(`/v1/sheets/${code(sheet)}/cancel`)

export const template_url = (item: string, format: 'xlsx' | 'csv') => `/v1/sheets/templates/${item}.${format}`
export const results_url = (sheet: string, which: 'results' | 'failures', format: 'xlsx' | 'csv') => `/v1/sheets/${code(sheet)}/${which}.${format}`
