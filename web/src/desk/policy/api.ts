import { get, post, put, request } from '../../api/client'
import type { PolicyCases, PolicyCheck, PolicyDraft, PolicyRetry, PolicySheet, PolicyTable, PolicyTables, PolicyVersion, PolicyVersionDetail, PolicyWhy } from '../../api/types'

const code = encodeURIComponent
const draft_path = (id: string, act = '') => '/v1/policy/drafts/' + code(id) + act
const table_path = (item: string, part = '') => '/v1/policy/tables/' + code(item) + part

export const list_tables = () => get<PolicyTables>('/v1/policy/tables')
export const get_table = (item: string) => get<PolicyTable>(table_path(item))
export const get_version = (item: string, version: number) => get<PolicyVersionDetail>(table_path(item, `/versions/${version}`))
export const open_draft = (item: string) => post<PolicyDraft>(table_path(item, '/draft'))
export const ask_withdrawal = (item: string, version: number, why: string) => post<PolicyVersion>(table_path(item, `/versions/${version}/withdraw`), { why })
export const confirm_withdrawal = (item: string, version: number) => post<PolicyVersion>(table_path(item, `/versions/${version}/withdraw/confirm`))

export const get_draft = (id: string) => get<PolicyDraft>(draft_path(id))
export const save_draft = (id: string, etag: string, sheet: PolicySheet, cases: PolicyCases, whys: PolicyWhy[]) =>
  put<PolicyDraft>(draft_path(id), { sheet, cases, whys }, { if_match: etag })
export const check_table = (item: string, sheet: PolicySheet, cases: PolicyCases, signal: AbortSignal) =>
  request<PolicyCheck>('POST', '/v1/policy/check', { body: { item, sheet, cases }, signal })
export const submit_draft = (id: string, etag: string, from: string, why: string) => post<PolicyDraft>(draft_path(id, '/submit'), { from, why }, { if_match: etag })
export const approve_draft = (id: string, etag: string) => post<PolicyDraft>(draft_path(id, '/approve'), undefined, { if_match: etag })
export const return_draft = (id: string, why: string) => post<PolicyDraft>(draft_path(id, '/return'), { why })
export const withdraw_draft = (id: string, why: string) => post<PolicyDraft>(draft_path(id, '/withdraw'), { why })
/** The draft as it is saved, tried on the item's cases of the last twelve months: how far that is, or what came of it. */
export const get_retry = (id: string) => get<PolicyRetry>(draft_path(id, '/cases'))
export const start_retry = (id: string) => post<PolicyRetry>(draft_path(id, '/cases'))
export const stop_retry = (id: string) => post<PolicyRetry>(draft_path(id, '/cases/stop'))

/** Where the browser fetches the files themselves. */
export const print_url = (item: string) => table_path(item, '/print')
export const xlsx_url = (item: string) => table_path(item, '/xlsx')
export const draft_xlsx_url = (id: string) => draft_path(id, '/xlsx')
export const send_xlsx = (id: string, etag: string, file: Blob) => request<PolicyDraft>('POST', draft_path(id, '/xlsx'), { file, if_match: etag })
