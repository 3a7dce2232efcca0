// Lists for managers and administrators: what a request narrows by is taken as meant or refused, never dropped in silence.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start_program, type Program } from '../journey/program'
import { Caller, day, identity_number } from './caller'

let program: Program
beforeAll(async () => { program = await start_program() })
afterAll(async () => { await program.stop() })

const refused = async (caller: Caller, path: string, code: string, field: string) => {
  const answer = await caller.get(path)
  expect([path, answer.status, answer.body.code, answer.body.field]).toEqual([path, 422, code, field])
  expect([answer.body.detail.zh, answer.body.next.zh, answer.body.next.en]).not.toContain('')
}

describe('evaluations', () => {
  it('are those of the days from … until …, both counted', async () => {
    const manager = await new Caller(program).officer('manager')
    const between = async (from: string, until: string) => (await manager.get(`/v1/desk/evaluations?from=${from}&until=${until}`)).body.total as number
    const all = (await manager.get('/v1/desk/evaluations')).body
    const today = await between(day(0), day(0))
    const person = await new Caller(program).person('12900006601', { name: '评一', document_type: 'resident_id', document_number: identity_number(66), area: '370102001' })
    const done = await person.submit({ item: 'unemployment_registration', commitment: true, values: { lost_on: day(-3), reason: 'agreed', wants_work: true, able_to_work: true, area: '370102001', phone: '12900006601' } })
    expect((await person.act(done.body, { act: 'evaluate', grade: 5 })).status).toBe(200)
    expect(await between(day(0), day(0))).toBe(today + 1)
    expect(await between(day(-365), day(0))).toBe(all.total + 1)
    expect(await between(day(1), day(2))).toBe(0)
  })

  it('of a day that is none, or of days that run backwards, are refused at the field', async () => {
    const manager = await new Caller(program).officer('manager')
    for (const wrong of ['2026-02-30', '2026-1-1', 'yesterday', '', '2026-01-01T00:00:00Z', '２０２６-01-01']) {
      await refused(manager, `/v1/desk/evaluations?from=${encodeURIComponent(wrong)}`, 'date_invalid', 'from')
      await refused(manager, `/v1/desk/evaluations?until=${encodeURIComponent(wrong)}`, 'date_invalid', 'until')
    }
    await refused(manager, `/v1/desk/evaluations?from=${day(0)}&until=${day(-1)}`, 'period_empty', 'until')
  })
})

describe('who read which file', () => {
  it('is told for one member of staff; an identifier that is none is refused', async () => {
    const merger = await new Caller(program).officer('merge')
    const person = await new Caller(program).person('12900006602', { name: '查二', document_type: 'resident_id', document_number: identity_number(67), area: '370102001' })
    const id = (await person.get('/v1/me')).body.id
    expect((await merger.get(`/v1/desk/people/${id}?reason=${encodeURIComponent('核对档案一')}`)).status).toBe(200)
    const window = await new Caller(program).officer('window')
    expect((await window.get(`/v1/desk/people/${id}?reason=${encodeURIComponent('本人来电')}`)).status).toBe(200)
    const admin = await new Caller(program).officer('admin')
    const staff = (await admin.get('/v1/admin/staff')).body.rows as any[]
    const of = async (user: string) => (await admin.get(`/v1/admin/reads?staff=${staff.find((one) => one.user === user).id}`)).body.rows.map((row: any) => row.purpose)
    expect(await of('merge')).toEqual(['核对档案一'])
    expect(await of('window')).toEqual(['本人来电'])
    expect(await of('linyi')).toEqual([])
    for (const wrong of ['merge', '', '123', `${staff[0].id}0`]) await refused(admin, `/v1/admin/reads?staff=${wrong}`, 'id_invalid', 'staff')
  })
})

describe('the handlers of a unit', () => {
  it('come page by page, those who asked and those who ended too, each once; a place that is none is refused', async () => {
    const n = 6700, phone = (i: number) => `1290000${n + i}`
    const somebody = (i: number) => new Caller(program).person(phone(i), { name: '经办', document_type: 'resident_id', document_number: identity_number(70 + i), area: '370102001' })
    const shop = { uscc: '91370102MA3LXT0X0A', name: '济南历下列表商店', area: '370102', kind: 'sole_trader', commitment: true }
    const first = await somebody(0)
    const joined = await first.post('/v1/account/employers', shop)
    expect(joined.status, joined.text).toBe(200)
    const path = `/v1/employers/${joined.body.acts_for[0].employer_id}/handlers`
    for (let i = 1; i < 6; i++) expect((await (await somebody(i)).post('/v1/account/employers', shop)).status).toBe(200)
    const all = (await first.get(`${path}?limit=200`)).body
    expect([all.rows.length, all.next_cursor]).toEqual([6, undefined])
    const officer = await new Caller(program).officer('window')
    expect((await officer.post(`${path}/${all.rows[2].account}/end`, { reason: '单位来函更换' })).status).toBe(204)
    for (const caller of [first, officer]) {
      const seen: string[] = []
      for (let cursor: string | undefined = ''; cursor !== undefined;) {
        const page: any = (await caller.get(`${path}?limit=2&cursor=${encodeURIComponent(cursor)}`)).body
        expect(page.rows.length).toBeLessThanOrEqual(2)
        seen.push(...page.rows.map((row: any) => row.account))
        cursor = page.next_cursor
      }
      expect(seen).toEqual(all.rows.map((row: any) => row.account))
    }
    for (const wrong of ['x', '1', '1/', `1/${all.rows[0].account}0`]) await refused(first, `${path}?cursor=${encodeURIComponent(wrong)}`, 'cursor_invalid', 'cursor')
  })
})
