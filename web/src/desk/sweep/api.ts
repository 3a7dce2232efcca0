import { get, post_once } from '../../api/client'
import type { Affected, DeskFinding, Determination, FindingCount, FindingTalk, Page, Sweep, Trial } from '../../api/types'

export const list_sweeps = (cursor?: string) => get<Page<Sweep>>('/v1/desk/sweeps', { cursor })
export const start_sweep = (scope: 'whole' | 'changed') => post_once<Sweep>('/v1/desk/sweeps?scope=' + scope)
export const steer_sweep = (number: number, act: 'pause' | 'resume' | 'give_up') => post_once<Sweep>(`/v1/desk/sweeps/${number}/${act}`)

export interface FindingQuery { determination?: string; state?: string; area?: string; cursor?: string; limit?: number }
export const list_findings = (query: FindingQuery) => get<Page<DeskFinding>>('/v1/desk/findings', { ...query })
export const get_finding = (id: string) => get<DeskFinding>('/v1/desk/findings/' + id)
export const count_findings = (area?: string) => get<{ rows: FindingCount[] }>('/v1/desk/findings/counts', { area })
export const list_talks = (id: string) => get<{ rows: FindingTalk[] }>(`/v1/desk/findings/${id}/contacts`)
export const note_talk = (id: string, channel: string, note: string) => post_once<FindingTalk>(`/v1/desk/findings/${id}/contacts`, { channel, note })
export const decide_finding = (id: string, right: boolean, note: string) => post_once<DeskFinding>(`/v1/desk/findings/${id}/decision`, { right, note })

export const object_for = (id: string, reason: string, channel: 'window' | 'hotline') => post_once<DeskFinding>(`/v1/desk/findings/${id}/object`, { reason, channel })

export const list_determinations = () => get<{ rows: Determination[] }>('/v1/desk/determinations')
export const list_trials = () => get<{ rows: Trial[] }>('/v1/desk/trials')
export const get_trial = (id: string) => get<Trial>('/v1/desk/trials/' + id)
export const start_trial = (determination: string, settings: Record<string, number>, dmn?: string) => post_once<Trial>('/v1/desk/trials', { determination, settings, dmn })
export const try_draft = (determination: string, draft: string) => post_once<Trial>('/v1/desk/trials', { determination, settings: {}, draft })
export const stop_trial = (id: string) => post_once<Trial>(`/v1/desk/trials/${id}/stop`)
export const list_affected = (id: string, cursor?: string) => get<Page<Affected>>(`/v1/desk/trials/${id}/affected`, { cursor })
export const get_affected = (id: string, number: number) => get<Affected>(`/v1/desk/trials/${id}/affected/${number}`)
