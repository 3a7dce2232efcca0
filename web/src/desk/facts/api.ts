import { get, post_once, request } from '../../api/client'
import type { FactBatch, FactSource, FactTask, Page } from '../../api/types'

const named = (file: File) => ({ 'X-File-Name': encodeURIComponent(file.name) })
export const list_sources = () => get<{ rows: FactSource[] }>('/v1/desk/fact-sources')
export const list_tasks = () => get<{ rows: FactTask[] }>('/v1/desk/fact-files')
export const get_task = (id: string) => get<FactTask>('/v1/desk/fact-files/' + id)
export const look_through = (source: string, file: File) => request<FactTask>('POST', '/v1/desk/fact-files', { file, query: { source }, headers: named(file) })
export const start_import = (id: string, given_by: string, purpose: string) => post_once<FactTask>(`/v1/desk/fact-files/${id}/import`, { given_by, purpose })
export const drop_file = (id: string) => post_once<void>(`/v1/desk/fact-files/${id}/drop`, {})
export const list_batches = (source: string, cursor?: string) => get<Page<FactBatch>>('/v1/desk/fact-batches', { source: source || undefined, cursor })
export const undo_batch = (number: number, reason: string) => post_once<FactTask>(`/v1/desk/fact-batches/${number}/undo`, { reason })
export const redo_batch = (number: number) => post_once<FactTask>(`/v1/desk/fact-batches/${number}/redo`, {})
export const result_url = (number: number, language: string, refused_only: boolean) => `/v1/desk/fact-batches/${number}/result?language=${language}${refused_only ? '&rows=refused' : ''}`

export const is_under_way = (task: FactTask) => task.state === 'waiting' || task.state === 'running'
