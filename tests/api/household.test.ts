// A household is changed at the desk, with a reason, and every change can be taken back. rows 15.4, 16.4
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start_program, type Program } from '../journey/program'
import { Caller, day, identity_number } from './caller'

let program: Program
let officer: Caller
let made = 800

const add = async (name: string) => (await officer.post('/v1/desk/people', { name, document_type: 'resident_id', document_number: identity_number(made++), area: '370102001' })).body.id as string
const file = async (id: string) => (await officer.get(`/v1/desk/people/${id}?reason=${encodeURIComponent('核对家庭成员')}`)).body
const join = (of: string, person_id: string, body: Record<string, unknown> = {}) =>
  officer.post(`/v1/desk/people/${of}/household`, { person_id, relation: 'spouse', from: day(-30), reason: '结婚证为证', ...body })
const leave = (id: string, until = day(-1), reason = '户口已迁出') => officer.post(`/v1/desk/people/${id}/household/leave`, { until, reason })
const undo = (change: string, reason = '录错了人') => officer.post(`/v1/desk/household-changes/${change}/undo`, { reason })
const members = (page: any) => page.household.map((one: any) => [one.name, one.relation])

beforeAll(async () => {
  program = await start_program()
  officer = await new Caller(program).officer('window')
})
afterAll(async () => { await program.stop() })

describe('a household', () => {
  it('opens when somebody joins, shows on the files of both, and tells who entered it and why', async () => {
    const man = await add('郝建国'), wife = await add('尤秀英')
    const joined = await join(man, wife)
    expect(joined.status, joined.text).toBe(204)
    for (const id of [man, wife]) {
      const page = await file(id)
      expect(members(page)).toEqual([['郝*国', 'head'], ['尤*英', 'spouse']])
      expect(page.household[0].from).toBe(day(-30))
      expect(page.household_changes).toHaveLength(1)
      expect(page.household_changes[0]).toMatchObject({ act: 'joined', name: '尤*英', relation: 'spouse', on: day(-30), reason: '结婚证为证', undoable: true })
      expect(page.household_changes[0].by).toContain('·')
    }
  })

  it('lets a member go on a day and takes both back, the last first, without losing what was entered', async () => {
    const man = await add('郝建军'), wife = await add('尤秀兰')
    await join(man, wife)
    expect((await leave(wife)).status).toBe(204)
    let page = await file(man)
    expect(members(page)).toEqual([['郝*军', 'head']])
    const [left, joined] = page.household_changes
    expect([left.act, left.undoable, joined.act, joined.undoable]).toEqual(['left', true, 'joined', false])
    expect((await undo(joined.id)).body.code).toBe('household_change_later')
    expect((await undo(left.id)).status).toBe(204)
    expect(members(await file(man))).toHaveLength(2)
    expect((await undo(left.id)).body.code).toBe('household_change_undone')
    expect((await undo(joined.id)).status).toBe(204)
    page = await file(wife)
    expect(page.household).toEqual([])
    expect(page.household_changes.map((one: any) => [one.act, one.undo_reason, one.undoable])).toEqual([['left', '录错了人', false], ['joined', '录错了人', false]])
  })

  it('shows the person what was entered, by whom and why, and what was taken back (row 15.4)', async () => {
    const document = { name: '尤秀珍', document_type: 'resident_id', document_number: identity_number(made++), area: '370102001' }
    const seeker = await new Caller(program).person('12900008001', document)
    const me = (await seeker.get('/v1/me')).body.id, man = await add('郝建党')
    await join(man, me)
    const own = async () => (await seeker.get('/v1/me/timeline?limit=200')).body.rows.filter((row: any) => row.kind === 'household')
    const [joined] = await own()
    expect(joined.title.zh).toBe('登记为家庭成员')
    expect(joined.detail.zh).toBe('结婚证为证')
    expect(joined.by).toContain('·')
    await undo((await file(man)).household_changes[0].id, '结婚证是别人的')
    expect((await own()).map((row: any) => row.detail.zh)).toEqual(['结婚证为证；已撤销：结婚证是别人的'])
    expect((await file(man)).timeline.filter((row: any) => row.kind === 'household')).toEqual([])
  })

  it('refuses what makes no household, with a next step, and is for the window alone', async () => {
    const man = await add('郝建民'), wife = await add('尤秀芳'), other = await add('郝大力')
    const refused: [Promise<any>, number, string][] = [
      [join(man, man), 422, 'household_same'],
      [join(man, wife, { relation: 'head' }), 422, 'household_head_already'],
      [join(man, wife, { relation: 'friend' }), 422, 'option_unknown'],
      [join(man, wife, { reason: '无' }), 422, 'household_reason_missing'],
      [join(man, wife, { from: day(1) }), 422, 'household_day_invalid'],
      [join(man, '00000000-0000-7000-8000-000000000000'), 404, 'person_unknown'],
      [join('x', wife), 422, 'id_invalid'],
      [leave(man), 409, 'household_not_member'],
      [undo('00000000-0000-7000-8000-000000000000'), 404, 'household_change_unknown'],
    ]
    for (const [answer, status, code] of refused) {
      const { body, status: got, text } = await answer
      expect(body.code, text).toBe(code)
      expect(got, text).toBe(status)
      expect(body.next.zh).not.toBe('')
    }
    expect((await file(man)).household).toEqual([])
    expect((await join(man, wife)).status).toBe(204)
    expect((await join(other, wife)).body.code).toBe('household_member_already')
    expect((await leave(man)).body.code).toBe('household_head_needed')
    for (const who of ['admin', 'adviser'] as const) {
      const colleague = await new Caller(program).officer(who)
      expect((await colleague.post(`/v1/desk/people/${wife}/household/leave`, { until: day(-1), reason: '户口已迁出' })).body.code, who).toBe('duty_missing')
    }
    expect((await new Caller(program).post(`/v1/desk/people/${wife}/household/leave`, { until: day(-1), reason: '户口已迁出' })).status).toBe(401)
  })
})
